// UDL-6.3: gradient and curvature of the loss of the Gabor model, which is not convex.
//
//   f(x) = sin(z) exp(-z^2 / 32),   z = phi0 + 0.06 phi1 x,   L = sum_i (f(x_i) - y_i)^2
//   df/dz = (cos z - z/16 sin z) exp(-z^2 / 32),   dz/dphi = (1, 0.06 x)
//
// Source: Understanding Deep Learning, problem 6.3. The constants 0.06 and 32 are those of the
// book's equation 6.8.
leat.model @gabor {
  func @f(%x: f64[I], %phi: f64[2]) -> (f: f64[I]) {
    %z = let %phi[0] + 0.06 * %phi[1] * %x
    %f = let sin(%z) * exp(-%z ** 2 / 32)
    return %f }
  func @L(%x: f64[I], %y: f64[I], %phi: f64[2]) -> (L: f64) {
    %L = let sum((@f(%x, %phi) - %y) ** 2)
    return %L }
  func @main(%x: f64[I], %phi: f64[2], %y: f64[I])
      -> (f: f64[I], L: f64, grad: f64[2], H: f64[2, 2]) {
    %f = call @f(%x, %phi)
    %L, %grad = grad @L(%x, %y, %phi) wrt(phi)
    %H = hessian @L(%x, %y, %phi) wrt(phi)
    return %f, %L, %grad, %H }
}
