leat.model @a {
  include "circle-b.mlir"
}
