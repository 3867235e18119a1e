// UDL-3.8: the shallow network of figure 3.3 with four activation functions.
//
//   f(x) = phi_0 + sum_d phi_d a(theta_d0 + theta_d1 x)
//   relu(z) = max(z, 0),   tanh(z),   heaviside(z) = 1 if z >= 0 else 0,
//   rect(z) = 1 if 0 <= z <= 1 else 0
//
// Source: Understanding Deep Learning, problem 3.8; all ten parameters are in the text. With relu f
// is piecewise linear, with tanh smooth; with the other two it is constant on at most D + 1 and 2 D
// + 1 pieces for D hidden units.
leat.model @activations {
  func @output(%phi0: f64, %phis: f64[D], %h: f64[N, D]) -> (f: f64[N]) {
    %f = let %phi0 + sum(%phis * %h, axis = 1)
    return %f }
  // phi_0 ... phi_D, then theta_d0 and theta_d1 of each hidden unit, stand in one row: P = 3 D + 1.
  func @main(%phi: f64[P], %xs: f64[N], %xs_step: f64[M])
      -> (relu: f64[N], tanh: f64[N], heaviside: f64[M], rect: f64[M]) {
    %phi0 = let %phi[0]
    %thirds = let reshape(slice(%phi, axis = 0, start = 1), shape = [3, -1])
    %phis = let %thirds[0]
    %theta = let transpose(reshape(slice(%thirds, axis = 0, start = 1), shape = [-1, 2]))
    %z = let %theta[0] + outer(%xs, %theta[1])
    %relu = let @output(%phi0, %phis, relu(%z))
    %tanh = let @output(%phi0, %phis, tanh(%z))
    %s = let %theta[0] + outer(%xs_step, %theta[1])
    %heaviside = let @output(%phi0, %phis, heaviside(%s))
    %rect = let @output(%phi0, %phis, heaviside(%s) * heaviside(1 - %s))
    return %relu, %tanh, %heaviside, %rect }
  // The three that the problem asks for, at the same points, to be drawn.
  func @curve(%phi: f64[P], %x: f64[N]) -> (heaviside: f64[N], tanh: f64[N], rect: f64[N]) {
    %relu, %tanh, %heaviside, %rect = let @main(%phi, %x, %x)
    return %heaviside, %tanh, %rect }
}
