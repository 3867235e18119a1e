//===- ExpandVmap.cpp - vmap becomes the ops over all lanes ---------------===//
//
//   %ys = vmap @f(%xs, %w) in_axes(0, none)
//   ==>
//   the ops of @f, over a new first axis where they depend on %xs
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Places.h"
#include "dialect/gradients/Batch.h"
#include "passes/graph/Expand.h"
#include "passes/graph/Inlining.h"
#include "passes/graph/LaneSweep.h"

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// vmap
//===----------------------------------------------------------------------===//

// `x` with its axis `axis` in front.
static Value toFront(OpBuilder &builder, Location loc, Value x, int64_t axis) {
  Formula f{builder, loc};
  auto axes = llvm::to_vector(llvm::seq<int64_t>(0, sizesOf(x).size()));
  axes.erase(axes.begin() + axis);
  axes.insert(axes.begin(), axis);
  return f.transpose(f(x), axes).value;
}

// Ops without a rule that are simpler ops become these.
static void decomposeForLanes(FuncOp lane) {
  for (bool changed = true; changed;) {
    changed = false;
    SmallVector<DecomposableOpInterface> ops;
    lane.walk([&](DecomposableOpInterface op) {
      if (!isa<BatchableOpInterface>(op.getOperation()))
        ops.push_back(op);
    });
    for (DecomposableOpInterface op : ops) {
      decomposeOp(op);
      changed = true;
    }
  }
}

// `x` with its first axis as axis `axis`.
static Value fromFront(const Formula &f, Value x, int64_t axis) {
  auto axes = llvm::to_vector(llvm::seq<int64_t>(1, sizesOf(x).size()));
  axes.insert(axes.begin() + axis, 0);
  return f.transpose(f(x), axes).value;
}

// What `lane`, result `index` of the callee in each lane, is for all of them.
static FailureOr<Value> collect(OpBuilder &builder, VmapOp vmap, FuncOp callee,
                                const LaneSweep &sweep, Value lane,
                                unsigned index, int64_t lanes) {
  Value value = sweep.lookup(lane);
  Attribute state = callee.getResultAttr(index, FuncOp::kStateAttr);
  int64_t axis = state ? VmapOp::kNone : vmap.getOutAxis(index);
  Formula f{builder, vmap.getLoc()};
  if (axis != VmapOp::kNone) {
    if (!sweep.isBatched(lane)) {
      SmallVector<int64_t> sizes(sizesOf(value));
      sizes.insert(sizes.begin(), lanes);
      value = f.broadcast(f(value), sizes).value;
    }
    return fromFront(f, value, axis);
  }
  std::string place = ("out_axes " + Twine(index)).str();
  if (!state && sweep.isBatched(lane)) // C9
    return errorAt(vmap, place)
           << "result '" << callee.getResultName(index) << "' of @"
           << vmap.getCallee()
           << " differs from lane to lane, expected its axis for the lanes";
  if (sweep.isBatched(lane)) // C4
    return vmap.emitOpError("@")
           << vmap.getCallee() << " writes " << state
           << ", but the value differs from lane to lane; only what is the "
              "same in all lanes can become a state";
  return value;
}

FailureOr<SmallVector<Value>> expandVmap(VmapOp vmap) {
  auto callee =
      SymbolTable::lookupNearestSymbolFrom<FuncOp>(vmap, vmap.getCalleeAttr());
  if (failed(expandTransforms(callee)) ||
      failed(inlineCalls(callee, /*keepMarked=*/true)))
    return failure();
  FuncOp lane = callee.clone();
  SymbolTable(vmap->getParentOfType<ModelOp>()).insert(lane);
  inlineCheckpoints(nullptr, lane.getBody().front().getTerminator());
  decomposeForLanes(lane);
  OpBuilder builder(vmap);
  int64_t lanes = 0;
  for (auto [input, axis] : llvm::zip(vmap.getInputs(), vmap.getInAxes()))
    if (axis != VmapOp::kNone)
      lanes = sizesOf(input)[axis];
  LaneSweep sweep(builder, vmap, lanes);
  Block &block = lane.getBody().front();
  for (auto [argument, input, axis] :
       llvm::zip(block.getArguments(), vmap.getInputs(), vmap.getInAxes())) {
    bool batched = axis != VmapOp::kNone;
    sweep.set(argument,
              batched ? toFront(builder, vmap.getLoc(), input, axis) : input,
              batched);
  }
  SmallVector<Value> results;
  LogicalResult ok = sweep.run(block);
  if (succeeded(ok))
    for (auto [i, value] :
         llvm::enumerate(block.getTerminator()->getOperands())) {
      FailureOr<Value> all =
          collect(builder, vmap, callee, sweep, value, unsigned(i), lanes);
      ok = all;
      if (failed(ok))
        break;
      results.push_back(*all);
    }
  lane.erase();
  if (failed(ok))
    return failure();
  return results;
}

