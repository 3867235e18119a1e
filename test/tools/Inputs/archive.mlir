leat.model @archive {
  func @main(%x: f32[N, 2], %label: i64[N]) -> (y: f32[N]) {
    %y = let sum(%x, axis = 1) + f32(%label)
    return %y }
  func @other(%z: f32) -> (y: f32) {
    %y = let 2 * %z
    return %y }
}
