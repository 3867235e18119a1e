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
#include "dialect/Control.h"
#include "dialect/Debug.h"
#include "dialect/Places.h"
#include "passes/graph/ReverseSweep.h"

using namespace mlir;
using namespace leat;

// Where a loop or branch that gives result `index` starts from.
static Value startOf(Operation *op, unsigned index) {
  if (auto loop = dyn_cast<LoopOpInterface>(op))
    return index < loop.getInits().size() ? loop.getInits()[index] : Value();
  if (auto branches = dyn_cast<ControlOpInterface>(op))
    return yieldOf(branches.getBodies().front()).getInputs()[index];
  return {};
}

// The key that `key` goes back to, through loops and branches; null if it goes
// back to none.
static Value originOf(Value key) {
  while (key) {
    if (auto advance = key.getDefiningOp<AdvanceOp>()) {
      key = advance.getKey();
    } else if (auto barrier = key.getDefiningOp<BarrierOp>()) {
      key = barrier.getValue();
    } else if (auto result = dyn_cast<OpResult>(key)) {
      key = startOf(result.getOwner(), result.getResultNumber());
    } else {
      auto argument = cast<BlockArgument>(key);
      Operation *owner = argument.getOwner()->getParentOp();
      if (isa<FuncOp>(owner))
        return key;
      // A counter stands in front of what is carried.
      auto loop = dyn_cast<LoopOpInterface>(owner);
      unsigned first = loop ? loop.getFirstCarried() : 0;
      if (argument.getArgNumber() < first)
        return {};
      key = startOf(owner, argument.getArgNumber() - first);
    }
  }
  return {};
}

bool leat::drawsFromState(Operation *op) {
  if (!isa<RandomOpInterface>(op) || op->getNumOperands() == 0)
    return false;
  auto argument = dyn_cast_or_null<BlockArgument>(originOf(op->getOperand(0)));
  if (!argument)
    return false;
  auto func = cast<FuncOp>(argument.getOwner()->getParentOp());
  return bool(func.getArgAttr(argument.getArgNumber(), FuncOp::kStateAttr));
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
  // What reports takes the lanes as they are.
  if (differs && !op->hasTrait<Reports>())
    return isa<ControlOpInterface>(op) ? batchControl(op) : batch(op);
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
  auto custom = dyn_cast<CallOp>(op);
  // Drawn by a key, every lane has the numbers that it would have alone.
  bool isPureDraw = isa<RandomOpInterface>(op) && !drawsFromState(op);
  if (custom)
    made = batchCustomCall(builder, call, custom, operands, mask, lanes);
  else if (auto batchable = dyn_cast<BatchableOpInterface>(op);
           batchable && !isPureDraw)
    made = batchable.buildBatched(builder, operands, mask, lanes);
  op->setLoc(loc);
  if (failed(made))
    return custom ? failure() : takeInTurn(op);
  setResults(op, *made);
  return success();
}
