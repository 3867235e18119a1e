//===- Choose.cpp - the better of two candidates and its place -*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// See Choose.h. Written with selects, so that a vector of lines can be searched
// at once.
//
//===----------------------------------------------------------------------===//

#include "passes/tensor/Choose.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace leat::tensor {

Value worstValue(OpBuilder &b, Location loc, Type type, bool largest) {
  TypedAttr worst;
  if (auto floating = dyn_cast<FloatType>(type)) {
    worst = FloatAttr::get(
        floating, APFloat::getInf(floating.getFloatSemantics(), largest));
  } else {
    unsigned width = type.getIntOrFloatBitWidth();
    worst = IntegerAttr::get(type, largest ? APInt::getSignedMinValue(width)
                                           : APInt::getSignedMaxValue(width));
  }
  return arith::ConstantOp::create(b, loc, worst);
}

/// Whether `x` is strictly better than `y`.
static Value isBetter(OpBuilder &b, Location loc, Value x, Value y,
                      bool largest) {
  if (isa<IntegerType>(x.getType()))
    return arith::CmpIOp::create(
        b, loc, largest ? arith::CmpIPredicate::sgt : arith::CmpIPredicate::slt,
        x, y);
  // Unordered or better, but a NaN stays where it is: only the first one wins.
  Value better = arith::CmpFOp::create(
      b, loc, largest ? arith::CmpFPredicate::UGT : arith::CmpFPredicate::ULT,
      x, y);
  Value isNumber =
      arith::CmpFOp::create(b, loc, arith::CmpFPredicate::ORD, y, y);
  return arith::AndIOp::create(b, loc, better, isNumber);
}

SmallVector<Value> chooseBetter(OpBuilder &b, Location loc, Candidate next,
                                Candidate best, bool largest, Value allowed) {
  Value zero =
      arith::ConstantOp::create(b, loc, b.getZeroAttr(best.place.getType()));
  Value first = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt,
                                      best.place, zero);
  Value take = arith::OrIOp::create(
      b, loc, first, isBetter(b, loc, next.value, best.value, largest));
  if (allowed)
    take = arith::AndIOp::create(b, loc, take, allowed);
  return {arith::SelectOp::create(b, loc, take, next.value, best.value),
          arith::SelectOp::create(b, loc, take, next.place, best.place)};
}

} // namespace leat::tensor
