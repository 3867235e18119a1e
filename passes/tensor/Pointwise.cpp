//===- Pointwise.cpp - every pointwise op as one generic -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   %y = add %x, %b : (f32[4, 3], f32[3]) -> f32[4, 3]
//     ==>
//   %y = linalg.generic {(i, j) -> (i, j), (i, j) -> (j), (i, j) -> (i, j)}
//          ins(%x, %b) outs(%e) { arith.addf }
//
// A number is a constant in the body, never a tensor.
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/TypeUtilities.h"
#include "passes/tensor/Lowering.h"

using namespace mlir;

void leat::tensor::lowerPointwise(Lowering &l, PointwiseOpInterface op) {
  Value result = op->getResult(0);
  auto type = cast<RankedTensorType>(result.getType());
  SmallVector<Access> inputs;
  SmallVector<unsigned> argumentOf; // of each operand; unused for a number
  for (Value operand : op->getOperands()) {
    argumentOf.push_back(inputs.size());
    if (operand.getDefiningOp<NumberOp>())
      continue;
    Access access{
        l[operand],
        l.broadcast(cast<RankedTensorType>(operand.getType()).getShape(),
                    type.getShape())};
    // One argument for an operand that is used twice.
    auto same = llvm::find_if(inputs, [&](const Access &other) {
      return other.tensor == access.tensor && other.map == access.map;
    });
    argumentOf.back() = same - inputs.begin();
    if (same == inputs.end())
      inputs.push_back(access);
  }
  auto body = [&](OpBuilder &inside, ValueRange arguments) {
    SmallVector<Value> scalars;
    for (auto [operand, argument] : llvm::zip(op->getOperands(), argumentOf)) {
      Type element = getElementTypeOrSelf(operand.getType());
      if (auto number = operand.getDefiningOp<NumberOp>())
        scalars.push_back(
            l.scalar(inside, element, number.getValue().convertToDouble()));
      else
        scalars.push_back(
            loadBool(inside, l.loc, arguments[argument], element));
    }
    return storeBool(inside, l.loc,
                     op.buildScalar(inside, scalars, type.getElementType()));
  };
  l.set(result, l.map(storedType(type), inputs, body));
}
