//===- Reduction.cpp - derivatives of reductions --------------------------===//
//
// With d the cotangent or tangent, n the number of elements reduced and sums
// over the reduced axes. What reduces to one value is stretched back over them.
//
//   op           reverse                          forward
//   sum          d                                sum(d)
//   mean         d / n                            mean(d)
//   prod         d * (product of the others)      sum(d * ...)
//   max, min     d / ties at the winners          sum(d at the winners) / ties
//   var          d * 2 / n * (x - mean(x))        sum(d * ...)
//   logsumexp    d * e ** x / sum(e ** x)         sum(d * ...)
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"
#include <cmath>

using namespace mlir;

namespace leat {

using Values = SmallVector<Value>;

// A value of the result's shape, with the reduced axes kept as extents of 1.
template <typename OpT>
static Expr keepDims(const Formula &f, OpT op, Value value) {
  SmallVector<int64_t> sizes(sizesOf(op.getInput()));
  for (int64_t axis : op.getAxes())
    sizes[axis] = 1;
  return f.reshape(f(value), sizes);
}

// Both modes of a reduction whose derivative by the input is `partial(f)`, a
// tensor of the input's shape.
template <typename OpT, typename PartialT>
static Values reverse(OpT op, OpBuilder &builder, ValueRange cotangents,
                      const llvm::SmallBitVector &wanted, PartialT partial) {
  Formula f{builder, op.getLoc()};
  Value d = cotangents.front();
  if (!d || !wanted[0] || !isDifferentiable(op.getInput().getType()))
    return {Value()};
  return {(keepDims(f, op, d) * partial(f)).value};
}

template <typename OpT, typename PartialT>
static Values forward(OpT op, OpBuilder &builder, ValueRange tangents,
                      PartialT partial) {
  Formula f{builder, op.getLoc()};
  Value d = tangents.front();
  if (!d)
    return {Value()};
  return {f.sum(f(d) * partial(f), op.getAxes(), op.getKeepdims()).value};
}

//===----------------------------------------------------------------------===//
// sum, mean
//===----------------------------------------------------------------------===//

Values SumOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                       const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Value d = cotangents.front();
  if (!d || !wanted[0])
    return {Value()};
  return {f.broadcast(keepDims(f, *this, d), sizesOf(getInput())).value};
}

FailureOr<Values> SumOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Formula f{builder, getLoc()};
  return Values{f.sum(f(tangents[0]), getAxes(), getKeepdims()).value};
}

Values MeanOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                        const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Value d = cotangents.front();
  if (!d || !wanted[0])
    return {Value()};
  // Divided before it is stretched: n times less work.
  Expr share =
      keepDims(f, *this, d) / Expr(double(sizeAlong(getInput(), getAxes())));
  return {f.broadcast(share, sizesOf(getInput())).value};
}

FailureOr<Values> MeanOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Formula f{builder, getLoc()};
  return Values{f.mean(f(tangents[0]), getAxes(), getKeepdims()).value};
}

//===----------------------------------------------------------------------===//
// prod
//===----------------------------------------------------------------------===//

// For each element, the product of all others along the axis: of those before
// it times those after it. Right where elements are 0, as y / x is not.
static Expr productOfOthers(const Formula &f, Expr x, int64_t axis) {
  Expr before = f.shift(f.cumprod(x, axis, false), axis, 1, false, 1);
  Expr after = f.shift(f.cumprod(x, axis, true), axis, 1, true, 1);
  return before * after;
}

static Expr prodPartial(const Formula &f, ProdOp op) {
  Expr x = f(op.getInput());
  SmallVector<int64_t> axes = op.getAxes();
  if (axes.size() == 1)
    return productOfOthers(f, x, axes.front());
  // Several axes become one, the last.
  SmallVector<int64_t> sizes(sizesOf(op.getInput())), order, moved, flat;
  for (int64_t i = 0, rank = sizes.size(); i < rank; ++i)
    if (!llvm::is_contained(axes, i)) {
      order.push_back(i);
      flat.push_back(sizes[i]);
    }
  flat.push_back(sizeAlong(op.getInput(), axes));
  llvm::append_range(order, axes);
  SmallVector<int64_t> back(order.size());
  for (auto [i, axis] : llvm::enumerate(order)) {
    moved.push_back(sizes[axis]);
    back[axis] = i;
  }
  Expr rows = f.reshape(f.transpose(x, order), flat);
  Expr others = productOfOthers(f, rows, flat.size() - 1);
  return f.transpose(f.reshape(others, moved), back);
}

