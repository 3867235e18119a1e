//===- Real.cpp - scalar code written as formulas -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Real.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

namespace leat {

Real Real::as(Real like) const {
  if (value)
    return *this;
  return {*like.b, like.b->number(like.value.getType(), number)};
}

/// Both operands as values.
static std::pair<Real, Real> values(Real x, Real y) {
  return {x.as(y), y.as(x)};
}

Real operator+(Real x, Real y) {
  auto [a, c] = values(x, y);
  return {*a.b, a.b->add(a.value, c.value)};
}
Real operator-(Real x, Real y) {
  auto [a, c] = values(x, y);
  return {*a.b, a.b->sub(a.value, c.value)};
}
Real operator*(Real x, Real y) {
  auto [a, c] = values(x, y);
  return {*a.b, a.b->mul(a.value, c.value)};
}
Real operator/(Real x, Real y) {
  auto [a, c] = values(x, y);
  return {*a.b, a.b->div(a.value, c.value)};
}
Real operator-(Real x) { return {*x.b, x.b->neg(x.value)}; }

static Mask compare(Comparison what, Real x, Real y) {
  auto [a, c] = values(x, y);
  return {a.b, a.b->compare(what, a.value, c.value)};
}
Mask operator<(Real x, Real y) { return compare(Comparison::lt, x, y); }
Mask operator<=(Real x, Real y) { return compare(Comparison::le, x, y); }
Mask operator>(Real x, Real y) { return compare(Comparison::gt, x, y); }
Mask operator>=(Real x, Real y) { return compare(Comparison::ge, x, y); }
Mask operator==(Real x, Real y) { return compare(Comparison::eq, x, y); }
Mask operator!=(Real x, Real y) { return compare(Comparison::ne, x, y); }

Mask operator&&(Mask x, Mask y) {
  return {x.b, x.b->logicalAnd(x.value, y.value)};
}
Mask operator==(Mask x, Mask y) {
  return {x.b, x.b->compare(Comparison::eq, x.value, y.value)};
}
Mask operator!(Mask x) { return {x.b, x.b->logicalNot(x.value)}; }

Real select(Mask mask, Real x, Real y) {
  auto [a, c] = values(x, y);
  return {*mask.b, mask.b->select(mask.value, a.value, c.value)};
}

Real withSign(Real x, Real y) {
  return math<math::CopySignOp>(x.as(y), y.as(x));
}

Real fma(Real x, Real y, Real z) {
  Real like = x.value ? x : y.value ? y : z;
  return math<math::FmaOp>(x.as(like), y.as(like), z.as(like));
}

Real polynomial(ArrayRef<double> c, Real x) {
  Real sum = Real(c.back()).as(x);
  for (double next : llvm::reverse(c.drop_back()))
    sum = fma(sum, x, next);
  return sum;
}

/// `x` with elements of another float type.
static Value convertTo(ScalarBuilder &b, Value x, Type element) {
  return ScalarBuilder{b.builder, b.loc, element, x.getType()}.convert(x);
}

/// bf16 and f16 pass through f32 on their way to and from f64: processors have
/// no instruction for more.
static Value computeIn(FloatType compute, ScalarBuilder &b, ValueRange args,
                       llvm::function_ref<Real(ArrayRef<Real>)> formula) {
  Type element = getElementTypeOrSelf(args.front().getType());
  bool half = element.getIntOrFloatBitWidth() == 16;
  Type single = b.builder.getF32Type();
  SmallVector<Value> wide(args);
  for (Value &x : wide)
    x = convertTo(b, half ? convertTo(b, x, single) : x, compute);
  ScalarBuilder inner{b.builder, b.loc, compute, wide.front().getType()};
  SmallVector<Real> reals;
  for (Value x : wide)
    reals.emplace_back(inner, x);
  Value result = formula(reals).as(reals.front()).value;
  return convertTo(b, half ? convertTo(b, result, single) : result, element);
}

Value inSingle(ScalarBuilder &b, ValueRange args,
               llvm::function_ref<Real(ArrayRef<Real>)> formula) {
  auto element = cast<FloatType>(getElementTypeOrSelf(args.front().getType()));
  bool half = element.getWidth() == 16;
  return computeIn(half ? b.builder.getF32Type() : element, b, args, formula);
}

Value inDouble(ScalarBuilder &b, ValueRange args,
               llvm::function_ref<Real(ArrayRef<Real>)> formula) {
  return computeIn(b.builder.getF64Type(), b, args, formula);
}

} // namespace leat
