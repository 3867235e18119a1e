// A normalising flow of linear and elementwise layers (Understanding Deep Learning, sections 16.3.1
// and 16.3.2; factors as in Kingma & Dhariwal 2018, functions as in Jones & Pewsey 2009), for
// points of the plane.
//   h -> A s(h) + b,   A = L (U + diag(exp d)): L lower triangular with a diagonal of ones, U upper
//   triangular with one of zeros;   s(h) = sinh(exp(a) asinh(h) + c)
//   log |det| = sum(d + log s'(h))
//   leat train examples/networks/flow_elementwise.mlir --data two-moons:n=5000 --epochs 60
//     --save flow.safetensors
//   leat eval examples/networks/flow_elementwise.mlir --entry loss --data two-moons:test
//     --state flow.safetensors
//   leat run examples/networks/flow_elementwise.mlir --entry sample --count 1000
//     --state flow.safetensors
// What @fit_linear trains, where s(h) = h, is the normal distribution of the data's mean and
// covariance.
leat.model @flow_elementwise {
  config @Layers = 8
  state @rng = seed
  const @log_2pi = log(2 * acos(f32(-1)))
  // What belongs to layer l stands in row l - 1.
  param @linear.L : f32[Layers, 2, 2] = normal(0, 0.3)
  param @linear.U : f32[Layers, 2, 2] = normal(0, 0.3)
  param @linear.d : f32[Layers, 2] = zeros     param @linear.b : f32[Layers, 2] = zeros
  param @s.a : f32[Layers, 2] = zeros          param @s.c : f32[Layers, 2] = zeros

  func @factors(%l: i64) -> (lower: f32[2, 2], upper: f32[2, 2], b: f32[2], sum_d: f32) {
    %i = let %l - 1
    %lower = let tril(@linear.L[%i], offset = -1) + eye(2, dtype = f32)
    %upper = let triu(@linear.U[%i], offset = 1) + diag(exp(@linear.d[%i]))
    %b = let @linear.b[%i]
    %sum_d = let sum(@linear.d[%i])
    return %lower, %upper, %b, %sum_d }
  // s(h), and the sum of log s'(h).
  func @bend(%h: f32[B, 2], %l: i64) -> (y: f32[B, 2], log_det: f32[B]) {
    %a = let @s.a[%l - 1]
    %t = let exp(%a) * asinh(%h) + @s.c[%l - 1]
    %log_det = let sum(%a + log(cosh(%t)) - log1p(%h ** 2) / 2, axis = 1)
    %y = sinh %t
    return %y, %log_det }
  func @unbend(%y: f32[B, 2], %l: i64) -> (h: f32[B, 2]) {
    %h = let sinh((asinh(%y) - @s.c[%l - 1]) * exp(-@s.a[%l - 1]))
    return %h }
  // x = f(z), and log |det dx/dz|.
  func @forward(%z: f32[B, 2]) -> (x: f32[B, 2], log_det: f32[B]) {
    %zero = full 0 : f32[B]
    %x, %log_det = for %l = 1 to Layers carry(%h = %z, %sum = %zero) {
      %lower, %upper, %b, %sum_d = call @factors(%l)
      %y, %log_det = call @bend(%h, %l)
      %next = let linear(%y, matmul(%lower, %upper), %b)
      %more = let %sum + %sum_d + %log_det
      yield %next, %more }
    return %x, %log_det }
  // z of x, and the same determinant.
  func @inverse(%x: f32[B, 2]) -> (z: f32[B, 2], log_det: f32[B]) {
    %zero = full 0 : f32[B]
    %z, %log_det = for %l = Layers downto 1 carry(%h = %x, %sum = %zero) {
      %lower, %upper, %b, %sum_d = call @factors(%l)
      %half = let triangular_solve(%lower, transpose(%h - %b), unit = true)
      %y = let transpose(triangular_solve(%upper, %half, upper = true))
      %next = call @unbend(%y, %l)
      %same, %log_det = call @bend(%next, %l)
      %more = let %sum + %sum_d + %log_det
      yield %next, %more }
    return %z, %log_det }

  func @log_density(%x: f32[B, 2]) -> (log_density: f32[B]) {
    %z, %log_det = call @inverse(%x)
    %l = let -sum(%z ** 2 + @log_2pi, axis = 1) / 2 - %log_det
    return %l }
  func @loss(%x: f32[B, 2]) -> (loss: f32) {
    %l = let -mean(@log_density(%x))
    return %l }
  trainer @fit minimizes @loss wrt(params) using adam(lr = cosine(1e-2, warmup = 50)) clip_norm(10)
  trainer @fit_linear minimizes @loss wrt(@linear.*)
    using adam(lr = cosine(1e-2, warmup = 50)) clip_norm(10)

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