//===----------------------------------------------------------------------===//
// Functions with a custom_vjp
//===----------------------------------------------------------------------===//

FuncOp makeFunction(FuncOp beside, const Twine &name, FunctionType type,
                    ArrayRef<Attribute> argAttrs,
                    ArrayRef<Attribute> resAttrs) {
  OpBuilder b(beside);
  OperationState state(withoutName(beside.getLoc()),
                       FuncOp::getOperationName());
  state.addAttribute("sym_name", b.getStringAttr(name));
  state.addAttribute("function_type", TypeAttr::get(type));
  state.addAttribute("arg_attrs", b.getArrayAttr(argAttrs));
  state.addAttribute("res_attrs", b.getArrayAttr(resAttrs));
  Region *body = state.addRegion();
  Block *block = new Block();
  body->push_back(block);
  block->addArguments(
      type.getInputs(),
      SmallVector<Location>(type.getNumInputs(), state.location));
  auto func = cast<FuncOp>(Operation::create(state));
  func.setPrivate();
  SymbolTable(beside->getParentOp()).insert(func, beside->getIterator());
  return func;
}

Attribute named(Builder &b, const Twine &name) {
  return b.getDictionaryAttr(
      b.getNamedAttr(FuncOp::kNameAttr, b.getStringAttr(name)));
}

// A function that runs `callee` in every lane, for arguments in `mask`, and
// sums result i over the lanes where `total` says so.
static FuncOp functionOfLanes(FuncOp callee, const llvm::SmallBitVector &mask,
                              int64_t lanes,
                              const llvm::SmallBitVector &total) {
  MLIRContext *context = callee.getContext();
  Builder names(context);
  SmallVector<Type> inputs, made, results;
  SmallVector<int64_t> axes;
  SmallVector<Attribute> argAttrs, resAttrs;
  for (auto [i, type] : llvm::enumerate(callee.getArgumentTypes())) {
    inputs.push_back(mask[i] ? Type(laneType(type, lanes)) : type);
    axes.push_back(mask[i] ? 0 : VmapOp::kNone);
    argAttrs.push_back(named(names, callee.getArgName(i)));
  }
  for (auto [i, type] : llvm::enumerate(callee.getResultTypes())) {
    made.push_back(laneType(type, lanes));
    results.push_back(total[i] ? type : made.back());
    resAttrs.push_back(named(names, callee.getResultName(i)));
  }
  FuncOp func = makeFunction(callee, callee.getSymName() + ".lanes",
                             FunctionType::get(context, inputs, results),
                             argAttrs, resAttrs);
  Block &block = func.getBody().front();
  OpBuilder b = OpBuilder::atBlockEnd(&block);
  auto vmap = VmapOp::create(
      b, func.getLoc(), made, FlatSymbolRefAttr::get(callee.getSymNameAttr()),
      block.getArguments(), b.getDenseI64ArrayAttr(axes), StringAttr());
  Formula f{b, func.getLoc()};
  SmallVector<Value> values;
  for (auto [i, value] : llvm::enumerate(vmap.getResults()))
    values.push_back(total[i] ? f.sum(f(value), {0}).value : value);
  ReturnOp::create(b, func.getLoc(), values);
  return func;
}

FailureOr<SmallVector<Value>> batchCustomCall(OpBuilder &builder,
                                              Operation *user, CallOp call,
                                              ValueRange operands,
                                              const llvm::SmallBitVector &mask,
                                              int64_t lanes) {
  auto lookup = [&](FlatSymbolRefAttr name) {
    return SymbolTable::lookupNearestSymbolFrom<FuncOp>(user, name);
  };
  FuncOp callee = lookup(call.getCalleeAttr());
  FuncOp backward = lookup(callee.getCustomVjpAttr());
  unsigned results = callee.getNumResults();
  // Results and cotangents all have lanes; a gradient by an argument without
  // them is the sum over the lanes.
  llvm::SmallBitVector given(mask), total;
  given.resize(backward.getNumArguments(), true);
  for (auto [i, type] : llvm::enumerate(callee.getArgumentTypes()))
    if (isDifferentiable(type))
      total.push_back(!mask[i]);
  // The lanes of the ops themselves: the rule belongs to the whole.
  FuncOp plain = callee.clone();
  plain.removeCustomVjpAttr();
  plain.setPrivate();
  SymbolTable(callee->getParentOp()).insert(plain, callee->getIterator());
  FuncOp all =
      functionOfLanes(plain, mask, lanes, llvm::SmallBitVector(results));
  FuncOp allBackward = functionOfLanes(backward, given, lanes, total);
  all.setCustomVjp(allBackward.getSymName());
  if (failed(expandTransforms(all)) || failed(expandTransforms(allBackward)))
    return failure();
  auto made = CallOp::create(builder, call.getLoc(), all.getResultTypes(),
                             FlatSymbolRefAttr::get(all.getSymNameAttr()),
                             operands, StringAttr());
  return SmallVector<Value>(made.getResults());
}

} // namespace leat
