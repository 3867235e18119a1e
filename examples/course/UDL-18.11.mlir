// UDL-18.11: the loss of the first step, by a network that predicts the noise.
//
//   z_1 = sqrt(1 - beta_1) x + sqrt(beta_1) eps,   alpha_1 = 1 - beta_1
//   f_1 = z_1 / sqrt(1 - beta_1) - beta_1 / (sqrt(1 - alpha_1) sqrt(1 - beta_1)) g_1
//   |x - f_1|^2 / (2 s^2) = beta_1^2 / ((1 - alpha_1) (1 - beta_1)) |g_1 - eps|^2 / (2 s^2)
//
// Source: Understanding Deep Learning, problem 18.11 (equation 18.37). The answer prints the second
// sqrt(1 - beta_1) of f_1 outside of the denominator, and z_t for z_1. `loss_by_noise` is the right
// side.
leat.model @first_step {
  config @b1 = 0.15
  config @s2 = 0.3
  func @main(%x: f64[D], %eps: f64[D], %g: f64[D])
      -> (f1: f64[D], loss: f64, loss_by_noise: f64) {
    %beta = full b1 : f64
    %alpha = let 1 - %beta
    %z1 = let sqrt(1 - %beta) * %x + sqrt(%beta) * %eps
    %f1 = let %z1 / sqrt(1 - %beta) - %beta / (sqrt(1 - %alpha) * sqrt(1 - %beta)) * %g
    %loss = let sum((%x - %f1) ** 2) / (2 * s2)
    %weight = let %beta ** 2 / ((1 - %alpha) * (1 - %beta))
    %by_noise = let %weight * sum((%g - %eps) ** 2) / (2 * s2)
    return %f1, %loss, %by_noise }
}
