//===- Differentiate.cpp - derivatives on the graph -----------------------===//
//
//   %l, %g = grad @loss(%x) wrt(x)
//   ==>
//   the ops of @loss; then, backwards, each active op's vector-Jacobian product
//
//   %y, %y_dot = jvp @f(%x) tangent(%v) wrt(x)
//   ==>
//   the ops of @f, each active one followed by its Jacobian-vector product
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/gradients/Expr.h"
#include "mlir/IR/BuiltinOps.h"
#include "passes/Passes.h"
#include "passes/graph/Inlining.h"
#include "passes/graph/Sweeps.h"

namespace leat {
#define GEN_PASS_DEF_DIFFERENTIATEPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

SmallVector<Operation *> leat::decomposeBetween(Operation *before,
                                                Operation *end) {
  auto range = [&] {
    Block::iterator from =
        before ? std::next(before->getIterator()) : end->getBlock()->begin();
    return llvm::make_range(from, end->getIterator());
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (Operation &op : llvm::make_early_inc_range(range())) {
      auto decomposable = dyn_cast<DecomposableOpInterface>(op);
      if (!decomposable || isa<DifferentiableOpInterface>(op))
        continue;
      decomposeOp(decomposable);
      changed = true;
    }
  }
  return llvm::map_to_vector(range(), [](Operation &op) { return &op; });
}

static LogicalResult expandTransforms(FuncOp func);

// Copies of the arguments that `wrt` names, in its order, which take their
// places: two arguments may be one value, but each has its own derivative.
static SmallVector<Value> separate(OpBuilder &builder, Location loc,
                                   FuncOp callee, ArrayAttr wrt,
                                   MutableArrayRef<Value> arguments) {
  SmallVector<Value> copies;
  for (StringRef name : wrt.getAsValueRange<StringAttr>()) {
    Value &argument = arguments[*callee.findArg(name)];
    Type element = cast<RankedTensorType>(argument.getType()).getElementType();
    argument = ConvertOp::create(builder, loc, argument, element);
    copies.push_back(argument);
  }
  return copies;
}

// Puts the callee's body and its derivatives, which
// `differentiate(builder, ops, results, inputs)` builds, in the place of a
// transform.
template <typename OpTy, typename FunctionT>
static LogicalResult expand(OpTy transform, FunctionT differentiate) {
  auto callee = SymbolTable::lookupNearestSymbolFrom<FuncOp>(
      transform, transform.getCalleeAttr());
  // Innermost first: the callee holds no transform and no call afterwards.
  if (failed(expandTransforms(callee)) || failed(inlineCalls(callee)))
    return failure();
  OpBuilder builder(transform);
  Location loc = transform.getLoc();
  SmallVector<Value> arguments(transform.getInputs());
  SmallVector<Value> inputs =
      separate(builder, loc, callee, transform.getWrt(), arguments);
  Operation *before = transform->getPrevNode();
  // Results may be replaced while ops are decomposed: keep them alive as
  // operands.
  auto keep = ReturnOp::create(builder, loc,
                               inlineBody(builder, callee, arguments, loc));
  SmallVector<Operation *> ops = decomposeBetween(before, keep);
  builder.setInsertionPointAfter(keep);
  SmallVector<Value> results(keep.getOperands());
  FailureOr<SmallVector<Value>> derivatives =
      differentiate(builder, ops, results, inputs);
  // Loops are replaced by those that keep a tape.
  results.assign(keep.getOperands().begin(), keep.getOperands().end());
  keep.erase();
  if (failed(derivatives))
    return failure();
  llvm::append_range(results, *derivatives);
  transform->replaceAllUsesWith(results);
  transform.erase();
  for (Value copy : inputs) {
    Operation *op = copy.getDefiningOp();
    copy.replaceAllUsesWith(op->getOperand(0));
    op->erase();
  }
  return success();
}

static LogicalResult expandGrad(GradOp grad) {
  return expand(grad, [&](OpBuilder &builder, ArrayRef<Operation *> ops,
                          ArrayRef<Value> results, ArrayRef<Value> inputs) {
    auto names =
        llvm::to_vector(grad.getWrt().template getAsValueRange<StringAttr>());
    return sweepReverse(builder, ops, results.front(), inputs, names);
  });
}

static LogicalResult expandJvp(JvpOp jvp) {
  return expand(jvp, [&](OpBuilder &builder, ArrayRef<Operation *> ops,
                         ArrayRef<Value> results, ArrayRef<Value> inputs) {
    // The states that the callee writes stand last and have no tangents.
    size_t count = jvp.getNumResults() - results.size();
    SmallVector<Value> moving;
    for (Value result : results)
      if (isDifferentiable(result.getType()) && moving.size() < count)
        moving.push_back(result);
    return sweepForward(builder, ops, moving, inputs, jvp.getTangents());
  });
}

static LogicalResult expandTransforms(FuncOp func) {
  SmallVector<Operation *> ops;
  func.walk([&](Operation *op) {
    if (isa<GradOp, JvpOp, CallOp>(op))
      ops.push_back(op);
  });
  for (Operation *op : ops) {
    LogicalResult done = success();
    if (auto grad = dyn_cast<GradOp>(op))
      done = expandGrad(grad);
    else if (auto jvp = dyn_cast<JvpOp>(op))
      done = expandJvp(jvp);
    else
      done = expandTransforms(SymbolTable::lookupNearestSymbolFrom<FuncOp>(
          op, cast<CallOp>(op).getCalleeAttr()));
    if (failed(done))
      return failure();
  }
  return success();
}

namespace {
struct DifferentiatePass
    : leat::impl::DifferentiatePassBase<DifferentiatePass> {
  void runOnOperation() override {
    for (ModelOp model : getOperation().getOps<ModelOp>())
      for (FuncOp func : model.getOps<FuncOp>())
        if (failed(expandTransforms(func)))
          return signalPassFailure();
  }
};
} // namespace
