//===- Expr.cpp - derivative rules as formulas ----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/gradients/Expr.h"
#include "dialect/Dialect.h"
#include "mlir/IR/TypeUtilities.h"
#include <cmath>

using namespace mlir;

namespace leat {

// Makes `a`, which may be a number, a value beside `b`.
static Value valueBeside(const Expr &a, const Expr &b) {
  if (a.value)
    return a.value;
  Type element = getElementTypeOrSelf(b.value.getType());
  return NumberOp::create(*b.builder, *b.loc,
                          RankedTensorType::get({}, element),
                          b.builder->getF64FloatAttr(*a.number));
}

// Folded at once, so that what a rule gives is the op that remains, which may
// be given a name: 1 * x is x.
template <typename OpTy> static Expr binary(const Expr &a, const Expr &b) {
  const Expr &known = a.value ? a : b;
  Value lhs = valueBeside(a, b), rhs = valueBeside(b, a);
  return Expr(*known.builder, *known.loc,
              known.builder->createOrFold<OpTy>(*known.loc, lhs, rhs));
}

template <typename OpTy> static Expr unary(const Expr &x) {
  return Expr(*x.builder, *x.loc,
              x.builder->createOrFold<OpTy>(*x.loc, x.value));
}

Expr operator+(Expr a, Expr b) {
  if (a.isZero())
    return b;
  if (b.isZero())
    return a;
  if (a.number && b.number)
    return Expr(*a.number + *b.number);
  return binary<AddOp>(a, b);
}

Expr operator-(Expr a, Expr b) {
  if (b.isZero())
    return a;
  if (a.isZero())
    return -b;
  if (a.number && b.number)
    return Expr(*a.number - *b.number);
  return binary<SubOp>(a, b);
}

Expr operator*(Expr a, Expr b) {
  if (a.isZero() || b.isZero())
    return zero();
  if (a.number && b.number)
    return Expr(*a.number * *b.number);
  return binary<MulOp>(a, b);
}

Expr operator/(Expr a, Expr b) {
  if (a.isZero())
    return zero();
  if (a.number && b.number)
    return Expr(*a.number / *b.number);
  return binary<DivOp>(a, b);
}

Expr operator-(Expr x) {
  if (x.isZero())
    return x;
  if (x.number)
    return Expr(-*x.number);
  return unary<NegOp>(x);
}

Expr operator>(Expr a, Expr b) { return binary<GtOp>(a, b); }
Expr operator<(Expr a, Expr b) { return binary<LtOp>(a, b); }
Expr operator==(Expr a, Expr b) { return binary<EqOp>(a, b); }

// where(c, 0, 0) is zero; where(c, d, 0) masks d.
Expr where(Expr condition, Expr a, Expr b) {
  auto none = [](const Expr &x) { return x.isZero() || x.number == 0.0; };
  if (none(a) && none(b))
    return zero();
  if (a.isZero())
    a = Expr(0.0);
  if (b.isZero())
    b = Expr(0.0);
  Value lhs = valueBeside(a, b), rhs = valueBeside(b, a);
  return Expr(*condition.builder, *condition.loc,
              WhereOp::create(*condition.builder, *condition.loc,
                              condition.value, lhs, rhs));
}

Expr pow(Expr a, Expr b) { return binary<PowOp>(a, b); }

Expr powerSlope(Expr a, Expr b) {
  if (auto constant = b.value.getDefiningOp<NumberOp>()) {
    double power = constant.getValue().convertToDouble();
    if (power == 0)
      return zero();
    if (power == 1)
      return Expr(1.0);
    return (power == 2 ? a : pow(a, Expr(power - 1))) * Expr(power);
  }
  // Only at a = 0: elsewhere the second derivative needs the true exponent.
  Expr less = b - Expr(1.0);
  Expr safe =
      where(a == Expr(0.0), where(b == Expr(0.0), Expr(0.0), less), less);
  return b * pow(a, safe);
}

Expr exp(Expr x) { return unary<ExpOp>(x); }
Expr log(Expr x) { return unary<LogOp>(x); }
Expr sin(Expr x) { return unary<SinOp>(x); }
Expr cos(Expr x) { return unary<CosOp>(x); }
Expr erf(Expr x) { return unary<ErfOp>(x); }
Expr sign(Expr x) { return unary<SignOp>(x); }
Expr sigmoid(Expr x) { return unary<SigmoidOp>(x); }

Expr convert(Expr x, Expr like) {
  if (x.isZero())
    return x;
  Type element = getElementTypeOrSelf(like.value.getType());
  return Expr(*x.builder, *x.loc,
              ConvertOp::create(*x.builder, *x.loc, x.value, element));
}

Value addCotangents(OpBuilder &builder, Location loc, Value a, Value b) {
  if (!a || !b)
    return a ? a : b;
  return AddOp::create(builder, loc, a, b);
}

Value sumToShape(OpBuilder &builder, Location loc, Value value, Type type) {
  auto from = cast<RankedTensorType>(value.getType());
  auto to = cast<RankedTensorType>(type);
  int64_t added = from.getRank() - to.getRank();
  SmallVector<int64_t> axes;
  for (int64_t i = 0; i < from.getRank(); ++i)
    if (i < added || (to.getDimSize(i - added) == 1 && from.getDimSize(i) != 1))
      axes.push_back(i);
  if (!axes.empty())
    value =
        SumOp::create(builder, loc, value, builder.getDenseI64ArrayAttr(axes),
                      /*keepdims=*/false);
  if (cast<RankedTensorType>(value.getType()).getShape() == to.getShape())
    return value;
  SmallVector<Attribute> shape;
  for (int64_t size : to.getShape())
    shape.push_back(builder.getI64IntegerAttr(size));
  return ReshapeOp::create(builder, loc, value, builder.getArrayAttr(shape));
}

bool isDifferentiable(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && isa<FloatType>(tensor.getElementType());
}

SmallVector<Value> pointwiseVjp(Operation *op, OpBuilder &builder,
                                ValueRange cotangents,
                                const llvm::SmallBitVector &wanted) {
  auto pointwise = cast<PointwiseOpInterface>(op);
  SmallVector<Value> result(op->getNumOperands());
  if (!cotangents.front())
    return result;
  for (unsigned i : wanted.set_bits()) {
    Type type = op->getOperand(i).getType();
    if (!isDifferentiable(type))
      continue;
    Value d = pointwise.buildDifferential(builder, i, cotangents.front());
    if (d)
      result[i] = sumToShape(builder, op->getLoc(), d, type);
  }
  return result;
}

FailureOr<SmallVector<Value>> pointwiseJvp(Operation *op, OpBuilder &builder,
                                           ValueRange tangents) {
  auto pointwise = cast<PointwiseOpInterface>(op);
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  Value sum;
  for (auto [i, tangent] : llvm::enumerate(tangents))
    if (tangent)
      sum = addCotangents(builder, op->getLoc(), sum,
                          pointwise.buildDifferential(builder, i, tangent));
  // Only a conversion's tangent is of another element type.
  if (sum && getElementTypeOrSelf(sum.getType()) != type.getElementType())
    sum = ConvertOp::create(builder, op->getLoc(), sum, type.getElementType());
  if (sum &&
      cast<RankedTensorType>(sum.getType()).getShape() != type.getShape()) {
    SmallVector<Attribute> shape;
    for (int64_t size : type.getShape())
      shape.push_back(builder.getI64IntegerAttr(size));
    sum = BroadcastToOp::create(builder, op->getLoc(), sum,
                                builder.getArrayAttr(shape));
  }
  return SmallVector<Value>{sum};
}

} // namespace leat
