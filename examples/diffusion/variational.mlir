// The variational bound on -log p(x_0) of a diffusion model, in nats for each example: what x_T
// costs, each step back, and the data at the end.
//
//   -log p(x_0) <= L_T + (sum over steps from t to s of L_st) + L_0      Ho et al. (2020), eq. 5
//   L_T  = KL(q(x_T | x_0) | N(0, I))
//   L_st = KL(q(x_s | x_t, x_0) | p(x_s | x_t))
//        = 1/2 [D (beta~ / v - 1 - log(beta~ / v)) + |mu~ - mu|^2 / v]
//   L_0  = -log p(x_0 | x_t),   t the first time,   p = N(x_0^, (1 - ab_t) I)
//
// v is the variance of a step, beta~ or (`large`) beta; mu is mu~ with the data that the model
// predicts:
//   mu~ - mu = sqrt(ab_s) (1 - a) / (1 - ab_t) (x_0 - x_0^),   a = ab_t / ab_s
// The steps are those of @times, all or some: it is a bound for any. Noise is drawn once a step.
// Data of `levels` values from -1 to 1 have at the end the probability of an interval (eq. 13), and
// the bound is one on their code length; with levels = 0 it is their density.
// For a file that includes schedules.mlir and what samplers.mlir needs.
leat.model @variational {
  include "samplers.mlir"
  config @levels = 0

  func @prior_kl(%x0: f32[N, D], %ab: f32) -> (kl: f32[N]) {
    %kl = let sum(%ab * %x0 ** 2 - %ab - log(1 - %ab), axis = 1) / 2
    return %kl }
  func @denoising_kl(%x0: f32[N, D], %x0_hat: f32[N, D], %ab_t: f32, %ab_s: f32, %variance: f32)
      -> (kl: f32[N]) {
    %ratio = let @step_beta_tilde(%ab_t, %ab_s) / %variance
    %c = let sqrt(%ab_s) * (1 - %ab_t / %ab_s) / (1 - %ab_t)
    %square = let sum((%c * (%x0 - %x0_hat)) ** 2, axis = 1)
    %kl = let (D * (%ratio - 1 - log(%ratio)) + %square / %variance) / 2
    return %kl }

  func @log_density_at(%x0: f32[N, D], %mean: f32[N, D], %std: f32) -> (l: f32[N]) {
    %l = let -sum(((%x0 - %mean) / %std) ** 2 + log(2 * pi * %std ** 2), axis = 1) / 2
    return %l }
  // Of an interval around each value; those at the ends go on for ever.
  func @log_probability_at(%x0: f32[N, D], %mean: f32[N, D], %std: f32) -> (l: f32[N]) {
    %half = let 1 / (levels - 1) : f32
    %below = let where(%x0 < -1 + %half, 0, ndtr((%x0 - %half - %mean) / %std))
    %above = let where(%x0 > 1 - %half, 1, ndtr((%x0 + %half - %mean) / %std))
    %l = let sum(log(maximum(%above - %below, 1e-12)), axis = 1)
    return %l }

  func @variational_bound(%x0: f32[N, D])
      -> (bound: f32[N], L_0: f32[N], L_t: f32[N], L_T: f32[N]) {
    %ts, %ss = call @times()
    %zero = full 0 : f32[N]
    %L_0, %L_t = for %i = 1 to Steps carry(%first = %zero, %others = %zero)
        over(%t = %ts, %s = %ss) {
      %ab = let @alpha_bar(%t)     %ab_s = let @alpha_bar(%s)
      %z = normal @rng : f32[N, D]
      %x0_hat, %eps, %ab_t = let @predict(sqrt(%ab) * %x0 + sqrt(1 - %ab) * %z, %t)
      %v = let where(large, @step_beta(%ab_t, %ab_s), @step_beta_tilde(%ab_t, %ab_s))
      %kl = let @denoising_kl(%x0, %x0_hat, %ab_t, %ab_s, %v)
      %std = let sqrt(1 - %ab_t)
      %l = let where(levels > 0, @log_probability_at(%x0, %x0_hat, %std),
                     @log_density_at(%x0, %x0_hat, %std))
      %first1 = let %first + where(%s > 0, 0, -%l)
      %others1 = let %others + where(%s > 0, %kl, 0)
      yield %first1, %others1 }
    %L_T = let @prior_kl(%x0, @alpha_bar(%ts[0]))
    %bound = let %L_0 + %L_t + %L_T
    return %bound, %L_0, %L_t, %L_T }
}
