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

static YieldOp yieldOf(Region &region) {
  return cast<YieldOp>(region.front().getTerminator());
}

// The region that is a trip.
static Region &tripOf(Operation *loop) {
  return loop->getRegion(loop->getNumRegions() - 1);
}

static ValueRange initsOf(Operation *loop) {
  if (auto counted = dyn_cast<ForOp>(loop))
    return counted.getInits();
  return cast<WhileOp>(loop).getInits();
}

static Block::BlockArgListType carriedOf(Operation *loop) {
  if (auto counted = dyn_cast<ForOp>(loop))
    return counted.getCarried();
  return tripOf(loop).getArguments();
}

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
static bool propagateThroughLoop(Operation *loop, DenseSet<Value> &batched) {
  auto counted = dyn_cast<ForOp>(loop);
  if (counted)
    for (Value bound : {counted.getFirstValue(), counted.getLastValue()})
      if (bound && batched.contains(bound))
        return false;
  Block::BlockArgListType carried = carriedOf(loop);
  YieldOp yield = yieldOf(tripOf(loop));
  auto pass = [&](Value from, Value to) {
    return batched.contains(from) && batched.insert(to).second;
  };
  for (auto [init, argument] : llvm::zip(initsOf(loop), carried))
    pass(init, argument);
  if (counted)
    for (auto [rows, row] :
         llvm::zip(counted.getOver(), counted.getRowArguments()))
      pass(rows, row);
  for (bool changed = true; changed;) {
    changed = false;
    propagateThrough(tripOf(loop).front(), batched);
    for (auto [value, argument] : llvm::zip(yield.getInputs(), carried))
      changed |= pass(value, argument);
  }
  if (auto repeated = dyn_cast<WhileOp>(loop)) {
    Block &condition = repeated.getCondition().front();
    for (auto [argument, again] : llvm::zip(carried, condition.getArguments()))
      pass(argument, again);
    propagateThrough(condition, batched);
    if (batched.contains(condition.getTerminator()->getOperand(0)))
      return false;
  }
  for (auto [argument, result] : llvm::zip(carried, loop->getResults()))
    pass(argument, result);
  for (auto [value, result] : llvm::zip(
           yield.getStacked(), loop->getResults().drop_front(carried.size())))
    pass(value, result);
  return true;
}

// Adds what `op` computes of values that differ from lane to lane. False if
// lanes may go different ways in it.
static bool propagateLanes(Operation *op, DenseSet<Value> &batched) {
  bool together = true;
  if (isa<ForOp, WhileOp>(op)) {
    together = propagateThroughLoop(op, batched);
  } else if (auto branches = dyn_cast<IfOp>(op)) {
    together = !batched.contains(branches.getCondition());
    for (Region &region : op->getRegions()) {
      propagateThrough(region.front(), batched);
      for (auto [value, result] :
           llvm::zip(yieldOf(region).getInputs(), op->getResults()))
        if (batched.contains(value))
          batched.insert(result);
    }
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
  SmallVector<Type> types;
  unsigned carried =
      isa<IfOp>(op) ? op->getNumResults() : unsigned(initsOf(op).size());
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
  Location loc = placeOf(op);
  if (auto branches = dyn_cast<IfOp>(op))
    return IfOp::create(builder, loc, types, lookup(branches.getCondition()));
  SmallVector<Value> inits;
  for (auto [init, argument] : llvm::zip(initsOf(op), carriedOf(op)))
    inits.push_back(lookup(init, differing.contains(argument)));
  auto loop = dyn_cast<ForOp>(op);
  if (!loop) {
    auto repeated = cast<WhileOp>(op);
    return WhileOp::create(builder, loc, types, repeated.getMaxTripsAttr(),
                           repeated.getSaveAllAttr(), inits);
  }
  SmallVector<Value> over;
  for (Value rows : loop.getOver())
    over.push_back(isBatched(rows) ? exchange(lookup(rows)) : lookup(rows));
  auto bound = [&](Value value) { return value ? lookup(value) : Value(); };
  return ForOp::create(builder, loc, types, loop.getFirstAttr(),
                       loop.getLastAttr(), loop.getDownAttr(),
                       loop.getMaxTripsAttr(), loop.getSaveAllAttr(),
                       loop.getBackwardAttr(), bound(loop.getFirstValue()),
                       bound(loop.getLastValue()), inits, over);
}

LogicalResult LaneSweep::batchControl(Operation *op) {
  DenseSet<Value> differing = batched;
  if (!propagateLanes(op, differing))
    return takeInTurn(op);
  Operation *all = createControl(op, differing);
  // The condition's arguments differ as those of the trip do.
  if (auto repeated = dyn_cast<WhileOp>(op))
    for (auto [argument, again] :
         llvm::zip(repeated.getBody().getArguments(),
                   repeated.getCondition().getArguments()))
      if (differing.contains(argument))
        differing.insert(again);
  for (auto [from, to] : llvm::zip(op->getRegions(), all->getRegions()))
    if (failed(fill(from, to, op->getResults(), differing)))
      return failure();
  if (Attribute names = op->getAttr(kNamesAttr))
    all->setAttr(kNamesAttr, names);
  unsigned carried =
      isa<IfOp>(op) ? op->getNumResults() : unsigned(initsOf(op).size());
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
  auto loop =
      ForOp::create(builder, loc, types, builder.getI64IntegerAttr(1),
                    builder.getI64IntegerAttr(lanes),
                    builder.getBoolAttr(false), IntegerAttr(), UnitAttr(),
                    UnitAttr(), Value(), Value(), ValueRange(), over);
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
