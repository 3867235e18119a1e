//===- Scan.cpp - derivatives of running sums, products, extremes ---------===//
//
// A running product is differentiated without division, so that zeros do no
// harm. With y the running product, P[k] = y[k - 1] (P[0] = 1):
//
//   reverse   dx[k] = P[k] * S[k],   S[k] = d[k] + x[k + 1] * S[k + 1]
//   forward   dy[k] = P[k] * d[k] + x[k] * dy[k - 1]
//
// Both are linear recurrences s[k] = b[k] + a[k] * s[k - 1] (or k + 1). They
// are solved in log2(n) doubling steps over whole tensors (Hillis & Steele
// 1986): after step t, s[k] = b[k] + a[k] * s[k - t].
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

//===----------------------------------------------------------------------===//
// cumsum
//===----------------------------------------------------------------------===//

Values CumsumOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                          const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  if (!wanted[0])
    return {Value()};
  return {f.cumsum(f(cotangents.front()), getDim(), !getReverse()).value};
}

FailureOr<Values> CumsumOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Formula f{builder, getLoc()};
  return Values{f.cumsum(f(tangents[0]), getDim(), getReverse()).value};
}

//===----------------------------------------------------------------------===//
// cumprod
//===----------------------------------------------------------------------===//

// s[k] = b[k] + a[k] * s[k - 1] along `axis`; with `back`, of s[k + 1]. Beyond
// the ends s is 0.
static Expr solveRecurrence(const Formula &f, Expr a, Expr b, int64_t axis,
                            bool back) {
  int64_t n = sizesOf(b.value)[axis];
  for (int64_t step = 1; step < n; step *= 2) {
    b = b + a * f.shift(b, axis, step, back, 0);
    if (2 * step < n)
      a = a * f.shift(a, axis, step, back, 0);
  }
  return b;
}

Values CumprodOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                           const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Expr d = f(cotangents.front());
  if (d.isZero() || !wanted[0] || !isDifferentiable(getType()))
    return {Value()};
  int64_t axis = getDim();
  bool reverse = getReverse();
  Expr before = f.shift(f(getResult()), axis, 1, reverse, 1);
  Expr next = f.shift(f(getInput()), axis, 1, !reverse, 0);
  return {(before * solveRecurrence(f, next, d, axis, !reverse)).value};
}

FailureOr<Values> CumprodOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Formula f{builder, getLoc()};
  Expr d = f(tangents[0]);
  if (d.isZero())
    return Values{Value()};
  int64_t axis = getDim();
  bool reverse = getReverse();
  Expr before = f.shift(f(getResult()), axis, 1, reverse, 1);
  return Values{
      solveRecurrence(f, f(getInput()), before * d, axis, reverse).value};
}

//===----------------------------------------------------------------------===//
// cummax, cummin: the element that is the extreme so far
//===----------------------------------------------------------------------===//

// A record is an element that equals the extreme up to it. The extreme up to
// element i is that of the last record; i is counted in the direction of the
// scan, so a reverse one looks for the smallest place.
template <typename OpT> static Expr placeOfRecord(const Formula &f, OpT op) {
  int64_t axis = op.getDim();
  bool reverse = op.getReverse();
  ArrayRef<int64_t> sizes = sizesOf(op.getInput());
  Expr place = f.iota(sizes, f.builder.getI32Type(), axis);
  double first = reverse ? double(sizes[axis] - 1) : 0;
  Expr record = f(op.getInput()) == f(op.getResult());
  Value seen = where(record, place, Expr(first)).value;
  return reverse ? f.make<CumminOp>(seen, axis, reverse)
                 : f.make<CummaxOp>(seen, axis, reverse);
}

template <typename OpT>
static Values reverseExtreme(OpT op, OpBuilder &builder, Value d,
                             const llvm::SmallBitVector &wanted) {
  Formula f{builder, op.getLoc()};
  if (!d || !wanted[0] || !isDifferentiable(op.getType()))
    return {Value()};
  int64_t axis = op.getDim(), size = sizesOf(d)[axis];
  if (size == 0)
    return {d};
  Value place = placeOfRecord(f, op).value;
  return {f.make<AddAlongAxisOp>(d, place, size, axis).value};
}

template <typename OpT>
static Values forwardExtreme(OpT op, OpBuilder &builder, Value d) {
  Formula f{builder, op.getLoc()};
  if (!d || sizesOf(d)[op.getDim()] == 0)
    return {d};
  Value place = placeOfRecord(f, op).value;
  return {f.make<TakeAlongAxisOp>(d, place, op.getDim()).value};
}

Values CummaxOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                          const llvm::SmallBitVector &wanted) {
  return reverseExtreme(*this, builder, cotangents.front(), wanted);
}
FailureOr<Values> CummaxOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  return forwardExtreme(*this, builder, tangents.front());
}

Values CumminOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                          const llvm::SmallBitVector &wanted) {
  return reverseExtreme(*this, builder, cotangents.front(), wanted);
}
FailureOr<Values> CumminOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  return forwardExtreme(*this, builder, tangents.front());
}

//===----------------------------------------------------------------------===//
// logcumsumexp
//===----------------------------------------------------------------------===//

// With y the result and a[k] = e ** (y[k] - y[k + 1]), which is at most 1:
//
//   reverse   dx[k] = e ** (x[k] - y[k]) * S[k],  S[k] = d[k] + a[k] * S[k + 1]
//   forward   dy[k] = e ** (x[k] - y[k]) * d[k] + a[k - 1] * dy[k - 1]
//
// Where the difference is of two infinities the factor is 0: `from` is -inf
// there. It is masked before it is an exponent, or NaNs would get into
// derivatives.
static Expr expDifference(Expr from, Expr to) {
  Expr finite = from > Expr(-INFINITY);
  return where(finite, exp(where(finite, from - to, Expr(0.0))), Expr(0.0));
}

Values LogcumsumexpOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                                const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Expr d = f(cotangents.front());
  if (d.isZero() || !wanted[0])
    return {Value()};
  int64_t axis = getDim();
  bool reverse = getReverse();
  Expr x = f(getInput()), y = f(getResult());
  // Beyond the end the factor is 0, however large y is.
  Expr next = f.shift(y, axis, 1, !reverse, INFINITY);
  Expr sums = solveRecurrence(f, expDifference(y, next), d, axis, !reverse);
  return {(expDifference(x, y) * sums).value};
}

FailureOr<Values> LogcumsumexpOp::buildJvp(OpBuilder &builder,
                                           ValueRange tangents) {
  Formula f{builder, getLoc()};
  Expr d = f(tangents[0]);
  if (d.isZero())
    return Values{Value()};
  int64_t axis = getDim();
  bool reverse = getReverse();
  Expr x = f(getInput()), y = f(getResult());
  Expr before = f.shift(y, axis, 1, reverse, -INFINITY);
  return Values{solveRecurrence(f, expDifference(before, y),
                                expDifference(x, y) * d, axis, reverse)
                    .value};
}

} // namespace leat
