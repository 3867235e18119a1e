// UDL-3.9: the third slope is the sum of the first and the fourth.
//
//   f(x) = phi_0 + sum_d phi_d relu(theta_d0 + theta_d1 x)
//   f'(x) = sum over the active units of phi_d theta_d1, from the left to the right {3}, {1, 3},
//     {1, 2, 3}, {1, 2}: s_3 = phi_1 theta_11 + phi_2 theta_21 + phi_3 theta_31 = s_4 + s_1
//
// Source: Understanding Deep Learning, problem 3.9, for figure 3.3. One point of each of the four
// regions is given, in their order.
leat.model @four_slopes {
  // phi_0 ... phi_D, then theta_d0 and theta_d1 of each hidden unit, stand in one row: P = 3 D + 1.
  func @f(%phi: f64[P], %x: f64) -> (f: f64) {
    %thirds = let reshape(slice(%phi, axis = 0, start = 1), shape = [3, -1])
    %phis = let %thirds[0]
    %theta = let transpose(reshape(slice(%thirds, axis = 0, start = 1), shape = [-1, 2]))
    %f = let %phi[0] + sum(%phis * relu(%theta[0] + %theta[1] * %x))
    return %f }
  func @slope(%phi: f64[P], %x: f64) -> (slope: f64) {
    %f, %slope = grad @f(%phi, %x) wrt(x)
    return %slope }
  func @main(%phi: f64[P], %xs: f64[N]) -> (slopes: f64[N], s3_minus_s1_minus_s4: f64) {
    %s = vmap @slope(%phi, %xs) in_axes(none, 0)
    %difference = let %s[2] - %s[0] - %s[3]
    return %s, %difference }
}
