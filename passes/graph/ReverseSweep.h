//===- ReverseSweep.h - cotangents, backwards over a block -----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A sweep visits pure ops of one block from the last to the first and asks each
// for its vector-Jacobian product. Loops and branches hold sweeps of their own
// (ReverseControl.cpp).
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_GRAPH_REVERSESWEEP_H
#define LEAT_PASSES_GRAPH_REVERSESWEEP_H

#include "dialect/Dialect.h"
#include "passes/graph/Sweeps.h"
#include "llvm/ADT/DenseSet.h"

namespace leat {

class ReverseSweep {
public:
  /// Sweeps over `ops`, in program order; builds at the insertion point.
  ReverseSweep(mlir::OpBuilder &builder, llvm::ArrayRef<mlir::Operation *> ops);
  ~ReverseSweep();

  /// Says that a derivative by `value` is wanted, which `ops` do not compute.
  void activate(mlir::Value value) { active.insert(value); }
  /// Adds to the cotangent of `value`.
  void add(mlir::Value value, mlir::Value cotangent, mlir::Location loc);
  /// Sets the cotangent of `value`, a sum that goes on or has gone on in
  /// another sweep.
  void set(mlir::Value value, mlir::Value cotangent) {
    cotangents[value] = cotangent;
  }
  /// Fails with an error at an op that has no rule.
  mlir::LogicalResult run();

  /// Null for zero.
  mlir::Value cotangentOf(mlir::Value value) const {
    return cotangents.lookup(value);
  }
  bool isActive(mlir::Value value) const { return active.contains(value); }
  const PrimalOps &primalOps() const { return primal; }
  mlir::OpBuilder &getBuilder() { return builder; }
  /// Replaces an op of this block. It is erased when the sweep is over: others
  /// know it.
  void replace(mlir::Operation *op, mlir::ValueRange results);

private:
  mlir::LogicalResult visit(mlir::Operation *op);

  mlir::OpBuilder &builder;
  llvm::SmallVector<mlir::Operation *> ops;
  PrimalOps primal;
  /// Values that depend on an input through floats.
  llvm::DenseSet<mlir::Value> active;
  llvm::DenseMap<mlir::Value, mlir::Value> cotangents;
  llvm::SmallVector<mlir::Operation *> replaced;
};

/// Adds what `op` computes from active values through floats.
void propagateActivity(mlir::Operation *op,
                       llvm::DenseSet<mlir::Value> &active);

/// A zero of `type`, which has no name.
mlir::Value zeroOf(mlir::OpBuilder &builder, mlir::Location loc,
                   mlir::Type type);

/// propagateActivity of a loop or branch, and of what its regions hold.
void propagateThroughControl(mlir::Operation *op,
                             llvm::DenseSet<mlir::Value> &active);
/// The visit of a loop or branch: `given` has a cotangent a result, null for
/// zero. A loop becomes one that keeps a tape.
mlir::LogicalResult reverseControl(ReverseSweep &sweep, mlir::Operation *op,
                                   mlir::ValueRange given);

} // namespace leat

#endif // LEAT_PASSES_GRAPH_REVERSESWEEP_H
