//===- LowerToLLVM.cpp - from loops on buffers to the LLVM dialect --------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Upstream's conversions in an order that works. Before and after:
//   func.func @k(%a: memref<64x16xf32>) {
//     scf.parallel (%i) = (%c0) to (%c64) step (%c1) {
//       %v = vector.load %a[%i, %c0] : memref<64x16xf32>, vector<16xf32>
//       ...
//   llvm.func @k(%a: !llvm.ptr {llvm.align = 64, llvm.noalias, ...}) {
//     omp.parallel { omp.wsloop { omp.loop_nest (%i) : i64 = ... {
//       %p = llvm.getelementptr %a[...]
//       %v = llvm.load %p : !llvm.ptr -> vector<16xf32>
//       ...
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/LowerToLLVM.h"
#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Dialect/SCF/Transforms/Passes.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"
#include "passes/Passes.h"

using namespace mlir;

namespace leat {

/// While loops and vectors are still seen: checks, clean-up, loops to OpenMP.
static void buildLoops(OpPassManager &manager,
                       const LowerToLLVMOptions &options) {
  manager.addNestedPass<func::FuncOp>(createForallToParallelLoopPass());
  manager.addPass(createPrepareKernelsPass());
  manager.addPass(createCanonicalizerPass());
  manager.addPass(createCSEPass());
  // The quick tier runs no LLVM pass, so addresses are hoisted here.
  manager.addPass(createLoopInvariantCodeMotionPass());
  if (options.openMp) {
    // Before scf-to-cf, which would turn scf.parallel into a plain loop.
    manager.addPass(createConvertSCFToOpenMPPass());
    // Removes the memref.alloca_scope that each parallel body gets; left in,
    // it saves and restores the stack in every iteration.
    manager.addPass(createCanonicalizerPass());
  }
}

/// From vectors and buffers to the LLVM dialect.
static void buildConversions(OpPassManager &manager) {
  // Transfers of rank 2 and more have no direct lowering.
  VectorTransferToSCFOptions transfers;
  transfers.enableFullUnroll();
  manager.addNestedPass<func::FuncOp>(createConvertVectorToSCFPass(transfers));
  manager.addPass(createWidenBf16Pass());
  // Before anything is LLVM: it makes scalar calls out of vector ops. Not
  // arith-expand, whose maximumf takes the later of two zeros.
  manager.addPass(createLowerMathPass());
  manager.addPass(createSCFToControlFlowPass());
  // Default options: reassociate-fp-reductions would change bits.
  manager.addPass(createConvertVectorToLLVMPass());
  // vector.fma has become fmuladd, which LLVM may or may not fuse.
  manager.addPass(createRequireFmaPass());
  // Subviews to offsets, which come as affine.apply.
  manager.addPass(memref::createExpandStridedMetadataPass());
  manager.addPass(createLowerAffinePass());
  manager.addPass(createFinalizeMemRefToLLVMConversionPass());
  // Bare pointers: a kernel is `void k(T*...)`, not a list of descriptors.
  ConvertFuncToLLVMPassOptions functions;
  functions.useBarePtrCallConv = true;
  manager.addPass(createConvertFuncToLLVMPass(functions));
  // After func-to-llvm: before it, this pass converts signatures too, to
  // descriptors and without a word, and the call then crashes.
  manager.addPass(createConvertOpenMPToLLVMPass());
  // log1p is a call of libm by now; the default would make it log(1 + x).
  ConvertMathToLLVMPassOptions math;
  math.approximateLog1p = false;
  manager.addPass(createConvertMathToLLVMPass(math));
  manager.addPass(createArithToLLVMConversionPass());
  manager.addPass(createConvertIndexToLLVMPass());
  manager.addPass(createConvertControlFlowToLLVMPass());
  manager.addPass(createUBToLLVMConversionPass());
  manager.addPass(createReconcileUnrealizedCastsPass());
  manager.addPass(createCanonicalizerPass());
  manager.addPass(createCSEPass());
}

void buildLowerToLLVM(OpPassManager &manager,
                      const LowerToLLVMOptions &options) {
  buildLoops(manager, options);
  buildConversions(manager);
}

void registerLowerToLLVMPipeline() {
  PassPipelineRegistration<LowerToLLVMOptions>(
      "leat-lower-to-llvm",
      "lower kernels of loops on buffers to the LLVM dialect",
      buildLowerToLLVM);
}

} // namespace leat
