//===- Net.cpp - derivatives of layers and losses -------------------------===//
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
// cross_entropy: d / B * (softmax(logits) - one_hot(label))
//===----------------------------------------------------------------------===//

// The derivative by the logits.
static Expr crossEntropyPartial(const Formula &f, CrossEntropyOp op) {
  Type element = elementOf(op.getLogits());
  double rows = double(sizesOf(op.getLogits())[0]);
  Expr p = f.make<SoftmaxOp>(op.getLogits(), /*axis=*/1);
  Expr chosen = f(op.buildOneHot(f.builder, element));
  return f.number(element, 1 / rows) * (p - chosen);
}

Values CrossEntropyOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                                const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Expr d = f(cotangents.front());
  if (d.isZero() || !wanted[0])
    return {Value(), Value()};
  return {(d * crossEntropyPartial(f, *this)).value, Value()};
}

FailureOr<Values> CrossEntropyOp::buildJvp(OpBuilder &builder,
                                           ValueRange tangents) {
  Formula f{builder, getLoc()};
  Expr d = f(tangents.front());
  if (d.isZero())
    return Values{Value()};
  return Values{f.sum(d * crossEntropyPartial(f, *this), {0, 1}).value};
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
