// UDL-2.1: the gradient of the least-squares loss of a line.
//
//   L = sum_i (phi0 + phi1 x_i - y_i)^2
//   dL/dphi0 = 2 sum_i (phi0 + phi1 x_i - y_i),   dL/dphi1 = 2 sum_i x_i (phi0 + phi1 x_i - y_i)
//
// Source: Understanding Deep Learning, problem 2.1. The gradient here is derived, not typed in.
leat.model @line {
  func @L(%x: f64[I], %y: f64[I], %phi: f64[2]) -> (L: f64) {
    %residual = let %phi[0] + %phi[1] * %x - %y
    %L = let sum(%residual ** 2)
    return %L }
  func @main(%x: f64[I], %y: f64[I], %phi: f64[2]) -> (L: f64, grad: f64[2]) {
    %L, %grad = grad @L(%x, %y, %phi) wrt(phi)
    return %L, %grad }
}
