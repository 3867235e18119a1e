// UDL-6.1: the gradient of the least-squares loss, example by example.
//
//   l_i = (phi0 + phi1 x_i - y_i)^2,   dl_i/dphi = 2 (phi0 + phi1 x_i - y_i) (1, x_i)
//   dL/dphi = sum_i dl_i/dphi
//
// Source: Understanding Deep Learning, problem 6.1 (equation 6.7).
leat.model @per_example {
  func @l(%x: f64, %y: f64, %phi: f64[2]) -> (l: f64) {
    %residual = let %phi[0] + %phi[1] * %x - %y
    %l = let %residual ** 2
    return %l }
  func @gradient(%x: f64, %y: f64, %phi: f64[2]) -> (dphi: f64[2]) {
    %l, %dphi = grad @l(%x, %y, %phi) wrt(phi)
    return %dphi }
  func @main(%x: f64[I], %y: f64[I], %phi: f64[2])
      -> (per_example_grad: f64[I, 2], grad: f64[2]) {
    %each = vmap @gradient(%x, %y, %phi) in_axes(0, 0, none) // all examples share phi
    %all = let sum(%each, axis = 0)
    return %each, %all }
}
