//===- Reshape.cpp - the same elements under another shape ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/memory/Reshape.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

namespace leat {

bool isReshape(Operation *op) {
  return isa_and_nonnull<tensor::CollapseShapeOp, tensor::ExpandShapeOp,
                         tensor::ReshapeOp, tensor::CastOp>(op);
}

Value reshapeRoot(Value value) {
  while (isReshape(value.getDefiningOp()))
    value = value.getDefiningOp()->getOperand(0);
  return value;
}

/// All dimensions as one group; none where there are none.
static SmallVector<ReassociationIndices> oneGroup(int64_t rank) {
  if (rank == 0)
    return {};
  return {llvm::to_vector<2>(llvm::seq<int64_t>(0, rank))};
}

Value reshapeTo(OpBuilder &b, Location loc, Value value,
                RankedTensorType type) {
  auto from = cast<RankedTensorType>(value.getType());
  if (from == type)
    return value;
  // By way of one dimension, which reaches every shape from every other.
  auto flat =
      RankedTensorType::get({from.getNumElements()}, from.getElementType());
  if (from.getRank() == 0)
    value = tensor::ExpandShapeOp::create(b, loc, flat, value,
                                          ArrayRef<ReassociationIndices>());
  else if (from.getRank() > 1)
    value = tensor::CollapseShapeOp::create(b, loc, flat, value,
                                            oneGroup(from.getRank()));
  if (type.getRank() == 0)
    return tensor::CollapseShapeOp::create(b, loc, type, value,
                                           ArrayRef<ReassociationIndices>());
  if (type.getRank() > 1)
    return tensor::ExpandShapeOp::create(b, loc, type, value,
                                         oneGroup(type.getRank()));
  return value;
}

} // namespace leat
