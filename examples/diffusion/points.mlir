// Diffusion of points in the plane, in continuous time t from 0 to 1: a perceptron says the noise
// in points at any time, and every sampler of the library makes points of it. 112,450 parameters.
//
//   L = E |eps - eps_theta(sqrt(ab) x_0 + sqrt(1 - ab) eps, t)|^2,   t ~ U(t_min, t_max)
//
// Sources: Ho, Jain & Abbeel (2020), algorithm 1; Song et al. (2021), eqs. 7 and 33, for the time.
//
//   leat train examples/diffusion/points.mlir --data checkerboard:n=100000 --batch 1024
//     --steps 15000 --save points.safetensors
//   leat run examples/diffusion/points.mlir --state points.safetensors --weights ema --entry ddim
//     --count 2000 --output-dir out
//   leat run examples/diffusion/points.mlir --state points.safetensors --weights ema
//     --entry dpm_solver_2m --set Steps=20 --set uniform_log_snr=true --count 2000 --output-dir out
//   leat eval examples/diffusion/points.mlir --state points.safetensors --weights ema
//     --entry bits --data checkerboard:test --set Steps=400 --set uniform_log_snr=true
leat.model @points {
  include "schedules.mlir"     include "continuous_time.mlir"     include "samplers.mlir"
  include "adaptive.mlir"      include "likelihood.mlir"          include "variational.mlir"
  include "editing.mlir"       include "training.mlir"            include "perceptron.mlir"
  config @D = 2     config @H = 128     config @E = 64     config @Layers = 4
  config @Steps = 50
  state @rng = seed

  func @alpha_bar(%t: f32) -> (alpha_bar: f32) {
    %ab = let @linear_alpha_bar(%t)
    return %ab }
  func @time(%sigma: f32) -> (t: f32) {
    %t = let @linear_time(%sigma)
    return %t }

  func @eps_theta(%x: f32[N, D], %t: f32[N]) -> (eps: f32[N, D]) {
    %eps = apply @perceptron as net (%x, %t) {H = H, E = E, Layers = Layers}
    return %eps }
  func @loss(%x: f32[N, D]) -> (loss: f32) {
    %u = uniform @rng (0, 1) : f32[N]
    %t = let t_min + (t_max - t_min) * %u
    %eps = normal @rng : f32[N, D]
    %x_t = let @diffused(%x, @alpha_bar_of(%t), %eps)
    %l = let @simple_loss(@eps_theta(%x_t, %t), %eps)
    return %l }
  trainer @fit minimizes @loss wrt(params) using adam(lr = cosine(2e-3, warmup = 200)) ema(0.999)

  func @noise(%x: f32[N, D], %t: f32) -> (eps: f32[N, D]) {
    %eps = let @eps_theta(%x, broadcast_to(%t, shape = [N]))
    return %eps }
  func @sample() -> (x: f32[N, D], path: f32[Steps, N, D]) {
    %z = normal @rng : f32[N, D]
    %x, %path = call @ddim_from(%z)
    return %x, %path }
  // Bits for each dimension by the probability flow, and by the bound of Steps steps.
  func @bits(%x: f32[N, D]) -> (bits: f32, bound: f32) {
    %bits = let mean(@bits_per_dim(%x))
    %all, %L_0, %L_t, %L_T = let @variational_bound(%x)
    %bound = let mean(%all) / (D * log(2))
    return %bits, %bound }
}
