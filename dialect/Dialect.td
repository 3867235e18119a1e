//===- Dialect.td - the leat dialect --------------------*- tablegen -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_DIALECT_TD
#define LEAT_DIALECT_DIALECT_TD

include "mlir/IR/OpBase.td"

def Leat_Dialect : Dialect {
  let name = "leat";
  let cppNamespace = "::leat";
  let summary = "Dataflow graphs of deep learning: models, their derivatives and kernels.";
}

#endif // LEAT_DIALECT_DIALECT_TD
