//===- MergeUpdates.cpp - one update for states that stand together -------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   func @fit(.., %w: f32[4,8] {leat.state = @w}, %b: f32[16] {leat.state =
//   @b})
//     %w1 = sub %w, (mul %lr, %gw)    %b1 = sub %b, (mul %lr, %gb)
//     return %w1, %b1
// becomes
//   func @fit(.., %p: f32[48] {leat.state = [@w, @b]})
//     %w = unpack %p at 0     %b = unpack %p at 32   // for the forward pass
//     %g = pack %gw, %gb
//     %p1 = sub %p, (mul %lr, %g)
//     return %p1
// States that follow each other in the slab and whose new values are computed
// alike, element by element, are one tensor: an optimizer's step is one kernel,
// however many parameters there are. What "alike" means is found by walking the
// new values of all of them at once, from the result backwards: ops that agree
// become one op, scalars that are the same value stay, and where the walk ends,
// at the gradients, the values are packed: the kernels that make them write
// them behind each other.
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/TypeUtilities.h"
#include "passes/Entry.h"
#include "passes/Passes.h"
#include "passes/States.h"
#include "llvm/ADT/BitVector.h"
#include <list>
#include <map>

namespace leat {
#define GEN_PASS_DEF_MERGEUPDATESPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

namespace {

/// One value a state of a run.
using Tuple = SmallVector<Value>;

/// A state that the function updates.
struct Update {
  StringAttr name;
  unsigned argument, result;
  Value oldValue, newValue;
};

/// States that follow each other in the slab.
struct Run {
  SmallVector<Update> updates;
  /// The argument that is all of them.
  BlockArgument packed;

  Tuple oldValues() const {
    return llvm::map_to_vector(updates, [](auto &u) { return u.oldValue; });
  }
  Tuple newValues() const {
    return llvm::map_to_vector(updates, [](auto &u) { return u.newValue; });
  }
  /// The states, each padded to where the next one starts, as `element`s.
  RankedTensorType packedType(Type element) const;
  Type elementType() const {
    return getElementTypeOrSelf(updates[0].oldValue.getType());
  }
};

/// What a tuple of values becomes.
enum class Step {
  Scalar, ///< the one value that all are
  Number, ///< a constant
  State,  ///< old values of states
  Op,     ///< an op on what the operands become
  Leaf,   ///< the values, packed
  None,   ///< nothing: they differ in more than their shapes
};

class UpdateMerger {
public:
  UpdateMerger(FuncOp func, ArrayRef<ModelState> slab)
      : func(func), slab(slab), body(func.getBody().front()),
        b(body.getTerminator()) {}

  void merge();

private:
  void findRuns();
  void settleRuns();
  std::optional<Update> updateOf(const ModelState &state);
  bool continues(const Run &run, const Update &next);
  bool cutOut(const Tuple &oldValues);
  bool isState(Value value);
  Run *runWithOld(const Tuple &tuple);
  Step stepOf(const Tuple &tuple, const Run &run);
  bool isAlike(const Tuple &tuple, const Run &run, std::vector<Tuple> &needed);
  Value build(const Tuple &tuple, const Run &run);
  Value pack(const Tuple &tuple, const Run &run);
  void unpack(const Run &run);

