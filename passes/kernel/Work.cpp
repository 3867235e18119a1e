//===- Work.cpp - what a kernel computes and moves ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/kernel/Work.h"
#include "dialect/Dialect.h"
#include "mlir/IR/TypeUtilities.h"
#include "passes/Entry.h"

using namespace mlir;

namespace leat {

static int64_t elements(Value value) {
  return cast<ShapedType>(value.getType()).getNumElements();
}

void Work::addOperations(Operation *op) {
  if (op->getNumOperands() == 0 ||
      !isa<FloatType>(getElementTypeOrSelf(op->getOperand(0))))
    return;
  if (auto contraction = dyn_cast<ContractionOpInterface>(op)) {
    bool biased = op->getNumOperands() > 2;
    operations += 2 * contraction.getMultiplyAdds() +
                  (biased ? elements(op->getResult(0)) : 0);
  } else if (isa<PointwiseOpInterface>(op)) {
    operations += elements(op->getResult(0));
  } else if (op->hasTrait<Accumulates>()) {
    operations += elements(op->getOperand(0));
  }
}

void Work::addBytes(Value tensor) {
  auto type = cast<ShapedType>(tensor.getType());
  bytes += byteSize(type);
  if (isa<FloatType>(type.getElementType()))
    floatBytes = std::max(floatBytes, elementBytes(type.getElementType()));
}

DenseI64ArrayAttr Work::asAttribute(Builder &builder) const {
  return builder.getDenseI64ArrayAttr({operations, floatBytes, bytes});
}

} // namespace leat
