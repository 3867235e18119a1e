// Diffusion of points in the plane as Karras et al. (2022) have it: the time is sigma itself, and
// the network sees and says numbers of about unit variance at all times (table 1, eqs. 7 and 8).
//
//   x = x_0 + sigma eps,   log sigma ~ N(P_mean, P_std^2) in training
//   D(x; sigma) = c_skip x + c_out F(c_in x; c_noise)
//   L = E lambda |D(x; sigma) - x_0|^2,   lambda = 1 / c_out^2
//
// sigma_data is the deviation of the data, here that of the checkerboard. 112,450 parameters.
//
//   leat train examples/diffusion/points_edm.mlir --data checkerboard:n=100000 --batch 1024
//     --steps 15000 --save edm.safetensors
//   leat run examples/diffusion/points_edm.mlir --state edm.safetensors --weights ema --entry edm
//     --set Steps=18 --count 2000 --output-dir out
leat.model @points_edm {
  include "times.mlir"         include "samplers.mlir"
  include "training.mlir"      include "perceptron.mlir"
  config @D = 2     config @H = 128     config @E = 64     config @Layers = 4
  config @Steps = 18     config @sigma_data = 1.15
  config @t_min = 0.002     config @t_max = 80
  state @rng = seed

  // What the library speaks of is x / sqrt(1 + sigma^2) = sqrt(ab) x_0 + sqrt(1 - ab) eps.
  func @alpha_bar(%t: f32) -> (alpha_bar: f32) {
    %ab = let 1 / (1 + %t ** 2)
    return %ab }
  func @time(%sigma: f32) -> (t: f32) {
    return %sigma }
  func @spaced_times() -> (t: f32[Steps]) {
    %t = call @karras_sigmas()
    return %t }

  func @F(%x: f32[N, D], %c_noise: f32[N]) -> (F: f32[N, D]) {
    %F = apply @perceptron as net (%x, %c_noise) {H = H, E = E, Layers = Layers}
    return %F }
  func @loss(%x: f32[N, D]) -> (loss: f32) {
    %z = normal @rng : f32[N]     %eps = normal @rng : f32[N, D]
    %sigma = call @edm_sigma(%z)
    %noisy = let %x + @column(%sigma) * %eps
    %c_skip, %c_out, %c_in, %c_noise = call @edm_coefficients(%sigma)
    %l = let @edm_loss(@F(@column(%c_in) * %noisy, %c_noise), %noisy, %x, %sigma)
    return %l }
  trainer @fit minimizes @loss wrt(params) using adam(lr = cosine(2e-3, warmup = 200)) ema(0.999)

  func @noise(%x: f32[N, D], %t: f32) -> (eps: f32[N, D]) {
    %noisy = let %x * sqrt(1 + %t ** 2)
    %c_noise = let broadcast_to(log(%t) / 4, shape = [N])
    %F = let @F(@edm_input(%noisy, %t), %c_noise)
    %eps = let (%noisy - @edm_data(%noisy, %F, %t)) / %t
    return %eps }
}
