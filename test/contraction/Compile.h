//===- Compile.h - a contraction to a callable function --------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TEST_CONTRACTION_COMPILE_H
#define LEAT_TEST_CONTRACTION_COMPILE_H

#include "Cases.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"

/// lhs, rhs, out, scratch.
using Kernel = void (*)(const void *, const void *, void *, void *);

/// What the test epilogue does to sums.
enum class TestEpilogue {
  None,
  Halve,   // 0.5 * sum
  Index,   // sum + row-major number of the element over batch, m and n dims
  BiasRelu // max(sum + testBias(index of the last n dim), 0)
};

/// A bias of either sign that f32 holds exactly.
inline double testBias(int64_t index) { return 0.125 * index - 1; }

/// True: the epilogue asks for vectors that stay within the innermost dim.
inline bool needsInnermost(TestEpilogue epilogue) {
  return epilogue == TestEpilogue::Index || epilogue == TestEpilogue::BiasRelu;
}

struct Compiled {
  std::unique_ptr<llvm::orc::LLJIT> jit;
  Kernel kernel = nullptr;
  int64_t scratchBytes = 0;
  double mlirSeconds = 0, llvmSeconds = 0;
};

/// A context with the dialects of an emitted contraction and their way to LLVM;
/// sets up LLVM's target of this machine.
std::unique_ptr<mlir::MLIRContext> makeContext();

/// Compiles for this machine, `quick` with less of LLVM's effort; ends the
/// program with a message on failure.
Compiled compile(mlir::MLIRContext &context, const Case &test,
                 const leat::Schedule &schedule, TestEpilogue epilogue,
                 bool quick = false, bool printAssembly = false);

/// This machine's vectors and caches, and `threads` threads.
leat::CpuTarget hostTarget(int64_t threads);

#endif // LEAT_TEST_CONTRACTION_COMPILE_H
