//===- HideConstants.cpp - functions of constants stay code ----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Arithmetic with one float that varies gives floats that vary. Of ops that
// move elements every float must: a slice of a concatenation may be constant.
//
//===----------------------------------------------------------------------===//

#include "passes/tensor/HideConstants.h"
#include "dialect/Dialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

namespace leat::tensor {

static bool isFloat(Value value) {
  return isa<FloatType>(getElementTypeOrSelf(value.getType()));
}

static bool givesVarying(Operation &op, const llvm::DenseSet<Value> &varying) {
  if (isa<WhereOp>(op))
    return false;
  auto floats = llvm::make_filter_range(op.getOperands(), isFloat);
  auto varies = [&](Value operand) { return varying.contains(operand); };
  return isa<PointwiseOpInterface>(op)
             ? llvm::any_of(floats, varies)
             : !floats.empty() && llvm::all_of(floats, varies);
}

void ConstantHider::hide(Operation &op,
                         llvm::iterator_range<Block::iterator> lowered) {
  if (givesVarying(op, varying)) {
    varying.insert(op.result_begin(), op.result_end());
    return;
  }
  for (Operation &outer : lowered)
    outer.walk([](Operation *inner) {
      if (!isa<math::MathDialect>(inner->getDialect()))
        return;
      OpBuilder b(inner);
      for (OpOperand &operand : inner->getOpOperands())
        operand.set(HideOp::create(b, inner->getLoc(), operand.get()));
    });
}

} // namespace leat::tensor
