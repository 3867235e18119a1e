//===- ForwardControl.cpp - forward mode of loops and branches ------------===//
//
//   %y = for %t = 1 to 9 carry(%a = %x) { %b = exp %a  yield %b }
//   ==>
//   %y, %y_dot = for %t = 1 to 9 carry(%a = %x, %a_dot = %x_dot) {
//     %b = exp %a   %b_dot = mul %a_dot, %b
//     yield %b, %b_dot }
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Transforms/RegionUtils.h"
#include "passes/graph/ForwardSweep.h"
#include "passes/graph/ReverseSweep.h"

using namespace mlir;

namespace leat {

static Value zeroOf(OpBuilder &b, Location loc, Type type) {
  return NumberOp::create(b, withoutName(loc), type, b.getF64FloatAttr(0));
}

namespace {

/// Builds the tangents of one loop or branch.
class ControlMover {
public:
  ControlMover(ForwardSweep &sweep, Operation *op)
      : sweep(sweep), op(op), b(op), loc(op->getLoc()) {}

  LogicalResult run();

private:
  void findMoving();
  void extendCarried(Region &region, unsigned first);
  LogicalResult fill(Region &region);
  void extendYield(YieldOp yield, const ForwardSweep &nested);
  Operation *create();
  void replace(Operation *moved);

