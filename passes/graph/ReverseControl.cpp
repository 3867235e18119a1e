//===- ReverseControl.cpp - reverse mode of loops and branches ------------===//
//
//   %y = for %t = 1 to 9 carry(%a = %x) { %b = mul %a, %w  yield %b }
//   ==>
//   %y, %tape = for %t = 1 to 9 carry(%a = %x) { %b = mul %a, %w  yield %b
//   stack(%a) }
//   ...
//   %d_x, %d_w = for %t = 9 downto 1, rows = backward
//       carry(%d = %d_y, %s = 0) over(%a = %tape) {
//     %b = mul %a, %w        // again, if anything below needs it
//     %d_a = mul %d, %w   %e = mul %d, %a   %s1 = add %s, %e
//     yield %d_a, %s1 }
//
// With `save = all` the values that are needed again are on the tape, too. A
// branch becomes a branch that computes its region again.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Control.h"
#include "dialect/gradients/Expr.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/RegionUtils.h"
#include "passes/graph/ReverseSweep.h"
#include "passes/graph/Silence.h"

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// Activity
//===----------------------------------------------------------------------===//

static void propagateThroughLoop(LoopOpInterface loop,
                                 DenseSet<Value> &active) {
  auto pass = [&](Value from, Value to) {
    return active.contains(from) && isDifferentiable(to.getType()) &&
           active.insert(to).second;
  };
  Block::BlockArgListType carried = loop.getCarried();
  YieldOp yield = yieldOf(loop.getTrip());
  for (auto [init, argument] : llvm::zip(loop.getInits(), carried))
    pass(init, argument);
  for (auto [rows, row] : llvm::zip(loop.getOver(), loop.getRowArguments()))
    pass(rows, row);
  for (bool changed = true; changed;) {
    changed = false;
    for (Operation &op : loop.getTrip().front())
      propagateActivity(&op, active);
    for (auto [value, argument] : llvm::zip(yield.getInputs(), carried))
      changed |= pass(value, argument);
  }
  for (auto [argument, result] : llvm::zip(carried, loop->getResults()))
    pass(argument, result);
  for (auto [value, result] : llvm::zip(yield.getStacked(), loop.getStacks()))
    pass(value, result);
}

void propagateThroughControl(Operation *op, DenseSet<Value> &active) {
  if (auto loop = dyn_cast<LoopOpInterface>(op))
    return propagateThroughLoop(loop, active);
  for (Region &region : op->getRegions()) {
    for (Operation &inner : region.front())
      propagateActivity(&inner, active);
    for (auto [value, result] :
         llvm::zip(yieldOf(region).getInputs(), op->getResults()))
      if (active.contains(value) && isDifferentiable(result.getType()))
        active.insert(result);
  }
}

//===----------------------------------------------------------------------===//
// Regions, run again
//===----------------------------------------------------------------------===//

// Copies the ops of `region` to the builder's point, the end of a block, those
// without a derivative of their own decomposed. Behind them stands a yield of
// what the region yields, until the caller erases it: ops may be replaced. They
// report where they ran first, unless they are to take that place (`reports`).
static YieldOp replay(OpBuilder &b, Region &region, IRMapping &map,
                      bool reports = false) {
  Block *block = b.getInsertionBlock();
  Operation *before = block->empty() ? nullptr : &block->back();
  for (Operation &op : region.front().without_terminator())
    b.clone(op, map);
  auto keep = cast<YieldOp>(b.clone(*yieldOf(region).getOperation(), map));
  if (!reports)
    silence(before, keep);
  decomposeBetween(before, keep);
  return keep;
}

static SmallVector<Operation *> opsBefore(Operation *end) {
  return llvm::map_to_vector(
      llvm::make_range(end->getBlock()->begin(), end->getIterator()),
      [](Operation &op) { return &op; });
}

// Floats that `region` takes from outside of `op` and that are active.
static SmallVector<Value> activeCaptures(ReverseSweep &sweep, Operation *op) {
  SmallVector<Value> found;
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(op->getRegions(), captured);
  for (Value value : captured)
    if (sweep.isActive(value) && isDifferentiable(value.getType()))
      found.push_back(value);
  return found;
}

