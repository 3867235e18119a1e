//===- LaneControl.cpp - lanes of loops and branches ----------------------===//
//
//   %y = for %t = 1 to 9 carry(%a = %x) { %b = mul %a, %w  yield %b }
//   ==>
//   %ys = for %t = 1 to 9 carry(%as = %xs) { %bs = mul %as, %w  yield %bs }
//
// Where the lanes may go different ways, by a bound or a condition of their
// own, and where an op has no rule, a loop takes lane after lane. It is exact:
// no lane computes what it would not compute alone, so a derivative meets no
// infinity that a choice between both ways would only hide.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Control.h"
#include "dialect/Places.h"
#include "dialect/gradients/Batch.h"
#include "passes/graph/LaneSweep.h"
#include "passes/graph/ReverseSweep.h"

using namespace mlir;
using namespace leat;

//===----------------------------------------------------------------------===//
// What differs from lane to lane
//===----------------------------------------------------------------------===//

static bool propagateLanes(Operation *op, DenseSet<Value> &batched);

static void propagateThrough(Block &block, DenseSet<Value> &batched) {
  for (Operation &op : block.without_terminator())
    propagateLanes(&op, batched);
}

// Carried values are as they are at the end of some trip. False if lanes may
// make different numbers of trips.
static bool propagateThroughLoop(LoopOpInterface loop,
                                 DenseSet<Value> &batched) {
  Block::BlockArgListType carried = loop.getCarried();
  YieldOp yield = yieldOf(loop.getTrip());
  auto pass = [&](Value from, Value to) {
    return batched.contains(from) && batched.insert(to).second;
  };
  for (auto [init, argument] : llvm::zip(loop.getInits(), carried))
    pass(init, argument);
  for (auto [rows, row] : llvm::zip(loop.getOver(), loop.getRowArguments()))
    pass(rows, row);
  for (bool changed = true; changed;) {
    changed = false;
    propagateThrough(loop.getTrip().front(), batched);
    for (auto [value, argument] : llvm::zip(yield.getInputs(), carried))
      changed |= pass(value, argument);
  }
  // What decides whether there is a trip.
  for (Region &region : loop->getRegions().drop_back()) {
    Block &condition = region.front();
    for (auto [argument, again] : llvm::zip(carried, condition.getArguments()))
      pass(argument, again);
    propagateThrough(condition, batched);
    if (batched.contains(condition.getTerminator()->getOperand(0)))
      return false;
  }
  for (auto [argument, result] : llvm::zip(carried, loop->getResults()))
    pass(argument, result);
  for (auto [value, result] : llvm::zip(yield.getStacked(), loop.getStacks()))
    pass(value, result);
  return true;
}

static void propagateThroughBranches(ControlOpInterface op,
                                     DenseSet<Value> &batched) {
  for (Region &body : op.getBodies()) {
    propagateThrough(body.front(), batched);
    for (auto [value, result] :
         llvm::zip(yieldOf(body).getInputs(), op->getResults()))
      if (batched.contains(value))
        batched.insert(result);
  }
}

// Adds what `op` computes of values that differ from lane to lane. False if
// lanes may go different ways in it.
static bool propagateLanes(Operation *op, DenseSet<Value> &batched) {
  bool together = true;
  if (auto control = dyn_cast<ControlOpInterface>(op)) {
    together = llvm::none_of(control.getDeciding(), [&](OpOperand &operand) {
      return batched.contains(operand.get());
    });
    if (auto loop = dyn_cast<LoopOpInterface>(op))
      together = together && propagateThroughLoop(loop, batched);
    else
      propagateThroughBranches(control, batched);
  } else if (llvm::any_of(op->getOperands(),
                          [&](Value v) { return batched.contains(v); }) ||
             drawsFromState(op)) {
    batched.insert_range(op->getResults());
  }
  if (!together)
    batched.insert_range(op->getResults());
  return together;
}

//===----------------------------------------------------------------------===//
// All lanes in one trip
//===----------------------------------------------------------------------===//

// `value`, which all lanes share, once for each of them.
Value LaneSweep::spread(Value value) {
  Formula f{builder, withoutName(value.getLoc())};
  return f.broadcast(f(value), laneType(value.getType(), lanes).getShape())
      .value;
}

Value LaneSweep::lookup(Value lane, bool asLanes) {
  return asLanes && !isBatched(lane) ? spread(lookup(lane)) : lookup(lane);
}

// The first two axes, those of lanes and of rows, exchanged.
Value LaneSweep::exchange(Value value) {
  Formula f{builder, withoutName(value.getLoc())};
  auto axes = llvm::to_vector(llvm::seq<int64_t>(0, sizesOf(value).size()));
  std::swap(axes[0], axes[1]);
  return f.transpose(f(value), axes).value;
}

Location LaneSweep::placeOf(Operation *op) {
  return calledFrom(op->getLoc(), call->getLoc());
}

