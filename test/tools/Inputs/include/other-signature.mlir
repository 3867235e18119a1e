leat.model @other_signature {
  include "asks.mlir"
  config @Steps = 4
  func @slope(%x: f32[N, 2]) -> (d: f32[N, 2]) {
    return %x }
}
