//===- Tune.h - the cost model's choice beside all others ------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_BENCHMARK_TUNE_H
#define LEAT_BENCHMARK_TUNE_H

#include "benchmark/Subject.h"

/// Times every schedule of `test` that may be good and whose print contains
/// `filter`, and prints the best ones and the one that is chosen.
void tuneCase(mlir::MLIRContext &context, const Case &test,
              llvm::StringRef filter);

#endif // LEAT_BENCHMARK_TUNE_H
