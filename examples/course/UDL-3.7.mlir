// UDL-3.7: the least squares of a shallow ReLU network have no unique minimum.
//
//   L = sum_i (f(x_i) - y_i)^2,   f(x) = phi_0 + sum_d phi_d relu(theta_d0 + theta_d1 x)
//   L is the same with the units in another order, and with a theta_1. and phi_1 / a for a > 0:
//   grad L . v = 0 for v = d/da (a theta_1., phi_1 / a) at a = 1, which is (theta_1., -phi_1)
//
// Source: Understanding Deep Learning, problem 3.7. Every minimum lies on a curve of minima, so the
// Hessian there is singular along v.
leat.model @symmetries {
  func @loss(%phi0: f64, %phis: f64[D], %theta: f64[D, 2], %x: f64[N], %y: f64[N]) -> (L: f64) {
    %theta0, %theta1 = let split(%theta, sizes = [1, 1], axis = 1)
    %h = let relu(linear(unsqueeze(%x, axis = 1), %theta1, squeeze(%theta0, axis = 1)))
    %f = let %phi0 + sum(%phis * %h, axis = 1)
    %L = mse_loss %f, %y, reduction = sum
    return %L }
  func @rescaled(%phis: f64[D], %theta: f64[D, 2], %a: f64) -> (phis: f64[D], theta: f64[D, 2]) {
    %d = iota shape = [D], dtype = i64
    %s = let where(%d == 0, %a, 1)                 // (a, 1, 1 ...)
    %phis_a = let %phis / %s
    %theta_a = let unsqueeze(%s, axis = 1) * %theta
    return %phis_a, %theta_a }
  // phi_0 ... phi_D, then theta_d0 and theta_d1 of each hidden unit, stand in one row: P = 3 D + 1.
  func @main(%phi: f64[P], %x: f64[N], %y: f64[N])
      -> (losses: f64[3], grad: f64[P], grad_dot_v: f64) {
    %phi0 = let %phi[0]
    %thirds = let reshape(slice(%phi, axis = 0, start = 1), shape = [3, -1])
    %phis = let %thirds[0]
    %theta = let reshape(slice(%thirds, axis = 0, start = 1), shape = [-1, 2])
    %L, %dphi0, %dphis, %dtheta = grad @loss(%phi0, %phis, %theta, %x, %y) wrt(phi0, phis, theta)

    %L_permuted = let @loss(%phi0, flip(%phis, axis = 0), flip(%theta, axis = 0), %x, %y)
    %phis_2, %theta_2 = let @rescaled(%phis, %theta, 2)
    %L_rescaled = let @loss(%phi0, %phis_2, %theta_2, %x, %y)
    %losses = stack %L, %L_permuted, %L_rescaled

    %one = full 1 : f64
    %phis_1, %theta_1, %v_phis, %v_theta = jvp @rescaled(%phis, %theta, %one) tangent(%one) wrt(a)
    %grad_dot_v = let sum(%dphis * %v_phis) + sum(%dtheta * %v_theta)
    %grad = let concat(reshape(%dphi0, shape = [1]), %dphis, reshape(%dtheta, shape = [-1]))
    return %losses, %grad, %grad_dot_v }
}
