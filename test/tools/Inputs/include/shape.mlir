leat.model @n {
  include "shape-block.mlir"
  func @main(%x: f32[4]) -> (y: f32[4]) {
    %y = apply @b as net (%x)
    return %y }
}
