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

#include "dialect/Control.h"
#include "passes/graph/ForwardSweep.h"
#include "passes/graph/ReverseSweep.h"

using namespace mlir;

namespace leat {

namespace {

/// Builds the tangents of one loop or branch.
class ControlMover {
public:
  ControlMover(ForwardSweep &sweep, ControlOpInterface op)
      : sweep(sweep), op(op),
        loop(dyn_cast<LoopOpInterface>(op.getOperation())), b(op),
        loc(op->getLoc()), carried(op.getNumHanded()) {}

  LogicalResult run();

private:
  void findMoving();
  void extendCarried(Region &region, unsigned first);
  LogicalResult fill(Region &region);
  void extendYield(YieldOp yield, const ForwardSweep &nested);
  ControlOpInterface create();
  void replace(Operation *moved);

  ForwardSweep &sweep;
  ControlOpInterface op;
  LoopOpInterface loop; ///< null for a branch
  OpBuilder b;
  Location loc;
  /// How many carried values, or results of a branch, there are.
  unsigned carried;
  DenseSet<Value> active;
  /// Values from outside that move.
  SmallVector<Value> captures;
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
  for (unsigned i = 0; i < carried; ++i) {
    Value value = loop ? Value(loop.getCarried()[i]) : Value(op->getResult(i));
    if (active.contains(value))
      moving.push_back(i);
  }
  for (unsigned i = carried; i < op->getNumResults(); ++i)
    if (active.contains(op->getResult(i)))
      movingStacks.push_back(i - carried);
  if (loop)
    for (auto [i, row] : llvm::enumerate(loop.getRowArguments()))
      if (active.contains(row))
        movingRows.push_back(unsigned(i));
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
  extendYield(yieldOf(region), nested);
  return success();
}

// The op with more results, operands and arguments; it takes over the regions.
ControlOpInterface ControlMover::create() {
  SmallVector<Type> types(op->getResultTypes());
  for (auto [k, i] : llvm::enumerate(moving))
    types.insert(types.begin() + carried + k, types[i]);
  for (unsigned i : movingStacks)
    types.push_back(op->getResult(carried + i).getType());
  Operation *moved = op.createLike(b, loc, types, inits, over);
  if (loop) {
    unsigned first = loop.getFirstCarried();
    for (Region &region : op->getRegions()) {
      // What `fill` asks for are those of the trip, the last region.
      arguments.clear();
      extendCarried(region, first);
    }
    Region &trip = loop.getTrip();
    for (unsigned i : movingRows) {
      Value row =
          trip.getArgument(unsigned(first + carried + moving.size() + i));
      arguments[row] = trip.addArgument(row.getType(), withoutName(loc));
    }
  }
  for (auto [to, from] : llvm::zip(moved->getRegions(), op->getRegions()))
    to.takeBody(from);
  return cast<ControlOpInterface>(moved);
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
  if (loop) {
    llvm::append_range(inits, loop.getInits());
    for (unsigned i : moving) {
      Value start = loop.getInits()[i], tangent = sweep.tangentOf(start);
      inits.push_back(tangent ? tangent : zeroOf(b, loc, start.getType()));
    }
    llvm::append_range(over, loop.getOver());
    for (unsigned i : movingRows)
      over.push_back(sweep.tangentOf(loop.getOver()[i]));
  }
  ControlOpInterface moved = create();
  for (Region &body : moved.getBodies())
    if (failed(fill(body)))
      return failure();
  replace(moved);
  return success();
}

LogicalResult forwardControl(ForwardSweep &sweep, Operation *op) {
  return ControlMover(sweep, cast<ControlOpInterface>(op)).run();
}

} // namespace leat
