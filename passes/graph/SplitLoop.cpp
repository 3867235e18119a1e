//===- SplitLoop.cpp - a loop as a loop of loops --------------------------===//
//
//   %y = for %t = 1 to 7, save = every 3 carry(%a = %x) { ... yield %b }
//   ==>
//   %0 = for %s = 0 to 1 carry(%p = %x) {
//     %1 = for %j = 0 to 2 carry(%a = %p) { %t = 1 + %s * 3 + %j ... yield %b }
//     yield %1 }
//   %y = for %j = 0 to 0 carry(%a = %0) { %t = 7 + %j ... yield %b }
//
// Reverse mode keeps the carried values of the outer loop, and for one trip of
// it at a time those of the inner one. Trips and their order are the same.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Control.h"
#include "dialect/Formula.h"
#include "mlir/IR/IRMapping.h"
#include "passes/graph/Checkpoint.h"

using namespace mlir;

namespace leat {

namespace {

class LoopSplitter {
public:
  LoopSplitter(ForOp loop, int64_t trips, int64_t part)
      : loop(loop), b(loop), loc(withoutName(loop.getLoc())), part(part),
        whole(trips / part * part), rest(trips % part) {}

  void run();

private:
  ForOp makeLoop(OpBuilder &builder, int64_t trips, ValueRange inits,
                 ValueRange over, int64_t inner);
  void fillTrip(ForOp inner, Value before, int64_t done);
  ForOp makeParts();
  Value rowsOf(Value rows, bool ofWhole);

  ForOp loop;
  OpBuilder b;
  Location loc;
  int64_t part, whole, rest; ///< trips: of a part, of all parts, left over
};

} // namespace

// An empty loop with the counter 0 ... trips - 1 for the trips of `loop`; a
// stack has `trips` rows, each of `inner` rows of the loop if that is not 0.
ForOp LoopSplitter::makeLoop(OpBuilder &builder, int64_t trips,
                             ValueRange inits, ValueRange over, int64_t inner) {
  YieldOp yield = yieldOf(loop.getBody());
  SmallVector<Type> types(inits.getTypes());
  for (Value stacked : yield.getStacked()) {
    Type row = stacked.getType();
    types.push_back(stackOf(inner ? stackOf(row, inner) : row, trips));
  }
  auto made = ForOp::create(
      builder, loop.getLoc(), types, builder.getI64IntegerAttr(0),
      builder.getI64IntegerAttr(trips - 1), builder.getBoolAttr(false),
      IntegerAttr(), loop.getSaveAllAttr(), loop.getBackwardAttr(), Value(),
      Value(), inits, over, IntegerAttr());
  Block &block = made.getBody().emplaceBlock();
  block.addArgument(loop.getCounter().getType(), loop.getCounter().getLoc());
  for (auto [value, argument] : llvm::zip(inits, loop.getCarried()))
    block.addArgument(value.getType(), argument.getLoc());
  for (auto [value, argument] : llvm::zip(over, loop.getRowArguments())) {
    auto type = cast<RankedTensorType>(value.getType());
    block.addArgument(RankedTensorType::get(type.getShape().drop_front(),
                                            type.getElementType()),
                      argument.getLoc());
  }
  return made;
}

// A trip of the original loop: number `before` * part + its own + `done`.
void LoopSplitter::fillTrip(ForOp inner, Value before, int64_t done) {
  OpBuilder body = OpBuilder::atBlockEnd(&inner.getBody().front());
  IRMapping map;
  if (!loop.getCounter().use_empty()) {
    Expr trip(body, loc, inner.getCounter());
    if (before)
      trip = trip + Expr(body, loc, before) * Expr(double(part));
    double first = double(*loop.getFirst());
    if (loop.getDown())
      trip = Expr(first - double(done)) - trip;
    else
      trip = trip + Expr(first + double(done));
    map.map(loop.getCounter(), trip.value);
  }
  map.map(loop.getCarried(), inner.getCarried());
  map.map(loop.getRowArguments(), inner.getRowArguments());
  for (Operation &op : loop.getBody().front())
    body.clone(op, map);
}

// Rows of the parts, one more axis for these, or those of the trips left over.
// The first trips have the last rows where rows run backward.
Value LoopSplitter::rowsOf(Value rows, bool ofWhole) {
  Formula f{b, loc};
  ArrayRef<int64_t> shape = sizesOf(rows);
  bool inFront = ofWhole != bool(loop.getBackward());
  int64_t count = ofWhole ? whole : rest;
  int64_t start = inFront ? 0 : whole + rest - count;
  Value mine = rest ? f.slice(f(rows), 0, start, start + count).value : rows;
  if (!ofWhole)
    return mine;
  SmallVector<int64_t> sizes = {whole / part, part};
  llvm::append_range(sizes, shape.drop_front());
  return f.reshape(f(mine), sizes).value;
}

ForOp LoopSplitter::makeParts() {
  SmallVector<Value> over;
  for (Value rows : loop.getOver())
    over.push_back(rowsOf(rows, /*ofWhole=*/true));
  ForOp outer = makeLoop(b, whole / part, loop.getInits(), over, part);
  OpBuilder body = OpBuilder::atBlockEnd(&outer.getBody().front());
  ForOp inner =
      makeLoop(body, part, outer.getCarried(), outer.getRowArguments(), 0);
  fillTrip(inner, outer.getCounter(), 0);
  unsigned carried = unsigned(loop.getInits().size());
  YieldOp::create(body, loc, inner.getResults().take_front(carried),
                  inner.getResults().drop_front(carried));
  return outer;
}

void LoopSplitter::run() {
  Formula f{b, loc};
  unsigned carried = unsigned(loop.getInits().size());
  ForOp parts = makeParts();
  SmallVector<Value> ends(parts.getResults().take_front(carried)), stacks;
  for (Value stack : parts.getStacks()) {
    SmallVector<int64_t> sizes = {whole};
    llvm::append_range(sizes, sizesOf(stack).drop_front(2));
    stacks.push_back(f.reshape(f(stack), sizes).value);
  }
  if (rest) {
    SmallVector<Value> over;
    for (Value rows : loop.getOver())
      over.push_back(rowsOf(rows, /*ofWhole=*/false));
    ForOp tail = makeLoop(b, rest, ends, over, 0);
    fillTrip(tail, {}, whole);
    ends.assign(tail.getResults().begin(), tail.getResults().begin() + carried);
    for (auto [stack, more] : llvm::zip(stacks, tail.getStacks()))
      stack = (loop.getBackward() ? f.concat({more, stack}, 0)
                                  : f.concat({stack, more}, 0))
                  .value;
  }
  llvm::append_range(ends, stacks);
  loop->replaceAllUsesWith(ends);
  loop.erase();
}

void splitLoop(ForOp loop) {
  int64_t every = *loop.getSaveEvery();
  std::optional<int64_t> trips = loop.getTripCount();
  loop.removeSaveEveryAttr();
  // One part, or parts of one trip, are what a loop is anyway.
  if (trips && every > 1 && every < *trips)
    LoopSplitter(loop, *trips, every).run();
}

} // namespace leat
