//===- Destinations.cpp - a value and the buffer it shall stand in --------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/memory/Destinations.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/Entry.h"
#include "passes/memory/InPlace.h"
#include "passes/memory/Reshape.h"

using namespace mlir;
using namespace leat;

//===----------------------------------------------------------------------===//
// One value, one destination
//===----------------------------------------------------------------------===//

static bool isView(Operation *op) {
  return isReshape(op) || isa_and_nonnull<tensor::ExtractSliceOp>(op);
}

// Every use of the elements of `value`, by itself or through a view of it.
static void collectUses(Value value, SmallVectorImpl<OpOperand *> &uses) {
  for (OpOperand &use : value.getUses()) {
    uses.push_back(&use);
    if (isView(use.getOwner()))
      collectUses(use.getOwner()->getResult(0), uses);
  }
}

// What `value` is a view of.
static Value viewRoot(Value value) {
  while (isView(value.getDefiningOp()))
    value = value.getDefiningOp()->getOperand(0);
  return value;
}

// Whether an op behind `launch`, up to `last`, overwrites what `launch` reads.
static bool isOverwritten(LaunchOp launch, Operation *last) {
  DenseSet<Value> read;
  for (Value input : launch.getIns())
    read.insert(viewRoot(input));
  for (Operation *op = launch->getNextNode();; op = op->getNextNode()) {
    WalkResult found = op->walk([&](Operation *inner) {
      // A loop starts in its operands and may stay there.
      bool loops = isa<LoopLikeOpInterface>(inner);
      auto writer = dyn_cast<DestinationStyleOpInterface>(inner);
      for (OpOperand &use : inner->getOpOperands())
        if ((loops || (writer && writer.isDpsInit(&use)) ||
             isa<bufferization::MaterializeInDestinationOp,
                 tensor::InsertSliceOp>(inner)) &&
            read.contains(viewRoot(use.get())))
          return WalkResult::interrupt();
      return WalkResult::advance();
    });
    if (found.wasInterrupted())
      return true;
    if (op == last)
      return false;
  }
}

// Tries to make `op` the last op before `end` that reads what `dest` holds:
// what it computes can then overwrite it. Moves a launch behind later readers
// where nothing in between needs its results.
bool DestinationGiver::makeLastUser(Operation *op, Value dest, Operation *end) {
  Block *block = op->getBlock();
  auto launch = dyn_cast<LaunchOp>(op);
  SmallVector<OpOperand *> uses, results;
  collectUses(dest, uses);
  for (Value result : op->getResults())
    collectUses(result, results);
  Operation *last = op;
  // What a loop leaves may stand there, which comes behind it.
  if (Operation *definition = dest.getDefiningOp();
      definition && definition->getBlock() == block &&
      op->isBeforeInBlock(definition))
    last = definition;
  for (OpOperand *use : uses) {
    Operation *user = block->findAncestorOpInBlock(*use->getOwner());
    if (!user || user == end || isView(user))
      continue;
    // A kernel reads its inputs while it writes; only a whole input of a
    // function can be replaced by the destination.
    if (launch && user == op && !launch.isDpsInit(use) &&
        (reshapeRoot(use->get()) != dest || !kernelFunction(launch, symbols)))
      return false;
    if (last->isBeforeInBlock(user))
      last = user;
  }
  if (last == op)
    return true;
  if (!launch || end->isBeforeInBlock(last))
    return false;
  for (OpOperand *use : results) {
    Operation *user = block->findAncestorOpInBlock(*use->getOwner());
    if (!last->isBeforeInBlock(user))
      return false;
  }
  if (isOverwritten(launch, last))
    return false;
  op->moveAfter(last);
  return true;
}

