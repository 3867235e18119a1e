// A loss of another name, and results beside it.
leat.model @results {
  param @w : f32[2] = ones
  func @cost(%x: f32[B, 2]) -> (cost: f32, size: f32, rows: f32[B]) {
    %r = let sum(%x * @w, axis = 1)
    %c = let mean(%r * %r)
    %s = let sum(@w * @w)
    return %c, %s, %r }
  func @score(%x: f32[B, 2]) -> (size: f32) {
    %s = let sum(@w * @w)
    return %s }
  trainer @fit minimizes @cost wrt(params) using sgd(lr = 0.01)
}
