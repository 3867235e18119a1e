//===- Reduce.h - combining values in a fixed order ------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_LOOPS_REDUCE_H
#define LEAT_PASSES_CPU_LOOPS_REDUCE_H

#include "mlir/IR/Builders.h"
#include "llvm/ADT/ArrayRef.h"

namespace leat::loops {

/// A copy of the binary op `combiner` on `lhs` and `rhs`, scalars or vectors.
mlir::Value combine(mlir::OpBuilder &b, mlir::Operation *combiner,
                    mlir::Value lhs, mlir::Value rhs);

/// The value that changes no bit of what `combiner` combines it with (-0.0 for
/// a sum), of `type`: a scalar or a vector.
mlir::Value neutral(mlir::OpBuilder &b, mlir::Operation *combiner,
                    mlir::Type type);

/// Combines `values` by halving: value i meets value i + 32, then i + 16, down
/// to i + 1 (for element lists `lanes` is 1; for vectors, `lanes` consecutive
/// partials each, the halving goes on inside the last vector). Missing partials
/// are neutral and left out. Returns a scalar for vectors.
mlir::Value reduceTree(mlir::OpBuilder &b, mlir::Operation *combiner,
                       llvm::ArrayRef<mlir::Value> values, int64_t lanes);

} // namespace leat::loops

#endif // LEAT_PASSES_CPU_LOOPS_REDUCE_H
