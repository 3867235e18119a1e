//===- ControlFolds.cpp - simpler loops and branches ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is known of a loop or branch becomes shorter code: bounds that are
// numbers, one trip, none, a branch that is always taken; results, carried
// values and rows that nobody reads. No loop is unrolled.
//
//===----------------------------------------------------------------------===//

#include "dialect/Control.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/PatternMatch.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace leat {

static std::optional<double> numberIn(Value value) {
  auto number = value ? value.getDefiningOp<NumberOp>() : NumberOp();
  if (!number)
    return std::nullopt;
  return number.getValue().convertToDouble();
}

// Moves the ops of a region before `op`, with `arguments` for its own; returns
// what its end takes, which is erased.
static SmallVector<Value> inlineBefore(RewriterBase &rewriter, Operation *op,
                                       Region &region, ValueRange arguments) {
  Block &block = region.front();
  Operation *end = block.getTerminator();
  rewriter.inlineBlockBefore(&block, op, arguments);
  SmallVector<Value> values(end->getOperands());
  rewriter.eraseOp(end);
  return values;
}

// What a loop that does not run gives: what it starts from, and stacks of
// zeros.
static LogicalResult replaceByInits(PatternRewriter &rewriter, Operation *loop,
                                    ValueRange inits) {
  ResultRange stacks = loop->getResults().drop_front(inits.size());
  for (Type type : stacks.getTypes())
    if (!cast<RankedTensorType>(type).hasStaticShape())
      return failure();
  SmallVector<Value> values(inits);
  for (Type type : stacks.getTypes())
    values.push_back(NumberOp::create(rewriter, withoutName(loop->getLoc()),
                                      type, rewriter.getF64FloatAttr(0)));
  rewriter.replaceOp(loop, values);
  return success();
}

// The elements of `values` whose bit is not set.
template <typename Range>
static auto without(Range values, const llvm::BitVector &dropped) {
  SmallVector<std::decay_t<decltype(values[0])>> kept;
  for (auto [i, value] : llvm::enumerate(values))
    if (!dropped[unsigned(i)])
      kept.push_back(value);
  return kept;
}

// The results of an op without the dropped ones, and their names.
static SmallVector<Type> keptResults(Operation *op,
                                     const llvm::BitVector &dropped,
                                     SmallVector<Attribute> &names) {
  if (auto all = op->getAttrOfType<ArrayAttr>(kNamesAttr))
    names = without(all.getValue(), dropped);
  return without(op->getResults().getTypes(), dropped);
}

static void replaceKept(RewriterBase &rewriter, Operation *op,
                        Operation *shorter, const llvm::BitVector &dropped,
                        ArrayRef<Attribute> names,
                        ArrayRef<Value> substitutes) {
  shorter->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  if (op->hasAttr(kNamesAttr))
    shorter->setAttr(kNamesAttr, rewriter.getArrayAttr(names));
  SmallVector<Value> values;
  unsigned next = 0;
  for (unsigned i = 0; i < op->getNumResults(); ++i)
    values.push_back(dropped[i] ? substitutes[i]
                                : Value(shorter->getResult(next++)));
  rewriter.replaceOp(op, values);
}

//===----------------------------------------------------------------------===//
// for and while: what nobody reads
//===----------------------------------------------------------------------===//

// Carried values that no result which is read, and no stack or condition,
// depends on; and stacks that nobody reads.
static llvm::BitVector findDead(LoopOpInterface loop) {
  MutableArrayRef<Region> bodies = loop->getRegions();
  unsigned first = loop.getFirstCarried(), carried = loop.getInits().size();
  YieldOp yield = yieldOf(loop.getTrip());
  llvm::BitVector dead(loop->getNumResults(), true);
  llvm::SetVector<Value> needed;
  auto need = [&](unsigned result) {
    dead.reset(result);
    needed.insert(result < carried ? yield.getInputs()[result]
                                   : yield.getStacked()[result - carried]);
  };
  for (OpResult result : loop->getResults())
    if (!result.use_empty())
      need(result.getResultNumber());
  for (Region &body : bodies)
    for (Operation &op : body.front()) {
      bool decides = isa<ConditionOp>(op);
      if (decides || (!isa<YieldOp>(op) && !isMemoryEffectFree(&op)))
        op.walk([&](Operation *inner) {
          needed.insert_range(inner->getOperands());
        });
    }
  for (unsigned i = 0; i < needed.size(); ++i) {
    Value value = needed[i];
    if (auto argument = dyn_cast<BlockArgument>(value)) {
      bool mine = llvm::any_of(bodies, [&](Region &body) {
        return argument.getOwner() == &body.front();
      });
      unsigned number = argument.getArgNumber();
      if (mine && number >= first && number < first + carried)
        need(number - first);
      continue;
    }
    Operation *maker = value.getDefiningOp();
    if (loop->isProperAncestor(maker))
      maker->walk(
          [&](Operation *op) { needed.insert_range(op->getOperands()); });
  }
  return dead;
}

