//===- GiveDestinations.cpp - where each result is written ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Results, carries of loops and results of branches get the buffer that they
// will stand in before bufferisation chooses one for them.
//   %e0 = tensor.empty() : tensor<f32>
//   %l = leat.launch @loss ins(%g) outs(%e0)
//   %e1 = tensor.empty() : tensor<8xf32>
//   %n = leat.launch @sgd ins(%w, %g) outs(%e1)
//   return %l, %n                                // the output, the state @w
// becomes
//   %l = leat.launch @loss ins(%g) outs(%loss)   // a new argument
//   %n = leat.launch @sgd ins(%g) outs(%w)       // in place, see InPlace.h
//   return %l, %n
// On tensors a destination means nothing, so every choice made here is right:
// where it cannot be had without overwriting something that is still read,
// bufferisation copies.
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/Entry.h"
#include "passes/Passes.h"
#include "passes/memory/InPlace.h"
#include "passes/memory/Reshape.h"

namespace leat {
#define GEN_PASS_DEF_GIVEDESTINATIONSPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

namespace {

/// Gives destinations within one entry.
class DestinationGiver {
public:
  DestinationGiver(func::FuncOp entry, SymbolTableCollection &symbols)
      : entry(entry), symbols(symbols) {}

  /// Checks and records the signature, gives every result its argument.
  LogicalResult giveToResults();

  /// Destinations for what loops carry and branches yield.
  void giveToControlFlow();

private:
  Value give(Value value, Value dest, Operation *before);
  bool computeInto(Value value, Value dest, Operation *before);
  bool makeLastUser(Operation *op, Value dest, Operation *before);
  bool giveToBranches(scf::IfOp branches, unsigned result, Value dest);
  bool giveToInit(scf::ForOp loop, OpResult result, Value dest);
  void giveToCarries(ArrayRef<std::pair<OpOperand *, Value>> carries);
  LogicalResult recordSignature();
  BlockArgument stateArgument(unsigned result);
  BlockArgument addArgument(unsigned result, StringRef marker);

