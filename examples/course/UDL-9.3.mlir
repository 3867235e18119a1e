// UDL-9.3: noise added to the input of a linear model is L2 regularisation of its slope.
//
//   L~ = sum_i (phi0 + phi1 (x_i + e_i) - y_i)^2,   e_i ~ N(0, sigma^2):
//   E[L~] = sum_i r_i^2 + lambda phi1^2,   r_i = phi0 + phi1 x_i - y_i,   lambda = I sigma^2
//   Var[L~] = 4 phi1^2 sigma^2 sum_i r_i^2 + 2 I sigma^4 phi1^4
//
// Source: Understanding Deep Learning, problem 9.3. `s2` is sigma^2. The mean over `mc_R` draws has
// the standard error sqrt(Var / mc_R).
leat.model @input_noise {
  config @s2 = 0.25
  config @mc_R = 20000
  state @rng = seed
  func @main(%x: f64[I], %y: f64[I], %phi: f64[2])
      -> (expected_loss: f64, lambda: f64, mc_standard_error: f64, expected_loss_mc: f64) {
    %phi0 = let %phi[0]
    %phi1 = let %phi[1]
    %loss = let sum((%phi0 + %phi1 * %x - %y) ** 2)
    %lambda = let f64(I) * s2
    %expected = let %loss + %lambda * %phi1 ** 2
    %variance = let 4 * %phi1 ** 2 * s2 * %loss + 2 * I * s2 ** 2 * %phi1 ** 4
    %error = let sqrt(%variance / mc_R)

    %z = normal @rng : f64[mc_R, I]
    %noisy = let %x + sqrt(f64(s2)) * %z
    %losses = let sum((%phi0 + %phi1 * %noisy - %y) ** 2, axis = 1)
    %estimate = mean %losses
    return %expected, %lambda, %error, %estimate }
}