// A carried value that no trip changes is what the loop started from.
static void findUnchanged(YieldOp yield, ValueRange inits,
                          Block::BlockArgListType arguments,
                          llvm::BitVector &dropped,
                          SmallVectorImpl<Value> &substitutes) {
  for (auto [i, value, argument, init] :
       llvm::enumerate(yield.getInputs(), arguments, inits))
    if (value == argument || value == init) {
      dropped.set(unsigned(i));
      substitutes[i] = init;
    }
}

// A dropped carried value may still be named in dead code of the trip.
static void dropArguments(PatternRewriter &rewriter, LoopOpInterface loop,
                          Region &region, const llvm::BitVector &carried,
                          const llvm::BitVector &rows) {
  unsigned first = loop.getFirstCarried();
  llvm::BitVector gone(region.getNumArguments());
  for (unsigned i : carried.set_bits()) {
    rewriter.replaceAllUsesWith(region.getArgument(first + i),
                                loop.getInits()[i]);
    gone.set(first + i);
  }
  for (unsigned i : rows.set_bits())
    gone.set(first + carried.size() + i);
  region.front().eraseArguments(gone);
}

// Drops results, carried values and rows that nobody reads or changes.
static LogicalResult shortenLoop(PatternRewriter &rewriter,
                                 LoopOpInterface loop) {
  unsigned carried = loop.getInits().size();
  YieldOp yield = yieldOf(loop.getTrip());
  llvm::BitVector dropped = findDead(loop);
  SmallVector<Value> substitutes(loop->getNumResults());
  llvm::copy(loop.getInits(), substitutes.begin());
  findUnchanged(yield, loop.getInits(), loop.getCarried(), dropped,
                substitutes);
  llvm::BitVector unread(loop.getOver().size());
  for (auto [i, row] : llvm::enumerate(loop.getRowArguments()))
    unread[unsigned(i)] = row.use_empty();
  if (dropped.none() && unread.none())
    return failure();
  llvm::BitVector dropCarried = dropped, dropStacks(yield.getStacked().size());
  dropCarried.resize(carried);
  for (unsigned i = 0; i < dropStacks.size(); ++i)
    dropStacks[i] = dropped[carried + i];
  SmallVector<Attribute> names;
  SmallVector<Type> types = keptResults(loop, dropped, names);
  Operation *shorter = loop.createLike(rewriter, loop->getLoc(), types,
                                       without(loop.getInits(), dropCarried),
                                       without(loop.getOver(), unread));
  for (Region &region : loop->getRegions())
    dropArguments(rewriter, loop, region, dropCarried, unread);
  rewriter.modifyOpInPlace(yield, [&] {
    SmallVector<Value> inputs = without(yield.getInputs(), dropCarried);
    SmallVector<Value> stacked = without(yield.getStacked(), dropStacks);
    yield.getInputsMutable().assign(inputs);
    yield.getStackedMutable().assign(stacked);
  });
  for (auto [from, to] : llvm::zip(loop->getRegions(), shorter->getRegions()))
    rewriter.inlineRegionBefore(from, to, to.end());
  // A stack that is dropped has no reader.
  replaceKept(rewriter, loop, shorter, dropped, names, substitutes);
  return success();
}

namespace {

/// shortenLoop of the loops `LoopT`.
template <typename LoopT> struct ShortenLoop : OpRewritePattern<LoopT> {
  using OpRewritePattern<LoopT>::OpRewritePattern;

  LogicalResult matchAndRewrite(LoopT loop,
                                PatternRewriter &rewriter) const override {
    return shortenLoop(rewriter, loop);
  }
};

//===----------------------------------------------------------------------===//
// Loops and branches whose course is known
//===----------------------------------------------------------------------===//

/// A bound that is a number is one of the loop. A loop of no trip is what it
/// starts from; more trips than `max_trips` stay an error at run time.
struct FoldBounds : OpRewritePattern<ForOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ForOp loop,
                                PatternRewriter &rewriter) const override {
    auto known = [](Value value, std::optional<int64_t> number) {
      std::optional<double> found = numberIn(value);
      return found ? int64_t(*found) : number;
    };
    std::optional<int64_t> first = known(loop.getFirstValue(), loop.getFirst());
    std::optional<int64_t> last = known(loop.getLastValue(), loop.getLast());
    if (loop.getTripCount() || !first || !last)
      return failure();
    int64_t low = loop.getDown() ? *last : *first;
    int64_t high = loop.getDown() ? *first : *last;
    if (low > high)
      return replaceByInits(rewriter, loop, loop.getInits());
    uint64_t most = loop.getMaxTrips().value_or(int64_t(1) << 47);
    if (uint64_t(high) - uint64_t(low) >= most)
      return failure();
    rewriter.modifyOpInPlace(loop, [&] {
      loop.setFirst(*first);
      loop.setLast(*last);
      loop.getFirstValueMutable().clear();
      loop.getLastValueMutable().clear();
    });
    return success();
  }
};