  func::FuncOp entry;
  SymbolTableCollection &symbols;
  DenseSet<OpResult> given; ///< results of branches that have a destination
};

//===----------------------------------------------------------------------===//
// One value, one destination
//===----------------------------------------------------------------------===//

bool isView(Operation *op) {
  return isReshape(op) || isa_and_nonnull<tensor::ExtractSliceOp>(op);
}

/// Every use of the elements of `value`, by itself or through a view of it.
void collectUses(Value value, SmallVectorImpl<OpOperand *> &uses) {
  for (OpOperand &use : value.getUses()) {
    uses.push_back(&use);
    if (isView(use.getOwner()))
      collectUses(use.getOwner()->getResult(0), uses);
  }
}

/// What `value` is a view of.
Value viewRoot(Value value) {
  while (isView(value.getDefiningOp()))
    value = value.getDefiningOp()->getOperand(0);
  return value;
}

/// Whether an op behind `launch`, up to `last`, overwrites what `launch` reads.
bool isOverwritten(LaunchOp launch, Operation *last) {
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

/// Tries to make `op` the last op before `end` that reads what `dest` holds:
/// what it computes can then overwrite it. Moves a launch behind later readers
/// where nothing in between needs its results.
bool DestinationGiver::makeLastUser(Operation *op, Value dest, Operation *end) {
  Block *block = op->getBlock();
  auto launch = dyn_cast<LaunchOp>(op);
  SmallVector<OpOperand *> uses, results;
  collectUses(dest, uses);
  for (Value result : op->getResults())
    collectUses(result, results);
  Operation *last = op;
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

/// Replaces the empty destination of the launch that computes `value` by
/// `dest`. False where there is no such launch, or `dest` is read later.
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

/// What the first value of a loop's carry is a reshape of, if `value` is the
/// loop's result; what `value` is a reshape of otherwise.
Value loopRoot(Value value) {
  while (true) {
    value = reshapeRoot(value);
    auto result = dyn_cast<OpResult>(value);
    if (auto loop = value.getDefiningOp<scf::ForOp>()) {
      value = loop.getTiedLoopInit(result)->get();
    } else if (auto loop = value.getDefiningOp<scf::WhileOp>()) {
      Value handed = loop.getConditionOp().getArgs()[result.getResultNumber()];
      auto carry = dyn_cast<BlockArgument>(handed);
      if (!carry || carry.getOwner() != loop.getBeforeBody())
        return value;
      value = loop.getInits()[carry.getArgNumber()];
    } else {
      return value;
    }
  }
}

/// What the loop that `init` belongs to leaves where it started; null if it
/// carries nothing on there.
Value leftBy(OpOperand &init) {
  if (auto loop = dyn_cast<scf::ForOp>(init.getOwner()))
    return loop.getTiedLoopResult(&init);
  auto loop = cast<scf::WhileOp>(init.getOwner());
  Value carry = loop.getBeforeArguments()[init.getOperandNumber()];
  OperandRange handed = loop.getConditionOp().getArgs();
  auto found = llvm::find(handed, carry);
  return found == handed.end() ? Value()
                               : loop->getResult(found - handed.begin());
}

/// What stands in `dest` before `before`: a loop that starts there leaves its
/// result. Null where others still read what it started from.
Value standingIn(Value dest, Operation *before) {
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

/// The launch that computes `value` gets memory that no destination replaces.
void keepApart(Value value) {
  auto result = dyn_cast<OpResult>(reshapeRoot(value));
  if (!result || !isa<LaunchOp>(result.getOwner()))
    return;
  auto launch = cast<LaunchOp>(result.getOwner());
  OpOperand &out = launch.getOutsMutable()[result.getResultNumber()];
  OpBuilder b(launch);
  if (out.get().getDefiningOp<tensor::EmptyOp>())
    out.set(bufferization::AllocTensorOp::create(
        b, launch.getLoc(), cast<RankedTensorType>(out.get().getType()),
        ValueRange()));
}

/// Loops of `block` that start in `dest` start from a copy.
void startFromCopies(Value dest, Block *block) {
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

Value copyTo(Value value, Value dest, Operation *before) {
  OpBuilder b(before);
  return bufferization::MaterializeInDestinationOp::create(
             b, value.getLoc(), dest.getType(), value, dest)
      .getResult();
}

/// `value`, made to stand in `dest` of the same type before the op `before`.
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
    if (auto branches = dyn_cast<scf::IfOp>(definition))
      if (standing &&
          giveToBranches(branches, result.getResultNumber(), standing))
        return value;
    if (auto loop = dyn_cast<scf::ForOp>(definition))
      if (giveToInit(loop, result, dest))
        return value;
  }
  return copyTo(value, dest, before);
}

//===----------------------------------------------------------------------===//
// Loops and branches
//===----------------------------------------------------------------------===//

/// A terminator takes a copy, made before its block overwrites what it took.
void keepCopy(OpOperand &use) {
  OpBuilder b = OpBuilder::atBlockBegin(use.getOwner()->getBlock());
  if (Operation *view = use.get().getDefiningOp();
      view && view->getBlock() == use.getOwner()->getBlock())
    b.setInsertionPointAfter(view);
  use.set(bufferization::AllocTensorOp::create(
      b, use.get().getLoc(), cast<RankedTensorType>(use.get().getType()),
      ValueRange(), use.get()));
}

/// Both branches write the result to `dest`; false if its old value is still
/// read behind them.
bool DestinationGiver::giveToBranches(scf::IfOp branches, unsigned result,
                                      Value dest) {
  if (!makeLastUser(branches, dest, branches->getBlock()->getTerminator()))
    return false;
  given.insert(branches->getResult(result));
  for (Region &region : branches->getRegions()) {
    Operation *yield = region.front().getTerminator();
    if (viewRoot(yield->getOperand(result)) != dest)
      for (OpOperand &use : yield->getOpOperands())
        if (use.getOperandNumber() != result && viewRoot(use.get()) == dest)
          keepCopy(use);
    yield->setOperand(result, give(yield->getOperand(result), dest, yield));
  }
  return true;
}

/// A loop whose result is an output, which nobody reads, starts there. Other
/// destinations hold values that the loop may still read: false.
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

/// Each operand of a terminator gets the argument that it becomes. A value
/// that is another argument, which is overwritten too, is copied first.
void DestinationGiver::giveToCarries(
    ArrayRef<std::pair<OpOperand *, Value>> carries) {
  DenseSet<Value> overwritten;
  for (auto [use, dest] : carries)
    if (reshapeRoot(use->get()) != dest)
      overwritten.insert(dest);
  for (auto [use, dest] : carries) {
    Value root = viewRoot(use->get());
    if (root != dest && overwritten.contains(root))
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

//===----------------------------------------------------------------------===//
// Results of entries and kernels
//===----------------------------------------------------------------------===//

/// Checks that every argument and result can be told apart, and writes down
/// what the runtime must know of them.
LogicalResult DestinationGiver::recordSignature() {
  Builder b(entry.getContext());
  SmallVector<Attribute> inputs, outputs, states, writes;
  auto record = [&](StringRef what, unsigned index, Type type,
                    DictionaryAttr attributes, SmallVector<Attribute> &values,
                    SmallVector<Attribute> &names) -> LogicalResult {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor || !tensor.hasStaticShape())
      return entry.emitError()
             << what << " " << index << " of entry '" << entry.getName()
             << "' is a " << type << ", expected a tensor of static shape";
    if (Attribute state = stateOf(attributes)) {
      llvm::append_range(names, stateNames(state));
      return success();
    }
    auto name = attributes
                    ? attributes.getAs<StringAttr>(leat::FuncOp::kNameAttr)
                    : StringAttr();
    if (!name)
      return entry.emitError()
             << what << " " << index << " of entry '" << entry.getName()
             << "' has neither " << leat::FuncOp::kNameAttr << " nor "
             << leat::FuncOp::kStateAttr;
    if (llvm::any_of(values, [&](Attribute value) {
          return cast<DictionaryAttr>(value).get("name") == name;
        }))
      return entry.emitError() << what << " " << index << " of entry '"
                               << entry.getName() << "' is a second " << name;
    Type seen =
        attributes.contains(kBoolAttr) ? tensor.clone(b.getI1Type()) : tensor;
    values.push_back(
        b.getDictionaryAttr({b.getNamedAttr("name", name),
                             b.getNamedAttr("type", TypeAttr::get(seen))}));
    return success();
  };
  for (auto [i, type] : llvm::enumerate(entry.getArgumentTypes()))
    if (failed(record("argument", i, type, entry.getArgAttrDict(i), inputs,
                      states)))
      return failure();
  for (auto [i, type] : llvm::enumerate(entry.getResultTypes()))
    if (failed(record("result", i, type, entry.getResultAttrDict(i), outputs,
                      writes)))
      return failure();
  for (Attribute written : writes)
    if (!llvm::is_contained(states, written))
      states.push_back(written);
  setEntryFact(entry, "inputs", b.getArrayAttr(inputs));
  setEntryFact(entry, "outputs", b.getArrayAttr(outputs));
  setEntryFact(entry, "states", b.getArrayAttr(states));
  return success();
}

/// A new last argument of the type of a result. Its attributes are those of
/// the result and the unit attribute `marker`, if there is one.
BlockArgument DestinationGiver::addArgument(unsigned result, StringRef marker) {
  NamedAttrList attributes(entry.getResultAttrDict(result));
  if (!marker.empty())
    attributes.set(marker, UnitAttr::get(entry.getContext()));
  unsigned index = entry.getNumArguments();
  LogicalResult inserted = entry.insertArgument(
      index, entry.getResultTypes()[result],
      attributes.getDictionary(entry.getContext()), entry.getLoc());
  assert(succeeded(inserted) && "a function takes any argument");
  (void)inserted;
  return entry.getArgument(index);
}

/// The argument of the state that a result is the new value of; a state that
/// is only written has none yet.
BlockArgument DestinationGiver::stateArgument(unsigned result) {
  Attribute state = stateOf(entry.getResultAttrDict(result));
  for (BlockArgument argument : entry.getArguments())
    if (stateOf(entry.getArgAttrDict(argument.getArgNumber())) == state)
      return argument;
  return addArgument(result, "");
}

LogicalResult DestinationGiver::giveToResults() {
  if (failed(recordSignature()))
    return failure();
  Block &body = entry.getBody().front();
  Operation *end = body.getTerminator();
  // Outputs first, each as soon as it is there: what they read is then free
  // to be overwritten.
  for (OpOperand &use : end->getOpOperands()) {
    if (stateOf(entry.getResultAttrDict(use.getOperandNumber())))
      continue;
    BlockArgument dest = addArgument(use.getOperandNumber(), kOutputAttr);
    Operation *definition = use.get().getDefiningOp();
    use.set(give(use.get(), dest,
                 definition ? definition->getNextNode() : &body.front()));
  }
  SmallVector<std::pair<OpOperand *, Value>> updates;
  SmallVector<Attribute> writes;
  for (OpOperand &use : end->getOpOperands()) {
    Attribute state = stateOf(entry.getResultAttrDict(use.getOperandNumber()));
    if (!state)
      continue;
    BlockArgument dest = stateArgument(use.getOperandNumber());
    if (dest.getType() != use.get().getType())
      return entry.emitError() << "state " << state << " of entry '"
                               << entry.getName() << "' is a " << dest.getType()
                               << ", its new value a " << use.get().getType();
    updates.emplace_back(&use, dest);
    if (reshapeRoot(use.get()) != dest)
      llvm::append_range(writes, stateNames(state));
  }
  giveToCarries(updates);
  setEntryFact(entry, "writes", ArrayAttr::get(entry.getContext(), writes));
  return success();
}

void setWritable(func::FuncOp function, unsigned argument, bool writable) {
  function.setArgAttr(argument,
                      bufferization::BufferizationDialect::kWritableAttrName,
                      BoolAttr::get(function.getContext(), writable));
}

/// Inputs of an entry, and states that it does not write, are read only.
void markEntry(func::FuncOp entry) {
  auto writes = entryFacts(entry).getAs<ArrayAttr>("writes");
  for (unsigned i = 0; i < entry.getNumArguments(); ++i) {
    bool written = llvm::any_of(
        stateNames(stateOf(entry.getArgAttrDict(i))),
        [&](StringAttr name) { return llvm::is_contained(writes, name); });
    setWritable(entry, i, entry.getArgAttr(i, kOutputAttr) || written);
  }
}

/// Each result of a kernel is written to the argument that is its destination.
LogicalResult finishKernel(func::FuncOp kernel, LaunchOp launch) {
  unsigned inputs = launch.getIns().size(), outputs = launch.getOuts().size();
  if (kernel.getNumArguments() != inputs + outputs ||
      kernel.getNumResults() != outputs)
    return launch.emitError() << "kernel '" << kernel.getName() << "' has "
                              << kernel.getNumArguments() << " arguments and "
                              << kernel.getNumResults() << " results, expected "
                              << inputs + outputs << " and " << outputs;
  for (unsigned i = 0; i < kernel.getNumArguments(); ++i)
    setWritable(kernel, i, i >= inputs);
  Operation *end = kernel.getBody().front().getTerminator();
  for (OpOperand &use : end->getOpOperands()) {
    Value dest = kernel.getArgument(inputs + use.getOperandNumber());
    if (loopRoot(use.get()) == dest)
      continue;
    if (use.get().getType() != dest.getType())
      return kernel.emitError()
             << "result " << use.getOperandNumber() << " of kernel '"
             << kernel.getName() << "' is a " << use.get().getType()
             << ", its destination a " << dest.getType();
    OpBuilder b(end);
    use.set(bufferization::MaterializeInDestinationOp::create(
                b, use.get().getLoc(), dest.getType(), use.get(), dest)
                .getResult());
  }
  return success();
}

struct GiveDestinationsPass
    : leat::impl::GiveDestinationsPassBase<GiveDestinationsPass> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    SymbolTableCollection symbols;
    for (func::FuncOp entry : findEntries(module)) {
      DestinationGiver giver(entry, symbols);
      if (failed(giver.giveToResults()))
        return signalPassFailure();
      giver.giveToControlFlow();
      markEntry(entry);
    }
    mergeInPlaceOperands(module);
    SymbolTableCollection merged;
    DenseSet<Operation *> finished;
    WalkResult result = module.walk([&](LaunchOp launch) {
      func::FuncOp kernel = kernelFunction(launch, merged);
      if (kernel && finished.insert(kernel).second)
        return WalkResult(finishKernel(kernel, launch));
      return WalkResult::advance();
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }
};

} // namespace
