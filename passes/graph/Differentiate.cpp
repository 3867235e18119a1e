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
// What becomes of the other transforms stands in files of their own.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Places.h"
#include "dialect/gradients/Expr.h"
#include "mlir/IR/BuiltinOps.h"
#include "passes/Passes.h"
#include "passes/graph/Checkpoint.h"
#include "passes/graph/Expand.h"
#include "passes/graph/Inlining.h"
#include "passes/graph/Sweeps.h"
#include "llvm/ADT/TypeSwitch.h"

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

// The callee, or a copy in which a policy has marked what is computed again.
// No transform is left in it, and no call but marked ones.
template <typename OpTy>
static FailureOr<FuncOp> prepareCallee(OpTy transform) {
  auto callee = SymbolTable::lookupNearestSymbolFrom<FuncOp>(
      transform, transform.getCalleeAttr());
  if (failed(expandTransforms(callee)))
    return failure();
  CheckpointPolicy policy;
  auto within = transform->template getAttrOfType<IntegerAttr>(kWithinAttr);
  if constexpr (!std::is_same_v<OpTy, JvpOp>) {
    FailureOr<CheckpointPolicy> read =
        readCheckpoint(transform, transform.getCheckpointAttr());
    if (failed(read))
      return failure();
    policy = *read;
  }
  bool chooses = policy.budget || within;
  if (chooses) {
    callee = callee.clone();
    callee.setPrivate();
    SymbolTable(transform->template getParentOfType<ModelOp>()).insert(callee);
  }
  if (failed(inlineCalls(callee, /*keepMarked=*/true)) ||
      failed(countOperations(callee, transform)))
    return failure();
  if (!chooses)
    return callee;
  int64_t budget = policy.budget ? *policy.budget : within.getInt();
  int64_t kept = checkpointWithin(callee, budget);
  if (policy.budget && kept > budget) // C6
    return errorAt(transform, "checkpoint")
           << "the gradient of @" << transform.getCallee() << " keeps at least "
           << kept << " bytes, more than the budget of " << budget;
  return callee;
}

