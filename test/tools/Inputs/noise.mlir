// One of everything: config, const, param, state, generator, extents of results.
leat.model @noise {
  config @K = 3
  config @scale = 2.0
  const @twice = @ramp * scale
  const @ramp = linspace(1, 3, K)
  param @w : f32[K] = ones
  state @rng = seed
  state @calls : i64 = zeros
  func @main(%x: f32[B, K], %y: f32[B]) -> (s: f32[B, K]) {
    %s = let %x * @w + @twice + unsqueeze(%y, axis = 1)
    return %s }
  func @draw() -> (z: f32[N]) {
    %n = let @calls + 1
    set @calls = %n
    %z = normal @rng : f32[N]
    return %z }
  func @loss(%x: f32[B, K]) -> (loss: f32) {
    %l = let mean(%x * @w)
    return %l }
  trainer @fit minimizes @loss wrt(params) using sgd(lr = 0.5) ema(0.9)
  trainer @slow minimizes @loss wrt(params) using sgd(lr = 0.1)
}