// Fills a region of the op over lanes from that of one lane, whose yield gives
// lanes where `given` says so.
LogicalResult LaneSweep::fill(Region &from, Region &to, ValueRange results,
                              const DenseSet<Value> &differing) {
  OpBuilder::InsertionGuard guard(builder);
  Block &block = to.emplaceBlock();
  builder.setInsertionPointToEnd(&block);
  for (BlockArgument argument : from.getArguments()) {
    bool differs = differing.contains(argument);
    Type type =
        differs ? laneType(argument.getType(), lanes) : argument.getType();
    set(argument, block.addArgument(type, argument.getLoc()), differs);
  }
  if (failed(run(from.front())))
    return failure();
  Operation *end = from.front().getTerminator();
  auto yield = dyn_cast<YieldOp>(end);
  if (!yield) {
    builder.clone(*end, map);
    return success();
  }
  SmallVector<Value> inputs, stacked;
  for (auto [i, value] : llvm::enumerate(yield->getOperands()))
    (i < yield.getInputs().size() ? inputs : stacked)
        .push_back(lookup(value, differing.contains(results[i])));
  YieldOp::create(builder, withoutName(end->getLoc()), inputs, stacked);
  return success();
}

// The loop or branch over all lanes, still without its regions.
Operation *LaneSweep::createControl(Operation *op,
                                    const DenseSet<Value> &differing) {
  auto control = cast<ControlOpInterface>(op);
  SmallVector<Type> types;
  unsigned carried = control.getNumHanded();
  for (auto [i, result] : llvm::enumerate(op->getResults())) {
    auto type = cast<RankedTensorType>(result.getType());
    if (differing.contains(result)) {
      // Rows stand in front of the lanes.
      SmallVector<int64_t> sizes(type.getShape());
      sizes.insert(sizes.begin() + (i < carried ? 0 : 1), lanes);
      type = RankedTensorType::get(sizes, type.getElementType());
    }
    types.push_back(type);
  }
  SmallVector<Value> inits, over;
  if (auto loop = dyn_cast<LoopOpInterface>(op)) {
    for (auto [init, argument] : llvm::zip(loop.getInits(), loop.getCarried()))
      inits.push_back(lookup(init, differing.contains(argument)));
    for (Value rows : loop.getOver())
      over.push_back(isBatched(rows) ? exchange(lookup(rows)) : lookup(rows));
  }
  Operation *all = control.createLike(builder, placeOf(op), types, inits, over);
  for (OpOperand &operand : cast<ControlOpInterface>(all).getDeciding())
    operand.set(lookup(operand.get()));
  return all;
}

LogicalResult LaneSweep::batchControl(Operation *op) {
  DenseSet<Value> differing = batched;
  if (!propagateLanes(op, differing))
    return takeInTurn(op);
  Operation *all = createControl(op, differing);
  // The condition's arguments differ as those of the trip do.
  if (auto loop = dyn_cast<LoopOpInterface>(op))
    for (Region &condition : op->getRegions().drop_back())
      for (auto [argument, again] :
           llvm::zip(loop.getCarried(), condition.getArguments()))
        if (differing.contains(argument))
          differing.insert(again);
  for (auto [from, to] : llvm::zip(op->getRegions(), all->getRegions()))
    if (failed(fill(from, to, op->getResults(), differing)))
      return failure();
  if (Attribute names = op->getAttr(kNamesAttr))
    all->setAttr(kNamesAttr, names);
  unsigned carried = cast<ControlOpInterface>(op).getNumHanded();
  for (auto [i, result] : llvm::enumerate(op->getResults())) {
    bool differs = differing.contains(result);
    Value made = all->getResult(i);
    set(result, differs && i >= carried ? exchange(made) : made, differs);
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Lane after lane
//===----------------------------------------------------------------------===//

LogicalResult LaneSweep::takeInTurn(Operation *op) {
  WalkResult draws = op->walk([](Operation *inner) {
    return drawsFromState(inner) ? WalkResult::interrupt()
                                 : WalkResult::advance();
  });
  if (draws.wasInterrupted()) { // C5
    InFlightDiagnostic error =
        op->emitOpError("goes different ways in different lanes and draws from "
                        "a state, which all lanes share");
    error.attachNote(call->getLoc()) << "'vmap' stands here";
    return error;
  }
  llvm::SetVector<Value> read;
  read.insert_range(valuesReadBy(op));
  SmallVector<Value> over;
  for (Value value : read)
    if (isBatched(value))
      over.push_back(lookup(value));
  SmallVector<Type> types;
  for (Type type : op->getResultTypes())
    types.push_back(laneType(type, lanes));
  Location loc = withoutName(placeOf(op));
  auto loop = ForOp::create(builder, loc, types, builder.getI64IntegerAttr(1),
                            builder.getI64IntegerAttr(lanes),
                            builder.getBoolAttr(false), IntegerAttr(),
                            UnitAttr(), UnitAttr(), Value(), Value(),
                            ValueRange(), over, IntegerAttr());
  OpBuilder::InsertionGuard guard(builder);
  Block &block = loop.getBody().emplaceBlock();
  block.addArgument(RankedTensorType::get({}, builder.getI64Type()), loc);
  IRMapping inner;
  for (Value value : read)
    inner.map(value, isBatched(value)
                         ? block.addArgument(value.getType(), value.getLoc())
                         : lookup(value));
  builder.setInsertionPointToEnd(&block);
  Operation *one = builder.clone(*op, inner);
  one->walk([&](Operation *inside) { inside->setLoc(placeOf(inside)); });
  YieldOp::create(builder, loc, ValueRange(), one->getResults());
  for (auto [result, made] : llvm::zip(op->getResults(), loop.getResults()))
    set(result, made, true);
  return success();
}
