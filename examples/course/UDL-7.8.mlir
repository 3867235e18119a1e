// UDL-7.8: no gradient passes through step and rect.
//
//   f(x) = phi_0 + sum_d phi_d a(theta_d0 + theta_d1 x),   L = sum_i (f(x_i) - y_i)^2
//   step(z) = 1 if z >= 0 else 0,   rect(z) = 1 if 0 <= z <= 1 else 0
//
// Source: Understanding Deep Learning, problem 7.8. Both activations are flat wherever they have a
// derivative, so dL/dtheta is 0: gradient descent moves phi, and never a joint.
leat.model @flat_activations {
  func @preactivation(%theta: f64[D, 2], %x: f64[N]) -> (z: f64[N, D]) {
    %theta0, %theta1 = let split(%theta, sizes = [1, 1], axis = 1)
    %z = let linear(unsqueeze(%x, axis = 1), %theta1, squeeze(%theta0, axis = 1))
    return %z }
  func @loss(%phi: f64[P], %h: f64[N, D], %y: f64[N]) -> (L: f64) { // P is D + 1
    %phis = slice %phi, axis = 0, start = 1
    %f = let %phi[0] + sum(%phis * %h, axis = 1)
    %L = mse_loss %f, %y, reduction = sum
    return %L }
  func @step_loss(%theta: f64[D, 2], %phi: f64[P], %x: f64[N], %y: f64[N]) -> (L: f64) {
    %L = let @loss(%phi, heaviside(@preactivation(%theta, %x)), %y)
    return %L }
  func @rect_loss(%theta: f64[D, 2], %phi: f64[P], %x: f64[N], %y: f64[N]) -> (L: f64) {
    %z = let @preactivation(%theta, %x)
    %L = let @loss(%phi, heaviside(%z) * heaviside(1 - %z), %y)
    return %L }
  func @main(%theta: f64[D, 2], %phi: f64[P], %x: f64[N], %y: f64[N])
      -> (step_loss: f64, step_dphi: f64[P], step_dtheta: f64[D, 2],
          rect_loss: f64, rect_dphi: f64[P], rect_dtheta: f64[D, 2]) {
    %s, %s_dphi, %s_dtheta = grad @step_loss(%theta, %phi, %x, %y) wrt(phi, theta)
    %r, %r_dphi, %r_dtheta = grad @rect_loss(%theta, %phi, %x, %y) wrt(phi, theta)
    return %s, %s_dphi, %s_dtheta, %r, %r_dphi, %r_dtheta }
}
