// UDL-3.2: which hidden units are active where?
//
//   h_d(x) = relu(theta_d0 + theta_d1 x),   unit d is active where theta_d0 + theta_d1 x > 0
//
// Source: Understanding Deep Learning, problem 3.2, with the parameters of problem 3.8. A linear
// region lies between two joints -theta_d0 / theta_d1, and all of its points have one pattern: a
// point of each region tells the pattern of the region. For other than three units: --set D=4 --set
// P=13.
leat.model @activity {
  config @D = 3                                    // hidden units
  config @P = 10                                   // 3 D + 1 parameters
  // phi_0 ... phi_D, then theta_d0 and theta_d1 of each hidden unit, stand in one row: P = 3 D + 1.
  func @main(%phi: f64[P], %xs: f64[N]) -> (active: i64[N, D], h: f64[N, D]) {
    %thirds = let reshape(slice(%phi, axis = 0, start = 1), shape = [3, -1])
    %phis = let %thirds[0]
    %theta = let transpose(reshape(slice(%thirds, axis = 0, start = 1), shape = [-1, 2]))
    %z = let %theta[0] + outer(%xs, %theta[1])
    %active = let i64(%z > 0)
    %h = relu %z
    return %active, %h }
}