  ForwardSweep &sweep;
  Operation *op;
  OpBuilder b;
  Location loc;
  DenseSet<Value> active;
  /// Values from outside that move.
  SmallVector<Value> captures;
  unsigned carried = 0;
  /// Carried values, or results of a branch, that move; rows; stacks.
  SmallVector<unsigned> moving, movingRows, movingStacks;
  llvm::SmallDenseMap<Value, Value> arguments;
  SmallVector<Value> inits, over;
};

} // namespace

void ControlMover::findMoving() {
  for (Value value : valuesReadBy(op))
    if (sweep.tangentOf(value))
      active.insert(value);
  captures.assign(active.begin(), active.end());
  propagateThroughControl(op, active);
  auto counted = dyn_cast<ForOp>(op);
  auto repeated = dyn_cast<WhileOp>(op);
  if (counted)
    carried = unsigned(counted.getInits().size());
  else if (repeated)
    carried = unsigned(repeated.getInits().size());
  else
    carried = op->getNumResults();
  for (unsigned i = 0; i < carried; ++i) {
    Value value = counted    ? Value(counted.getCarried()[i])
                  : repeated ? Value(repeated.getBody().getArgument(i))
                             : Value(op->getResult(i));
    if (active.contains(value))
      moving.push_back(i);
  }
  for (unsigned i = carried; i < op->getNumResults(); ++i)
    if (active.contains(op->getResult(i)))
      movingStacks.push_back(i - carried);
  if (counted)
    for (unsigned i = 0; i < counted.getOver().size(); ++i)
      if (active.contains(counted.getRowArguments()[i]))
        movingRows.push_back(i);
}

// Arguments for the tangents of carried values, behind those; `first` is the
// number of the first carried value's.
void ControlMover::extendCarried(Region &region, unsigned first) {
  for (auto [k, i] : llvm::enumerate(moving)) {
    BlockArgument value = region.getArgument(first + i);
    BlockArgument tangent = region.insertArgument(
        unsigned(first + carried + k), value.getType(), withoutName(loc));
    arguments[region.getArgument(first + i)] = tangent;
  }
}

void ControlMover::extendYield(YieldOp yield, const ForwardSweep &nested) {
  OpBuilder inner(yield);
  auto found = [&](Value value) {
    Value tangent = nested.tangentOf(value);
    return tangent ? tangent : zeroOf(inner, loc, value.getType());
  };
  SmallVector<Value> inputs, stacked;
  for (unsigned i : moving)
    inputs.push_back(found(yield.getInputs()[i]));
  for (unsigned i : movingStacks)
    stacked.push_back(found(yield.getStacked()[i]));
  yield.getInputsMutable().append(inputs);
  yield.getStackedMutable().append(stacked);
}

LogicalResult ControlMover::fill(Region &region) {
  Block &block = region.front();
  SmallVector<Operation *> ops =
      decomposeBetween(nullptr, block.getTerminator());
  OpBuilder inner = OpBuilder::atBlockBegin(&block);
  ForwardSweep nested(inner);
  for (Value value : captures)
    nested.move(value, sweep.tangentOf(value));
  for (auto [value, tangent] : arguments)
    nested.move(value, tangent);
  for (Operation *inside : ops)
    if (failed(nested.visit(inside)))
      return failure();
  extendYield(cast<YieldOp>(block.getTerminator()), nested);
  return success();
}

// The op with more results, operands and arguments; it takes over the regions.
Operation *ControlMover::create() {
  SmallVector<Type> types(op->getResultTypes());
  for (auto [k, i] : llvm::enumerate(moving))
    types.insert(types.begin() + carried + k, types[i]);
  for (unsigned i : movingStacks)
    types.push_back(op->getResult(carried + i).getType());
  Operation *moved;
  if (auto branches = dyn_cast<IfOp>(op)) {
    moved = IfOp::create(b, loc, types, branches.getCondition());
  } else if (auto old = dyn_cast<WhileOp>(op)) {
    moved = WhileOp::create(b, loc, types, old.getMaxTripsAttr(),
                            old.getSaveAllAttr(), inits);
    extendCarried(old.getCondition(), 0);
    arguments.clear();
    extendCarried(old.getBody(), 0);
  } else {
    auto loop = cast<ForOp>(op);
    moved = ForOp::create(
        b, loc, types, loop.getFirstAttr(), loop.getLastAttr(),
        loop.getDownAttr(), loop.getMaxTripsAttr(), loop.getSaveAllAttr(),
        loop.getBackwardAttr(), loop.getFirstValue(), loop.getLastValue(),
        inits, over, loop.getSaveEveryAttr());
    extendCarried(loop.getBody(), 1);
    unsigned rows = unsigned(1 + carried + moving.size());
    for (unsigned i : movingRows) {
      Value row = loop.getBody().getArgument(rows + i);
      arguments[row] =
          loop.getBody().addArgument(row.getType(), withoutName(loc));
    }
  }
  for (auto [to, from] : llvm::zip(moved->getRegions(), op->getRegions()))
    to.takeBody(from);
  return moved;
}

void ControlMover::replace(Operation *moved) {
  unsigned added = unsigned(moving.size());
  auto place = [&](unsigned i) { return i < carried ? i : i + added; };
  for (OpResult result : op->getResults())
    result.replaceAllUsesWith(
        moved->getResult(place(result.getResultNumber())));
  auto move = [&](unsigned i, Value tangent) {
    // The results of the old op are still what others ask for.
    sweep.move(op->getResult(i), tangent);
    sweep.move(moved->getResult(place(i)), tangent);
  };
  for (auto [k, i] : llvm::enumerate(moving))
    move(i, moved->getResult(unsigned(carried + k)));
  unsigned stacks = op->getNumResults() + added;
  for (auto [k, i] : llvm::enumerate(movingStacks))
    move(carried + i, moved->getResult(unsigned(stacks + k)));
  if (auto names = op->getAttrOfType<ArrayAttr>(kNamesAttr)) {
    SmallVector<Attribute> all(names.getValue());
    auto dot = [&](unsigned i) -> Attribute {
      return b.getStringAttr(cast<StringAttr>(names[i]).getValue() + "_dot");
    };
    for (auto [k, i] : llvm::enumerate(moving))
      all.insert(all.begin() + carried + k, dot(i));
    for (unsigned i : movingStacks)
      all.push_back(dot(carried + i));
    moved->setAttr(kNamesAttr, b.getArrayAttr(all));
  }
  sweep.eraseLater(op);
}

LogicalResult ControlMover::run() {
  findMoving();
  if (moving.empty() && movingStacks.empty())
    return success();
  if (!isa<IfOp>(op)) {
    auto counted = dyn_cast<ForOp>(op);
    ValueRange starts =
        counted ? counted.getInits() : cast<WhileOp>(op).getInits();
    inits.assign(starts.begin(), starts.end());
    for (unsigned i : moving) {
      Value tangent = sweep.tangentOf(starts[i]);
      inits.push_back(tangent ? tangent : zeroOf(b, loc, starts[i].getType()));
    }
    if (counted) {
      over.assign(counted.getOver().begin(), counted.getOver().end());
      for (unsigned i : movingRows)
        over.push_back(sweep.tangentOf(counted.getOver()[i]));
    }
  }
  Operation *moved = create();
  if (isa<IfOp>(moved)) {
    for (Region &region : moved->getRegions())
      if (failed(fill(region)))
        return failure();
  } else if (failed(fill(moved->getRegion(moved->getNumRegions() - 1)))) {
    return failure();
  }
  replace(moved);
  return success();
}

LogicalResult forwardControl(ForwardSweep &sweep, Operation *op) {
  return ControlMover(sweep, op).run();
}

} // namespace leat
