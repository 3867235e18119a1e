// A Wasserstein GAN (Arjovsky, Chintala & Bottou 2017; Understanding Deep Learning, section 15.3):
// the means of the critic D on data and on what G makes differ by an estimate of their distance, up
// to a factor: its weights are clipped, so that there is a bound on how steep it is.
//   L_D = mean D(y) - mean D(x),   L_G = -mean D(y),   y = G(z);   w <- clip(w, -c, c) after a step
//   leat train examples/networks/wgan.mlir --data gauss-mixture --trainer fit --steps 6000
//     --log wgan.jsonl --log-every 1 --save wgan.safetensors
// The log has the estimate, mean D(x) - mean D(y), and the mean length of the critic's gradient on
// the way from the data to what G makes. With this c it comes out near 1, as wgan_gp.mlir wants it.
leat.model @wgan {
  include "layers.mlir"
  config @H = 64   config @Z = 8   config @c = 0.17
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
  func @gradient_lengths(%x: f32[B, 2], %y: f32[B, 2]) -> (lengths: f32[B]) {
    %t = uniform @rng : f32[B, 1]
    %s = let %t * %x + (1 - %t) * %y
    %total, %slope = grad @total(%s) wrt(s)
    %l = vector_norm %slope, axis = 1
    return %l }

  func @loss_D(%x: f32[B, 2]) -> (loss: f32, estimate: f32, slope: f32) {
    %z = normal @rng : f32[B, Z]
    %y = let @G(%z)
    %estimate = let mean(@D(%x)) - mean(@D(%y))
    %slope = let mean(@gradient_lengths(%x, %y))
    %loss = neg %estimate
    return %loss, %estimate, %slope }
  func @loss_G(%x: f32[B, 2]) -> (loss: f32) {
    %z = normal @rng : f32[B, Z]
    %loss = let -mean(@D(@G(%z)))
    return %loss }
  // RMSProp; with a bound on the weights.
  optimizer @rmsprop(%w, %g, %v = zeros) config(lr = 5e-4, decay = 0.99, eps = 1e-8) {
    %v1 = let decay * %v + (1 - decay) * %g * %g
    %w1 = let %w - lr * %g / (sqrt(%v1) + eps)
    return %w1, %v1 }
  optimizer @clipped(%w, %g, %v = zeros) config(lr = 5e-4, decay = 0.99, eps = 1e-8) {
    %v1 = let decay * %v + (1 - decay) * %g * %g
    %w1 = let maximum(-c, minimum(%w - lr * %g / (sqrt(%v1) + eps), c))
    return %w1, %v1 }
  trainer @fit_D minimizes @loss_D wrt(@D.*) using @clipped(lr = 2e-3)
  trainer @fit_G minimizes @loss_G wrt(@G.*) using @rmsprop(lr = 1e-3)
  alternate @fit (5 @fit_D, 1 @fit_G)

  func @sample() -> (x: f32[N, 2]) {
    %z = normal @rng : f32[N, Z]
    %x = let @G(%z)
    return %x }
}
