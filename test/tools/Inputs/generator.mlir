// A generator of points, here images of two pixels, that learns where two moons are; training draws, too.
leat.model @generator {
  state @rng = seed
  param @center : f32[2] = zeros
  param @width : f32 = ones
  func @loss(%x: f32[B, 2]) -> (loss: f32) {
    %z = normal @rng : f32[B, 2]
    %d = let @center + @width * %z - %x
    %l = let mean(%d * %d)
    return %l }
  func @sample(%scale: f32 = 1) -> (image: f32[N, 1, 1, 2]) {
    %z = normal @rng : f32[N, 2]
    %x = let reshape(@center + %scale * @width * %z, shape = [N, 1, 1, 2])
    return %x }
  trainer @fit minimizes @loss wrt(params) using sgd(lr = 0.1) ema(0.9)
}
