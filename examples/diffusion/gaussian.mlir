// Diffusion of normal data, N(mu, Sigma), whose noise is known exactly, in continuous time.
//
//   x_t ~ N(sqrt(ab) mu, S),   S = ab Sigma + (1 - ab) I
//   eps(x, t) = -sqrt(1 - ab) grad log p_t(x) = sqrt(1 - ab) S^-1 (x - sqrt(ab) mu)
//
// Every sampler is a linear map of x and its noise then: what it makes is normal, of a mean and a
// covariance that follow exactly, and the probability flow ODE has the solution
//   x_s = sqrt(ab_s) mu + S_s^(1/2) S_t^(-1/2) (x_t - sqrt(ab_t) mu)
// Source: Song et al. (2021) for the time; the tests hold all samplers against this.
//
//   leat run examples/diffusion/gaussian.mlir --entry ddim --count 5 --set Steps=20 --seed 3
//   leat run examples/diffusion/gaussian.mlir --entry ddpm --count 1000 --output-dir out
//   leat run examples/diffusion/gaussian.mlir --entry flow_heun_from --input x=[[1,1]]
//   leat run examples/diffusion/gaussian.mlir --entry dpm_solver_2m --count 5 --set Steps=10 \
//     --set uniform_log_snr=true
//   leat run examples/diffusion/gaussian.mlir --entry bits_per_dim --input x=[[1,-2],[0,-2]] \
//     --set Probes=100
leat.model @gaussian {
  include "schedules.mlir"
  include "continuous_time.mlir"
  include "samplers.mlir"
  include "adaptive.mlir"
  include "likelihood.mlir"
  include "editing.mlir"
  config @D = 2     config @Steps = 50
  state @rng = seed
  const @mu = stack(1, -2)
  const @Sigma = reshape(stack(1, 0.6, 0.6, 0.5), shape = [2, 2])

  func @alpha_bar(%t: f32) -> (alpha_bar: f32) {
    %ab = let @linear_alpha_bar(%t)
    return %ab }
  func @time(%sigma: f32) -> (t: f32) {
    %t = let @linear_time(%sigma)
    return %t }
  func @noise(%x: f32[N, D], %t: f32) -> (eps: f32[N, D]) {
    %ab = let @alpha_bar(%t)
    %S = let %ab * @Sigma + (1 - %ab) * eye(count = D, dtype = f32)
    %eps = let sqrt(1 - %ab) * linear(%x - sqrt(%ab) * @mu, inverse(%S))
    return %eps }
}
