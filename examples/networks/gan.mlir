// A generative adversarial network (Goodfellow et al. 2014; Understanding Deep Learning, chapter
// 15): D learns to tell points of the data from those of G, and G to mislead it.
//   L_D = mean softplus(-D(x)) + mean softplus(D(G(z))),   L_G = mean softplus(-D(G(z)))
// Where G draws as the data do, the best D is 0 everywhere, and L_D = 2 log 2, L_G = log 2.
//   leat train examples/networks/gan.mlir --data gauss-mixture:n=5000 --trainer fit --epochs 200
//     --save gan.safetensors
//   leat run examples/networks/gan.mlir --entry sample --count 1000 --state gan.safetensors
leat.model @gan {
  include "layers.mlir"
  config @H = 64   config @Z = 8
  state @rng = seed

  func @G(%z: f32[B, Z]) -> (x: f32[B, 2]) {
    %x = apply @mlp as G (%z) {H = H, O = 2}
    return %x }
  func @D(%x: f32[B, 2]) -> (logit: f32[B, 1]) {
    %l = apply @mlp as D (%x) {H = H, O = 1}
    return %l }

  func @loss_D(%x: f32[B, 2]) -> (loss: f32, right: f32) {
    %z = normal @rng : f32[B, Z]
    %real = let @D(%x)
    %fake = let @D(@G(%z))
    %loss = let mean(softplus(-%real)) + mean(softplus(%fake))
    %right = let mean(f32(%real > 0) + f32(%fake < 0)) / 2
    return %loss, %right }
  func @loss_G(%x: f32[B, 2]) -> (loss: f32) {
    %z = normal @rng : f32[B, Z]
    %loss = let mean(softplus(-@D(@G(%z))))
    return %loss }
  trainer @fit_D minimizes @loss_D wrt(@D.*) using adam(lr = 3e-4, beta1 = 0.5)
  trainer @fit_G minimizes @loss_G wrt(@G.*) using adam(lr = 3e-3, beta1 = 0.5)
  alternate @fit (1 @fit_D, 1 @fit_G)

  func @sample() -> (x: f32[N, 2]) {
    %z = normal @rng : f32[N, Z]
    %x = let @G(%z)
    return %x }
}
