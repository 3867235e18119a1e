leat.model @n {
  include "syntax-block.mlir"
}
