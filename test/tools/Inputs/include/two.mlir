leat.model @n {
  include "two-models.mlir"
}
