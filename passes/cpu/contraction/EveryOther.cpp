//===- EveryOther.cpp - vectors of every other element --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/contraction/EveryOther.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace leat;

namespace {
/// One of the two runs of neighbours: where it begins, which lane each of its
/// elements belongs to, and which of them are touched.
struct Half {
  Half(OpBuilder &b, Location loc, int64_t half, int64_t lanes, Value at,
       Value mask);

  Value at, mask;
  SmallVector<int64_t> spread;
};
} // namespace

Half::Half(OpBuilder &b, Location loc, int64_t half, int64_t lanes, Value start,
           Value lanesUsed)
    : at(arith::AddIOp::create(
          b, loc, start,
          arith::ConstantIndexOp::create(b, loc, half * lanes))) {
  SmallVector<bool> even;
  for (int64_t i = 0; i < lanes; ++i) {
    even.push_back(i % 2 == 0);
    spread.push_back((half * lanes + i) / 2);
  }
  auto type = VectorType::get(lanes, b.getI1Type());
  mask = arith::ConstantOp::create(
      b, loc, DenseElementsAttr::get(type, ArrayRef(even)));
  if (lanesUsed)
    mask = arith::AndIOp::create(
        b, loc, mask,
        vector::ShuffleOp::create(b, loc, lanesUsed, lanesUsed, spread));
}

Value leat::loadEveryOther(OpBuilder &b, Location loc, VectorType type,
                           Value buffer, Value at, Value mask) {
  int64_t lanes = type.getNumElements();
  Value none = arith::ConstantOp::create(b, loc, b.getZeroAttr(type));
  SmallVector<Value> halves;
  SmallVector<int64_t> picked;
  for (int64_t i = 0; i < 2; ++i) {
    Half half(b, loc, i, lanes, at, mask);
    halves.push_back(vector::MaskedLoadOp::create(b, loc, type, buffer, half.at,
                                                  half.mask, none));
  }
  for (int64_t i = 0; i < lanes; ++i)
    picked.push_back(2 * i);
  return vector::ShuffleOp::create(b, loc, halves[0], halves[1], picked);
}

void leat::storeEveryOther(OpBuilder &b, Location loc, Value vector,
                           Value buffer, Value at, Value mask) {
  int64_t lanes = cast<VectorType>(vector.getType()).getNumElements();
  for (int64_t i = 0; i < 2; ++i) {
    Half half(b, loc, i, lanes, at, mask);
    vector::MaskedStoreOp::create(
        b, loc, buffer, half.at, half.mask,
        vector::ShuffleOp::create(b, loc, vector, vector, half.spread));
  }
}
