// Diffusion of data N(0, I), in discrete time: x_t ~ N(0, I) at all times, and the noise in it is
//   eps(x, t) = sqrt(1 - ab_t) x
// With the variance beta the steps of DDPM are then the exact reverse of the forward process, and
// the variational bound is -log p(x_0), but for the noise that is drawn.
// Sources: Ho, Jain & Abbeel (2020); Kingma et al. (2021).
//
//   leat run examples/diffusion/standard_normal.mlir --entry schedule
//   leat run examples/diffusion/standard_normal.mlir --entry variational_bound \
//     --input x0=[[1],[1],[1]] --set large=true
leat.model @standard_normal {
  include "schedules.mlir"     include "discrete_time.mlir"     include "samplers.mlir"
  include "training.mlir"      include "variational.mlir"
  config @D = 1     config @T = 1000     config @Steps = 1000
  state @rng = seed
  func @alpha_bars() -> (alpha_bar: f32[T]) {
    %ab = call @linear_alpha_bars()
    return %ab }
  func @noise(%x: f32[N, D], %t: f32) -> (eps: f32[N, D]) {
    %eps = let sqrt(1 - @alpha_bar(%t)) * %x
    return %eps }
  func @schedule(%t: f32[N] = [1, 250, 500, 750, 1000]) -> (alpha_bar: f32[N], log_snr: f32[N]) {
    %ab = let @alpha_bar_of(%t)
    %l = let log(%ab / (1 - %ab))
    return %ab, %l }
}
