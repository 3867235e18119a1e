//===- Passes.td - every pass, in the order of the stages -*- tablegen -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_PASSES_TD
#define LEAT_PASSES_PASSES_TD

include "mlir/Pass/PassBase.td"

//===----------------------------------------------------------------------===//
// cpu
//===----------------------------------------------------------------------===//

def EmitLoopsPass : Pass<"leat-emit-loops", "::mlir::ModuleOp"> {
  let summary = "Turn linalg.generic on buffers into vectorised loops";
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect",
                           "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"];
}

#endif // LEAT_PASSES_PASSES_TD
