// Samplers of every shape that can be drawn, and of some that can not.
leat.model @sampler {
  config @T = 5
  state @rng = seed
  param @shift : f32 = zeros
  // Image n is n / 4 on the left, 1 less on the right; it comes up in T steps.
  func @sample() -> (image: f32[N, 1, 2, 2], trajectory: f32[T, N, 1, 2, 2]) {
    %n = iota shape = [N, 1, 2, 2], dtype = i64, axis = 0
    %c = iota shape = [N, 1, 2, 2], dtype = i64, axis = 3
    %x = let f32(%n) / 4 - f32(%c) + @shift
    %x0 = full 0 : f32[N, 1, 2, 2]
    %image, %steps = for %t = 1 to T carry(%y = %x0) {
      %z = let %x * f32(%t) / T
      yield %z stack(%z) }
    return %image, %steps }
  func @colors() -> (image: f64[N, 3, 1, 2]) {
    %y = iota shape = [N, 3, 1, 2], dtype = i64, axis = 1
    %f = let f64(%y) / 2
    return %f }
  func @plain(%n: i64[N]) -> (label: i64[N], image: f32[N, 2, 3]) {
    %y = iota shape = [N, 2, 3], dtype = i64, axis = 0
    %f = let f32(%y)
    return %n, %f }
  func @points() -> (x: f64[N, 2], path: f64[T, N, 2]) {
    %x0 = normal @rng : f64[N, 2]
    %x, %steps = for %t = 1 to T carry(%y = %x0) {
      %z = let %y * 0.8
      yield %z stack(%z) }
    return %x, %steps }
  func @flat() -> (x: f32[N, 7], steps: f32[T, N, 7], counts: i64[N, 2, 2]) {
    %x = normal @rng : f32[N, 7]
    %s = full 0 : f32[T, N, 7]
    %c = full 0 : i64[N, 2, 2]
    return %x, %s, %c }
  func @nan() -> (x: f32[N, 2, 3]) {
    %x = full 0 : f32[N, 2, 3]
    %y = let log(%x - 1)
    return %y }
  func @nothing() -> () {
    return }
  // Long enough to wait for; how long, a value says, or a config.
  func @waits() -> (x: f64[2, 2]) {
    %x0 = full 0 : f64[2, 2]
    %x = for %t = 1 to T carry(%y = %x0) {
      %z = let cos(%y)
      yield %z }
    return %x }
  func @slow(%trips: i64) -> (x: f64[2, 2]) {
    %x0 = full 0 : f64[2, 2]
    %x = for %t = 1 to %trips carry(%y = %x0) {
      %z = let cos(%y)
      yield %z }
    return %x }
}
