//===- ScalarBuilder.cpp - one element of a pointwise op ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/ScalarBuilder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/TypeUtilities.h"
#include <cmath>

using namespace mlir;

namespace leat {

static bool isFloat(Value x) {
  return isa<FloatType>(getElementTypeOrSelf(x.getType()));
}

// The type of `like`, scalar or vector, with another element type.
static Type withElement(Type like, Type element) {
  if (auto vector = dyn_cast<VectorType>(like))
    return vector.clone(element);
  return element;
}

Value ScalarBuilder::number(Type type, double value) {
  Type scalar = getElementTypeOrSelf(type);
  TypedAttr attribute;
  if (auto floating = dyn_cast<FloatType>(scalar)) {
    APFloat rounded(value);
    bool inexact;
    rounded.convert(floating.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                    &inexact);
    attribute = FloatAttr::get(floating, rounded);
  } else {
    attribute = IntegerAttr::get(scalar, int64_t(value));
  }
  if (auto vector = dyn_cast<VectorType>(type))
    attribute = DenseElementsAttr::get(vector, Attribute(attribute));
  return arith::ConstantOp::create(builder, loc, type, attribute);
}

Value ScalarBuilder::number(double value) { return number(like, value); }

Value ScalarBuilder::neg(Value x) {
  if (isFloat(x))
    return arith::NegFOp::create(builder, loc, x);
  return arith::SubIOp::create(builder, loc, number(x.getType(), 0), x);
}

Value ScalarBuilder::abs(Value x) {
  if (isFloat(x))
    return math::AbsFOp::create(builder, loc, x);
  return math::AbsIOp::create(builder, loc, x);
}

// Zeros and NaN give themselves.
Value ScalarBuilder::sign(Value x) {
  Value none = number(x.getType(), 0);
  Value positive = compare(Comparison::gt, x, none);
  Value negative = compare(Comparison::lt, x, none);
  return select(positive, number(x.getType(), 1),
                select(negative, number(x.getType(), -1), x));
}

Value ScalarBuilder::add(Value x, Value y) {
  if (isFloat(x))
    return arith::AddFOp::create(builder, loc, x, y);
  return arith::AddIOp::create(builder, loc, x, y);
}

Value ScalarBuilder::sub(Value x, Value y) {
  if (isFloat(x))
    return arith::SubFOp::create(builder, loc, x, y);
  return arith::SubIOp::create(builder, loc, x, y);
}

Value ScalarBuilder::mul(Value x, Value y) {
  if (isFloat(x))
    return arith::MulFOp::create(builder, loc, x, y);
  return arith::MulIOp::create(builder, loc, x, y);
}

Value ScalarBuilder::div(Value x, Value y) {
  return arith::DivFOp::create(builder, loc, x, y);
}

Value ScalarBuilder::max(Value x, Value y) {
  if (isFloat(x))
    return arith::MaximumFOp::create(builder, loc, x, y);
  return arith::MaxSIOp::create(builder, loc, x, y);
}

Value ScalarBuilder::min(Value x, Value y) {
  if (isFloat(x))
    return arith::MinimumFOp::create(builder, loc, x, y);
  return arith::MinSIOp::create(builder, loc, x, y);
}

Value ScalarBuilder::rsqrt(Value x) {
  return div(number(x.getType(), 1), math::SqrtOp::create(builder, loc, x));
}

// 1 / (1 + e ** -x), and e ** x / (1 + e ** x) for x < 0, where e ** -x may
// overflow before its reciprocal is 0.
Value ScalarBuilder::sigmoid(Value x) {
  Value one = number(x.getType(), 1);
  Value small = math::ExpOp::create(builder, loc, neg(abs(x)));
  Value negative = compare(Comparison::lt, x, number(x.getType(), 0));
  return div(select(negative, small, one), add(one, small));
}

// max(x, 0) + log1p(exp(-|x|)): no overflow, and exact for large |x|.
Value ScalarBuilder::softplus(Value x) {
  Value small = math::ExpOp::create(builder, loc, neg(abs(x)));
  return add(max(x, number(x.getType(), 0)),
             math::Log1pOp::create(builder, loc, small));
}

Value ScalarBuilder::logicalNot(Value x) {
  return arith::XOrIOp::create(builder, loc, x, number(x.getType(), 1));
}
Value ScalarBuilder::logicalAnd(Value x, Value y) {
  return arith::AndIOp::create(builder, loc, x, y);
}
Value ScalarBuilder::logicalOr(Value x, Value y) {
  return arith::OrIOp::create(builder, loc, x, y);
}

Value ScalarBuilder::compare(Comparison what, Value x, Value y) {
  if (isFloat(x)) {
    static constexpr arith::CmpFPredicate kFloat[] = {
        arith::CmpFPredicate::OEQ, arith::CmpFPredicate::UNE,
        arith::CmpFPredicate::OLT, arith::CmpFPredicate::OLE,
        arith::CmpFPredicate::OGT, arith::CmpFPredicate::OGE};
    return arith::CmpFOp::create(builder, loc, kFloat[int(what)], x, y);
  }
  static constexpr arith::CmpIPredicate kSigned[] = {
      arith::CmpIPredicate::eq,  arith::CmpIPredicate::ne,
      arith::CmpIPredicate::slt, arith::CmpIPredicate::sle,
      arith::CmpIPredicate::sgt, arith::CmpIPredicate::sge};
  // false < true: an i1 is unsigned.
  static constexpr arith::CmpIPredicate kBool[] = {
      arith::CmpIPredicate::eq,  arith::CmpIPredicate::ne,
      arith::CmpIPredicate::ult, arith::CmpIPredicate::ule,
      arith::CmpIPredicate::ugt, arith::CmpIPredicate::uge};
  bool flag = getElementTypeOrSelf(x.getType()).isInteger(1);
  return arith::CmpIOp::create(builder, loc,
                               (flag ? kBool : kSigned)[int(what)], x, y);
}

Value ScalarBuilder::select(Value condition, Value x, Value y) {
  return arith::SelectOp::create(builder, loc, condition, x, y);
}

// Truncates, clamped to the range of the integers; NaN gives 0. The conversion
// itself sees only numbers that it is defined for.
Value ScalarBuilder::floatToInteger(Value x, Type to) {
  unsigned bits = getElementTypeOrSelf(to).getIntOrFloatBitWidth();
  // 2^(bits - 1) is a float; the largest integer may not be one.
  Value limit = number(x.getType(), std::ldexp(1.0, int(bits) - 1));
  Value lowest = number(x.getType(), -std::ldexp(1.0, int(bits) - 1));
  Value fits = logicalAnd(compare(Comparison::gt, x, lowest),
                          compare(Comparison::lt, x, limit));
  Value inside = select(fits, x, number(x.getType(), 0));
  Value whole = arith::FPToSIOp::create(builder, loc, to, inside);
  auto edge = [&](const APInt &value) -> Value {
    TypedAttr attribute =
        IntegerAttr::get(cast<IntegerType>(getElementTypeOrSelf(to)), value);
    if (auto vector = dyn_cast<VectorType>(to))
      attribute = DenseElementsAttr::get(vector, Attribute(attribute));
    return arith::ConstantOp::create(builder, loc, to, attribute);
  };
  whole = select(compare(Comparison::ge, x, limit),
                 edge(APInt::getSignedMaxValue(bits)), whole);
  return select(compare(Comparison::le, x, lowest),
                edge(APInt::getSignedMinValue(bits)), whole);
}

Value ScalarBuilder::convert(Value x) {
  Type from = getElementTypeOrSelf(x.getType());
  Type to = withElement(x.getType(), element);
  if (from == element)
    return x;
  if (element.isInteger(1))
    return compare(Comparison::ne, x, number(x.getType(), 0));
  bool fromFloat = isa<FloatType>(from), toFloat = isa<FloatType>(element);
  unsigned fromBits = from.getIntOrFloatBitWidth();
  unsigned toBits = element.getIntOrFloatBitWidth();
  if (fromFloat && toFloat) {
    if (fromBits == toBits) { // bf16 and f16 meet in f32.
      Type wide = withElement(x.getType(), builder.getF32Type());
      Value middle = arith::ExtFOp::create(builder, loc, wide, x);
      return arith::TruncFOp::create(builder, loc, to, middle);
    }
    if (fromBits < toBits)
      return arith::ExtFOp::create(builder, loc, to, x);
    return arith::TruncFOp::create(builder, loc, to, x);
  }
  if (fromFloat)
    return floatToInteger(x, to);
  if (toFloat) {
    if (fromBits == 1)
      return arith::UIToFPOp::create(builder, loc, to, x);
    return arith::SIToFPOp::create(builder, loc, to, x);
  }
  if (fromBits == 1)
    return arith::ExtUIOp::create(builder, loc, to, x);
  if (fromBits < toBits)
    return arith::ExtSIOp::create(builder, loc, to, x);
  return arith::TruncIOp::create(builder, loc, to, x);
}

} // namespace leat
