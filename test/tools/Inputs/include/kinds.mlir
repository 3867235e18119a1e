leat.model @kinds {
  include "other-defaults.mlir"
  config @loud = 3
}