// Replaces the empty destination of the launch that computes `value` by
// `dest`. False where there is no such launch, or `dest` is read later.
bool DestinationGiver::computeInto(Value value, Value dest, Operation *before) {
  auto result = dyn_cast<OpResult>(reshapeRoot(value));
  auto launch = result ? dyn_cast<LaunchOp>(result.getOwner()) : LaunchOp();
  if (!launch || launch->getBlock() != before->getBlock())
    return false;
  OpOperand &out = launch.getOutsMutable()[result.getResultNumber()];
  if (!out.get().getDefiningOp<tensor::EmptyOp>() ||
      !makeLastUser(launch, dest, before))
    return false;
  auto type = cast<RankedTensorType>(result.getType());
  out.set(dest);
  if (type == dest.getType())
    return true;
  // A launch takes buffers of any shape; others see the shape they saw.
  SmallVector<OpOperand *> uses = llvm::to_vector(
      llvm::map_range(result.getUses(), [](OpOperand &use) { return &use; }));
  result.setType(dest.getType());
  OpBuilder b(launch.getContext());
  b.setInsertionPointAfter(launch);
  Value old = reshapeTo(b, launch.getLoc(), result, type);
  for (OpOperand *use : uses)
    use->set(old);
  return true;
}

// What the loop that leaves `value` carries it on from; null if none does.
static OpOperand *startOf(Value value) {
  if (auto loop = value.getDefiningOp<scf::ForOp>())
    return loop.getTiedLoopInit(cast<OpResult>(value));
  auto loop = value.getDefiningOp<scf::WhileOp>();
  if (!loop)
    return nullptr;
  unsigned index = cast<OpResult>(value).getResultNumber();
  auto carry = dyn_cast<BlockArgument>(loop.getConditionOp().getArgs()[index]);
  if (!carry || carry.getOwner() != loop.getBeforeBody())
    return nullptr;
  return &loop.getInitsMutable()[carry.getArgNumber()];
}

Value leat::loopRoot(Value value) {
  while (true) {
    value = reshapeRoot(value);
    OpOperand *start = startOf(value);
    if (!start)
      return value;
    value = start->get();
  }
}

// Where `value` may stand: what it is a view of, or what the loop that leaves
// it, or leaves what it is a view of, started in.
static Value placeOf(Value value) {
  Value place = loopRoot(viewRoot(value));
  return place == value ? value : placeOf(place);
}

// What the loop that `init` belongs to leaves where it started; null if it
// carries nothing on there.
static Value leftBy(OpOperand &init) {
  if (auto loop = dyn_cast<scf::ForOp>(init.getOwner()))
    return loop.getTiedLoopResult(&init);
  auto loop = cast<scf::WhileOp>(init.getOwner());
  Value carry = loop.getBeforeArguments()[init.getOperandNumber()];
  OperandRange handed = loop.getConditionOp().getArgs();
  auto found = llvm::find(handed, carry);
  return found == handed.end() ? Value()
                               : loop->getResult(found - handed.begin());
}

// What stands in `dest` before `before`: a loop that starts there leaves its
// result. Null where others still read what it started from.
static Value standingIn(Value dest, Operation *before) {
  Block *block = before->getBlock();
  SmallVector<OpOperand *> uses;
  collectUses(dest, uses);
  OpOperand *init = nullptr;
  for (OpOperand *use : uses)
    if (isa<scf::ForOp, scf::WhileOp>(use->getOwner()) &&
        use->getOwner()->getBlock() == block) {
      if (init || use->get() != dest)
        return {};
      init = use;
    }
  if (!init)
    return dest;
  for (OpOperand *use : uses) {
    Operation *user = block->findAncestorOpInBlock(*use->getOwner());
    if (use != init && user && !user->isBeforeInBlock(init->getOwner()))
      return {};
  }
  Value left = leftBy(*init);
  return left ? standingIn(left, before) : Value();
}

// An empty tensor becomes memory that no destination replaces.
static void keepApart(OpOperand &empty) {
  OpBuilder b(empty.getOwner());
  if (empty.get().getDefiningOp<tensor::EmptyOp>())
    empty.set(bufferization::AllocTensorOp::create(
        b, empty.getOwner()->getLoc(),
        cast<RankedTensorType>(empty.get().getType()), ValueRange()));
}

