//===- LaneSweep.cpp - a function over many lanes at once -----------------===//
//
//   %h = exp %x : f32[3]         ==>   %h = exp %xs : f32[N, 3]
//   %w = exp %v : f32[3]               %w = exp %v : f32[3]
//   %y = sum %h, axis = 0 : f32        %y = sum %h, axis = 1 : f32[N]
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/graph/LaneSweep.h"
#include "dialect/Places.h"
#include "passes/graph/Sweeps.h"

using namespace mlir;
using namespace leat;

bool leat::drawsFromState(Operation *op) {
  if (!isa<RandomOpInterface>(op) || op->getNumOperands() == 0)
    return false;
  Value key = op->getOperand(0);
  while (auto advance = key.getDefiningOp<AdvanceOp>())
    key = advance.getKey();
  auto argument = dyn_cast<BlockArgument>(key);
  // What a loop carries or a branch gives may come from a state.
  if (!argument)
    return key.getDefiningOp()->getNumRegions() != 0;
  auto func = dyn_cast<FuncOp>(argument.getOwner()->getParentOp());
  return !func || func.getArgAttr(argument.getArgNumber(), FuncOp::kStateAttr);
}

void LaneSweep::set(Value lane, Value value, bool isBatched) {
  map.map(lane, value);
  if (isBatched)
    batched.insert(lane);
}

LogicalResult LaneSweep::run(Block &block) {
  for (Operation &op : block.without_terminator())
    if (failed(visit(&op)))
      return failure();
  return success();
}

LogicalResult LaneSweep::visit(Operation *op) {
  bool differs =
      llvm::any_of(valuesReadBy(op), [&](Value v) { return isBatched(v); });
  op->walk([&](Operation *inner) { differs |= drawsFromState(inner); });
  // A value without lanes waits for values with lanes, and stays what it is.
  if (auto barrier = dyn_cast<BarrierOp>(op))
    differs = isBatched(barrier.getValue());
  if (differs)
    return batch(op);
  Operation *clone = builder.clone(*op, map);
  clone->walk([&](Operation *inner) {
    inner->setLoc(calledFrom(inner->getLoc(), call->getLoc()));
  });
  return success();
}

void LaneSweep::setResults(Operation *op, ValueRange made) {
  StringAttr name = nameOf(op->getLoc());
  for (auto [result, value] : llvm::zip(op->getResults(), made))
    set(result, value, true);
  Operation *maker = made.front().getDefiningOp();
  bool given = llvm::any_of(op->getOperands(), [&](Value operand) {
    return lookup(operand) == made.front();
  });
  if (name && maker && !given && !nameOf(maker->getLoc()))
    maker->setLoc(withName(maker->getLoc(), name));
}

LogicalResult LaneSweep::batch(Operation *op) {
  SmallVector<Value> operands;
  llvm::SmallBitVector mask(op->getNumOperands());
  for (auto [i, operand] : llvm::enumerate(op->getOperands())) {
    operands.push_back(lookup(operand));
    mask[i] = isBatched(operand);
  }
  // What a rule builds does not carry the name of the op that it belongs to.
  Location loc = op->getLoc();
  op->setLoc(withoutName(calledFrom(loc, call->getLoc())));
  FailureOr<SmallVector<Value>> made = failure();
  if (auto batchable = dyn_cast<BatchableOpInterface>(op))
    made = batchable.buildBatched(builder, operands, mask, lanes);
  else if (auto custom = dyn_cast<CallOp>(op))
    made = batchCustomCall(builder, call, custom, operands, mask, lanes);
  op->setLoc(loc);
  if (failed(made)) {
    InFlightDiagnostic error =
        op->emitOpError("has no rule for lanes, but 'vmap' needs one");
    error.attachNote(call->getLoc()) << "'vmap' stands here";
    return error;
  }
  setResults(op, *made);
  return success();
}
