leat.model @other {
  include "defaults.mlir"
  config @Steps = 100     config @rate = 2
}
