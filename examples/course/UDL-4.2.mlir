// UDL-4.2: the hyperparameters of a network in matrix notation.
//
//   h_1 = relu(beta_0 + Omega_0 x),   h_2 = relu(beta_1 + Omega_1 h_1),
//   h_3 = relu(beta_2 + Omega_2 h_2),   y = beta_3 + Omega_3 h_3
//
// Source: Understanding Deep Learning, problem 4.2; the widths are those of figure 4.6. To be
// chosen are the depth, that is the number of hidden layers, and the width of each of them; the
// numbers of inputs and outputs come from the data. Layers and parameters are counted by
//   leat check examples/course/UDL-4.2.mlir
leat.model @matrices {
  config @Di = 3
  config @D1 = 4
  config @D2 = 2
  config @D3 = 3
  config @Do = 2
  param @Omega0 : f64[D1, Di] = kaiming_normal   param @beta0 : f64[D1] = zeros
  param @Omega1 : f64[D2, D1] = kaiming_normal   param @beta1 : f64[D2] = zeros
  param @Omega2 : f64[D3, D2] = kaiming_normal   param @beta2 : f64[D3] = zeros
  param @Omega3 : f64[Do, D3] = kaiming_normal   param @beta3 : f64[Do] = zeros
  func @net(%x: f64[B, Di]) -> (y: f64[B, Do]) {
    %h1 = let relu(linear(%x, @Omega0, @beta0))
    %h2 = let relu(linear(%h1, @Omega1, @beta1))
    %h3 = let relu(linear(%h2, @Omega2, @beta2))
    %y = let linear(%h3, @Omega3, @beta3)
    return %y }
}
