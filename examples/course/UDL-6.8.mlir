// UDL-6.8: gradient descent with a fixed step can jump out of a basin.
//
//   f(x) = x^4 - a x^2 + b x,   x <- x - lr f'(x)
//
// Source: Understanding Deep Learning, problem 6.8. From the same start the small rate ends in the
// local minimum next to it, the large one jumps over the hill and ends near the global minimum.
leat.model @basins {
  config @a = 3.0
  config @b = 1.0
  config @steps = 400
  func @f(%x: f64) -> (f: f64) {
    %f = let %x ** 4 - a * %x ** 2 + b * %x
    return %f }
  func @descend(%x0: f64, %lr: f64) -> (x: f64, path: f64[steps]) {
    %x, %path = for %t = 1 to steps carry(%x = %x0) {
      %f, %df = grad @f(%x) wrt(x)
      %x1 = let %x - %lr * %df
      yield %x1 stack(%x1) }
    return %x, %path }
  func @main(%x0: f64, %lrs: f64[L] = [0.01, 0.13]) -> (final: f64[L], first_three: f64[L, 3]) {
    %x, %path = vmap @descend(%x0, %lrs) in_axes(none, 0) // a run for each rate
    %first = slice %path, axis = 1, stop = 3
    return %x, %first }
}
