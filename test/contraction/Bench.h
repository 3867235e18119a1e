//===- Bench.h - GFLOP/s against this machine's ceiling --------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TEST_CONTRACTION_BENCH_H
#define LEAT_TEST_CONTRACTION_BENCH_H

#include "Compile.h"

/// Times the chosen schedule of each case whose name contains `filter` and
/// prints GFLOP/s, the fraction of the multiply-add ceiling measured in the
/// same rounds, and the time to compile.
void benchCasesNamed(mlir::MLIRContext &context, llvm::StringRef filter,
                     int64_t threads);

/// Times register tiles, packing and blocks of k for each such case and prints
/// the best: what the cost model is held against. `scheduleFilter`: only
/// schedules whose printed form contains it.
void tuneCasesNamed(mlir::MLIRContext &context, llvm::StringRef filter,
                    llvm::StringRef scheduleFilter);

#endif // LEAT_TEST_CONTRACTION_BENCH_H
