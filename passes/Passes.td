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

def PrepareKernelsPass : Pass<"leat-prepare-kernels", "::mlir::ModuleOp"> {
  let summary = "Check kernels against the ABI and annotate their buffers";
  let description = [{
    Each public function is a kernel: its buffers get `llvm.noalias`,
    `llvm.nonnull`, `llvm.align = 64` and `llvm.dereferenceable`. Each private
    function with a body gets internal linkage. Refused are buffers of dynamic
    shape, strided buffers of kernels, buffers as results, nested parallel
    loops and parallel reductions.
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

def WidenBf16Pass : Pass<"leat-widen-bf16", "::mlir::ModuleOp"> {
  let summary = "Compute bf16 in f32 and round each result in integer arithmetic";
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::vector::VectorDialect"];
}

def LowerMathPass : Pass<"leat-lower-math", "::mlir::ModuleOp"> {
  let summary = "Expand what has no instruction: functions to libm, rounded division";
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
                           "::mlir::vector::VectorDialect"];
}

def RequireFmaPass : Pass<"leat-require-fma"> {
  let summary = "Turn llvm.intr.fmuladd, which may round twice, into llvm.intr.fma";
}

#endif // LEAT_PASSES_PASSES_TD