// Puts the callee's body and its derivatives, which
// `differentiate(builder, ops, results, inputs)` builds, in the place of a
// transform.
template <typename OpTy, typename FunctionT>
static LogicalResult expand(OpTy transform, FunctionT differentiate) {
  FailureOr<FuncOp> callee = prepareCallee(transform);
  if (failed(callee))
    return failure();
  OpBuilder builder(transform);
  Location loc = transform.getLoc();
  SmallVector<Value> arguments(transform.getInputs());
  SmallVector<Value> inputs =
      separate(builder, loc, *callee, transform.getWrt(), arguments);
  Operation *before = transform->getPrevNode();
  // Results may be replaced while ops are decomposed: keep them alive as
  // operands.
  auto keep = ReturnOp::create(builder, loc,
                               inlineBody(builder, *callee, arguments, loc));
  if constexpr (std::is_same_v<OpTy, JvpOp>)
    inlineCheckpoints(before, keep);
  else
    prepareReverse(before, keep);
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

// The results that are floats of the function's own: the `states` that it
// writes stand last and have no derivatives.
static SmallVector<Value> floatsOf(ArrayRef<Value> results, size_t states) {
  SmallVector<Value> floats;
  for (Value result : results.drop_back(states))
    if (isDifferentiable(result.getType()))
      floats.push_back(result);
  return floats;
}

// How many results of a callee are states that it writes.
template <typename OpTy> static size_t countStates(OpTy transform) {
  auto callee = SymbolTable::lookupNearestSymbolFrom<FuncOp>(
      transform, transform.getCalleeAttr());
  return llvm::count_if(llvm::seq(callee.getNumResults()), [&](unsigned i) {
    return bool(callee.getResultAttr(i, FuncOp::kStateAttr));
  });
}

// grad is vjp from a one.
static LogicalResult expandGrad(GradOp grad) {
  return expand(grad, [&](OpBuilder &builder, ArrayRef<Operation *> ops,
                          ArrayRef<Value> results, ArrayRef<Value> inputs) {
    Value loss = results.front();
    Value one = NumberOp::create(builder, withoutName(loss.getLoc()),
                                 loss.getType(), builder.getF64FloatAttr(1));
    auto names = llvm::to_vector(grad.getWrt().getAsValueRange<StringAttr>());
    return sweepReverse(builder, ops, loss, one, inputs, names);
  });
}

static LogicalResult expandVjp(VjpOp vjp) {
  size_t states = countStates(vjp);
  return expand(vjp, [&](OpBuilder &builder, ArrayRef<Operation *> ops,
                         ArrayRef<Value> results, ArrayRef<Value> inputs) {
    auto names = llvm::to_vector(vjp.getWrt().getAsValueRange<StringAttr>());
    return sweepReverse(builder, ops, floatsOf(results, states),
                        vjp.getCotangents(), inputs, names);
  });
}

static LogicalResult expandJvp(JvpOp jvp) {
  size_t states = countStates(jvp);
  return expand(jvp, [&](OpBuilder &builder, ArrayRef<Operation *> ops,
                         ArrayRef<Value> results, ArrayRef<Value> inputs) {
    return sweepForward(builder, ops, floatsOf(results, states), inputs,
                        jvp.getTangents());
  });
}

// Puts the results of a transform, built in front of it, in its place.
static LogicalResult replace(Operation *op,
                             FailureOr<SmallVector<Value>> results) {
  if (failed(results))
    return failure();
  op->replaceAllUsesWith(*results);
  op->erase();
  return success();
}

// A function that is called: if it has a custom_vjp, the function of that, too.
static LogicalResult expandInCallee(CallOp call) {
  auto callee =
      SymbolTable::lookupNearestSymbolFrom<FuncOp>(call, call.getCalleeAttr());
  if (FlatSymbolRefAttr name = callee.getCustomVjpAttr())
    if (failed(expandTransforms(
            SymbolTable::lookupNearestSymbolFrom<FuncOp>(call, name))))
      return failure();
  return expandTransforms(callee);
}

// A transform of a function with a custom_vjp acts on a function that calls it:
// the call is what has the rule.
static void callCustom(Operation *transform) {
  auto callee = SymbolTable::lookupNearestSymbolFrom<FuncOp>(
      transform, transform->getAttrOfType<FlatSymbolRefAttr>("callee"));
  if (!callee.getCustomVjp())
    return;
  SmallVector<Attribute> arguments, results;
  for (unsigned i = 0; i < callee.getNumArguments(); ++i)
    arguments.push_back(callee.getArgAttrDict(i));
  for (unsigned i = 0; i < callee.getNumResults(); ++i)
    results.push_back(callee.getResultAttrDict(i));
  FuncOp caller = makeFunction(callee, callee.getSymName() + ".called",
                               callee.getFunctionType(), arguments, results);
  Block &block = caller.getBody().front();
  OpBuilder b = OpBuilder::atBlockEnd(&block);
  auto call = CallOp::create(b, caller.getLoc(), callee.getResultTypes(),
                             FlatSymbolRefAttr::get(callee.getSymNameAttr()),
                             block.getArguments(), StringAttr());
  ReturnOp::create(b, caller.getLoc(), call.getResults());
  transform->setAttr("callee", FlatSymbolRefAttr::get(caller.getSymNameAttr()));
}

LogicalResult leat::expandTransforms(FuncOp func) {
  SmallVector<Operation *> ops;
  func.walk([&](Operation *op) {
    if (isa<CallOp, GradOp, VjpOp, JvpOp, VmapOp, JacobianOp, HessianOp>(op))
      ops.push_back(op);
  });
  for (Operation *op : ops) {
    if (!isa<CallOp>(op))
      callCustom(op);
    LogicalResult done =
        llvm::TypeSwitch<Operation *, LogicalResult>(op)
            .Case([](CallOp call) { return expandInCallee(call); })
            .Case([](GradOp grad) { return expandGrad(grad); })
            .Case([](VjpOp vjp) { return expandVjp(vjp); })
            .Case([](JvpOp jvp) { return expandJvp(jvp); })
            .Case([](VmapOp vmap) { return replace(vmap, expandVmap(vmap)); })
            .Case([](JacobianOp jacobian) {
              return replace(jacobian, expandJacobian(jacobian));
            })
            .Case([](HessianOp hessian) {
              return replace(hessian, expandHessian(hessian));
            });
    if (failed(done))
      return failure();
  }
  return success();
}

namespace {
struct DifferentiatePass
    : leat::impl::DifferentiatePassBase<DifferentiatePass> {
  using Base::Base;

  void runOnOperation() override {
    if (keep >= 0)
      getOperation().walk([&](Operation *op) {
        bool reverse = isa<GradOp, VjpOp>(op) && !op->hasAttr("checkpoint");
        if (reverse)
          op->setAttr(kWithinAttr,
                      Builder(op->getContext()).getI64IntegerAttr(keep));
      });
    for (ModelOp model : getOperation().getOps<ModelOp>()) {
      if (failed(markChains(model)))
        return signalPassFailure();
      // Expanding makes functions.
      for (FuncOp func : llvm::to_vector(model.getOps<FuncOp>()))
        if (failed(expandTransforms(func)))
          return signalPassFailure();
    }
  }
};
} // namespace
