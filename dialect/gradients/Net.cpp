//===- Net.cpp - derivatives of layers ------------------------------------===//
//
// What their decompositions would give, in closed form: fewer passes over
// memory, and the result of the forward pass is used again.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"

using namespace mlir;

namespace leat {

using Values = SmallVector<Value>;

//===----------------------------------------------------------------------===//
// softmax: y * (d - sum(d * y)). The Jacobian is symmetric: one rule.
//===----------------------------------------------------------------------===//

static Value softmaxRule(SoftmaxOp op, OpBuilder &builder, Value cotangent) {
  Formula f{builder, op.getLoc()};
  Expr d = f(cotangent), y = f(op.getResult());
  return (y * (d - f.sum(d * y, op.getDim(), /*keepdims=*/true))).value;
}

Values SoftmaxOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                           const llvm::SmallBitVector &wanted) {
  if (!wanted[0])
    return {Value()};
  return {softmaxRule(*this, builder, cotangents.front())};
}

FailureOr<Values> SoftmaxOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  return Values{softmaxRule(*this, builder, tangents.front())};
}

//===----------------------------------------------------------------------===//
// log_softmax: d - e ** y * sum(d); forward, d - sum(e ** y * d)
//===----------------------------------------------------------------------===//

Values LogSoftmaxOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                              const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Expr d = f(cotangents.front());
  if (d.isZero() || !wanted[0])
    return {Value()};
  Expr total = f.sum(d, getDim(), /*keepdims=*/true);
  return {(d - exp(f(getResult())) * total).value};
}

FailureOr<Values> LogSoftmaxOp::buildJvp(OpBuilder &builder,
                                         ValueRange tangents) {
  Formula f{builder, getLoc()};
  Expr d = f(tangents.front());
  if (d.isZero())
    return Values{Value()};
  Expr mean = f.sum(exp(f(getResult())) * d, getDim(), /*keepdims=*/true);
  return Values{(d - mean).value};
}

//===----------------------------------------------------------------------===//
// standardize: r * (d - mean(d) - y * mean(d * y)), r the scale. The Jacobian
// is symmetric: one rule. Without the centre there is no mean(d).
//===----------------------------------------------------------------------===//

static Value standardizeRule(StandardizeOp op, OpBuilder &builder,
                             Value cotangent) {
  Formula f{builder, op.getLoc()};
  Expr d = f(cotangent), y = f(op.getResult());
  if (d.isZero())
    return {};
  SmallVector<int64_t> axes = op.getAxes();
  Expr scale = f(op.buildScale(builder, op.buildCentered(builder)));
  Expr along = y * f.mean(d * y, axes, /*keepdims=*/true);
  if (op.getCenter())
    d = d - f.mean(d, axes, /*keepdims=*/true);
  return (scale * (d - along)).value;
}

Values StandardizeOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                               const llvm::SmallBitVector &wanted) {
  if (!wanted[0])
    return {Value()};
  return {standardizeRule(*this, builder, cotangents.front())};
}

FailureOr<Values> StandardizeOp::buildJvp(OpBuilder &builder,
                                          ValueRange tangents) {
  return Values{standardizeRule(*this, builder, tangents.front())};
}

//===----------------------------------------------------------------------===//
// timestep_embedding: sum over j of f_j * (cos(t f_j) dsin_j - sin(t f_j)
// dcos_j)
//===----------------------------------------------------------------------===//

Values TimestepEmbeddingOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                                     const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Expr d = f(cotangents.front()), y = f(getResult());
  if (d.isZero() || !wanted[0] || !isDifferentiable(getTime().getType()))
    return {Value()};
  int64_t dim = getDim(), h = dim / 2;
  Expr cosine = f.slice(y, 1, 0, h), sine = f.slice(y, 1, h, dim);
  Expr dcos = f.slice(d, 1, 0, h), dsin = f.slice(d, 1, h, dim);
  Expr each = (cosine * dsin - sine * dcos) * f(buildFrequencies(builder));
  return {f.convert(f.sum(each, {1}), elementOf(getTime())).value};
}

FailureOr<Values> TimestepEmbeddingOp::buildJvp(OpBuilder &builder,
                                                ValueRange tangents) {
  Formula f{builder, getLoc()};
  if (!tangents.front())
    return Values{Value()};
  int64_t dim = getDim(), h = dim / 2;
  Expr y = f(getResult());
  Expr d = f.convert(f(tangents.front()), elementOf(getResult()));
  Expr rate =
      f.reshape(d, {sizesOf(getTime())[0], 1}) * f(buildFrequencies(builder));
  Expr cosine = f.slice(y, 1, 0, h), sine = f.slice(y, 1, h, dim);
  return Values{
      f.concat({(-(rate * sine)).value, (rate * cosine).value}, 1).value};
}

} // namespace leat
