// UDL-4.1: the composition of two piecewise linear networks.
//
//   f(x) = phi_0 + sum_d phi_d relu(theta_d0 + theta_d1 x),   y = f(x),   y' = f(y)
//
// Source: Understanding Deep Learning, problem 4.1. The book draws two functions from [-1, 1] to
// [-1, 1] with three pieces each; here one network stands for both. If each of its pieces runs over
// all of [-1, 1], f goes through all of its pieces on each of them. A piece is monotone: where the
// slope has another sign there is another one.
leat.model @composition {
  config @grid = 65536                             // points; a narrower piece is not seen
  // phi_0 ... phi_D, then theta_d0 and theta_d1 of each hidden unit, stand in one row: P = 3 D + 1.
  func @f(%phi: f64[P], %x: f64) -> (f: f64) {
    %thirds = let reshape(slice(%phi, axis = 0, start = 1), shape = [3, -1])
    %phis = let %thirds[0]
    %theta = let transpose(reshape(slice(%thirds, axis = 0, start = 1), shape = [-1, 2]))
    %f = let %phi[0] + sum(%phis * relu(%theta[0] + %theta[1] * %x))
    return %f }
  func @twice(%phi: f64[P], %x: f64) -> (y2: f64, y: f64) {
    %y = let @f(%phi, %x)
    %y2 = let @f(%phi, %y)
    return %y2, %y }
  func @slope(%phi: f64[P], %x: f64) -> (slope: f64) {
    %y2, %y, %slope = grad @twice(%phi, %x) wrt(x)
    return %slope }
  func @monotone_pieces(%phi: f64[P]) -> (n: i64) {
    %i = iota shape = [grid], dtype = f64
    %x = let -1 + (2 * %i + 1) / grid              // the middles of equal cells of [-1, 1]
    %slope = vmap @slope(%phi, %x) in_axes(none, 0)
    %sign = sign %slope
    %next = let slice(%sign, axis = 0, start = 1) <> slice(%sign, axis = 0, stop = -1)
    %n = let 1 + count_nonzero(%next)
    return %n }
  func @main(%phi: f64[P], %xs: f64[N]) -> (y: f64[N], y2: f64[N], monotone_pieces: i64) {
    %y2, %y = vmap @twice(%phi, %xs) in_axes(none, 0)
    %n = let @monotone_pieces(%phi)
    return %y, %y2, %n }
}
