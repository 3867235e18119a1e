// A masked autoregressive flow (MAF; Papamakarios, Pavlakou & Murray 2017; Understanding Deep
// Learning, section 16.3.4), for points of D coordinates: each is scaled and shifted by what those
// in front of it say. A density takes one pass, a drawn point one for each coordinate.
//   z_d = (x_d - m_d) exp(-a_d), a_d and m_d of x_1 ... x_d-1,   log |det dx/dz| = sum_d a_d
//   leat train examples/networks/flow_autoregressive.mlir --data swiss-roll:n=5000 --epochs 40
//     --save flow.safetensors
//   leat eval examples/networks/flow_autoregressive.mlir --entry loss --data swiss-roll:test
//     --state flow.safetensors
//   leat run examples/networks/flow_autoregressive.mlir --entry sample --count 1000
//     --state flow.safetensors
leat.model @flow_autoregressive {
  config @D = 2   config @Layers = 8   config @H = 64
  state @rng = seed
  const @log_2pi = log(2 * acos(f32(-1)))
  // A hidden unit of degree k sees coordinates 1 ... k; a_d and m_d see those of degree below d.
  const @coordinate = 1 + iota(shape = [D], dtype = i64)
  const @degree = 1 + mod(iota(shape = [H, 1], dtype = i64), maximum(D - 1, 1))
  const @in = f32(@degree >= @coordinate)                  // [H, D]
  const @between = f32(@degree >= transpose(@degree))      // [H, H]
  const @out = transpose(f32(@degree < @coordinate))       // [D, H]
  // What belongs to layer l stands in row l - 1.
  param @W1 : f32[Layers, H, D] = normal                   param @b1 : f32[Layers, H] = normal
  param @W2 : f32[Layers, H, H] = normal(0, 0.15)          param @b2 : f32[Layers, H] = zeros
  param @Wa : f32[Layers, D, H] = zeros                    param @ba : f32[Layers, D] = zeros
  param @Wm : f32[Layers, D, H] = zeros                    param @bm : f32[Layers, D] = zeros

  func @net(%x: f32[B, D], %l: i64) -> (a: f32[B, D], m: f32[B, D]) {
    %i = let %l - 1
    %h1 = let relu(linear(%x, @in * @W1[%i], @b1[%i]))
    %h2 = let relu(linear(%h1, @between * @W2[%i], @b2[%i]))
    %a = let tanh(linear(%h2, @out * @Wa[%i], @ba[%i]))
    %m = let linear(%h2, @out * @Wm[%i], @bm[%i])
    return %a, %m }
  // x = f(z), and log |det dx/dz|. Round d of a layer makes coordinate d right, as it needs those
  // in front of it only. From one layer to the next the coordinates change their order.
  func @forward(%z: f32[B, D]) -> (x: f32[B, D], log_det: f32[B]) {
    %zero = full 0 : f32[B]
    %x, %log_det = for %l = 1 to Layers carry(%h = %z, %sum = %zero) {
      %u = flip %h, axis = 1
      %y = for %d = 1 to D carry(%y = %u) {
        %a, %m = call @net(%y, %l)
        %next = let %u * exp(%a) + %m
        yield %next }
      %a, %m = call @net(%y, %l)
      %more = let %sum + sum(%a, axis = 1)
      yield %y, %more }
    return %x, %log_det }
  // z of x, and the same determinant.
  func @inverse(%x: f32[B, D]) -> (z: f32[B, D], log_det: f32[B]) {
    %zero = full 0 : f32[B]
    %z, %log_det = for %l = Layers downto 1 carry(%h = %x, %sum = %zero) {
      %a, %m = call @net(%h, %l)
      %next = let flip((%h - %m) * exp(-%a), axis = 1)
      %more = let %sum + sum(%a, axis = 1)
      yield %next, %more }
    return %z, %log_det }

  func @log_density(%x: f32[B, D]) -> (log_density: f32[B]) {
    %z, %log_det = call @inverse(%x)
    %l = let -sum(%z ** 2 + @log_2pi, axis = 1) / 2 - %log_det
    return %l }
  func @loss(%x: f32[B, D]) -> (loss: f32) {
    %l = let -mean(@log_density(%x))
    return %l }
  trainer @fit minimizes @loss wrt(params) using adam(lr = cosine(1e-3, warmup = 50)) clip_norm(10)

  func @sample() -> (x: f32[N, D]) {
    %z = normal @rng : f32[N, D]
    %x, %log_det = call @forward(%z)
    return %x }
  // The inverse is one: the largest error of a coordinate, and of the determinant.
  func @round_trip(%x: f32[B, D]) -> (error: f32, log_det_error: f32) {
    %z, %down = call @inverse(%x)
    %back, %up = call @forward(%z)
    %e = let max(abs(%back - %x))
    %d = let max(abs(%up - %down))
    return %e, %d }
}
