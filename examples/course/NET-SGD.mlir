// NET-SGD: gradient descent.
//
//   f(w) = (1 - w_0)^2 + 5 (w_1 - w_0^2)^2,   g = grad f(w)
//   w <- w - lr g
//
// Source: Understanding Deep Learning, equation 6.1; Robbins and Monro (1951). The iterates on a
// curved valley, from the start w0. For parameters of a network: trainer ... using sgd(lr = ...).
leat.model @sgd {
  config @steps = 20
  config @lr = 0.05
  func @f(%w: f64[2]) -> (f: f64) {
    %f = let (1 - %w[0]) ** 2 + 5 * (%w[1] - %w[0] ** 2) ** 2
    return %f }
  func @main(%w0: f64[2]) -> (w_1_2_3: f64[3, 2], w_last: f64[2], f_last: f64) {
    %w, %path = for %t = 1 to steps carry(%w = %w0) {
      %f, %g = grad @f(%w) wrt(w)
      %w1 = let %w - lr * %g
      yield %w1 stack(%w1) }
    %first = slice %path, axis = 0, stop = 3
    %f = let @f(%w)
    return %first, %w, %f }
}
