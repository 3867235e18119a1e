// UDL-7.1: all 13 derivatives of a network with two layers of two hidden units.
//
//   h_i = relu(theta0_i + theta1_i x),   g_j = psi0_j + sum_i psi_ij h_i,
//   y = phi0 + sum_j phi_j relu(g_j)
//   dy/dphi0 = 1, dy/dphi_j = relu(g_j), dy/dpsi0_j = phi_j 1[g_j > 0],
//   dy/dpsi_ij = dy/dpsi0_j h_i, dy/dtheta1_i = x dy/dtheta0_i,
//   dy/dtheta0_i = sum_j dy/dpsi0_j psi_ij 1[theta0_i + theta1_i x > 0]
//
// Source: Understanding Deep Learning, problem 7.1. The parameters are one vector, in the order
// phi0, phi1, phi2, theta0_1, theta1_1, theta0_2, theta1_2, psi0_1, psi_11, psi_21, psi0_2, psi_12,
// psi_22.
leat.model @two_layers {
  // Units of which each has a row (offset, weights) in %rows, as in psi0_j, psi_1j, psi_2j.
  func @layer(%inputs: f64[X, I], %rows: f64[O, R]) -> (units: f64[X, O]) {
    %offsets = let reshape(slice(%rows, axis = 1, stop = 1), shape = [O])
    %weights = slice %rows, axis = 1, start = 1
    %units = linear %inputs, %weights, %offsets
    return %units }
  func @y(%params: f64[13], %xs: f64[X]) -> (y: f64[X]) {
    %phi = let reshape(slice(%params, axis = 0, stop = 3), shape = [1, 3])
    %theta = let reshape(slice(%params, axis = 0, start = 3, stop = 7), shape = [2, 2])
    %psi = let reshape(slice(%params, axis = 0, start = 7), shape = [2, 3])
    %h1 = let relu(@layer(reshape(%xs, shape = [X, 1]), %theta))
    %h2 = let relu(@layer(%h1, %psi))
    %y = let reshape(@layer(%h2, %phi), shape = [X])
    return %y }
  func @main(%params: f64[13], %xs: f64[X]) -> (y: f64[X], dy_dparams: f64[X, 13]) {
    %y = call @y(%params, %xs)
    %dy = jacobian @y(%params, %xs) wrt(params)
    return %y, %dy }
}
