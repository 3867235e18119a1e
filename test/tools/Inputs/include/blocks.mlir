// A file of blocks.
leat.model @blocks {
  include "inner/dense.mlir"
  config @Hidden = 6
  block @mlp(%x: f32[B, D]) config(O) -> (y) {
    %h = apply @dense as fc1 (%x) {O = Hidden}
    %r = let relu(%h)
    %y = apply @dense as fc2 (%r) {O = O}
    return %y }
}
