//===- Loss.cpp - derivatives of losses -----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Of the losses whose closed form saves passes over memory; the others are
// differentiated through what they decompose into.
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"

using namespace mlir;

namespace leat {

using Values = SmallVector<Value>;

//===----------------------------------------------------------------------===//
// cross_entropy: d * (softmax(logits) - t), t the smoothed one_hot(label); of a
// mean, d / B
//===----------------------------------------------------------------------===//

// The derivative by the logits, row by row.
static Expr crossEntropyPartial(const Formula &f, CrossEntropyOp op) {
  Type element = elementOf(op.getLogits());
  ArrayRef<int64_t> sizes = sizesOf(op.getLogits());
  Expr p = f.make<SoftmaxOp>(op.getLogits(), /*axis=*/1);
  Expr target = f(op.buildOneHot(f.builder, element));
  if (double s = op.getLabelSmoothing().convertToDouble())
    target = target * Expr(1 - s) + Expr(s / double(sizes[1]));
  Expr partial = p - target;
  if (op.getReduction() == "mean")
    partial = f.number(element, 1 / double(sizes[0])) * partial;
  return partial;
}

Values CrossEntropyOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                                const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Expr d = f(cotangents.front());
  if (d.isZero() || !wanted[0])
    return {Value(), Value()};
  if (getReduction() == "none")
    d = f.reshape(d, {sizesOf(getLogits())[0], 1});
  return {(d * crossEntropyPartial(f, *this)).value, Value()};
}

FailureOr<Values> CrossEntropyOp::buildJvp(OpBuilder &builder,
                                           ValueRange tangents) {
  Formula f{builder, getLoc()};
  Expr d = f(tangents.front());
  if (d.isZero())
    return Values{Value()};
  SmallVector<int64_t> axes = {0, 1};
  if (getReduction() == "none")
    axes = {1};
  return Values{f.sum(d * crossEntropyPartial(f, *this), axes).value};
}

} // namespace leat
