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
#include "passes/Entry.h"
#include "passes/Passes.h"
#include "passes/kernel/States.h"
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

/// States that follow each other in the slab.
struct Run {
  SmallVector<StringAttr> names;
  SmallVector<unsigned> arguments, results;
  Tuple oldValues, newValues;
  /// All of them, each padded to where the next one starts.
  RankedTensorType type;
  BlockArgument packed;
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
  std::optional<Run> runOf(const ModelState &state);
  bool isState(Value value);
  Run *runWithOld(const Tuple &tuple);
  Step stepOf(const Tuple &tuple, const Run &run);
  bool isAlike(const Tuple &tuple, const Run &run, bool known);
  bool continues(const Run &run, const Run &next);
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

static RankedTensorType packedType(const Run &run, Type element) {
  return RankedTensorType::get(run.type.getShape(), element);
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

/// The state alone, or none where the function does not compute its new value.
std::optional<Run> UpdateMerger::runOf(const ModelState &state) {
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
  Value updated = body.getTerminator()->getOperand(*result);
  if (!isa_and_nonnull<PointwiseOpInterface>(updated.getDefiningOp()))
    return std::nullopt;
  Run run;
  run.names = {state.name};
  run.arguments = {*argument};
  run.results = {*result};
  run.oldValues = {func.getArgument(*argument)};
  run.newValues = {updated};
  run.type = RankedTensorType::get({paddedElements(state.type)},
                                   state.type.getElementType());
  return run;
}

/// `next` behind `run`.
static void append(Run &run, const Run &next) {
  llvm::append_range(run.names, next.names);
  llvm::append_range(run.arguments, next.arguments);
  llvm::append_range(run.results, next.results);
  llvm::append_range(run.oldValues, next.oldValues);
  llvm::append_range(run.newValues, next.newValues);
  run.type =
      RankedTensorType::get({run.type.getDimSize(0) + next.type.getDimSize(0)},
                            run.type.getElementType());
}

/// The longest runs whose states are updated alike.
void UpdateMerger::findRuns() {
  bool open = false;
  for (const ModelState &state : slab) {
    std::optional<Run> next = runOf(state);
    if (next && open && continues(runs.back(), *next))
      append(runs.back(), *next);
    else if (next)
      runs.push_back(*next);
    open = next.has_value();
  }
  runs.remove_if([](const Run &run) { return run.names.size() < 2; });
  // A run may need the old values of another one, which is dropped.
  while (true) {
    auto differs = [&](const Run &run) {
      return !isAlike(run.newValues, run, /*known=*/true);
    };
    auto found = llvm::find_if(runs, differs);
    if (found == runs.end())
      return;
    runs.erase(found);
  }
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
      runs, [&](const Run &run) { return run.oldValues == tuple; });
  return found == runs.end() ? nullptr : &*found;
}

Step UpdateMerger::stepOf(const Tuple &tuple, const Run &run) {
  Operation *first = tuple[0].getDefiningOp();
  RankedTensorType type = plainType(tuple[0].getType());
  if (llvm::all_equal(tuple) && type.getNumElements() == 1)
    return Step::Scalar;
  bool agree = true, states = true, shaped = true, made = true;
  for (auto [value, old] : llvm::zip_equal(tuple, run.oldValues)) {
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

/// Whether the values can be one tensor; with `known` only where old values
/// that they need are those of a run.
bool UpdateMerger::isAlike(const Tuple &tuple, const Run &run, bool known) {
  Step step = stepOf(tuple, run);
  if (step == Step::State)
    return !known || runWithOld(tuple);
  if (step != Step::Op)
    return step != Step::None;
  for (unsigned i = 0; i < tuple[0].getDefiningOp()->getNumOperands(); ++i)
    if (!isAlike(operandsOf(tuple, i), run, known))
      return false;
  return true;
}

/// Whether the state `next` is updated as the states of `run` are.
bool UpdateMerger::continues(const Run &run, const Run &next) {
  if (run.type.getElementType() != next.type.getElementType())
    return false;
  Run pair;
  pair.oldValues = {run.oldValues.front(), next.oldValues.front()};
  Tuple updated = {run.newValues.front(), next.newValues.front()};
  return stepOf(updated, pair) == Step::Op &&
         isAlike(updated, pair, /*known=*/false);
}

/// The values behind each other, as the states stand in the slab.
Value UpdateMerger::pack(const Tuple &tuple, const Run &run) {
  SmallVector<Value> inputs;
  Type element = plainType(tuple[0].getType()).getElementType();
  for (auto [value, state] : llvm::zip_equal(tuple, run.oldValues)) {
    RankedTensorType type = plainType(state.getType());
    int64_t padding = paddedElements(type) - type.getNumElements();
    inputs.push_back(value);
    if (padding == 0)
      continue;
    auto gap = RankedTensorType::get({padding}, element);
    inputs.push_back(
        NumberOp::create(b, func.getLoc(), gap, b.getF64FloatAttr(0)));
  }
  return PackOp::create(b, func.getLoc(), packedType(run, element), inputs);
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
                                    : packedType(run, element));
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
  for (StringAttr name : run.names)
    symbols.push_back(FlatSymbolRefAttr::get(name));
  std::string name =
      (run.names.front().getValue() + "_to_" + run.names.back().getValue())
          .str();
  return b.getDictionaryAttr(
      {b.getNamedAttr(FuncOp::kNameAttr, b.getStringAttr(name)),
       b.getNamedAttr(FuncOp::kStateAttr, b.getArrayAttr(symbols))});
}

/// Takes the argument apart again for who needs one of the states.
void UpdateMerger::unpack(const Run &run) {
  OpBuilder start = OpBuilder::atBlockBegin(&body);
  int64_t offset = 0;
  for (Value old : run.oldValues) {
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
    (void)func.insertArgument(index, run.type, attributesOf(run, b),
                              func.getLoc());
    run.packed = func.getArgument(index);
  }
  Operation *end = body.getTerminator();
  llvm::BitVector arguments(func.getNumArguments()),
      results(func.getNumResults());
  SmallVector<Value> updated;
  for (Run &run : runs)
    updated.push_back(build(run.newValues, run));
  end->insertOperands(end->getNumOperands(), updated);
  for (Run &run : runs) {
    unpack(run);
    (void)func.insertResult(func.getNumResults(), run.type,
                            attributesOf(run, b));
    for (unsigned index : run.arguments)
      arguments.set(index);
    for (unsigned index : run.results)
      results.set(index);
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