static Location named(Location loc, Value value) {
  StringAttr name = nameOf(value);
  if (!name)
    return loc;
  return withName(loc,
                  StringAttr::get(name.getContext(), "d_" + name.getValue()));
}

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

namespace {

/// Builds the gradient of one loop.
class LoopReverser {
public:
  LoopReverser(ReverseSweep &sweep, LoopOpInterface loop, ValueRange given)
      : sweep(sweep), b(sweep.getBuilder()), loop(loop),
        counted(dyn_cast<ForOp>(loop.getOperation())), given(given),
        carried(loop.getNumHanded()), loc(withoutName(loop->getLoc())) {}

  LogicalResult run();

private:
  void findMoving();
  void createBackward();
  LogicalResult fillBackward();
  void takeValues(YieldOp keep, Region &trip);
  SmallVector<Value> keptOf(Region &trip);
  void keepTape(Region &trip, ValueRange kept);
  void nameTape(ValueRange kept, unsigned counts);
  void countTrips(Region &trip, SmallVectorImpl<Value> &inits);
  void giveGradients();
  BlockArgument addRow(Type type, Location at) {
    return back.getBody().addArgument(type, at);
  }

  ReverseSweep &sweep;
  OpBuilder &b;
  LoopOpInterface loop;
  ForOp counted; ///< null for a loop that counts no trips itself
  ValueRange given;
  unsigned carried;
  Location loc;
  /// Numbers of carried values, of rows and of stacks that have cotangents.
  SmallVector<unsigned> moving, movingRows, givenStacks;
  /// Values from outside that may have cotangents, and those that do.
  SmallVector<Value> captures, reached;
  LoopOpInterface taped; ///< the loop with a tape
  ForOp back;
  /// Arguments of the backward trip for carried values, and for values that
  /// are not computed again; what those are in the trip that keeps them.
  SmallVector<BlockArgument> tape, taken;
  SmallVector<Value> takenFrom;
};

} // namespace

// Carried values that a given cotangent depends on, and that depend on an input
// of the sweep.
void LoopReverser::findMoving() {
  YieldOp yield = yieldOf(loop.getTrip());
  Block::BlockArgListType arguments = loop.getCarried();
  DenseSet<Value> useful;
  llvm::BitVector carries(carried);
  for (unsigned i = 0; i < loop->getNumResults(); ++i) {
    if (given[i] && i < carried)
      carries.set(i);
    if (!given[i] || i < carried)
      continue;
    givenStacks.push_back(i - carried);
    useful.insert(yield.getStacked()[i - carried]);
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (unsigned i : carries.set_bits())
      useful.insert(yield.getInputs()[i]);
    for (Operation &op :
         llvm::reverse(loop.getTrip().front().without_terminator()))
      if (llvm::any_of(op.getResults(),
                       [&](Value v) { return useful.contains(v); }))
        useful.insert_range(valuesReadBy(&op));
    for (unsigned i = 0; i < carried; ++i)
      if (!carries[i] && useful.contains(arguments[i])) {
        carries.set(i);
        changed = true;
      }
  }
  for (unsigned i : carries.set_bits())
    if (sweep.isActive(arguments[i]))
      moving.push_back(i);
  captures = activeCaptures(sweep, loop);
  for (auto [i, rows] : llvm::enumerate(loop.getOver()))
    if (sweep.isActive(rows))
      movingRows.push_back(unsigned(i));
}

