//===- Transpose.h - a square of vectors turned in registers ---*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_LOOPS_TRANSPOSE_H
#define LEAT_PASSES_CPU_LOOPS_TRANSPOSE_H

#include "mlir/IR/Builders.h"

namespace leat::loops {

/// Lane c of row r becomes lane r of row c. As many rows as lanes, a power of
/// two; log2(rows) shuffles a row.
llvm::SmallVector<mlir::Value> transposeRows(mlir::OpBuilder &b,
                                             mlir::Location loc,
                                             llvm::ArrayRef<mlir::Value> rows);

} // namespace leat::loops

#endif // LEAT_PASSES_CPU_LOOPS_TRANSPOSE_H
