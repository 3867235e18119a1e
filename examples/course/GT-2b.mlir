// GT-2b: the derivative of softsign, and how it saturates.
//
//   g(x) = x / (1 + |x|),   g'(x) = 1 / (1 + |x|)^2,   g''(x) = -2 sign(x) / (1 + |x|)^3
//
// Source: CS 4644/7643, problem set 2, item 2b. g' is 1 at most, so gradients never explode; it
// goes to 0 like 1 / x^2, so they vanish for large |x|. That g is continuous, which is the hint,
// does not give g'(0) yet: the quotient g(h) / h = 1 / (1 + |h|) does, which goes to 1.
leat.model @softsign_slopes {
  func @g(%x: f64) -> (g: f64) {
    %g = let %x / (1 + abs(%x))
    return %g }
  func @slope(%x: f64) -> (dg: f64) {
    %g, %dg = grad @g(%x) wrt(x)
    return %dg }
  func @slopes(%x: f64) -> (dg: f64, d2g: f64) {
    %dg, %d2g = grad @slope(%x) wrt(x)             // a derivative has a derivative
    return %dg, %d2g }
  func @main(%xs: f64[N]) -> (dg: f64[N], d2g: f64[N]) {
    %dg, %d2g = vmap @slopes(%xs) in_axes(0)
    return %dg, %d2g }
}
