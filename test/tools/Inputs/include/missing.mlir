leat.model @n {
  include "nowhere.mlir"
}
