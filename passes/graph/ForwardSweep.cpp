//===- ForwardSweep.cpp - tangents beside values --------------------------===//
//
//   %h = exp %x             ==>   %h = exp %x
//   %y = mul %h, %w               %h_dot = mul %x_dot, %h
//                                 %y = mul %h, %w
//                                 %y_dot = mul %h_dot, %w
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/graph/ForwardSweep.h"
#include "dialect/gradients/Expr.h"
#include "passes/graph/ReverseSweep.h"

using namespace mlir;
using namespace leat;

ForwardSweep::ForwardSweep(OpBuilder &builder) : builder(builder) {
  for (Operation &op : *builder.getBlock())
    primal.insert(&op);
}

ForwardSweep::~ForwardSweep() {
  for (Operation *op : replaced)
    op->erase();
}

LogicalResult ForwardSweep::visit(Operation *op) {
  if (llvm::none_of(valuesReadBy(op),
                    [&](Value v) { return bool(tangentOf(v)); }) ||
      llvm::none_of(op->getResultTypes(), isDifferentiable))
    return success();
  if (isa<ControlOpInterface>(op))
    return forwardControl(*this, op);
  SmallVector<Value> given;
  for (Value operand : op->getOperands())
    given.push_back(tangentOf(operand));
  auto differentiable = dyn_cast<DifferentiableOpInterface>(op);
  FailureOr<SmallVector<Value>> made = failure();
  builder.setInsertionPointAfter(op);
  if (differentiable) {
    // What a rule builds does not carry the name of the op that it belongs to.
    Location loc = op->getLoc();
    op->setLoc(withoutName(loc));
    made = differentiable.buildJvp(builder, given);
    op->setLoc(loc);
  }
  if (failed(made))
    return op->emitOpError("has no forward derivative, but a tangent goes "
                           "through it; 'stop_gradient' makes its operand a "
                           "constant");
  StringAttr name = nameOf(op->getLoc());
  for (auto [result, tangent] : llvm::zip(op->getResults(), *made)) {
    if (!tangent)
      continue;
    tangents[result] = tangent;
    if (name)
      nameDerivative(tangent, name.getValue() + "_dot", primal);
  }
  return success();
}

FailureOr<SmallVector<Value>>
leat::sweepForward(OpBuilder &builder, ArrayRef<Operation *> ops,
                   ValueRange results, ValueRange inputs, ValueRange tangents) {
  OpBuilder::InsertionGuard guard(builder);
  OpBuilder::InsertPoint end = builder.saveInsertionPoint();
  ForwardSweep sweep(builder);
  for (auto [input, tangent] : llvm::zip(inputs, tangents))
    sweep.move(input, tangent);
  for (Operation *op : ops)
    if (failed(sweep.visit(op)))
      return failure();
  builder.restoreInsertionPoint(end);
  SmallVector<Value> found;
  for (Value result : results) {
    Value tangent = sweep.tangentOf(result);
    if (!tangent)
      tangent = NumberOp::create(builder, withoutName(result.getLoc()),
                                 result.getType(), builder.getF64FloatAttr(0));
    found.push_back(tangent);
  }
  return found;
}
