// UDL-9.2: what L2 regularisation does to the gradient.
//
//   d/dphi (L + lambda |phi|^2) = dL/dphi + 2 lambda phi,   here L = |X phi - y|^2
//
// Source: Understanding Deep Learning, problem 9.2. Offsets are often left out of the penalty.
leat.model @l2_gradient {
  config @lam = 0.3
  func @regularised(%X: f64[I, D], %y: f64[I], %phi: f64[D]) -> (L: f64) {
    %L = let sum((linear(%phi, %X) - %y) ** 2) + lam * sum(%phi ** 2)
    return %L }
  func @main(%X: f64[I, D], %y: f64[I], %phi: f64[D]) -> (grad: f64[D]) {
    %L, %grad = grad @regularised(%X, %y, %phi) wrt(phi)
    return %grad }
}
