//===- LowerToLLVM.h - from loops on buffers to the LLVM dialect -*- C++ -*-=//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The pipeline `leat-lower-to-llvm`: the last step of the cpu stage.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_LOWERTOLLVM_H
#define LEAT_PASSES_CPU_LOWERTOLLVM_H

#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassOptions.h"

namespace leat {

struct LowerToLLVMOptions
    : public mlir::PassPipelineOptions<LowerToLLVMOptions> {
  Option<bool> openMp{
      *this, "openmp",
      llvm::cl::desc("scf.parallel becomes an OpenMP region; otherwise a "
                     "loop on the calling thread"),
      llvm::cl::init(true)};
};

/// Lowers a module of `func.func` kernels (scf, vector, arith, math, memref)
/// to the LLVM dialect. Each public function becomes `void k(T*...)`, its
/// pointers non-null, non-aliasing and aligned to 64 bytes; each private one
/// with a body gets internal linkage. What a kernel may not do (an unranked
/// or dynamic buffer, a parallel loop in a parallel loop, a parallel
/// reduction) is an error at its place.
void buildLowerToLLVM(mlir::OpPassManager &manager,
                      const LowerToLLVMOptions &options = {});

/// Makes the pipeline known to leat-opt.
void registerLowerToLLVMPipeline();

} // namespace leat

#endif // LEAT_PASSES_CPU_LOWERTOLLVM_H
