leat.model @answers {
  func @slope(%y: f32[M, 2], %u: f32) -> (d: f32[M, 2]) {
    %d = let 2 * %u * %y
    return %d }
  include "asks.mlir"
  config @Steps = 4
}
