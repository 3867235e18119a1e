// PET-10.29: bounds of a smoothed bounded function.
//
//   g(x) = E f(x + e),   e ~ N(0, sigma^2 I),   l <= f <= u
//   eta(x) = sigma Phi^-1((g(x) - l) / (u - l)) has the Lipschitz constant 1: with d = ||delta||
//   l + (u - l) Phi((eta - d) / sigma) <= g(x + delta) <= l + (u - l) Phi((eta + d) / sigma)
//
//   here f(x) = sin(a.x), l = -1, u = 1:   g(x) = sin(a.x) exp(-sigma^2 ||a||^2 / 2)
//
// Source: Introduction to Deep Learning Theory, exercise 10.29. The shift is delta = dn dir /
// ||dir||. The text prints Phi with the factor 1 / (2 pi), as in 9.28; it is 1 / sqrt(2 pi).
leat.model @smoothed_sine {
  config @sigma = 0.7
  config @dn = 0.4
  config @l = -1
  config @u = 1
  func @g(%x: f64[D], %a: f64[D]) -> (g: f64) {
    %g = let sin(sum(%a * %x)) * exp(-sigma ** 2 * sum(%a ** 2) / 2)
    return %g }
  func @eta(%x: f64[D], %a: f64[D]) -> (eta: f64) {
    %eta = let sigma * ndtri((@g(%x, %a) - l) / (u - l))
    return %eta }
  func @main(%a: f64[D], %x: f64[D], %dir: f64[D])
      -> (g: f64, eta: f64, bounds: f64[2], g_shifted: f64, grad_eta_norm: f64) {
    %g = call @g(%x, %a)
    %eta, %slope = grad @eta(%x, %a) wrt(x)
    %slope_norm = vector_norm %slope               // 1 at most

    %delta = let dn * %dir / vector_norm(%dir)
    %d = vector_norm %delta
    %reach = let stack(-%d, %d)
    %bounds = let l + (u - l) * ndtr((%eta + %reach) / sigma)
    %shifted = let @g(%x + %delta, %a)
    return %g, %eta, %bounds, %shifted, %slope_norm }
}
