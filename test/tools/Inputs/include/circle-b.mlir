leat.model @b {
  include "circle-a.mlir"
}
