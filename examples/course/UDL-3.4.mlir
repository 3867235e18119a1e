// UDL-3.4: the network of figure 3.3 with another third hidden unit.
//
//   f(x) = phi_0 + sum_d phi_d relu(theta_d0 + theta_d1 x)
//   f_new(x) - f_old(x) = phi_3 (relu(new_0 + new_1 x) - relu(theta_30 + theta_31 x))
//
// Source: Understanding Deep Learning, problem 3.4. Only theta_30 and theta_31 change, so f changes
// only where the old or the new unit is active. The new numbers are drawn, not written, in the
// book: they are an argument here.
leat.model @third_unit {
  func @f(%phi0: f64, %phis: f64[D], %theta: f64[2, D], %xs: f64[N]) -> (f: f64[N]) {
    %h = let relu(%theta[0] + outer(%xs, %theta[1]))
    %f = let %phi0 + sum(%phis * %h, axis = 1)
    return %f }
  func @with_third(%theta: f64[2, D], %new: f64[2]) -> (theta: f64[2, D]) {
    %d = iota shape = [D], dtype = i64             // 0, 1, 2 ...
    %changed = let where(%d == 2, unsqueeze(%new, axis = 1), %theta)
    return %changed }
  // phi_0 ... phi_D, then theta_d0 and theta_d1 of each hidden unit, stand in one row: P = 3 D + 1.
  func @main(%phi: f64[P], %new3: f64[2], %xs: f64[N]) -> (f_old: f64[N], f_new: f64[N]) {
    %phi0 = let %phi[0]
    %thirds = let reshape(slice(%phi, axis = 0, start = 1), shape = [3, -1])
    %phis = let %thirds[0]
    %theta = let transpose(reshape(slice(%thirds, axis = 0, start = 1), shape = [-1, 2]))
    %old = let @f(%phi0, %phis, %theta, %xs)
    %new = let @f(%phi0, %phis, @with_third(%theta, %new3), %xs)
    return %old, %new }
}
