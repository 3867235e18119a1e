// A normalising flow of affine coupling layers (RealNVP; Dinh, Sohl-Dickstein & Bengio 2017;
// Understanding Deep Learning, section 16.3.3), for points of the plane: in each layer one
// coordinate scales and shifts the other one, and then they change places.
//   (h1, h2) -> (h2 exp(s(h1)) + t(h1), h1),   log |det| = s(h1)
//   leat train examples/networks/flow_coupling.mlir --data two-moons:n=5000 --epochs 40
//     --save flow.safetensors
//   leat eval examples/networks/flow_coupling.mlir --entry loss --data two-moons:test
//     --state flow.safetensors
//   leat run examples/networks/flow_coupling.mlir --entry sample --count 1000
//     --state flow.safetensors
leat.model @flow_coupling {
  config @Layers = 8   config @H = 64
  state @rng = seed
  const @log_2pi = log(2 * acos(f32(-1)))
  // What belongs to layer l stands in row l - 1. At first every layer only changes the places.
  param @W1 : f32[Layers, H, 1] = normal            param @b1 : f32[Layers, H] = normal
  param @W2 : f32[Layers, H, H] = normal(0, 0.15)   param @b2 : f32[Layers, H] = zeros
  param @W3 : f32[Layers, 2, H] = zeros             param @b3 : f32[Layers, 2] = zeros

  func @net(%h1: f32[B, 1], %l: i64) -> (s: f32[B, 1], t: f32[B, 1]) {
    %i = let %l - 1
    %a = let relu(linear(%h1, @W1[%i], @b1[%i]))
    %b = let relu(linear(%a, @W2[%i], @b2[%i]))
    %raw, %t = let split(linear(%b, @W3[%i], @b3[%i]), parts = 2, axis = 1)
    %s = tanh %raw
    return %s, %t }
  // x = f(z), and log |det dx/dz|.
  func @forward(%z: f32[B, 2]) -> (x: f32[B, 2], log_det: f32[B]) {
    %zero = full 0 : f32[B]
    %x, %log_det = for %l = 1 to Layers carry(%h = %z, %sum = %zero) {
      %h1, %h2 = split %h, parts = 2, axis = 1
      %s, %t = call @net(%h1, %l)
      %next = let concat(%h2 * exp(%s) + %t, %h1, axis = 1)
      %more = let %sum + sum(%s, axis = 1)
      yield %next, %more }
    return %x, %log_det }
  // z of x, and the same determinant.
  func @inverse(%x: f32[B, 2]) -> (z: f32[B, 2], log_det: f32[B]) {
    %zero = full 0 : f32[B]
    %z, %log_det = for %l = Layers downto 1 carry(%h = %x, %sum = %zero) {
      %moved, %h1 = split %h, parts = 2, axis = 1
      %s, %t = call @net(%h1, %l)
      %next = let concat(%h1, (%moved - %t) * exp(-%s), axis = 1)
      %more = let %sum + sum(%s, axis = 1)
      yield %next, %more }
    return %z, %log_det }

  func @log_density(%x: f32[B, 2]) -> (log_density: f32[B]) {
    %z, %log_det = call @inverse(%x)
    %l = let -sum(%z ** 2 + @log_2pi, axis = 1) / 2 - %log_det
    return %l }
  func @loss(%x: f32[B, 2]) -> (loss: f32) {
    %l = let -mean(@log_density(%x))
    return %l }
  trainer @fit minimizes @loss wrt(params) using adam(lr = cosine(1e-3, warmup = 50)) clip_norm(10)

  func @sample() -> (x: f32[N, 2]) {
    %z = normal @rng : f32[N, 2]
    %x, %log_det = call @forward(%z)
    return %x }
  // The inverse is one: the largest error of a coordinate, and of the determinant.
  func @round_trip(%x: f32[B, 2]) -> (error: f32, log_det_error: f32) {
    %z, %down = call @inverse(%x)
    %back, %up = call @forward(%z)
    %e = let max(abs(%back - %x))
    %d = let max(abs(%up - %down))
    return %e, %d }
}
