// One step of each sampler, from a time t to an earlier one s, as a function of numbers only: x at
// t, what the model predicts there (the data x0, the noise eps or the score), alpha_bar or sigma at
// both times (ab_t, ab_s), and noise z ~ N(0, I). samplers.mlir makes loops of them.
//
//   x_t = sqrt(ab_t) x_0 + sqrt(1 - ab_t) eps,   sigma_t = sqrt((1 - ab_t) / ab_t)
leat.model @steps {
  // ---- DDPM: Ho, Jain & Abbeel (2020), eqs. 6, 7 and 11, algorithm 2
  // x_s ~ N(mu, variance), where mu is the mean of q(x_s | x_t, x_0), with a = ab_t / ab_s:
  //   mu = sqrt(ab_s) (1 - a) / (1 - ab_t) x0 + sqrt(a) (1 - ab_s) / (1 - ab_t) x
  func @ddpm_step(%x: f32[N, D], %x0: f32[N, D], %ab_t: f32, %ab_s: f32, %variance: f32,
      %z: f32[N, D]) -> (x: f32[N, D]) {
    %a = let %ab_t / %ab_s
    %mu = let sqrt(%ab_s) * (1 - %a) / (1 - %ab_t) * %x0
              + sqrt(%a) * (1 - %ab_s) / (1 - %ab_t) * %x
    %y = let %mu + sqrt(%variance) * %z
    return %y }
  // Its variances (section 3.2): beta = 1 - a, and that of q(x_s | x_t, x_0), which is 0 at s = 0,
  // beta~ = beta (1 - ab_s) / (1 - ab_t).
  func @step_beta(%ab_t: f32, %ab_s: f32) -> (beta: f32) {
    %b = let 1 - %ab_t / %ab_s
    return %b }
  func @step_beta_tilde(%ab_t: f32, %ab_s: f32) -> (beta_tilde: f32) {
    %b = let (1 - %ab_t / %ab_s) * (1 - %ab_s) / (1 - %ab_t)
    return %b }

  // ---- DDIM: Song, Meng & Ermon (2021), eqs. 12 and 16
  //   x_s = sqrt(ab_s) x0 + sqrt(1 - ab_s - sd^2) eps + sd z,   sd = eta sqrt(beta~)
  // eta = 0: nothing is random; eta = 1: DDPM with beta~.
  func @ddim_step(%x0: f32[N, D], %eps: f32[N, D], %ab_t: f32, %ab_s: f32, %eta: f32,
      %z: f32[N, D]) -> (x: f32[N, D]) {
    %variance = let %eta ** 2 * @step_beta_tilde(%ab_t, %ab_s)
    %y = let sqrt(%ab_s) * %x0 + sqrt(1 - %ab_s - %variance) * %eps + sqrt(%variance) * %z
    return %y }

  // ---- Score-based models: Song et al. (2021)
  // Langevin corrector, algorithm 5: x + e score + sqrt(2 e) z, e = 2 a (snr |z| / |score|)^2,
  // a = ab_t / ab_s, and the mean lengths of all samples.
  func @langevin_step(%x: f32[N, D], %score: f32[N, D], %a: f32, %snr: f32, %z: f32[N, D])
      -> (x: f32[N, D]) {
    %ratio = let mean(vector_norm(%z, axis = 1)) / mean(vector_norm(%score, axis = 1))
    %e = let 2 * %a * (%snr * %ratio) ** 2
    %y = let %x + %e * %score + sqrt(2 * %e) * %z
    return %y }
  // Slopes of the reverse SDE (eq. 6), dx = -beta (x / 2 + score) dt + sqrt(beta) dw, and of the
  // ODE with the same marginals (eq. 13), the probability flow, dx / dt = -beta / 2 (x + score).
  func @reverse_slope(%x: f32[N, D], %score: f32[N, D], %beta: f32) -> (slope: f32[N, D]) {
    %d = let -%beta * (%x / 2 + %score)
    return %d }
  func @flow_slope(%x: f32[N, D], %score: f32[N, D], %beta: f32) -> (slope: f32[N, D]) {
    %d = let -%beta / 2 * (%x + %score)
    return %d }
  // Euler's step over h (h < 0 goes back in time) along the slope d; with noise of variance
  // beta |h| it is Euler and Maruyama's. Heun's: d_there is the slope where Euler's step ends.
  func @euler_step(%x: f32[N, D], %d: f32[N, D], %h: f32) -> (x: f32[N, D]) {
    %y = let %x + %h * %d
    return %y }
  func @heun_step(%x: f32[N, D], %d: f32[N, D], %d_there: f32[N, D], %h: f32) -> (x: f32[N, D]) {
    %y = let %x + %h / 2 * (%d + %d_there)
    return %y }

  // ---- DPM-Solver++: Lu et al. (2022), eq. 8 and algorithm 2
  // With lambda = -log sigma as time, h the step in it, and x0 a function of it, exactly
  //   x_s = sqrt((1 - ab_s) / (1 - ab_t)) x + sqrt(ab_s) int_0^h e^(u - h) x0(u) du
  // The first order takes x0 as constant, 2M as on the line through the one before, at r, 3M as on
  // the parabola through the two before, at r and q:  x0(u) = x0 + D1 u / h + D2 (u / h)^2.
  func @lambda(%ab: f32) -> (lambda: f32) {
    %l = let log(%ab / (1 - %ab)) / 2
    return %l }
  func @dpm_solver_1_step(%x: f32[N, D], %x0: f32[N, D], %ab_t: f32, %ab_s: f32)
      -> (x: f32[N, D]) {
    %h = let @lambda(%ab_s) - @lambda(%ab_t)
    %y = let sqrt((1 - %ab_s) / (1 - %ab_t)) * %x - sqrt(%ab_s) * expm1(-%h) * %x0
    return %y }
  // 2M has for x0(u) the line's value in the middle of the step; the authors' code knows a second
  // form, "heun", which integrates the line exactly and is of the same order.
  func @middle(%x0: f32[N, D], %x0_r: f32[N, D], %ab_r: f32, %ab_t: f32, %ab_s: f32)
      -> (x0: f32[N, D]) {
    %h = let @lambda(%ab_s) - @lambda(%ab_t)
    %h_r = let @lambda(%ab_t) - @lambda(%ab_r)
    %m = let %x0 + %h / (2 * %h_r) * (%x0 - %x0_r)
    return %m }
  func @dpm_solver_2m_step(%x: f32[N, D], %x0: f32[N, D], %x0_r: f32[N, D],
      %ab_r: f32, %ab_t: f32, %ab_s: f32) -> (x: f32[N, D]) {
    %m = let @middle(%x0, %x0_r, %ab_r, %ab_t, %ab_s)
    %y = let @dpm_solver_1_step(%x, %m, %ab_t, %ab_s)
    return %y }
  func @dpm_solver_2m_heun_step(%x: f32[N, D], %x0: f32[N, D], %x0_r: f32[N, D],
      %ab_r: f32, %ab_t: f32, %ab_s: f32) -> (x: f32[N, D]) {
    %h = let @lambda(%ab_s) - @lambda(%ab_t)
    %D1 = let %h / (@lambda(%ab_t) - @lambda(%ab_r)) * (%x0 - %x0_r)
    %phi2 = let expm1(-%h) / %h + 1
    %y = let @dpm_solver_1_step(%x, %x0, %ab_t, %ab_s) + sqrt(%ab_s) * %phi2 * %D1
    return %y }
  // The integral of e^(u - h) (u / h)^2 is -2 phi3, which makes the order 3. The authors'
  // code, and what follows it, weighs D2 by -phi3 (`as_published`): the order is 2 then.
  func @dpm_solver_3m_step(%x: f32[N, D], %x0: f32[N, D], %x0_r: f32[N, D], %x0_q: f32[N, D],
      %ab_q: f32, %ab_r: f32, %ab_t: f32, %ab_s: f32, %as_published: i1) -> (x: f32[N, D]) {
    %h = let @lambda(%ab_s) - @lambda(%ab_t)
    %r0 = let (@lambda(%ab_t) - @lambda(%ab_r)) / %h
    %r1 = let (@lambda(%ab_r) - @lambda(%ab_q)) / %h
    %slope0 = let (%x0 - %x0_r) / %r0
    %slope1 = let (%x0_r - %x0_q) / %r1
    %D2 = let (%slope0 - %slope1) / (%r0 + %r1)
    %D1 = let %slope0 + %r0 * %D2
    %phi1 = let expm1(-%h)
    %phi2 = let %phi1 / %h + 1
    %phi3 = let %phi2 / %h - 0.5
    %integral = let -%phi1 * %x0 + %phi2 * %D1 - where(%as_published, 1, 2) * %phi3 * %D2
    %y = let sqrt((1 - %ab_s) / (1 - %ab_t)) * %x + sqrt(%ab_s) * %integral
    return %y }
  // SDE-DPM-Solver++ (section 5): the same of the reverse SDE, with noise. For 2M, x0 is @middle.
  func @sde_dpm_solver_step(%x: f32[N, D], %x0: f32[N, D], %ab_t: f32, %ab_s: f32,
      %z: f32[N, D]) -> (x: f32[N, D]) {
    %h = let @lambda(%ab_s) - @lambda(%ab_t)
    %gone = let -expm1(-2 * %h)
    %mean = let sqrt((1 - %ab_s) / (1 - %ab_t)) * exp(-%h) * %x + sqrt(%ab_s) * %gone * %x0
    %y = let %mean + sqrt((1 - %ab_s) * %gone) * %z
    return %y }

  // ---- EDM: Karras et al. (2022), algorithm 2, on x / sqrt(ab) = x_0 + sigma eps
  // The slope in sigma, for euler_step and heun_step, and what churn adds: noise up to sigma_hat.
  func @edm_slope(%x: f32[N, D], %x0: f32[N, D], %sigma: f32) -> (slope: f32[N, D]) {
    %d = let (%x - %x0) / %sigma
    return %d }
  func @edm_churn(%x: f32[N, D], %sigma: f32, %sigma_hat: f32, %s_noise: f32, %z: f32[N, D])
      -> (x: f32[N, D]) {
    %y = let %x + %s_noise * sqrt(%sigma_hat ** 2 - %sigma ** 2) * %z
    return %y }
}