// The loop backwards, without its rows and with an empty region.
void LoopReverser::createBackward() {
  SmallVector<Value> inits;
  SmallVector<Type> types;
  SmallVector<Location> places;
  auto carry = [&](Value like, Value init) {
    inits.push_back(init ? init : zeroOf(b, loc, like.getType()));
    types.push_back(like.getType());
    places.push_back(named(loc, like));
  };
  for (unsigned i : moving)
    carry(loop.getCarried()[i], given[i]);
  for (Value value : captures)
    carry(value, sweep.cotangentOf(value));
  SmallVector<Type> results = types;
  for (unsigned i : movingRows)
    results.push_back(loop.getOver()[i].getType());
  if (counted)
    back =
        ForOp::create(b, loc, results, counted.getLastAttr(),
                      counted.getFirstAttr(), b.getBoolAttr(!counted.getDown()),
                      counted.getMaxTripsAttr(), counted.getSaveAllAttr(),
                      counted.getBackward() ? UnitAttr() : b.getUnitAttr(),
                      counted.getLastValue(), counted.getFirstValue(), inits,
                      ValueRange(), IntegerAttr());
  else
    // Its last bound, the number of trips, is known when the tape is.
    back = ForOp::create(
        b, loc, results, b.getI64IntegerAttr(1), IntegerAttr(),
        b.getBoolAttr(false), b.getI64IntegerAttr(*loop.getRows()),
        loop.getSaveAll() ? b.getUnitAttr() : UnitAttr(), b.getUnitAttr(),
        Value(), Value(), inits, ValueRange(), IntegerAttr());
  Block &block = back.getBody().emplaceBlock();
  block.addArgument(RankedTensorType::get({}, b.getI64Type()),
                    counted ? counted.getCounter().getLoc() : loc);
  block.addArguments(types, places);
}

// The trip again, and the cotangents of what it starts from.
LogicalResult LoopReverser::fillBackward() {
  Region &trip = loop.getTrip();
  YieldOp yield = yieldOf(trip);
  IRMapping map;
  if (counted)
    map.map(counted.getCounter(), back.getCounter());
  for (BlockArgument argument : loop.getCarried()) {
    tape.push_back(addRow(argument.getType(), argument.getLoc()));
    map.map(argument, tape.back());
  }
  SmallVector<BlockArgument> rows, cotangents;
  for (BlockArgument row : loop.getRowArguments()) {
    rows.push_back(addRow(row.getType(), row.getLoc()));
    map.map(row, rows.back());
  }
  for (unsigned i : givenStacks)
    cotangents.push_back(addRow(yield.getStacked()[i].getType(), loc));
  OpBuilder inner = OpBuilder::atBlockEnd(&back.getBody().front());
  bool all = loop.getSaveAll();
  YieldOp keep = replay(inner, trip, map, /*reports=*/all);
  inner.setInsertionPointAfter(keep);
  Block::BlockArgListType sums = back.getCarried();
  SmallVector<Value> ends;
  {
    ReverseSweep nested(inner, opsBefore(keep));
    // Sums go on from trip to trip, term by term.
    for (auto [k, value] : llvm::enumerate(captures)) {
      nested.activate(value);
      nested.set(value, sums[moving.size() + k]);
    }
    for (auto [argument, copy] : llvm::zip(loop.getCarried(), tape))
      if (sweep.isActive(argument))
        nested.activate(copy);
    for (unsigned i : movingRows)
      nested.activate(rows[i]);
    for (auto [k, i] : llvm::enumerate(moving))
      nested.add(keep.getInputs()[i], sums[k], loc);
    for (auto [k, i] : llvm::enumerate(givenStacks))
      nested.add(keep.getStacked()[i], cotangents[k], loc);
    if (failed(nested.run()))
      return failure();
    auto found = [&](Value value) {
      Value cotangent = nested.cotangentOf(value);
      return cotangent ? cotangent : zeroOf(inner, loc, value.getType());
    };
    for (unsigned i : moving)
      ends.push_back(found(tape[i]));
    for (auto [k, value] : llvm::enumerate(captures)) {
      ends.push_back(nested.cotangentOf(value));
      if (ends.back() != sums[moving.size() + k])
        reached.push_back(value);
    }
    SmallVector<Value> stacked;
    for (unsigned i : movingRows)
      stacked.push_back(found(rows[i]));
    YieldOp::create(inner, loc, ends, stacked);
  }
  Region kept;
  if (all)
    takeValues(keep, kept);
  keep.erase();
  Region &final = all ? kept : trip;
  keepTape(final, keptOf(final));
  return success();
}

