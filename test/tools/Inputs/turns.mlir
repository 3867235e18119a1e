// Two trainers that take different parts of a batch, and have different results.
leat.model @turns {
  param @a : f32[2] = zeros
  param @b : f32 = zeros
  func @pull(%x: f32[B, 2]) -> (distance: f32, size: f32) {
    %e = let %x - @a
    %l = let mean(%e * %e)
    %s = let sum(@a * @a)
    return %l, %s }
  func @push(%x: f32[B, 2], %label: i32[B]) -> (distance: f32) {
    %e = let @b + sum(@a) - f32(%label)
    %l = let mean(%e * %e)
    return %l }
  trainer @fit_a minimizes @pull wrt(@a) using sgd(lr = linear(0.1, end = 0.0))
  trainer @fit_b minimizes @push wrt(@b) using sgd(lr = linear(0.1, end = 0.0))
  alternate @both (2 @fit_a, 1 @fit_b) }
