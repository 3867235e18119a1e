//===- Transpose.h - a square of vectors, in registers ---------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Packing an operand that is contiguous along k, and storing sums whose rows
// are neighbours in memory, both turn lanes x lanes squares round.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_CONTRACTION_TRANSPOSE_H
#define LEAT_PASSES_CPU_CONTRACTION_TRANSPOSE_H

#include "passes/cpu/contraction/CodeBuilder.h"

namespace leat {

/// `rows` holds as many vectors as each has lanes (16 of f32, 8 of f64, or
/// half of that), a power of two. Result[j] lane i = rows[i] lane j.
llvm::SmallVector<mlir::Value> transposeSquare(CodeBuilder &b,
                                               mlir::ValueRange rows);

} // namespace leat

#endif // LEAT_PASSES_CPU_CONTRACTION_TRANSPOSE_H