// Moves what stands before `keep` to `trip`, which becomes the loop's; what
// stands behind takes the values from the tape. Constants are made again.
void LoopReverser::takeValues(YieldOp keep, Region &trip) {
  Block &block = back.getBody().front();
  IRMapping map;
  trip.emplaceBlock();
  for (BlockArgument argument : loop.getTrip().getArguments())
    trip.addArgument(argument.getType(), argument.getLoc());
  unsigned offset = loop.getFirstCarried();
  if (counted)
    map.map(back.getCounter(), trip.getArgument(0));
  for (auto [i, argument] : llvm::enumerate(tape))
    map.map(argument, trip.getArgument(unsigned(offset + i)));
  unsigned rows = unsigned(1 + back.getInits().size() + carried);
  for (unsigned i = 0; i < loop.getOver().size(); ++i)
    map.map(block.getArgument(rows + i),
            trip.getArgument(offset + carried + i));
  // The region belongs to no op yet.
  OpBuilder inner(b.getContext());
  inner.setInsertionPointToEnd(&trip.front());
  SmallVector<Operation *> replayed = opsBefore(keep);
  auto isBehind = [&](OpOperand &use) {
    Operation *user = block.findAncestorOpInBlock(*use.getOwner());
    return keep->isBeforeInBlock(user);
  };
  OpBuilder behind(keep->getNextNode());
  for (Operation *op : replayed) {
    Operation *copy = inner.clone(*op, map);
    for (auto [value, from] : llvm::zip(op->getResults(), copy->getResults())) {
      if (llvm::none_of(value.getUses(), isBehind))
        continue;
      if (op->getNumOperands() == 0 && op->getNumRegions() == 0) {
        value.replaceUsesWithIf(behind.clone(*op)->getResult(0), isBehind);
        continue;
      }
      taken.push_back(addRow(value.getType(), value.getLoc()));
      takenFrom.push_back(from);
      value.replaceUsesWithIf(taken.back(), isBehind);
    }
  }
  inner.clone(*keep, map);
  keep->setOperands({});
  for (Operation *op : llvm::reverse(replayed))
    op->erase();
}

// What the tape holds of `trip`: the carried values that the backward trip
// reads, and the values that it does not compute again.
SmallVector<Value> LoopReverser::keptOf(Region &trip) {
  SmallVector<Value> kept;
  unsigned offset = loop.getFirstCarried();
  llvm::BitVector unread(back.getBody().getNumArguments());
  SmallVector<BlockArgument> read;
  for (auto [i, argument] : llvm::enumerate(tape))
    if (argument.use_empty()) {
      unread.set(argument.getArgNumber());
    } else {
      kept.push_back(trip.getArgument(unsigned(offset + i)));
      read.push_back(argument);
    }
  back.getBody().front().eraseArguments(unread);
  tape = read;
  llvm::append_range(kept, takenFrom);
  return kept;
}

// A `while` counts its trips in the last of its carried values.
void LoopReverser::countTrips(Region &trip, SmallVectorImpl<Value> &inits) {
  auto type = RankedTensorType::get({}, b.getI64Type());
  YieldOp yield = yieldOf(trip);
  Value count = trip.addArgument(type, loc);
  OpBuilder inner(yield);
  Value one = NumberOp::create(inner, loc, type, b.getF64FloatAttr(1));
  yield.getInputsMutable().append(Value(AddOp::create(inner, loc, count, one)));
  inits.push_back(zeroOf(b, loc, type));
}

// The results that the loop gets besides its own: h_tape for h.
void LoopReverser::nameTape(ValueRange kept, unsigned counts) {
  auto names = loop->getAttrOfType<ArrayAttr>(kNamesAttr);
  if (!names)
    return;
  SmallVector<Attribute> all(names.getValue());
  if (counts)
    all.insert(all.begin() + carried, b.getStringAttr("trips"));
  for (Value value : kept) {
    StringAttr name = nameOf(value);
    all.push_back(
        b.getStringAttr((name ? name.getValue() : StringRef("v")) + "_tape"));
  }
  taped->setAttr(kNamesAttr, b.getArrayAttr(all));
}

