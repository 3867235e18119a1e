// Diffusion of a mixture of normal distributions in the plane, whose noise is known exactly, in
// discrete time. The centres lie on a circle; the k-th has a weight proportional to k.
//
//   p_t(x) = sum_k w_k N(x; sqrt(ab) m_k, v I),   v = ab std^2 + 1 - ab
//   eps(x, t) = -sqrt(1 - ab) grad log p_t(x)
//
// `guided`, the samples are those of one class, a centre, with guidance w:
//   (1 + w) eps(x, t, class) - w eps(x, t)
// Sources: Ho, Jain & Abbeel (2020) for the times; Ho & Salimans (2021) for guidance.
//
//   leat run examples/diffusion/mixture.mlir --entry ddpm --count 1000 --set Steps=1000 \
//     --output-dir out
//   leat run examples/diffusion/mixture.mlir --entry ddim --count 5 --set guided=true --set class=2
//   leat run examples/diffusion/mixture.mlir --entry inpaint --input known=[[2,0]] \
//     --input mask=[[1,0]] --set resampling=5
leat.model @mixture {
  include "schedules.mlir"
  include "discrete_time.mlir"
  include "samplers.mlir"
  include "adaptive.mlir"
  include "likelihood.mlir"
  include "editing.mlir"
  config @D = 2     config @T = 1000     config @Steps = 50
  config @K = 6     config @radius = 2   config @std = 0.3
  config @guided = false     config @class = 0     config @w = 1
  state @rng = seed
  const @k = iota(shape = [K], dtype = f32)
  const @centres = radius * stack(cos(2 * pi / K * @k), sin(2 * pi / K * @k), axis = 1)
  const @weights = 2 * (@k + 1) / (K * (K + 1))

  func @alpha_bars() -> (alpha_bar: f32[T]) {
    %ab = call @linear_alpha_bars()
    return %ab }

  // log(w_k N(x; sqrt(ab) m_k, v I)) of each centre k.
  func @log_joint(%x: f32[N, D], %ab: f32) -> (l: f32[N, K]) {
    %v = let %ab * std ** 2 + 1 - %ab
    %d = let reshape(%x, shape = [N, 1, D]) - sqrt(%ab) * @centres
    %l = let log(@weights) - sum(%d ** 2, axis = 2) / (2 * %v) - D / 2 * log(2 * pi * %v)
    return %l }
  func @log_density(%x: f32[N, D], %ab: f32) -> (l: f32[N]) {
    %l = let logsumexp(@log_joint(%x, %ab), axis = 1)
    return %l }
  func @sum_log_density(%x: f32[N, D], %ab: f32) -> (l: f32) {
    %l = let sum(@log_density(%x, %ab))
    return %l }
  func @mixture_noise(%x: f32[N, D], %ab: f32) -> (eps: f32[N, D]) {
    %l, %score = grad @sum_log_density(%x, %ab) wrt(x)
    %eps = let @noise_from_score(%score, %ab)
    return %eps }
  func @class_noise(%x: f32[N, D], %ab: f32) -> (eps: f32[N, D]) {
    %v = let %ab * std ** 2 + 1 - %ab
    %eps = let sqrt(1 - %ab) * (%x - sqrt(%ab) * @centres[class]) / %v
    return %eps }
  func @noise(%x: f32[N, D], %t: f32) -> (eps: f32[N, D]) {
    %ab = let @alpha_bar(%t)
    %all = let @mixture_noise(%x, %ab)
    %one = let @class_noise(%x, %ab)
    %eps = let where(guided, @classifier_free(%one, %all, w), %all)
    return %eps }
}
