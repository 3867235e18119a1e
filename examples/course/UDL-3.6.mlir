// UDL-3.6: scaling a hidden unit and unscaling its output.
//
//   f(x) = phi_0 + sum_d phi_d relu(z_d),   z_d = theta_d0 + theta_d1 x
//   f_a: theta_1. becomes a theta_1., and phi_1 becomes phi_1 / a
//   f_a(x) = f(x) for a > 0;   f_a(x) - f(x) = -phi_1 (relu(z_1) + relu(-z_1)) for a < 0
//
// Source: Understanding Deep Learning, problem 3.6. With a negative a the unit switches on at the
// other side of its joint, and what it adds has the other sign.
leat.model @rescaling {
  func @f(%phi0: f64, %phis: f64[D], %theta: f64[2, D], %xs: f64[N]) -> (f: f64[N]) {
    %h = let relu(%theta[0] + outer(%xs, %theta[1]))
    %f = let %phi0 + sum(%phis * %h, axis = 1)
    return %f }
  func @f_a(%phi0: f64, %phis: f64[D], %theta: f64[2, D], %xs: f64[N], %a: f64) -> (f: f64[N]) {
    %d = iota shape = [D], dtype = i64
    %s = let where(%d == 0, %a, 1)                 // (a, 1, 1 ...)
    %f = let @f(%phi0, %phis / %s, %s * %theta, %xs)
    return %f }
  // phi_0 ... phi_D, then theta_d0 and theta_d1 of each hidden unit, stand in one row: P = 3 D + 1.
  func @main(%phi: f64[P], %xs: f64[N], %alpha: f64[A] = [2, 0.3, -1.5])
      -> (f: f64[N], diff: f64[A, N]) {
    %phi0 = let %phi[0]
    %thirds = let reshape(slice(%phi, axis = 0, start = 1), shape = [3, -1])
    %phis = let %thirds[0]
    %theta = let transpose(reshape(slice(%thirds, axis = 0, start = 1), shape = [-1, 2]))
    %f = let @f(%phi0, %phis, %theta, %xs)
    %f_a = vmap @f_a(%phi0, %phis, %theta, %xs, %alpha) in_axes(none, none, none, none, 0)
    %diff = let %f_a - %f
    return %f, %diff }
}
