//===- Reduce.cpp - combining values in a fixed order ----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   %v : vector<16xf32>
//     ==>
//   %high = vector.shuffle %v, %v [8, .., 15]     vector<8xf32>
//   %low = vector.shuffle %v, %v [0, .., 7]
//   %half = arith.addf %low, %high                and so on, down to a scalar
//
// vector.reduction would be lowered to a chain of 16 dependent additions.
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/loops/Reduce.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "passes/cpu/loops/Statement.h"
#include <numeric>

using namespace mlir;

namespace leat::loops {

Value combine(OpBuilder &b, Operation *combiner, Value lhs, Value rhs) {
  Operation *copy = combiner->cloneWithoutRegions();
  copy->setOperands({lhs, rhs});
  copy->getResult(0).setType(lhs.getType());
  b.insert(copy);
  return copy->getResult(0);
}

Value neutral(OpBuilder &b, Operation *combiner, Type type) {
  TypedAttr value = *arith::getNeutralElement(combiner);
  // Adding +0.0 would turn -0.0 into +0.0.
  if (isa<arith::AddFOp>(combiner))
    value = b.getFloatAttr(value.getType(), -0.0);
  if (auto vectorType = dyn_cast<VectorType>(type))
    value = DenseElementsAttr::get(vectorType, value);
  return arith::ConstantOp::create(b, combiner->getLoc(), value);
}

static Value half(OpBuilder &b, Location loc, Value vector, int64_t first,
                  int64_t count) {
  SmallVector<int64_t> picks(count);
  std::iota(picks.begin(), picks.end(), first);
  return vector::ShuffleOp::create(b, loc, vector, vector, picks);
}

Value reduceTree(OpBuilder &b, Operation *combiner, ArrayRef<Value> values,
                 int64_t lanes) {
  SmallVector<Value> partials(values);
  for (size_t step = kPartials / lanes / 2; step >= 1; step /= 2) {
    for (size_t i = 0; i + step < partials.size(); ++i)
      partials[i] = combine(b, combiner, partials[i], partials[i + step]);
    partials.resize(std::min(partials.size(), step));
  }
  Value value = partials[0];
  if (lanes == 1)
    return value;
  Location loc = combiner->getLoc();
  for (int64_t count = lanes / 2; count >= 1; count /= 2)
    value = combine(b, combiner, half(b, loc, value, 0, count),
                    half(b, loc, value, count, count));
  return vector::ExtractOp::create(b, loc, value, 0);
}

} // namespace leat::loops
