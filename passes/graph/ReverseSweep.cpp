//===- ReverseSweep.cpp - cotangents, backwards ---------------------------===//
//
//   %h = exp %x             ==>   %h = exp %x
//   %y = sum %h                   %y = sum %h
//                                 %d_h = broadcast_to 1
//                                 %d_x = mul %d_h, %h
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/graph/ReverseSweep.h"
#include "dialect/gradients/Expr.h"
#include "mlir/Transforms/RegionUtils.h"
#include "passes/graph/Checkpoint.h"

using namespace mlir;
using namespace leat;

SmallVector<Value> leat::valuesReadBy(Operation *op) {
  SmallVector<Value> values(op->getOperands());
  if (op->getNumRegions() == 0)
    return values;
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(op->getRegions(), captured);
  llvm::append_range(values, captured);
  return values;
}

void leat::nameDerivative(Value derivative, const Twine &name,
                          const PrimalOps &primal) {
  Operation *maker = derivative.getDefiningOp();
  if (!maker || primal.contains(maker) || nameOf(maker->getLoc()))
    return;
  maker->setLoc(withName(maker->getLoc(),
                         StringAttr::get(derivative.getContext(), name)));
}

ReverseSweep::ReverseSweep(OpBuilder &builder, ArrayRef<Operation *> ops)
    : builder(builder), ops(ops) {
  for (Operation &op : *builder.getBlock())
    primal.insert(&op);
}

ReverseSweep::~ReverseSweep() {
  for (Operation *op : replaced)
    op->erase();
}

void ReverseSweep::add(Value value, Value cotangent, Location loc) {
  Value &sum = cotangents[value];
  sum = addCotangents(builder, loc, sum, cotangent);
}

void ReverseSweep::replace(Operation *op, ValueRange results) {
  // A result may be the cotangent of something.
  for (auto &entry : cotangents)
    if (entry.second && entry.second.getDefiningOp() == op)
      entry.second = results[cast<OpResult>(entry.second).getResultNumber()];
  op->replaceAllUsesWith(results);
  replaced.push_back(op);
}

LogicalResult ReverseSweep::visit(Operation *op) {
  SmallVector<Value> given;
  for (Value result : op->getResults())
    given.push_back(cotangents.lookup(result));
  if (llvm::none_of(given, [](Value v) { return bool(v); }))
    return success();
  // The cotangent of a named value is finished here: d_h for h.
  if (StringAttr name = nameOf(op->getLoc()); name && given.front())
    nameDerivative(given.front(), "d_" + name.getValue(), primal);
  auto isActive = [&](Value value) { return active.contains(value); };
  if (llvm::none_of(valuesReadBy(op), isActive))
    return success();
  if (isa<ControlOpInterface>(op))
    return reverseControl(*this, op, given);
  if (isCheckpoint(op))
    return reverseCheckpoint(*this, cast<CallOp>(op), given);
  llvm::SmallBitVector wanted(op->getNumOperands());
  for (auto [i, operand] : llvm::enumerate(op->getOperands()))
    wanted[i] = isActive(operand);
  auto differentiable = dyn_cast<DifferentiableOpInterface>(op);
  auto custom = dyn_cast<CallOp>(op);
  if (!differentiable && !custom)
    return op->emitOpError("has no derivative, but a gradient goes through it; "
                           "'stop_gradient' makes its operand a constant");
  // What a rule builds does not carry the name of the op that it belongs to.
  Location loc = op->getLoc();
  op->setLoc(withoutName(loc));
  SmallVector<Value> gradients =
      custom ? callCustomVjp(builder, custom, given)
             : differentiable.buildVjp(builder, given, wanted);
  op->setLoc(loc);
  for (auto [operand, gradient] : llvm::zip(op->getOperands(), gradients))
    if (gradient)
      add(operand, gradient, withoutName(loc));
  return success();
}

SmallVector<Value> leat::callCustomVjp(OpBuilder &builder, CallOp call,
                                       ValueRange cotangents) {
  auto lookup = [&](FlatSymbolRefAttr name) {
    return SymbolTable::lookupNearestSymbolFrom<FuncOp>(call, name);
  };
  FlatSymbolRefAttr name = lookup(call.getCalleeAttr()).getCustomVjpAttr();
  SmallVector<Value> operands(call.getInputs());
  llvm::append_range(operands, call.getResults());
  for (auto [result, cotangent] : llvm::zip(call.getResults(), cotangents)) {
    if (!isDifferentiable(result.getType()))
      continue;
    Value given = cotangent;
    if (!given)
      given = NumberOp::create(builder, call.getLoc(), result.getType(),
                               builder.getF64FloatAttr(0));
    operands.push_back(given);
  }
  auto backward =
      CallOp::create(builder, call.getLoc(), lookup(name).getResultTypes(),
                     name, operands, StringAttr());
  SmallVector<Value> gradients;
  unsigned next = 0;
  for (Value input : call.getInputs())
    gradients.push_back(isDifferentiable(input.getType())
                            ? backward.getResult(next++)
                            : Value());
  return gradients;
}

Value leat::zeroOf(OpBuilder &builder, Location loc, Type type) {
  return NumberOp::create(builder, withoutName(loc), type,
                          builder.getF64FloatAttr(0));
}

void leat::propagateActivity(Operation *op, DenseSet<Value> &active) {
  if (isa<ControlOpInterface>(op))
    return propagateThroughControl(op, active);
  if (isCheckpoint(op))
    return propagateThroughCheckpoint(cast<CallOp>(op), active);
  if (llvm::any_of(valuesReadBy(op),
                   [&](Value v) { return active.contains(v); }))
    for (Value result : op->getResults())
      if (isDifferentiable(result.getType()))
        active.insert(result);
}

LogicalResult ReverseSweep::run() {
  for (Operation *op : ops)
    propagateActivity(op, active);
  for (Operation *op : llvm::reverse(ops))
    if (failed(visit(op)))
      return failure();
  return success();
}

FailureOr<SmallVector<Value>>
leat::sweepReverse(OpBuilder &builder, ArrayRef<Operation *> ops,
                   ValueRange results, ValueRange cotangents, ValueRange inputs,
                   ArrayRef<StringRef> names) {
  ReverseSweep sweep(builder, ops);
  for (Value input : inputs)
    sweep.activate(input);
  Location loc = withoutName(results.front().getLoc());
  for (auto [result, cotangent] : llvm::zip(results, cotangents))
    sweep.add(result, cotangent, loc);
  if (failed(sweep.run()))
    return failure();
  SmallVector<Value> gradients;
  for (auto [input, name] : llvm::zip(inputs, names)) {
    Value gradient = sweep.cotangentOf(input);
    if (gradient)
      nameDerivative(gradient, "d_" + name, sweep.primalOps());
    else
      gradient = NumberOp::create(builder, loc, input.getType(),
                                  builder.getF64FloatAttr(0));
    gradients.push_back(gradient);
  }
  return gradients;
}