  FuncOp func;
  ArrayRef<ModelState> slab;
  Block &body;
  OpBuilder b;
  std::list<Run> runs;
  /// What tuples became; their values as pointers, which have an order.
  std::map<SmallVector<const void *>, Value> built;
};

} // namespace

static int64_t paddedElements(RankedTensorType type) {
  return alignToBuffer(byteSize(type)) / elementBytes(type.getElementType());
}

RankedTensorType Run::packedType(Type element) const {
  int64_t elements = 0;
  for (const Update &update : updates)
    elements += paddedElements(plainType(update.oldValue.getType()));
  return RankedTensorType::get({elements}, element);
}

static Tuple operandsOf(const Tuple &tuple, unsigned index) {
  return llvm::map_to_vector(
      tuple, [&](Value v) { return v.getDefiningOp()->getOperand(index); });
}

static bool isNumber(Value value) {
  return isa_and_nonnull<NumberOp>(value.getDefiningOp());
}

//===----------------------------------------------------------------------===//
// Which states
//===----------------------------------------------------------------------===//

/// None where the function does not compute a new value of the state.
std::optional<Update> UpdateMerger::updateOf(const ModelState &state) {
  std::optional<unsigned> argument, result;
  Attribute name = FlatSymbolRefAttr::get(state.name);
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    if (stateOf(func.getArgAttrDict(i)) == name)
      argument = i;
  for (unsigned i = 0; i < func.getNumResults(); ++i)
    if (stateOf(func.getResultAttrDict(i)) == name)
      result = i;
  if (!argument || !result || !isa<FloatType>(state.type.getElementType()))
    return std::nullopt;
  return Update{state.name, *argument, *result, func.getArgument(*argument),
                body.getTerminator()->getOperand(*result)};
}

/// Whether the state `next` is updated as those of `run` are.
bool UpdateMerger::continues(const Run &run, const Update &next) {
  Run pair;
  pair.updates = {run.updates.front(), next};
  std::vector<Tuple> needed;
  return getElementTypeOrSelf(next.oldValue.getType()) == run.elementType() &&
         stepOf(pair.newValues(), pair) == Step::Op &&
         isAlike(pair.newValues(), pair, needed);
}

void UpdateMerger::findRuns() {
  bool open = false;
  for (const ModelState &state : slab) {
    std::optional<Update> next = updateOf(state);
    if (next && !(open && continues(runs.back(), *next)))
      runs.emplace_back();
    if (next)
      runs.back().updates.push_back(*next);
    open = next.has_value();
  }
  settleRuns();
}

/// What a run needs of another one, such as moments of parameters, must be a
/// run, too: longer ones are cut, then what needs those. What cannot be had is
/// given up, then what needs that.
void UpdateMerger::settleRuns() {
  for (auto run = runs.begin(); run != runs.end();) {
    std::vector<Tuple> needed;
    bool holds = run->updates.size() > 1 &&
                 stepOf(run->newValues(), *run) == Step::Op &&
                 isAlike(run->newValues(), *run, needed);
    auto missing = llvm::find_if(
        needed, [&](const Tuple &tuple) { return !runWithOld(tuple); });
    if (holds && missing == needed.end()) {
      ++run;
      continue;
    }
    if (!holds || !cutOut(*missing))
      runs.erase(run);
    run = runs.begin();
  }
}

/// Makes states that are part of a run a run; false if they are not.
bool UpdateMerger::cutOut(const Tuple &oldValues) {
  for (auto run = runs.begin(); run != runs.end(); ++run) {
    Tuple all = run->oldValues();
    auto found =
        std::search(all.begin(), all.end(), oldValues.begin(), oldValues.end());
    if (found == all.end())
      continue;
    ArrayRef<Update> updates = run->updates;
    size_t begin = found - all.begin(), end = begin + oldValues.size();
    for (ArrayRef<Update> part :
         {updates.take_front(begin), updates.slice(begin, end - begin),
          updates.drop_front(end)})
      if (!part.empty())
        runs.insert(run, Run{llvm::to_vector(part), {}});
    runs.erase(run);
    return true;
  }
  return false;
}

//===----------------------------------------------------------------------===//
// Their new values
//===----------------------------------------------------------------------===//

bool UpdateMerger::isState(Value value) {
  auto argument = dyn_cast<BlockArgument>(value);
  return argument && stateOf(func.getArgAttrDict(argument.getArgNumber()));
}

Run *UpdateMerger::runWithOld(const Tuple &tuple) {
  auto found = llvm::find_if(
      runs, [&](const Run &run) { return run.oldValues() == tuple; });
  return found == runs.end() ? nullptr : &*found;
}

Step UpdateMerger::stepOf(const Tuple &tuple, const Run &run) {
  Operation *first = tuple[0].getDefiningOp();
  RankedTensorType type = plainType(tuple[0].getType());
  if (llvm::all_equal(tuple) && type.getNumElements() == 1)
    return Step::Scalar;
  bool agree = true, states = true, shaped = true, made = true;
  for (auto [value, old] : llvm::zip_equal(tuple, run.oldValues())) {
    Operation *op = value.getDefiningOp();
    RankedTensorType found = plainType(value.getType());
    if (found.getElementType() != type.getElementType())
      return Step::None;
    states &= isState(value);
    made &= op && (op->getNumOperands() > 0 || isNumber(value));
    shaped &= found.getShape() == plainType(old.getType()).getShape();
    agree = agree && op && first && op->getName() == first->getName() &&
            op->getAttrs() == first->getAttrs() &&
            op->getNumOperands() == first->getNumOperands();
  }
  if (agree && isNumber(tuple[0]))
    return Step::Number;
  if (!shaped)
    return Step::None;
  if (states)
    return Step::State;
  if (agree && isa<PointwiseOpInterface>(first))
    return Step::Op;
  return made ? Step::Leaf : Step::None;
}

/// Whether the values can be one tensor; adds the old values of states that
/// they need.
bool UpdateMerger::isAlike(const Tuple &tuple, const Run &run,
                           std::vector<Tuple> &needed) {
  Step step = stepOf(tuple, run);
  if (step == Step::State)
    needed.push_back(tuple);
  if (step != Step::Op)
    return step != Step::None;
  for (unsigned i = 0; i < tuple[0].getDefiningOp()->getNumOperands(); ++i)
    if (!isAlike(operandsOf(tuple, i), run, needed))
      return false;
  return true;
}

/// The values behind each other, as the states stand in the slab.
Value UpdateMerger::pack(const Tuple &tuple, const Run &run) {
  SmallVector<Value> inputs;
  Type element = plainType(tuple[0].getType()).getElementType();
  for (auto [value, state] : llvm::zip_equal(tuple, run.oldValues())) {
    RankedTensorType type = plainType(state.getType());
    int64_t padding = paddedElements(type) - type.getNumElements();
    inputs.push_back(value);
    if (padding == 0)
      continue;
    auto gap = RankedTensorType::get({padding}, element);
    inputs.push_back(
        NumberOp::create(b, func.getLoc(), gap, b.getF64FloatAttr(0)));
  }
  return PackOp::create(b, func.getLoc(), run.packedType(element), inputs);
}

/// The one tensor that the values become; isAlike() holds.
Value UpdateMerger::build(const Tuple &tuple, const Run &run) {
  Value &result = built[llvm::map_to_vector(
      tuple, [](Value v) -> const void * { return v.getAsOpaquePointer(); })];
  if (result)
    return result;
  Type element = plainType(tuple[0].getType()).getElementType();
  switch (stepOf(tuple, run)) {
  case Step::Scalar:
    return result = tuple[0];
  case Step::State:
    return result = runWithOld(tuple)->packed;
  case Step::Leaf:
    return result = pack(tuple, run);
  case Step::Number:
  case Step::Op:
    break;
  case Step::None:
    llvm_unreachable("only what is alike is built");
  }
  Operation *first = tuple[0].getDefiningOp();
  SmallVector<Location> locs;
  for (Value value : tuple)
    locs.push_back(value.getLoc());
  OperationState state(FusedLoc::get(b.getContext(), locs), first->getName());
  state.addAttributes(first->getAttrs());
  state.addTypes(isNumber(tuple[0]) ? RankedTensorType::get({}, element)
                                    : run.packedType(element));
  for (unsigned i = 0; i < first->getNumOperands(); ++i)
    state.addOperands(build(operandsOf(tuple, i), run));
  return result = b.create(state)->getResult(0);
}

//===----------------------------------------------------------------------===//
// The function
//===----------------------------------------------------------------------===//

/// The attributes of an argument or result that stands for all states.
static DictionaryAttr attributesOf(const Run &run, Builder b) {
  SmallVector<Attribute> symbols;
  for (const Update &update : run.updates)
    symbols.push_back(FlatSymbolRefAttr::get(update.name));
  std::string name = (run.updates.front().name.getValue() + "_to_" +
                      run.updates.back().name.getValue())
                         .str();
  return b.getDictionaryAttr(
      {b.getNamedAttr(FuncOp::kNameAttr, b.getStringAttr(name)),
       b.getNamedAttr(FuncOp::kStateAttr, b.getArrayAttr(symbols))});
}

/// Takes the argument apart again for who needs one of the states.
void UpdateMerger::unpack(const Run &run) {
  OpBuilder start = OpBuilder::atBlockBegin(&body);
  int64_t offset = 0;
  for (Value old : run.oldValues()) {
    auto state = UnpackOp::create(start, old.getLoc(), old.getType(),
                                  run.packed, offset);
    old.replaceAllUsesWith(state);
    offset += paddedElements(plainType(old.getType()));
  }
}

void UpdateMerger::merge() {
  findRuns();
  if (runs.empty())
    return;
  for (Run &run : runs) {
    unsigned index = func.getNumArguments();
    (void)func.insertArgument(index, run.packedType(run.elementType()),
                              attributesOf(run, b), func.getLoc());
    run.packed = func.getArgument(index);
  }
  Operation *end = body.getTerminator();
  llvm::BitVector arguments(func.getNumArguments()),
      results(func.getNumResults());
  SmallVector<Value> updated;
  for (Run &run : runs)
    updated.push_back(build(run.newValues(), run));
  end->insertOperands(end->getNumOperands(), updated);
  for (Run &run : runs) {
    unpack(run);
    (void)func.insertResult(func.getNumResults(),
                            run.packedType(run.elementType()),
                            attributesOf(run, b));
    for (const Update &update : run.updates) {
      arguments.set(update.argument);
      results.set(update.result);
    }
  }
  results.resize(func.getNumResults());
  end->eraseOperands(results);
  (void)func.eraseResults(results);
  // What only the separate updates needed; it may be all that reads a state.
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(body)))
    if (isOpTriviallyDead(&op))
      op.erase();
  (void)func.eraseArguments(arguments);
}

namespace {
struct MergeUpdatesPass : leat::impl::MergeUpdatesPassBase<MergeUpdatesPass> {
  void runOnOperation() override {
    for (ModelOp model : getOperation().getOps<ModelOp>()) {
      SmallVector<ModelState> slab = statesOf(model);
      for (FuncOp func : model.getOps<FuncOp>())
        UpdateMerger(func, slab).merge();
    }
  }
};
} // namespace
