// Samplers of diffusion models, over any model of the noise: from N(0, I) to data in Steps steps.
//
//   ddpm                          Ho, Jain & Abbeel (2020), algorithm 2
//   ddim                          Song, Meng & Ermon (2021), eq. 12
//   predictor_corrector           Song et al. (2021), algorithm 1: Langevin steps, then one of DDPM
//   euler_maruyama                Song et al. (2021), eq. 6: the reverse SDE
//   flow_euler, flow_heun         Song et al. (2021), eq. 13: the probability flow, an ODE
//   dpm_solver_1, _2m, _3m        Lu et al. (2022), DPM-Solver++, algorithm 2
//   sde_dpm_solver_2m             Lu et al. (2022), SDE-DPM-Solver++
//   edm                           Karras et al. (2022), algorithm 2: Heun, with churn
//
// Each is `@NAME() -> (x)`, for `--count N`, and `@NAME_from(x) -> (x, path)`, which starts from a
// given x and gives all steps. The file that includes this one declares D, Steps and `state @rng =
// seed`, includes discrete_time.mlir or continuous_time.mlir, and says what noise the model sees.
leat.model @samplers {
  config @Steps
  func @noise(%x: f32[N, D], %t: f32) -> (eps: f32[N, D])
  func @alpha_bar(%t: f32) -> (alpha_bar: f32)
  func @time(%sigma: f32) -> (t: f32)
  func @times() -> (t: f32[Steps], s: f32[Steps])      // the last three: see times.mlir
  func @karras_sigmas() -> (sigma: f32[Steps])
  func @next(%t: f32[Steps]) -> (s: f32[Steps])
  include "parameterisations.mlir"
  include "steps.mlir"
  config @clip = false          config @clip_to = 1   // predicted data stay within +-clip_to
  config @large = false                               // DDPM: the variance beta instead of beta~
  config @eta = 0                                     // DDIM: from 0, no noise, to 1, DDPM
  config @corrections = 1       config @snr = 0.16    // Langevin steps and their size
  config @as_published = false                        // DPM-Solver++(3M): see steps.mlir
  config @churn = 0             config @s_noise = 1   // EDM: noise that comes in,
  config @churn_min = 0         config @churn_max = 1e9   // where sigma is between these two

  // What the model says of x at t: the data, the noise; and alpha_bar there.
  func @predict(%x: f32[N, D], %t: f32) -> (x0: f32[N, D], eps: f32[N, D], alpha_bar: f32) {
    %ab = let @alpha_bar(%t)
    %eps = let @noise(%x, %t)
    %x0 = let @data_from_noise(%x, %eps, %ab)
    %clipped = let where(clip, minimum(maximum(%x0, -clip_to), clip_to), %x0)
    return %clipped, %eps, %ab }
  func @score(%x: f32[N, D], %t: f32) -> (score: f32[N, D]) {
    %score = let @score_from_noise(@noise(%x, %t), @alpha_bar(%t))
    return %score }

  func @ddpm_from(%x: f32[N, D]) -> (x: f32[N, D], path: f32[Steps, N, D]) {
    %ts, %ss = call @times()
    %end, %path = for %i = 1 to Steps carry(%y = %x) over(%t = %ts, %s = %ss) {
      %x0, %eps, %ab_t = let @predict(%y, %t)
      %ab_s = let @alpha_bar(%s)
      %most = let logical_and(large, %s > 0)         // no noise comes with the last step
      %v = let where(%most, @step_beta(%ab_t, %ab_s), @step_beta_tilde(%ab_t, %ab_s))
      %z = normal @rng : f32[N, D]
      %w = let @ddpm_step(%y, %x0, %ab_t, %ab_s, %v, %z)
      yield %w stack(%w) }
    return %end, %path }

  func @ddim_from(%x: f32[N, D]) -> (x: f32[N, D], path: f32[Steps, N, D]) {
    %ts, %ss = call @times()
    %end, %path = for %i = 1 to Steps carry(%y = %x) over(%t = %ts, %s = %ss) {
      %x0, %eps, %ab_t = let @predict(%y, %t)
      %z = normal @rng : f32[N, D]
      %w = let @ddim_step(%x0, %eps, %ab_t, @alpha_bar(%s), eta, %z)
      yield %w stack(%w) }
    return %end, %path }

  func @predictor_corrector_from(%x: f32[N, D]) -> (x: f32[N, D], path: f32[Steps, N, D]) {
    %ts, %ss = call @times()
    %end, %path = for %i = 1 to Steps carry(%y = %x) over(%t = %ts, %s = %ss) {
      %ab_s = let @alpha_bar(%s)
      %a = let @alpha_bar(%t) / %ab_s
      %c = for %k = 1 to corrections carry(%c = %y) {
        %z = normal @rng : f32[N, D]
        %d = let @langevin_step(%c, @score(%c, %t), %a, snr, %z)
        yield %d }
      %x0, %eps, %ab_t = let @predict(%c, %t)
      %z = normal @rng : f32[N, D]
      %w = let @ddpm_step(%c, %x0, %ab_t, %ab_s, @step_beta_tilde(%ab_t, %ab_s), %z)
      yield %w stack(%w) }
    return %end, %path }

  // beta(t) = -d/dt log alpha_bar(t).
  func @minus_log_alpha_bar(%t: f32) -> (l: f32) {
    %l = let -log(@alpha_bar(%t))
    return %l }
  func @beta(%t: f32) -> (beta: f32) {
    %l, %beta = grad @minus_log_alpha_bar(%t) wrt(t)
    return %beta }
  func @flow(%x: f32[N, D], %t: f32) -> (slope: f32[N, D]) {
    %d = let @flow_slope(%x, @score(%x, %t), @beta(%t))
    return %d }

  func @euler_maruyama_from(%x: f32[N, D]) -> (x: f32[N, D], path: f32[Steps, N, D]) {
    %ts, %ss = call @times()
    %end, %path = for %i = 1 to Steps carry(%y = %x) over(%t = %ts, %s = %ss) {
      %beta = let @beta(%t)
      %mean = let @euler_step(%y, @reverse_slope(%y, @score(%y, %t), %beta), %s - %t)
      %z = normal @rng : f32[N, D]
      %w = let %mean + where(%s > 0, sqrt(%beta * (%t - %s)), 0) * %z
      yield %w stack(%w) }
    return %end, %path }

  func @flow_euler_from(%x: f32[N, D]) -> (x: f32[N, D], path: f32[Steps, N, D]) {
    %ts, %ss = call @times()
    %end, %path = for %i = 1 to Steps carry(%y = %x) over(%t = %ts, %s = %ss) {
      %w = let @euler_step(%y, @flow(%y, %t), %s - %t)
      yield %w stack(%w) }
    return %end, %path }
  // The last step, to 0 where there is no score, is Euler's.
  func @flow_heun_from(%x: f32[N, D]) -> (x: f32[N, D], path: f32[Steps, N, D]) {
    %ts, %ss = call @times()
    %end, %path = for %i = 1 to Steps carry(%y = %x) over(%t = %ts, %s = %ss) {
      %d = let @flow(%y, %t)
      %there = let @euler_step(%y, %d, %s - %t)
      %more = let %s > 0
      %w = if %more {
        %better = let @heun_step(%y, %d, @flow(%there, %s), %s - %t)
        yield %better } else {
        yield %there }
      yield %w stack(%w) }
    return %end, %path }

  // The first steps, of which less is known, and the last, where lambda is infinite, are of lower
  // order. What is known of the two steps before: x0 and alpha_bar at r, then at q.
  func @dpm_solver_1_from(%x: f32[N, D]) -> (x: f32[N, D], path: f32[Steps, N, D]) {
    %ts, %ss = call @times()
    %end, %path = for %i = 1 to Steps carry(%y = %x) over(%t = %ts, %s = %ss) {
      %x0, %eps, %ab_t = let @predict(%y, %t)
      %w = let @dpm_solver_1_step(%y, %x0, %ab_t, @alpha_bar(%s))
      yield %w stack(%w) }
    return %end, %path }
  func @dpm_solver_2m_from(%x: f32[N, D]) -> (x: f32[N, D], path: f32[Steps, N, D]) {
    %ts, %ss = call @times()
    %none = full 0 : f32
    %end, %x0_last, %ab_last, %path = for %i = 1 to Steps
        carry(%y = %x, %x0_r = %x, %ab_r = %none) over(%t = %ts, %s = %ss) {
      %x0, %eps, %ab_t = let @predict(%y, %t)
      %ab_s = let @alpha_bar(%s)
      %w1 = let @dpm_solver_1_step(%y, %x0, %ab_t, %ab_s)
      %w2 = let @dpm_solver_2m_step(%y, %x0, %x0_r, %ab_r, %ab_t, %ab_s)
      %w = let where(logical_and(%i > 1, %s > 0), %w2, %w1)
      yield %w, %x0, %ab_t stack(%w) }
    return %end, %path }
  func @dpm_solver_3m_from(%x: f32[N, D]) -> (x: f32[N, D], path: f32[Steps, N, D]) {
    %ts, %ss = call @times()
    %none = full 0 : f32
    %end, %x0_last, %x0_before, %ab_last, %ab_before, %path = for %i = 1 to Steps
        carry(%y = %x, %x0_r = %x, %x0_q = %x, %ab_r = %none, %ab_q = %none)
        over(%t = %ts, %s = %ss) {
      %x0, %eps, %ab_t = let @predict(%y, %t)
      %ab_s = let @alpha_bar(%s)
      %w1 = let @dpm_solver_1_step(%y, %x0, %ab_t, %ab_s)
      %w2 = let @dpm_solver_2m_step(%y, %x0, %x0_r, %ab_r, %ab_t, %ab_s)
      %w3 = let @dpm_solver_3m_step(%y, %x0, %x0_r, %x0_q, %ab_q, %ab_r, %ab_t, %ab_s,
                                    as_published)
      %w = let where(logical_and(%i > 1, %s > 0), where(%i > 2, %w3, %w2), %w1)
      yield %w, %x0, %x0_r, %ab_t, %ab_r stack(%w) }
    return %end, %path }

  func @sde_dpm_solver_2m_from(%x: f32[N, D]) -> (x: f32[N, D], path: f32[Steps, N, D]) {
    %ts, %ss = call @times()
    %none = full 0 : f32
    %end, %x0_last, %ab_last, %path = for %i = 1 to Steps
        carry(%y = %x, %x0_r = %x, %ab_r = %none) over(%t = %ts, %s = %ss) {
      %x0, %eps, %ab_t = let @predict(%y, %t)
      %ab_s = let @alpha_bar(%s)
      %middle = let @middle(%x0, %x0_r, %ab_r, %ab_t, %ab_s)
      %data = let where(logical_and(%i > 1, %s > 0), %middle, %x0)
      %z = normal @rng : f32[N, D]
      %w = let @sde_dpm_solver_step(%y, %data, %ab_t, %ab_s, %z)
      yield %w, %x0, %ab_t stack(%w) }
    return %end, %path }

  // The data in x = x_0 + sigma eps.
  func @denoised(%x: f32[N, D], %sigma: f32) -> (x0: f32[N, D]) {
    %x0, %eps, %ab = let @predict(%x / sqrt(1 + %sigma ** 2), @time(%sigma))
    return %x0 }
  func @edm_from(%x: f32[N, D]) -> (x: f32[N, D], path: f32[Steps, N, D]) {
    %sigmas = call @karras_sigmas()
    %next = call @next(%sigmas)
    %start = let %x * sqrt(1 + %sigmas[0] ** 2)
    %end, %path = for %i = 1 to Steps carry(%y = %start) over(%sigma = %sigmas, %to = %next) {
      %inside = let logical_and(%sigma >= churn_min, %sigma <= churn_max)
      %gamma = let where(%inside, minimum(churn / Steps, 2 ** 0.5 - 1), 0)
      %sigma_hat = let (1 + %gamma) * %sigma
      %z = normal @rng : f32[N, D]
      %hat = let @edm_churn(%y, %sigma, %sigma_hat, s_noise, %z)
      %d = let @edm_slope(%hat, @denoised(%hat, %sigma_hat), %sigma_hat)
      %there = let @euler_step(%hat, %d, %to - %sigma_hat)
      %more = let %to > 0
      %w = if %more {
        %d_there = let @edm_slope(%there, @denoised(%there, %to), %to)
        %better = let @heun_step(%hat, %d, %d_there, %to - %sigma_hat)
        yield %better } else {
        yield %there }
      yield %w stack(%w) }
    return %end, %path }

  func @ddpm() -> (x: f32[N, D]) {
    %z = normal @rng : f32[N, D]     %x, %path = call @ddpm_from(%z)                return %x }
  func @ddim() -> (x: f32[N, D]) {
    %z = normal @rng : f32[N, D]     %x, %path = call @ddim_from(%z)                return %x }
  func @predictor_corrector() -> (x: f32[N, D]) {
    %z = normal @rng : f32[N, D]     %x, %path = let @predictor_corrector_from(%z) return %x }
  func @euler_maruyama() -> (x: f32[N, D]) {
    %z = normal @rng : f32[N, D]     %x, %path = call @euler_maruyama_from(%z)      return %x }
  func @flow_euler() -> (x: f32[N, D]) {
    %z = normal @rng : f32[N, D]     %x, %path = call @flow_euler_from(%z)          return %x }
  func @flow_heun() -> (x: f32[N, D]) {
    %z = normal @rng : f32[N, D]     %x, %path = call @flow_heun_from(%z)           return %x }
  func @dpm_solver_1() -> (x: f32[N, D]) {
    %z = normal @rng : f32[N, D]     %x, %path = call @dpm_solver_1_from(%z)        return %x }
  func @dpm_solver_2m() -> (x: f32[N, D]) {
    %z = normal @rng : f32[N, D]     %x, %path = call @dpm_solver_2m_from(%z)       return %x }
  func @dpm_solver_3m() -> (x: f32[N, D]) {
    %z = normal @rng : f32[N, D]     %x, %path = call @dpm_solver_3m_from(%z)       return %x }
  func @sde_dpm_solver_2m() -> (x: f32[N, D]) {
    %z = normal @rng : f32[N, D]     %x, %path = call @sde_dpm_solver_2m_from(%z)   return %x }
  func @edm() -> (x: f32[N, D]) {
    %z = normal @rng : f32[N, D]     %x, %path = call @edm_from(%z)                 return %x }
}
