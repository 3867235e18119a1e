// A normalising flow of piecewise linear coupling layers (Mueller et al. 2019; Understanding Deep
// Learning, section 16.3.2 and problem 16.8), for points of the square [-2, 2)^2: in each layer one
// coordinate says how the other one is moved, and then they change places. Of the K bins of [0, 1)
// number k, from 0, is stretched to the share phi_k of it.
//   f(h) = sum_{k<b} phi_k + (K h - b) phi_b,   b = floor(K h);   f'(h) = K phi_b
//   leat train examples/networks/flow_piecewise.mlir --data checkerboard:n=20000 --epochs 10
//     --save flow.safetensors
//   leat eval examples/networks/flow_piecewise.mlir --entry loss --data checkerboard:test
//     --state flow.safetensors
//   leat run examples/networks/flow_piecewise.mlir --entry sample --count 1000
//     --state flow.safetensors
// z is even on the unit square. The loss starts from log 16, as if x were even on the whole square;
// that of the checkerboard, which is half of it, is log 8 = 2.079.
leat.model @flow_piecewise {
  config @Layers = 2   config @K = 16   config @H = 64
  state @rng = seed
  // What belongs to layer l stands in row l - 1. At first f is the identity.
  param @W1 : f32[Layers, H, K] = normal     param @b1 : f32[Layers, H] = zeros
  param @W2 : f32[Layers, K, H] = zeros      param @b2 : f32[Layers, K] = zeros

  func @bin(%h: f32[B, 1]) -> (b: i64[B, 1]) {
    %b = let minimum(maximum(i64(floor(K * %h)), 0), K - 1)
    return %b }
  // The shares of the bins, by the bin of the other coordinate, and the sums of those up to each.
  func @shares(%h1: f32[B, 1], %l: i64) -> (phi: f32[B, K], sums: f32[B, K]) {
    %where = let reshape(one_hot(@bin(%h1), depth = K), shape = [B, K])
    %a = let relu(linear(%where, @W1[%l - 1], @b1[%l - 1]))
    %phi = let softmax(linear(%a, @W2[%l - 1], @b2[%l - 1]))
    %sums = cumsum %phi, axis = 1
    return %phi, %sums }
  // z of the point u of the unit square, and log |det dz/du|.
  func @inverse(%u: f32[B, 2]) -> (z: f32[B, 2], log_det: f32[B]) {
    %zero = full 0 : f32[B]
    %z, %log_det = for %l = 1 to Layers carry(%h = %u, %sum = %zero) {
      %h1, %h2 = split %h, parts = 2, axis = 1
      %phi, %sums = call @shares(%h1, %l)
      %b = call @bin(%h2)
      %share = take_along_axis %phi, %b, axis = 1
      %f = let take_along_axis(%sums - %phi, %b, axis = 1) + (K * %h2 - f32(%b)) * %share
      %next = let concat(%f, %h1, axis = 1)
      %more = let %sum + sum(log(K * %share), axis = 1)
      yield %next, %more }
    return %z, %log_det }
  func @forward(%z: f32[B, 2]) -> (u: f32[B, 2]) {
    %u = for %l = Layers downto 1 carry(%h = %z) {
      %f, %h1 = split %h, parts = 2, axis = 1
      %phi, %sums = call @shares(%h1, %l)
      %b = let minimum(searchsorted(%sums, %f, right = true, dtype = i64), K - 1)
      %rest = let %f - take_along_axis(%sums - %phi, %b, axis = 1)
      %h2 = let (f32(%b) + %rest / take_along_axis(%phi, %b, axis = 1)) / K
      %next = let concat(%h1, %h2, axis = 1)
      yield %next }
    return %u }

  func @log_density(%x: f32[B, 2]) -> (log_density: f32[B]) {
    %z, %log_det = let @inverse((%x + 2) / 4)
    %l = let %log_det - log(f32(16))
    return %l }
  func @loss(%x: f32[B, 2]) -> (loss: f32) {
    %l = let -mean(@log_density(%x))
    return %l }
  trainer @fit minimizes @loss wrt(params) using adam(lr = cosine(3e-3, warmup = 50))

  func @sample() -> (x: f32[N, 2]) {
    %z = uniform @rng : f32[N, 2]
    %x = let 4 * @forward(%z) - 2
    return %x }
  // The inverse is one: the largest error of a coordinate.
  func @round_trip(%x: f32[B, 2]) -> (error: f32) {
    %z, %log_det = let @inverse((%x + 2) / 4)
    %e = let max(abs(4 * @forward(%z) - 2 - %x))
    return %e }
}