Values ProdOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                        const llvm::SmallBitVector &wanted) {
  return reverse(*this, builder, cotangents, wanted,
                 [&](const Formula &f) { return prodPartial(f, *this); });
}

FailureOr<Values> ProdOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  return forward(*this, builder, tangents,
                 [&](const Formula &f) { return prodPartial(f, *this); });
}

//===----------------------------------------------------------------------===//
// max, min
//===----------------------------------------------------------------------===//

// Ties share equally, as in PyTorch's amax. Losers are masked, not multiplied
// by 0; where a NaN wins, no element equals it and all get 0.
template <typename OpT> static Expr isWinner(const Formula &f, OpT op) {
  return f(op.getInput()) == keepDims(f, op, op.getResult());
}

// The number of winners, in the shape of `keepdims` or of the result.
template <typename OpT>
static Expr countTies(const Formula &f, OpT op, Expr winner, bool keepdims) {
  return f.sum(f.convert(winner, elementOf(op.getInput())), op.getAxes(),
               keepdims);
}

template <typename OpT>
static Values reverseExtremum(OpT op, OpBuilder &builder, Value d,
                              const llvm::SmallBitVector &wanted) {
  Formula f{builder, op.getLoc()};
  if (!d || !wanted[0] || !isDifferentiable(op.getInput().getType()))
    return {Value()};
  Expr winner = isWinner(f, op);
  Expr share = keepDims(f, op, d) / countTies(f, op, winner, true);
  return {where(winner, share, Expr(0.0)).value};
}

template <typename OpT>
static Values forwardExtremum(OpT op, OpBuilder &builder, Value d) {
  Formula f{builder, op.getLoc()};
  if (!d)
    return {Value()};
  Expr winner = isWinner(f, op);
  Expr sum =
      f.sum(where(winner, f(d), Expr(0.0)), op.getAxes(), op.getKeepdims());
  return {(sum / countTies(f, op, winner, op.getKeepdims())).value};
}

Values MaxOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                       const llvm::SmallBitVector &wanted) {
  return reverseExtremum(*this, builder, cotangents.front(), wanted);
}
FailureOr<Values> MaxOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  return forwardExtremum(*this, builder, tangents.front());
}

Values MinOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                       const llvm::SmallBitVector &wanted) {
  return reverseExtremum(*this, builder, cotangents.front(), wanted);
}
FailureOr<Values> MinOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  return forwardExtremum(*this, builder, tangents.front());
}

//===----------------------------------------------------------------------===//
// var, logsumexp
//===----------------------------------------------------------------------===//

static Expr varPartial(const Formula &f, VarOp op) {
  Expr x = f(op.getInput());
  return (x - f.mean(x, op.getAxes(), /*keepdims=*/true)) *
         Expr(2 / double(op.getDivisor()));
}

Values VarOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                       const llvm::SmallBitVector &wanted) {
  return reverse(*this, builder, cotangents, wanted,
                 [&](const Formula &f) { return varPartial(f, *this); });
}

FailureOr<Values> VarOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  return forward(*this, builder, tangents,
                 [&](const Formula &f) { return varPartial(f, *this); });
}

// The softmax, not e ** (x - y): where y is large its last digit counts. The
// shift cancels, so it is held constant.
static Expr logsumexpPartial(const Formula &f, LogsumexpOp op) {
  SmallVector<int64_t> axes = op.getAxes();
  Expr x = f(op.getInput());
  Expr largest = f.max(x, axes, /*keepdims=*/true);
  Expr finite = f.make<AbsOp>(largest.value) < Expr(INFINITY);
  Expr shift = f.make<StopGradientOp>(where(finite, largest, Expr(0.0)).value);
  Expr e = exp(x - shift);
  return e / f.sum(e, axes, /*keepdims=*/true);
}

Values LogsumexpOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                             const llvm::SmallBitVector &wanted) {
  return reverse(*this, builder, cotangents, wanted,
                 [&](const Formula &f) { return logsumexpPartial(f, *this); });
}

FailureOr<Values> LogsumexpOp::buildJvp(OpBuilder &builder,
                                        ValueRange tangents) {
  return forward(*this, builder, tangents,
                 [&](const Formula &f) { return logsumexpPartial(f, *this); });
}

} // namespace leat
