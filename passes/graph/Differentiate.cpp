//===- Differentiate.cpp - reverse mode on the graph ----------------------===//
//
//   %l, %g = grad @loss(%x) wrt(x)
//   ==>
//   the ops of @loss; then, backwards, each active op's vector-Jacobian product
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/gradients/Expr.h"
#include "mlir/IR/BuiltinOps.h"
#include "passes/Passes.h"
#include "passes/graph/Inlining.h"
#include "llvm/ADT/DenseSet.h"

namespace leat {
#define GEN_PASS_DEF_DIFFERENTIATEPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

namespace {

/// The reverse sweep over a range of pure ops of one block.
class ReverseSweep {
public:
  ReverseSweep(OpBuilder &builder, ArrayRef<Operation *> ops)
      : builder(builder), ops(ops) {
    for (Operation &op : *builder.getBlock())
      primal.insert(&op);
  }

  /// The gradients of the scalar `loss` by `inputs`.
  FailureOr<SmallVector<Value>> run(Value loss, ValueRange inputs,
                                    ArrayRef<StringRef> names);

private:
  LogicalResult visit(Operation *op);
  void add(Value value, Value cotangent, Location loc);
  void nameCotangent(Value cotangent, StringAttr name);

  OpBuilder &builder;
  ArrayRef<Operation *> ops;
  /// What stood in the block before.
  llvm::SmallDenseSet<Operation *> primal;
  /// Values that depend on an input through floats.
  llvm::DenseSet<Value> active;
  llvm::DenseMap<Value, Value> cotangents;
};

} // namespace

void ReverseSweep::add(Value value, Value cotangent, Location loc) {
  Value &sum = cotangents[value];
  sum = addCotangents(builder, loc, sum, cotangent);
}

// Names the finished cotangent of a named value: d_h for h.
void ReverseSweep::nameCotangent(Value cotangent, StringAttr name) {
  Operation *maker = cotangent.getDefiningOp();
  // It may be a value of the function itself, or the cotangent of another one.
  if (!name || !maker || primal.contains(maker) || nameOf(maker->getLoc()))
    return;
  auto derived = StringAttr::get(name.getContext(), "d_" + name.getValue());
  maker->setLoc(withName(maker->getLoc(), derived));
}

LogicalResult ReverseSweep::visit(Operation *op) {
  SmallVector<Value> given;
  for (Value result : op->getResults())
    given.push_back(cotangents.lookup(result));
  if (llvm::none_of(given, [](Value v) { return bool(v); }))
    return success();
  if (given.front())
    nameCotangent(given.front(), nameOf(op->getLoc()));
  llvm::SmallBitVector wanted(op->getNumOperands());
  for (auto [i, operand] : llvm::enumerate(op->getOperands()))
    wanted[i] = active.contains(operand);
  if (wanted.none())
    return success();
  auto differentiable = dyn_cast<DifferentiableOpInterface>(op);
  if (!differentiable)
    return op->emitOpError("has no derivative, but a gradient goes through it; "
                           "'stop_gradient' makes its operand a constant");
  // What a rule builds does not carry the name of the op that it belongs to.
  Location loc = op->getLoc();
  op->setLoc(withoutName(loc));
  SmallVector<Value> gradients =
      differentiable.buildVjp(builder, given, wanted);
  op->setLoc(loc);
  for (auto [operand, gradient] : llvm::zip(op->getOperands(), gradients))
    if (gradient)
      add(operand, gradient, withoutName(loc));
  return success();
}

FailureOr<SmallVector<Value>> ReverseSweep::run(Value loss, ValueRange inputs,
                                                ArrayRef<StringRef> names) {
  active.insert(inputs.begin(), inputs.end());
  for (Operation *op : ops)
    if (llvm::any_of(op->getOperands(),
                     [&](Value v) { return active.contains(v); }))
      for (Value result : op->getResults())
        if (isDifferentiable(result.getType()))
          active.insert(result);
  Location loc = withoutName(loss.getLoc());
  cotangents[loss] = NumberOp::create(builder, loc, loss.getType(),
                                      builder.getF64FloatAttr(1));
  for (Operation *op : llvm::reverse(ops))
    if (failed(visit(op)))
      return failure();
  SmallVector<Value> gradients;
  for (auto [input, name] : llvm::zip(inputs, names)) {
    Value gradient = cotangents.lookup(input);
    if (gradient)
      nameCotangent(gradient, builder.getStringAttr(name));
    else
      gradient = NumberOp::create(builder, loc, input.getType(),
                                  builder.getF64FloatAttr(0));
    gradients.push_back(gradient);
  }
  return gradients;
}

// The ops between two points of a block, after those without a derivative of
// their own are decomposed.
static SmallVector<Operation *> opsBetween(Operation *before, Operation *end) {
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

static LogicalResult expandGrads(FuncOp func);

static LogicalResult expandGrad(GradOp grad) {
  auto callee =
      SymbolTable::lookupNearestSymbolFrom<FuncOp>(grad, grad.getCalleeAttr());
  // Innermost first: the callee holds no transform and no call afterwards.
  if (failed(expandGrads(callee)) || failed(inlineCalls(callee)))
    return failure();
  OpBuilder builder(grad);
  // One value per differentiated argument, even where two arguments are one
  // value.
  SmallVector<Value> arguments(grad.getInputs()), inputs;
  SmallVector<StringRef> names;
  SmallVector<Operation *> aliases;
  for (StringRef name : grad.getWrt().getAsValueRange<StringAttr>()) {
    unsigned index = *callee.findArg(name);
    Type element =
        cast<RankedTensorType>(arguments[index].getType()).getElementType();
    auto alias =
        ConvertOp::create(builder, grad.getLoc(), arguments[index], element);
    arguments[index] = alias;
    inputs.push_back(alias);
    names.push_back(name);
    aliases.push_back(alias);
  }
  Operation *before = grad->getPrevNode();
  SmallVector<Value> results =
      inlineBody(builder, callee, arguments, grad.getLoc());
  // Results may be replaced while ops are decomposed: keep them alive as
  // operands.
  auto keep = ReturnOp::create(builder, grad.getLoc(), results);
  SmallVector<Operation *> ops = opsBetween(before, keep);
  builder.setInsertionPointAfter(keep);
  results = SmallVector<Value>(keep.getOperands());
  ReverseSweep sweep(builder, ops);
  FailureOr<SmallVector<Value>> gradients =
      sweep.run(results.front(), inputs, names);
  keep.erase();
  if (failed(gradients))
    return failure();
  llvm::append_range(results, *gradients);
  grad->replaceAllUsesWith(results);
  grad.erase();
  for (Operation *alias : aliases) {
    alias->replaceAllUsesWith(ValueRange(alias->getOperand(0)));
    alias->erase();
  }
  return success();
}

static LogicalResult expandGrads(FuncOp func) {
  SmallVector<Operation *> ops;
  func.walk([&](Operation *op) {
    if (isa<GradOp, CallOp>(op))
      ops.push_back(op);
  });
  for (Operation *op : ops) {
    if (auto call = dyn_cast<CallOp>(op)) {
      auto callee = SymbolTable::lookupNearestSymbolFrom<FuncOp>(
          call, call.getCalleeAttr());
      if (failed(expandGrads(callee)))
        return failure();
    } else if (failed(expandGrad(cast<GradOp>(op)))) {
      return failure();
    }
  }
  return success();
}

namespace {
struct DifferentiatePass
    : leat::impl::DifferentiatePassBase<DifferentiatePass> {
  void runOnOperation() override {
    for (ModelOp model : getOperation().getOps<ModelOp>())
      for (FuncOp func : model.getOps<FuncOp>())
        if (failed(expandGrads(func)))
          return signalPassFailure();
  }
};
} // namespace
