// UDL-6.5: the gradient of the least-squares loss of a shallow network with three hidden units.
//
//   f = phi0 + sum_d phi_d h_d,   h_d = relu(theta_d0 + theta_d1 x),   L = sum_i (f_i - y_i)^2
//   df/dphi0 = 1, df/dphi_d = h_d,
//   df/dtheta_d0 = phi_d 1[z_d > 0], df/dtheta_d1 = phi_d x 1[z_d > 0]
//
// Source: Understanding Deep Learning, problem 6.5. The ten parameters are one vector: phi0, phi1,
// phi2, phi3, then theta_10, theta_11, theta_20, theta_21, theta_30, theta_31.
leat.model @ten_parameters {
  func @f(%x: f64[I], %phi: f64[10]) -> (f: f64[I]) {
    %weights = slice %phi, axis = 0, start = 1, stop = 4
    // %theta has a row (offset, slope) for each unit.
    %theta = let reshape(slice(%phi, axis = 0, start = 4), shape = [3, 2])
    %offset = let reshape(slice(%theta, axis = 1, stop = 1), shape = [3])
    %slope = slice %theta, axis = 1, start = 1
    %h = let relu(linear(reshape(%x, shape = [I, 1]), %slope, %offset))
    %f = let %phi[0] + sum(%weights * %h, axis = 1)
    return %f }
  func @L(%phi: f64[10], %x: f64[I], %y: f64[I]) -> (L: f64) {
    %L = let sum((@f(%x, %phi) - %y) ** 2)
    return %L }
  func @main(%phi: f64[10], %x: f64[I], %y: f64[I]) -> (L: f64, grad: f64[10]) {
    %L, %grad = grad @L(%phi, %x, %y) wrt(phi)
    return %L, %grad }
}