// The loop again, with `trip` for its own, and `kept` stacked, too.
void LoopReverser::keepTape(Region &trip, ValueRange kept) {
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPoint(loop);
  SmallVector<Type> types(loop->getResultTypes());
  for (Value value : kept)
    types.push_back(stackOf(value.getType(), loop.getRows()));
  SmallVector<Value> inits(loop.getInits());
  unsigned counts = counted ? 0 : 1;
  if (counts) {
    countTrips(trip, inits);
    types.insert(types.begin() + carried, inits.back().getType());
  }
  taped = cast<LoopOpInterface>(
      loop.createLike(b, loop->getLoc(), types, inits, loop.getOver()));
  // What decides whether there is a trip.
  for (auto [from, to] : llvm::zip(loop->getRegions().drop_back(),
                                   taped->getRegions().drop_back())) {
    to.takeBody(from);
    to.addArgument(inits.back().getType(), loc);
  }
  if (counts)
    back.getLastValueMutable().append(taped->getResult(carried));
  yieldOf(trip).getStackedMutable().append(kept);
  taped.getTrip().takeBody(trip);
  nameTape(kept, counts);
  // The rows of the backward trip, in the order of its arguments.
  ResultRange tapes = taped->getResults().take_back(kept.size());
  SmallVector<Value> over(tapes.take_front(tape.size()));
  llvm::append_range(over, loop.getOver());
  for (unsigned i : givenStacks)
    over.push_back(given[carried + i]);
  llvm::append_range(over, tapes.drop_front(tape.size()));
  back.getOverMutable().append(over);
  // Last: what is given may be a result of the loop.
  SmallVector<Value> results;
  for (unsigned i = 0; i < loop->getNumResults(); ++i)
    results.push_back(taped->getResult(i < carried ? i : i + counts));
  sweep.replace(loop, results);
}

void LoopReverser::giveGradients() {
  ResultRange results = back.getResults();
  ValueRange inits = loop.getInits();
  // The loop went on with the sums that were there.
  for (auto [k, value] : llvm::enumerate(captures))
    if (llvm::is_contained(reached, value))
      sweep.set(value, results[moving.size() + k]);
  for (auto [k, i] : llvm::enumerate(moving))
    if (sweep.isActive(inits[i]))
      sweep.add(inits[i], results[k], loc);
  for (auto [k, i] : llvm::enumerate(movingRows))
    sweep.add(loop.getOver()[i], results[moving.size() + captures.size() + k],
              loc);
}

LogicalResult LoopReverser::run() {
  findMoving();
  if (moving.empty() && givenStacks.empty())
    return success();
  if (!loop.getRows())
    return loop->emitOpError(
        "has no 'max_trips', but a gradient goes through it");
  createBackward();
  if (failed(fillBackward()))
    return failure();
  giveGradients();
  return success();
}

//===----------------------------------------------------------------------===//
// Branches
//===----------------------------------------------------------------------===//

static LogicalResult reverseIf(ReverseSweep &sweep, IfOp op, ValueRange given) {
  OpBuilder &b = sweep.getBuilder();
  Location loc = withoutName(op.getLoc());
  SmallVector<Value> captures = activeCaptures(sweep, op);
  auto back =
      IfOp::create(b, loc, ValueRange(captures).getTypes(), op.getCondition());
  llvm::BitVector reached(unsigned(captures.size()));
  for (auto [from, to] : llvm::zip(op->getRegions(), back->getRegions())) {
    OpBuilder inner = OpBuilder::atBlockEnd(&to.emplaceBlock());
    IRMapping map;
    YieldOp keep = replay(inner, from, map);
    inner.setInsertionPointAfter(keep);
    SmallVector<Value> ends;
    {
      ReverseSweep nested(inner, opsBefore(keep));
      for (Value value : captures)
        nested.activate(value);
      for (auto [value, cotangent] : llvm::zip(keep.getInputs(), given))
        if (cotangent)
          nested.add(value, cotangent, loc);
      if (failed(nested.run()))
        return failure();
      for (auto [i, value] : llvm::enumerate(captures)) {
        Value cotangent = nested.cotangentOf(value);
        if (cotangent)
          reached.set(unsigned(i));
        else
          cotangent = zeroOf(inner, loc, value.getType());
        ends.push_back(cotangent);
      }
      YieldOp::create(inner, loc, ends, ValueRange());
    }
    keep.erase();
  }
  for (unsigned i : reached.set_bits())
    sweep.add(captures[i], back.getResult(i), loc);
  return success();
}

LogicalResult reverseControl(ReverseSweep &sweep, Operation *op,
                             ValueRange given) {
  if (auto loop = dyn_cast<LoopOpInterface>(op))
    return LoopReverser(sweep, loop, given).run();
  return reverseIf(sweep, cast<IfOp>(op), given);
}

} // namespace leat