// The same for what the launch that computes `value` writes to.
static void keepApart(Value value) {
  auto result = dyn_cast<OpResult>(reshapeRoot(value));
  if (auto launch =
          dyn_cast_or_null<LaunchOp>(reshapeRoot(value).getDefiningOp()))
    keepApart(launch.getOutsMutable()[result.getResultNumber()]);
}

// The same for what loops start from that leave `value`.
static void keepStartApart(Value value) {
  while (OpOperand *start = startOf(viewRoot(value))) {
    keepApart(*start);
    value = start->get();
  }
}

// Loops of `block` that start in `dest` start from a copy.
static void startFromCopies(Value dest, Block *block) {
  for (OpOperand &use : llvm::make_early_inc_range(dest.getUses())) {
    Operation *loop = use.getOwner();
    if (!isa<scf::ForOp, scf::WhileOp>(loop) || loop->getBlock() != block)
      continue;
    OpBuilder b(loop);
    use.set(bufferization::AllocTensorOp::create(
        b, loop->getLoc(), cast<RankedTensorType>(dest.getType()), ValueRange(),
        dest));
  }
}

static Value copyTo(Value value, Value dest, Operation *before) {
  OpBuilder b(before);
  return bufferization::MaterializeInDestinationOp::create(
             b, value.getLoc(), dest.getType(), value, dest)
      .getResult();
}

// `value`, made to stand in `dest` of the same type before the op `before`.
Value DestinationGiver::give(Value value, Value dest, Operation *before) {
  if (reshapeRoot(value) == dest)
    return dest;
  // A loop that starts in its destination stays there; where others still read
  // what it starts from, it starts from a copy.
  Value standing = standingIn(dest, before);
  if (!standing) {
    startFromCopies(dest, before->getBlock());
    standing = standingIn(dest, before);
  }
  if (standing && loopRoot(value) == dest && reshapeRoot(value) == standing)
    return value;
  if (standing && computeInto(value, standing, before))
    return reshapeRoot(value);
  Operation *definition = value.getDefiningOp();
  if (definition && definition->getBlock() == before->getBlock()) {
    auto result = cast<OpResult>(value);
    // What two take goes to the first, from where the second copies it.
    if (auto branches = dyn_cast<scf::IfOp>(definition))
      if (standing && !given.contains(result) &&
          giveToBranches(branches, result.getResultNumber(), standing))
        return value;
    if (auto loop = dyn_cast<scf::ForOp>(definition))
      if (giveToInit(loop, result, dest))
        return value;
  }
  // In the destination, where bufferisation would start it, a loop would seem
  // to read what that holds.
  keepStartApart(value);
  return copyTo(value, dest, before);
}

//===----------------------------------------------------------------------===//
// Loops and branches
//===----------------------------------------------------------------------===//

// A terminator takes a copy, made before its block overwrites what it took.
static void keepCopy(OpOperand &use) {
  OpBuilder b = OpBuilder::atBlockBegin(use.getOwner()->getBlock());
  if (Operation *definition = use.get().getDefiningOp();
      definition && definition->getBlock() == use.getOwner()->getBlock())
    b.setInsertionPointAfter(definition);
  use.set(bufferization::AllocTensorOp::create(
      b, use.get().getLoc(), cast<RankedTensorType>(use.get().getType()),
      ValueRange(), use.get()));
}

// Both branches write the result to `dest`; false if its old value is still
// read behind them.
bool DestinationGiver::giveToBranches(scf::IfOp branches, unsigned result,
                                      Value dest) {
  if (!makeLastUser(branches, dest, branches->getBlock()->getTerminator()))
    return false;
  given.insert(branches->getResult(result));
  for (Region &region : branches->getRegions()) {
    Operation *yield = region.front().getTerminator();
    if (viewRoot(yield->getOperand(result)) != dest)
      for (OpOperand &use : yield->getOpOperands())
        if (use.getOperandNumber() != result && placeOf(use.get()) == dest)
          keepCopy(use);
    yield->setOperand(result, give(yield->getOperand(result), dest, yield));
  }
  return true;
}

