//===- Scan.cpp - derivatives of running sums and products ----------------===//
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

} // namespace leat
