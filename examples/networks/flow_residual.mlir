// An invertible residual network (i-ResNet; Behrmann et al. 2019; Understanding Deep Learning,
// section 16.3.5) as a normalising flow, for points of the plane. A layer adds to h a g(h), which is
// a contraction, so that it can be undone by iteration.
//   h + g(h),   g(h) = W2 tanh(W1 h + b1) + b2,   sigma_max(W1), sigma_max(W2) <= lip < 1
//   log |det| = log det(I + dg/dh)
//   leat train examples/networks/flow_residual.mlir --data two-moons:n=5000 --epochs 40
//     --save flow.safetensors
//   leat eval examples/networks/flow_residual.mlir --entry loss --data two-moons:test
//     --state flow.safetensors
//   leat run examples/networks/flow_residual.mlir --entry sample --count 1000
//     --state flow.safetensors
// In the plane the determinant is computed; where there are many coordinates it is estimated by a
// series, as in examples/course/NET-FLOW-RESIDUAL.mlir.
leat.model @flow_residual {
  config @Layers = 16   config @H = 64   config @lip = 0.9
  state @rng = seed
  const @log_2pi = log(2 * acos(f32(-1)))
  // What belongs to layer l stands in row l - 1.
  param @W1 : f32[Layers, H, 2] = normal           param @b1 : f32[Layers, H] = normal
  param @W2 : f32[Layers, 2, H] = normal(0, 0.1)   param @b2 : f32[Layers, 2] = zeros

  // W, made shorter where its largest singular value, the root of the largest eigenvalue of W W^T
  // or W^T W, is above lip.
  func @shorter(%W: f32[R, C], %square: f32[2, 2]) -> (W: f32[R, C]) {
    %sigma = let sqrt(max(eigh_values(%square)))
    %short = let %W * minimum(lip / %sigma, 1)
    return %short }
  func @weights(%l: i64) -> (W1: f32[H, 2], b1: f32[H], W2: f32[2, H], b2: f32[2]) {
    %i = let %l - 1
    %A = let @W1[%i]        %W1 = let @shorter(%A, matmul(%A, %A, transpose_lhs = true))
    %C = let @W2[%i]        %W2 = let @shorter(%C, matmul(%C, %C, transpose_rhs = true))
    %b1 = let @b1[%i]       %b2 = let @b2[%i]
    return %W1, %b1, %W2, %b2 }
  func @g(%h: f32[2], %W1: f32[H, 2], %b1: f32[H], %W2: f32[2, H], %b2: f32[2]) -> (g: f32[2]) {
    %g = let linear(tanh(linear(%h, %W1, %b1)), %W2, %b2)
    return %g }
  // h + g(h) of one point, and log det(I + dg/dh).
  func @layer(%h: f32[2], %W1: f32[H, 2], %b1: f32[H], %W2: f32[2, H], %b2: f32[2])
      -> (y: f32[2], log_det: f32) {
    %J = jacobian @g(%h, %W1, %b1, %W2, %b2) wrt(h)
    %log_det = let log_abs_det(eye(2, dtype = f32) + %J)
    %y = let %h + @g(%h, %W1, %b1, %W2, %b2)
    return %y, %log_det }

  // z of x, and log |det dz/dx|.
  func @inverse(%x: f32[B, 2]) -> (z: f32[B, 2], log_det: f32[B]) {
    %zero = full 0 : f32[B]
    %z, %log_det = for %l = 1 to Layers carry(%h = %x, %sum = %zero) {
      %W1, %b1, %W2, %b2 = call @weights(%l)
      %next, %d = vmap @layer(%h, %W1, %b1, %W2, %b2) in_axes(0, none, none, none, none)
      %more = let %sum + %d
      yield %next, %more }
    return %z, %log_det }
  // x of z: in each layer h <- y - g(h), from h = y until it stays.
  func @forward(%z: f32[B, 2]) -> (x: f32[B, 2]) {
    %far = full 1 : f32
    %none = full 0 : i64
    %x = for %l = Layers downto 1 carry(%y = %z) {
      %W1, %b1, %W2, %b2 = call @weights(%l)
      %h, %moved, %trips = while carry(%h = %y, %moved = %far, %trips = %none) {
        %more = let logical_and(%moved > 1e-6, %trips < 500)
        condition %more } do {
        %g = vmap @g(%h, %W1, %b1, %W2, %b2) in_axes(0, none, none, none, none)
        %next = let %y - %g
        %by = let max(abs(%next - %h))
        %count = let %trips + 1
        yield %next, %by, %count }
      yield %h }
    return %x }

  func @log_density(%x: f32[B, 2]) -> (log_density: f32[B]) {
    %z, %log_det = call @inverse(%x)
    %l = let %log_det - sum(%z ** 2 + @log_2pi, axis = 1) / 2
    return %l }
  func @loss(%x: f32[B, 2]) -> (loss: f32) {
    %l = let -mean(@log_density(%x))
    return %l }
  trainer @fit minimizes @loss wrt(params) using adam(lr = cosine(3e-3, warmup = 50)) clip_norm(10)

  func @sample() -> (x: f32[N, 2]) {
    %z = normal @rng : f32[N, 2]
    %x = call @forward(%z)
    return %x }
  // The inverse is one: the largest error of a coordinate.
  func @round_trip(%x: f32[B, 2]) -> (error: f32) {
    %z, %log_det = call @inverse(%x)
    %e = let max(abs(@forward(%z) - %x))
    return %e }
}
