//===- Parallel.h - when a nest is worth threads ---------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_LOOPS_PARALLEL_H
#define LEAT_PASSES_CPU_LOOPS_PARALLEL_H

#include "mlir/IR/Builders.h"
#include "passes/cpu/loops/Fuse.h"

namespace leat::loops {

/// Bytes that `group` reads and writes, each address once.
int64_t trafficOf(const Group &group);

/// Scalar operations of `group`; a math function counts as kMathCost.
int64_t operationsOf(const Group &group);

/// True if a parallel region (about 1 us) pays for itself in `group`.
bool isWorthThreads(const Group &group);

/// Emits a loop over [0, trips * step) in steps of `step`. With threads > 1 it
/// becomes one scf.parallel over at most `threads` chunks of consecutive
/// iterations; `enterChunk` is called with the
/// number of the chunk and of all chunks at the start of its body.
void emitLoop(mlir::OpBuilder &b, mlir::Location loc, int64_t trips,
              int64_t step, unsigned threads,
              llvm::function_ref<void(mlir::Value, int64_t)> enterChunk,
              llvm::function_ref<void(mlir::Value)> body);

} // namespace leat::loops

#endif // LEAT_PASSES_CPU_LOOPS_PARALLEL_H
