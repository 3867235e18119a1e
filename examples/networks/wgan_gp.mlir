// A Wasserstein GAN with a gradient penalty (Gulrajani et al. 2017; Understanding Deep Learning,
// section 15.3; Introduction to Deep Learning Theory, exercise 3.11): the critic D is to have
// gradients of length 1 on the way from the data to what G makes.
//   L_D = mean D(y) - mean D(x) + lambda mean (|grad D(s)| - 1)^2,   L_G = -mean D(y),   y = G(z)
//   s = t x + (1 - t) y,   t uniform in [0, 1)
//   leat train examples/networks/wgan_gp.mlir --data checkerboard:n=20000 --trainer fit --steps 6000
//     --log wgan_gp.jsonl --log-every 1 --save wgan_gp.safetensors
// The log has the estimate of the Wasserstein distance, mean D(x) - mean D(y), and the mean length
// of those gradients. The authors have lambda = 10 for images and 0.1 for points of the plane.
leat.model @wgan_gp {
  include "layers.mlir"
  config @H = 64   config @Z = 8   config @lambda = 1
  state @rng = seed

  func @G(%z: f32[B, Z]) -> (x: f32[B, 2]) {
    %x = apply @mlp as G (%z) {H = H, O = 2}
    return %x }
  func @D(%x: f32[B, 2]) -> (score: f32[B, 1]) {
    %s = apply @mlp as D (%x) {H = H, O = 1}
    return %s }
  // A score depends on its own point only, so that row n of the gradient is that of D(s_n).
  func @total(%s: f32[B, 2]) -> (total: f32) {
    %t = let sum(@D(%s))
    return %t }
  func @gradient_lengths(%s: f32[B, 2]) -> (lengths: f32[B]) {
    %total, %slope = grad @total(%s) wrt(s)
    %l = vector_norm %slope, axis = 1
    return %l }

  func @loss_D(%x: f32[B, 2]) -> (loss: f32, estimate: f32, slope: f32) {
    %z = normal @rng : f32[B, Z]
    %y = let @G(%z)
    %t = uniform @rng : f32[B, 1]
    %lengths = let @gradient_lengths(%t * %x + (1 - %t) * %y)
    %estimate = let mean(@D(%x)) - mean(@D(%y))
    %slope = mean %lengths
    %loss = let lambda * mean((%lengths - 1) ** 2) - %estimate
    return %loss, %estimate, %slope }
  func @loss_G(%x: f32[B, 2]) -> (loss: f32) {
    %z = normal @rng : f32[B, Z]
    %loss = let -mean(@D(@G(%z)))
    return %loss }
  trainer @fit_D minimizes @loss_D wrt(@D.*) using adam(lr = 3e-3, beta1 = 0.5, beta2 = 0.9)
  trainer @fit_G minimizes @loss_G wrt(@G.*) using adam(lr = 1e-3, beta1 = 0.5, beta2 = 0.9)
  alternate @fit (5 @fit_D, 1 @fit_G)

  func @sample() -> (x: f32[N, 2]) {
    %z = normal @rng : f32[N, Z]
    %x = let @G(%z)
    return %x }
}