/// A loop of one trip, all of whose rows are made, is its body.
struct InlineOneTrip : OpRewritePattern<ForOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ForOp loop,
                                PatternRewriter &rewriter) const override {
    bool rows = !loop.getStacks().empty() || !loop.getOver().empty();
    if (loop.getTripCount() != 1 || (rows && loop.getRows() != 1))
      return failure();
    // A number is held as f64.
    int64_t first = *loop.getFirst();
    if (std::abs(first) > int64_t(1) << 53)
      return failure();
    Location loc = loop.getLoc();
    Value counter = NumberOp::create(rewriter, loc, loop.getCounter().getType(),
                                     rewriter.getF64FloatAttr(double(first)));
    SmallVector<Value> arguments = {counter};
    llvm::append_range(arguments, loop.getInits());
    auto reshape = [&](Value value, Type type) -> Value {
      return ReshapeOp::create(
          rewriter, withoutName(loc), value,
          rewriter.getI64ArrayAttr(cast<RankedTensorType>(type).getShape()));
    };
    for (auto [value, row] : llvm::zip(loop.getOver(), loop.getRowArguments()))
      arguments.push_back(reshape(value, row.getType()));
    unsigned carried = loop.getInits().size();
    SmallVector<Value> values =
        inlineBefore(rewriter, loop, loop.getBody(), arguments);
    for (unsigned i = carried; i < values.size(); ++i)
      values[i] = reshape(values[i], loop.getResult(i).getType());
    rewriter.replaceOp(loop, values);
    return success();
  }
};

/// A condition that never holds, and does nothing else: no trip.
struct FoldWhile : OpRewritePattern<WhileOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(WhileOp loop,
                                PatternRewriter &rewriter) const override {
    auto end = cast<ConditionOp>(loop.getCondition().front().getTerminator());
    std::optional<double> more = numberIn(end.getMore());
    if (!more || *more != 0)
      return failure();
    // The condition is looked at once.
    if (!llvm::all_of(loop.getCondition().front(),
                      [](Operation &op) { return isMemoryEffectFree(&op); }))
      return failure();
    return replaceByInits(rewriter, loop, loop.getInits());
  }
};

/// A condition that is known, or branches without results and effects.
struct FoldIf : OpRewritePattern<IfOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(IfOp op,
                                PatternRewriter &rewriter) const override {
    std::optional<double> condition = numberIn(op.getCondition());
    if (!condition)
      return failure();
    Region &taken = *condition != 0 ? op.getThenRegion() : op.getElseRegion();
    rewriter.replaceOp(op, inlineBefore(rewriter, op, taken, {}));
    return success();
  }
};

/// Drops results that nobody reads, and those that both regions take from
/// outside.
struct ShortenIf : OpRewritePattern<IfOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(IfOp op,
                                PatternRewriter &rewriter) const override {
    YieldOp one = yieldOf(op.getThenRegion());
    YieldOp two = yieldOf(op.getElseRegion());
    llvm::BitVector dropped(op.getNumResults());
    SmallVector<Value> substitutes(op.getNumResults());
    for (unsigned i = 0; i < op.getNumResults(); ++i) {
      Value a = one.getInputs()[i];
      if (a == two.getInputs()[i])
        substitutes[i] = a;
      dropped[i] = substitutes[i] || op.getResult(i).use_empty();
    }
    if (dropped.none())
      return failure();
    SmallVector<Attribute> names;
    SmallVector<Type> types = keptResults(op, dropped, names);
    auto shorter =
        IfOp::create(rewriter, op.getLoc(), types, op.getCondition());
    for (YieldOp yield : {one, two})
      rewriter.modifyOpInPlace(yield, [&] {
        SmallVector<Value> kept = without(yield.getInputs(), dropped);
        yield.getInputsMutable().assign(kept);
      });
    for (unsigned i = 0; i < 2; ++i)
      rewriter.inlineRegionBefore(op->getRegion(i), shorter->getRegion(i),
                                  shorter->getRegion(i).end());
    replaceKept(rewriter, op, shorter, dropped, names, substitutes);
    return success();
  }
};

} // namespace

void ForOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                        MLIRContext *context) {
  patterns.add<ShortenLoop<ForOp>, FoldBounds, InlineOneTrip>(context);
}

void WhileOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                          MLIRContext *context) {
  patterns.add<ShortenLoop<WhileOp>, FoldWhile>(context);
}

void IfOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                       MLIRContext *context) {
  patterns.add<ShortenIf, FoldIf>(context);
}

} // namespace leat
