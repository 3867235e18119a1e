//===- Sweeps.h - reverse and forward mode over a block ---------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The two ways to differentiate a range of pure ops of one block. Both ask each
// op that lies on the way for its rule and leave the others alone; zeros stay
// symbolic.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_GRAPH_SWEEPS_H
#define LEAT_PASSES_GRAPH_SWEEPS_H

#include "dialect/Dialect.h"
#include "llvm/ADT/DenseSet.h"

namespace leat {

/// The ops of a block before its derivatives were built.
using PrimalOps = llvm::SmallDenseSet<mlir::Operation *>;

/// Everything that `op` reads: its operands, and what its regions take from
/// outside.
llvm::SmallVector<mlir::Value> valuesReadBy(mlir::Operation *op);

/// Gives what computes `derivative` the name `name`, unless that is an op of
/// the function itself or has a name: it may stand for several values.
void nameDerivative(mlir::Value derivative, const llvm::Twine &name,
                    const PrimalOps &primal);

/// The ops of a block behind `before` (null: from its begin) and before `end`,
/// after those without a derivative of their own are decomposed.
llvm::SmallVector<mlir::Operation *> decomposeBetween(mlir::Operation *before,
                                                      mlir::Operation *end);

/// The gradients by `inputs`, built at the insertion point from the
/// `cotangents` of `results`, which `ops` compute; a gradient has the type of
/// its input. `names` are those of the inputs. An op without a rule is an error
/// at its place.
mlir::FailureOr<llvm::SmallVector<mlir::Value>>
sweepReverse(mlir::OpBuilder &builder, llvm::ArrayRef<mlir::Operation *> ops,
             mlir::ValueRange results, mlir::ValueRange cotangents,
             mlir::ValueRange inputs, llvm::ArrayRef<llvm::StringRef> names);

/// The gradients by the arguments of a call of a function with a custom_vjp,
/// from cotangents of its results, null for zero: a call of the function that
/// it names.
llvm::SmallVector<mlir::Value> callCustomVjp(mlir::OpBuilder &builder,
                                             CallOp call,
                                             mlir::ValueRange cotangents);

/// The tangents of `results`, of their types, while `inputs` move along
/// `tangents`. The tangent of each op is built right behind it: a value that
/// the function needs no longer is not kept for its derivative. An op without a
/// rule is an error at its place.
mlir::FailureOr<llvm::SmallVector<mlir::Value>>
sweepForward(mlir::OpBuilder &builder, llvm::ArrayRef<mlir::Operation *> ops,
             mlir::ValueRange results, mlir::ValueRange inputs,
             mlir::ValueRange tangents);

} // namespace leat

#endif // LEAT_PASSES_GRAPH_SWEEPS_H
