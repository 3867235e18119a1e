// UDL-4.7: a shallow ReLU network that is the identity between a and b.
//
//   f(x) = phi_0 + sum_d phi_d relu(theta_d0 + theta_d1 x)
//   theta_10 = m - a, theta_11 = 1, phi_1 = 1, phi_0 = a - m with any m >= 0; phi_2 = phi_3 = 0:
//   f(x) = a - m + relu(x - a + m) = x for x >= a - m
//
// Source: Understanding Deep Learning, problem 4.7. The parameters of such a network are the
// argument; `error` is the largest |f(x) - x| at 1001 points from a to b.
leat.model @identity {
  config @a = -1.0
  config @b = 2.0
  // phi_0 ... phi_D, then theta_d0 and theta_d1 of each hidden unit, stand in one row: P = 3 D + 1.
  func @f(%phi: f64[P], %x: f64) -> (f: f64) {
    %thirds = let reshape(slice(%phi, axis = 0, start = 1), shape = [3, -1])
    %phis = let %thirds[0]
    %theta = let transpose(reshape(slice(%thirds, axis = 0, start = 1), shape = [-1, 2]))
    %f = let %phi[0] + sum(%phis * relu(%theta[0] + %theta[1] * %x))
    return %f }
  func @main(%phi: f64[P], %xs: f64[N]) -> (f: f64[N], error: f64) {
    %f = vmap @f(%phi, %xs) in_axes(none, 0)
    %between = let linspace(a, b, 1001, dtype = f64)
    %same = vmap @f(%phi, %between) in_axes(none, 0)
    %error = let max(abs(%same - %between))
    return %f, %error }
}
