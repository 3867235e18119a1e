//===- ForwardSweep.h - tangents beside values, over a block ---*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A sweep visits pure ops of one block in order and puts the Jacobian-vector
// product of each behind it. Loops and branches hold sweeps of their own
// (ForwardControl.cpp).
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_GRAPH_FORWARDSWEEP_H
#define LEAT_PASSES_GRAPH_FORWARDSWEEP_H

#include "dialect/Dialect.h"
#include "passes/graph/Sweeps.h"

namespace leat {

class ForwardSweep {
public:
  /// Sweeps over ops of the builder's block.
  explicit ForwardSweep(mlir::OpBuilder &builder);
  ~ForwardSweep();

  void move(mlir::Value value, mlir::Value tangent) {
    tangents[value] = tangent;
  }
  /// Fails with an error at an op that has no rule.
  mlir::LogicalResult visit(mlir::Operation *op);
  /// Null where the value does not move.
  mlir::Value tangentOf(mlir::Value value) const {
    return tangents.lookup(value);
  }
  /// Erases an op that was replaced when the sweep is over: others know it.
  void eraseLater(mlir::Operation *op) { replaced.push_back(op); }

private:
  mlir::OpBuilder &builder;
  PrimalOps primal;
  llvm::DenseMap<mlir::Value, mlir::Value> tangents;
  llvm::SmallVector<mlir::Operation *> replaced;
};

/// The visit of a loop or branch, which becomes one that carries and yields
/// tangents, too.
mlir::LogicalResult forwardControl(ForwardSweep &sweep, mlir::Operation *op);

} // namespace leat

#endif // LEAT_PASSES_GRAPH_FORWARDSWEEP_H
