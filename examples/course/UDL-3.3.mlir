// UDL-3.3: joints and slopes of a shallow ReLU network.
//
//   f(x) = phi_0 + sum_d phi_d relu(theta_d0 + theta_d1 x)
//   joint_d = -theta_d0 / theta_d1,   f'(x) = sum over the active d of phi_d theta_d1
//
// Source: Understanding Deep Learning, problem 3.3. The slope is that of f itself at a point of
// each region. For other than three units: --set D=4 --set P=13.
leat.model @joints_and_slopes {
  config @D = 3                                    // hidden units
  config @P = 10                                   // 3 D + 1 parameters
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
  func @main(%phi: f64[P], %xs: f64[N]) -> (joints: f64[D], slopes: f64[N]) {
    %thirds = let reshape(slice(%phi, axis = 0, start = 1), shape = [3, -1])
    %phis = let %thirds[0]
    %theta = let transpose(reshape(slice(%thirds, axis = 0, start = 1), shape = [-1, 2]))
    %joints = let -%theta[0] / %theta[1]
    %slopes = vmap @slope(%phi, %xs) in_axes(none, 0)
    return %joints, %slopes }
}
