// UBC-1.2: the variance of ReLU activations, before and behind dropout.
//
//   z ~ N(0, 1), h = relu(z):   E h = 1 / sqrt(2 pi),   E h^2 = 1/2,   Var h = 1/2 - 1 / (2 pi)
//   h~ = m h / (1 - p):         Var h~ = E h^2 / (1 - p) - (E h)^2 = (pi - 1 + p) / (2 pi (1 - p))
//
// Source: CPEN 455, homework 1, problem 1.2. Its equation 8 keeps the limits 0 and infinity when it
// puts u = -z^2 / 2, which makes the integral diverge; the value 1 / sqrt(2 pi) is right. Equation
// 12 prints 1/2 - 1 / sqrt(2 pi) for Var h. The last two lines of equation 16 are wrong: they have
// p (2 - pi) for the p of the numerator above. And W W^T = 1 asks for M <= N.
leat.model @relu_dropout {
  config @mc_n = 1000000
  const @pi = 4 * atan(f64(1))
  state @rng = seed
  func @var_dropout(%p: f64) -> (variance: f64) {
    %variance = let (@pi - 1 + %p) / (2 * @pi * (1 - %p))
    return %variance }
  func @draw_relu() -> (h: f64[mc_n]) {
    %z = normal @rng : f64[mc_n]
    %h = relu %z
    return %h }
  func @simulate(%p: f64) -> (variance: f64) {
    %u = uniform @rng : f64[mc_n]
    %m = let f64(%u >= %p)
    %variance = let var(%m * @draw_relu() / (1 - %p))
    return %variance }
  func @main(%p: f64[P])
      -> (E_h: f64, E_h2: f64, var_h: f64, var_dropout: f64[P],
          E_h_mc: f64, E_h2_mc: f64, var_h_mc: f64, var_dropout_mc: f64[P]) {
    %E_h = let 1 / sqrt(2 * @pi)
    %E_h2 = full 0.5 : f64
    %var_h = let %E_h2 - %E_h ** 2
    %var_dropout = vmap @var_dropout(%p) in_axes(0)

    %h = call @draw_relu()
    %E_h_mc = mean %h
    %E_h2_mc = let mean(%h ** 2)
    %var_h_mc = var %h
    %var_dropout_mc = vmap @simulate(%p) in_axes(0)
    return %E_h, %E_h2, %var_h, %var_dropout, %E_h_mc, %E_h2_mc, %var_h_mc, %var_dropout_mc }
}
