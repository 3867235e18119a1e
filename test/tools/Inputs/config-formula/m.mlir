leat.model @m {
  include "included.mlir"
  config @H = 8
  config @gates = 4 * H
  config @pad = (H - 2) / 2
  config @chain = H / 4 - 1 - 1   config @fraction = (H - 1) / 2
  config @scale = -3 * -(1.5 - 1) / H
  param @w : f32[gates, inner] = ones
  block @grow(%x: f32[N]) config(by) -> (y) {
    %y = let %x * by
    return %y }
  func @main(%x: f32[N]) -> (x: f32[?], numbers: f64[5], y: f32[N], size: f32) {
    %p = pad %x, low = [pad], high = [0]
    %n = let stack(f64(gates), f64(chain), f64(fraction), f64(scale), f64(inner))
    %y = apply @grow as a (%x) {by = gates}
    %s = let sum(@w)
    return %p, %n, %y, %s }
}