// A loop whose result is an output, which nobody reads, starts there. Other
// destinations hold values that the loop may still read: false.
bool DestinationGiver::giveToInit(scf::ForOp loop, OpResult result,
                                  Value dest) {
  auto argument = dyn_cast<BlockArgument>(dest);
  if (!argument || argument.getOwner()->getParentOp() != entry ||
      !entry.getArgAttr(argument.getArgNumber(), kOutputAttr))
    return false;
  OpOperand &init = *loop.getTiedLoopInit(result);
  Value start = init.get();
  // Others still read what the loop starts from while it overwrites that.
  bool shared = !reshapeRoot(start).hasOneUse() || !start.hasOneUse();
  if (shared)
    keepApart(start);
  init.set(start.getDefiningOp<tensor::EmptyOp>() ? dest
           : shared                               ? copyTo(start, dest, loop)
                                                  : give(start, dest, loop));
  return true;
}

// Each operand of a terminator gets the argument that it becomes. A value
// that stands in another argument, which is overwritten too, is copied first.
void DestinationGiver::giveToCarries(
    ArrayRef<std::pair<OpOperand *, Value>> carries) {
  DenseSet<Value> overwritten;
  for (auto [use, dest] : carries)
    if (reshapeRoot(use->get()) != dest)
      overwritten.insert(dest);
  for (auto [use, dest] : carries) {
    Value place = placeOf(use->get());
    if (place != dest && overwritten.contains(place))
      keepCopy(*use);
    use->set(give(use->get(), dest, use->getOwner()));
  }
}

void DestinationGiver::giveToControlFlow() {
  entry.walk<WalkOrder::PreOrder>([&](Operation *op) {
    SmallVector<std::pair<OpOperand *, Value>> carries;
    auto add = [&](OpOperand &use, Value dest) {
      if (isa<RankedTensorType>(dest.getType()))
        carries.emplace_back(&use, dest);
    };
    if (auto loop = dyn_cast<scf::ForOp>(op)) {
      for (auto [use, dest] : llvm::zip(loop.getYieldedValuesMutable().value(),
                                        loop.getRegionIterArgs()))
        add(use, dest);
    } else if (auto loop = dyn_cast<scf::WhileOp>(op)) {
      // A carry comes back to the argument that the condition handed on.
      OperandRange handed = loop.getConditionOp().getArgs();
      for (auto [before, use] : llvm::zip(loop.getBeforeArguments(),
                                          loop.getYieldOp()->getOpOperands())) {
        auto found = llvm::find(handed, before);
        if (found != handed.end())
          add(use, loop.getAfterArguments()[found - handed.begin()]);
      }
    } else if (auto branches = dyn_cast<scf::IfOp>(op)) {
      for (OpResult result : branches.getResults()) {
        auto type = dyn_cast<RankedTensorType>(result.getType());
        if (!type || given.contains(result))
          continue;
        OpBuilder b(branches);
        // Not a `tensor.empty`: where that stands for a slice of something, as
        // it may in one region and not in the other, they would disagree.
        Value dest = bufferization::AllocTensorOp::create(b, branches.getLoc(),
                                                          type, ValueRange());
        giveToBranches(branches, result.getResultNumber(), dest);
      }
    }
    giveToCarries(carries);
  });
}

void DestinationGiver::keepSharedApart() {
  entry.walk([](LaunchOp launch) {
    for (OpResult result : launch->getResults()) {
      SmallVector<OpOperand *> uses;
      collectUses(result, uses);
      if (llvm::any_of(uses, [&](OpOperand *use) {
            return use->getOwner()->getBlock() != launch->getBlock() ||
                   use->getOwner()->getNumRegions() > 0;
          }))
        keepApart(result);
    }
  });
}
