//===- LaneSweep.h - a function over many lanes at once --------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A sweep visits the ops of a function in order. An op that reads nothing with
// lanes is cloned: it is the same in all of them. The others are asked for
// their batching rule; those that have none are run lane after lane.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_GRAPH_LANESWEEP_H
#define LEAT_PASSES_GRAPH_LANESWEEP_H

#include "dialect/Dialect.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/DenseSet.h"

namespace leat {

class LaneSweep {
public:
  /// Builds `lanes` lanes at the builder's insertion point, for the op `call`.
  LaneSweep(mlir::OpBuilder &builder, mlir::Operation *call, int64_t lanes)
      : builder(builder), call(call), lanes(lanes) {}

  /// Says what a value of one lane is: `value` has a first axis for the lanes
  /// if `batched` is set.
  void set(mlir::Value lane, mlir::Value value, bool batched);
  /// Visits the ops of a block but its terminator. Fails with an error at an op
  /// that lanes can not run.
  mlir::LogicalResult run(mlir::Block &block);
  bool isBatched(mlir::Value lane) const { return batched.contains(lane); }
  mlir::Value lookup(mlir::Value lane) const {
    return map.lookupOrDefault(lane);
  }

private:
  mlir::LogicalResult visit(mlir::Operation *op);
  mlir::LogicalResult batch(mlir::Operation *op);
  void setResults(mlir::Operation *op, mlir::ValueRange made);
  // LaneControl.cpp
  mlir::LogicalResult batchControl(mlir::Operation *op);
  mlir::LogicalResult takeInTurn(mlir::Operation *op);
  mlir::Operation *createControl(mlir::Operation *op,
                                 const llvm::DenseSet<mlir::Value> &differing);
  mlir::LogicalResult fill(mlir::Region &from, mlir::Region &to,
                           mlir::ValueRange results,
                           const llvm::DenseSet<mlir::Value> &differing);
  mlir::Value lookup(mlir::Value lane, bool asLanes);
  mlir::Value spread(mlir::Value value);
  mlir::Value exchange(mlir::Value value);
  mlir::Location placeOf(mlir::Operation *op);

  mlir::OpBuilder &builder;
  mlir::Operation *call;
  int64_t lanes;
  mlir::IRMapping map;
  llvm::DenseSet<mlir::Value> batched;
};

/// Whether an op draws random numbers by the value of a state, so that each
/// lane gets its own: a key that a function was given is that of every lane.
bool drawsFromState(mlir::Operation *op);

/// The results of a call of a function with a custom_vjp, whose arguments in
/// `mask` have lanes: a call of a function over lanes, which has a custom_vjp
/// over lanes.
mlir::FailureOr<llvm::SmallVector<mlir::Value>>
batchCustomCall(mlir::OpBuilder &builder, mlir::Operation *user, CallOp call,
                mlir::ValueRange operands, const llvm::SmallBitVector &mask,
                int64_t lanes);

} // namespace leat

#endif // LEAT_PASSES_GRAPH_LANESWEEP_H
