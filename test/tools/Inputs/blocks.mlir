leat.model @blocks {
  config @Depth = 2
  block @layer(%x: f64[B, D], %gain: f64) -> (y) {
    param @w : f64[D] = constant(0.5)
    state @calls : i64 = zeros
    %n = let @calls + 1
    set @calls = %n
    %y = let %x * @w + %gain * tanh(%x)
    return %y }
  func @main(%x: f64[B, 3]) -> (y: f64[B, 3]) {
    %g = full 2.0 : f64
    %y = repeat Depth apply @layer as net (%x, %g)
    return %y }
  func @by_hand(%x: f64[B, 3]) -> (y: f64[B, 3]) {
    %a = let %x * @net.0.w + 2 * tanh(%x)
    %y = let %a * @net.1.w + 2 * tanh(%a)
    return %y }
  func @loss(%x: f64[B, 3]) -> (l: f64) {
    %y = let @main(%x)
    %l = let sum(%y * %y)
    return %l }
  // One layer three times: a state that counts, in a loop and outside of it.
  func @calls(%x: f64[B, 3]) -> (n: i64, y: f64[B, 3]) {
    %g = full 1.0 : f64
    %a = apply @layer as once (%x, %g)
    %y = for %t = 1 to 2 carry(%h = %a) {
      %b = apply @layer as once (%h, %g)
      yield %b }
    %n = let @once.calls
    return %n, %y }
}
