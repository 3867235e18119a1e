leat.model @n {
  include "../line.mlir"
}
