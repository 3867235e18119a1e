// Class-conditional diffusion of images of 28 x 28, in 1000 times: a U-Net says v, and guidance
// without a classifier makes images more like their class. 1,049,153 parameters: 1,014,721 of the
// U-Net, 33,024 for the time, 1,408 for the labels.
//
//   x = sqrt(ab) x_0 + sqrt(1 - ab) eps,   v = sqrt(ab) eps - sqrt(1 - ab) x_0
//   L = E |v - v_theta(x, t, c)|^2
//   samples:  v = (1 + w) v_theta(x, t, c) - w v_theta(x, t),   x_0 and eps from v, |x_0| at most 1
//
// One in ten labels is dropped in training: then the network sees class 10, which is none. In
// samples row i is of class i mod 10, or all are of the `class` that is set, 10 for none.
// Sources: Ho, Jain & Abbeel (2020), algorithm 1 and appendix B; Nichol & Dhariwal (2021), cosine;
// Salimans & Ho (2022), v; Ho & Salimans (2021), algorithm 1; Saharia et al. (2022), section 2.3.
//
//   leat train examples/diffusion/fashion.mlir --data fashion-mnist --batch 64 --epochs 20
//     --save fashion.safetensors --log fashion.jsonl
//   leat sample examples/diffusion/fashion.mlir --state fashion.safetensors --weights ema
//     --count 100 --png ddim.png --gif ddim.gif
//   leat sample examples/diffusion/fashion.mlir --state fashion.safetensors --weights ema
//     --entry edm_images --set Steps=18 --set class=7 --count 16 --png sneakers.png
leat.model @fashion {
  include "schedules.mlir"     include "discrete_time.mlir"     include "samplers.mlir"
  include "editing.mlir"       include "training.mlir"          include "unet.mlir"
  config @T = 1000     config @Steps = 50      config @D = 784
  config @C1 = 32      config @C2 = 64         config @C3 = 128     config @E = 128
  config @Classes = 10     config @Labels = Classes + 1
  config @dropped = 0.1    config @w = 0.5     config @class = -1
  state @rng = seed

  func @alpha_bars() -> (alpha_bar: f32[T]) {
    %ab = call @cosine_alpha_bars()
    return %ab }

  block @class_embedding(%label: i64[N]) -> (y) {
    param @weight : f32[Labels, E] = normal
    %y = let @weight[%label]
    return %y }
  func @v_theta(%x: f32[N, D], %t: f32[N], %label: i64[N]) -> (v: f32[N, D]) {
    %w = let timestep_embedding(%t, dim = E)
    %h = apply @dense as time1 (%w) {O = E}     %s = let silu(%h)
    %e = apply @dense as time2 (%s) {O = E}     %c = apply @class_embedding as label (%label)
    %told = let silu(%e + %c)
    %image = reshape %x, shape = [N, 1, 28, 28]
    %y = apply @unet as net (%image, %told) {C1 = C1, C2 = C2, C3 = C3}
    %v = reshape %y, shape = [N, D]
    return %v }

  func @loss(%image: f32[N, 1, 28, 28], %label: i64[N]) -> (loss: f32) {
    %x0 = let 2 * reshape(%image, shape = [N, D]) - 1
    %k = randint @rng (1, T) : i64[N]
    %eps = normal @rng : f32[N, D]
    %u = uniform @rng (0, 1) : f32[N]
    %t = let f32(%k)     %ab = let @alpha_bar_of(%t)
    %c = let where(%u < dropped, Classes, %label)
    %l = let @v_loss(@v_theta(@diffused(%x0, %ab, %eps), %t, %c), %x0, %eps, %ab)
    return %l }
  trainer @fit minimizes @loss wrt(params)
    using adam(lr = cosine(1e-3, warmup = 500)) clip_norm(1.0) ema(0.999)

  // Both answers of the network by one evaluation.
  func @noise(%x: f32[N, D], %t: f32) -> (eps: f32[N, D]) {
    %row = iota shape = [N], dtype = i64     %none = full Classes : i64[N]
    %label = let where(class < 0, mod(%row, Classes), class)
    %ts = broadcast_to %t, shape = [N]
    %v_c, %v_none = let split(@v_theta(concat(%x, %x, axis = 0), concat(%ts, %ts, axis = 0),
                                       concat(%label, %none, axis = 0)), parts = 2, axis = 0)
    %v = let @classifier_free(%v_c, %v_none, w)
    %ab = let @alpha_bar(%t)
    %x0 = let clip(@data_from_v(%x, %v, %ab), lo = -1, hi = 1)
    %eps = let @noise_from_data(%x, %x0, %ab)
    return %eps }

  // Images, of numbers from 0 to 1; by DDIM with the way there, which `leat sample` draws.
  func @images(%x: f32[N, D]) -> (image: f32[N, 1, 28, 28]) {
    %y = let clip((reshape(%x, shape = [N, 1, 28, 28]) + 1) / 2, lo = 0, hi = 1)
    return %y }
  func @sample() -> (image: f32[N, 1, 28, 28], path: f32[Steps, N, 1, 28, 28]) {
    %z = normal @rng : f32[N, D]
    %x, %path = call @ddim_from(%z)
    %image = call @images(%x)     %way = vmap @images(%path) in_axes(0)
    return %image, %way }
  func @ddpm_images() -> (image: f32[N, 1, 28, 28]) {
    %x = call @ddpm() : f32[N, D]     %y = call @images(%x)     return %y }
  func @ddim_images() -> (image: f32[N, 1, 28, 28]) {
    %x = call @ddim() : f32[N, D]     %y = call @images(%x)     return %y }
  func @dpm_solver_2m_images() -> (image: f32[N, 1, 28, 28]) {
    %x = call @dpm_solver_2m() : f32[N, D]     %y = call @images(%x)     return %y }
  func @dpm_solver_3m_images() -> (image: f32[N, 1, 28, 28]) {
    %x = call @dpm_solver_3m() : f32[N, D]     %y = call @images(%x)     return %y }
  func @edm_images() -> (image: f32[N, 1, 28, 28]) {
    %x = call @edm() : f32[N, D]     %y = call @images(%x)     return %y }
}
