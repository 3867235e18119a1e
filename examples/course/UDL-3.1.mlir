// UDL-3.1: a shallow network with a linear activation is an affine function.
//
//   f(x) = phi_0 + sum_d phi_d a(theta_d0 + theta_d1 x),   a(z) = psi_0 + psi_1 z
//        = phi_0 + sum_d phi_d (psi_0 + psi_1 theta_d0)  +  psi_1 (sum_d phi_d theta_d1) x
//
// Source: Understanding Deep Learning, problem 3.1. The first line is the network, the second its
// intercept and slope; without an activation, a(z) = z, there are psi_0 = 0 and psi_1 = 1.
leat.model @linear_activation {
  func @net(%phi: f64[P], %theta: f64[D, 2], %psi: f64[2], %x: f64[N]) -> (f: f64[N]) {
    %theta0, %theta1 = let split(%theta, sizes = [1, 1], axis = 1)
    %z = let linear(unsqueeze(%x, axis = 1), %theta1, squeeze(%theta0, axis = 1))
    %h = let %psi[0] + %psi[1] * %z
    %f = let %phi[0] + sum(slice(%phi, axis = 0, start = 1) * %h, axis = 1)
    return %f }
  func @collapsed(%phi: f64[P], %theta: f64[D, 2], %psi: f64[2]) -> (intercept: f64, slope: f64) {
    %columns = transpose %theta
    %phis = slice %phi, axis = 0, start = 1
    %intercept = let %phi[0] + sum(%phis * (%psi[0] + %psi[1] * %columns[0]))
    %slope = let %psi[1] * sum(%phis * %columns[1])
    return %intercept, %slope }
  func @main(%phi: f64[P], %theta: f64[D, 2], %x: f64[N], %psi: f64[2] = [0.3, -1.7])
      -> (f: f64[N], intercept: f64, slope: f64, f_identity: f64[N]) {
    %f = let @net(%phi, %theta, %psi, %x)
    %intercept, %slope = let @collapsed(%phi, %theta, %psi)
    %identity = iota shape = [2], dtype = f64      // psi = (0, 1)
    %f_identity = let @net(%phi, %theta, %identity, %x)
    return %f, %intercept, %slope, %f_identity }
}
