//===- LinearAlgebra.cpp - derivatives and lanes of factors and solutions -===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// M. Giles, An extended collection of matrix derivative results (2008); I.
// Murray, Differentiation of the Cholesky decomposition (2016).
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/gradients/Batch.h"

using namespace mlir;

namespace leat {

using Values = SmallVector<Value>;

// The last two axes exchanged.
static Expr transposed(const Formula &f, Expr x) {
  auto axes = llvm::to_vector(llvm::seq<int64_t>(0, sizesOf(x.value).size()));
  std::swap(axes.end()[-1], axes.end()[-2]);
  return f.transpose(x, axes);
}

// What stands below the diagonal of x (above it with `upper`), times `diagonal`
// on it, 0 elsewhere.
static Expr triangle(const Formula &f, Expr x, bool upper, double diagonal) {
  Type i64 = f.builder.getI64Type();
  int64_t n = sizesOf(x.value).back();
  Value rows = f.iota({n, 1}, i64, 0).value;
  Value columns = f.iota({1, n}, i64, 1).value;
  if (upper)
    std::swap(rows, columns);
  Expr inside = f.make<GtOp>(rows, columns);
  Expr on = f.make<EqOp>(rows, columns);
  Expr rest =
      diagonal == 0 ? Expr(0.0) : where(on, x * Expr(diagonal), Expr(0.0));
  return where(inside, x, rest);
}

static Expr substitute(const Formula &f, Value a, Expr b, bool upper,
                       bool transpose, bool unit) {
  return f.make<TriangularSolveOp>(a, b.value, upper, transpose, unit);
}

//===----------------------------------------------------------------------===//
// cholesky: with P the lower triangle and half of the diagonal, dL = L P(L^-1
// dA L^-T), and the symmetric part of L^-T P(L^T d) L^-1 backwards
//===----------------------------------------------------------------------===//

Values CholeskyOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                            const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Expr d = f(cotangents.front());
  if (d.isZero() || !wanted[0])
    return {Value()};
  Value lower = getResult();
  // What stands above the diagonal of L is 0, whatever the input.
  d = triangle(f, d, /*upper=*/false, 1);
  Expr inner = triangle(f, f.matmul(f(lower), d, true), /*upper=*/false, 0.5);
  Expr left = substitute(f, lower, inner, false, true, false);
  Expr both = substitute(f, lower, transposed(f, left), false, true, false);
  return {((both + transposed(f, both)) * Expr(0.5)).value};
}

FailureOr<Values> CholeskyOp::buildJvp(OpBuilder &builder,
                                       ValueRange tangents) {
  Formula f{builder, getLoc()};
  Expr d = f(tangents.front());
  if (d.isZero())
    return Values{Value()};
  Value lower = getResult();
  d = (d + transposed(f, d)) * Expr(0.5);
  Expr left = substitute(f, lower, d, false, false, false);
  Expr both = substitute(f, lower, transposed(f, left), false, false, false);
  Expr inner = triangle(f, transposed(f, both), /*upper=*/false, 0.5);
  return Values{f.matmul(f(lower), inner).value};
}

//===----------------------------------------------------------------------===//
// triangular_solve, solve: dx = a^-1 (db - da x); backwards b' = a^-T d and a'
// = -b' x^T
//===----------------------------------------------------------------------===//

// The part of da that the solution depends on.
static Expr readPart(const Formula &f, TriangularSolveOp op, Expr da) {
  return triangle(f, da, op.getUpper(), op.getUnit() ? 0 : 1);
}

Values TriangularSolveOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                                   const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Expr d = f(cotangents.front()), x = f(getResult());
  if (d.isZero())
    return {Value(), Value()};
  Expr db = substitute(f, getA(), d, getUpper(), !getTranspose(), getUnit());
  Values result(2);
  if (wanted[0]) {
    Expr da = getTranspose() ? f.matmul(x, db, false, true)
                             : f.matmul(db, x, false, true);
    result[0] = readPart(f, *this, -da).value;
  }
  if (wanted[1])
    result[1] = db.value;
  return result;
}

FailureOr<Values> TriangularSolveOp::buildJvp(OpBuilder &builder,
                                              ValueRange tangents) {
  Formula f{builder, getLoc()};
  Expr right = f(tangents[1]);
  if (tangents[0])
    right = right - f.matmul(readPart(f, *this, f(tangents[0])), f(getResult()),
                             getTranspose());
  if (right.isZero())
    return Values{Value()};
  return Values{
      substitute(f, getA(), right, getUpper(), getTranspose(), getUnit())
          .value};
}

Values SolveOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                         const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Expr d = f(cotangents.front());
  if (d.isZero())
    return {Value(), Value()};
  Expr db = f.make<SolveOp>(transposed(f, f(getA())).value, d.value);
  Values result(2);
  if (wanted[0])
    result[0] = (-f.matmul(db, f(getResult()), false, true)).value;
  if (wanted[1])
    result[1] = db.value;
  return result;
}

FailureOr<Values> SolveOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Formula f{builder, getLoc()};
  Expr right = f(tangents[1]);
  if (tangents[0])
    right = right - f.matmul(f(tangents[0]), f(getResult()));
  if (right.isZero())
    return Values{Value()};
  return Values{f.make<SolveOp>(getA(), right.value).value};
}

//===----------------------------------------------------------------------===//
// log_abs_det: a' = d a^-T
//===----------------------------------------------------------------------===//

// `x`, one number for each matrix, beside matrices.
static Expr besideMatrices(const Formula &f, Expr x) {
  SmallVector<int64_t> sizes(sizesOf(x.value));
  sizes.append({1, 1});
  return f.reshape(x, sizes);
}

Values LogAbsDetOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                             const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Expr d = f(cotangents.front());
  if (d.isZero() || !wanted[0])
    return {Value()};
  Expr inverse = f.make<InverseOp>(transposed(f, f(getInput())).value);
  return {(besideMatrices(f, d) * inverse).value};
}

FailureOr<Values> LogAbsDetOp::buildJvp(OpBuilder &builder,
                                        ValueRange tangents) {
  Formula f{builder, getLoc()};
  Expr d = f(tangents.front());
  if (d.isZero())
    return Values{Value()};
  Expr inverse = f.make<InverseOp>(transposed(f, f(getInput())).value);
  int64_t rank = sizesOf(getInput()).size();
  return Values{f.sum(d * inverse, {rank - 2, rank - 1}).value};
}

//===----------------------------------------------------------------------===//
// lstsq: with r = b - a x and w = a^+T d, b' = w and a' = r (a^+ w)^T - w x^T
//===----------------------------------------------------------------------===//

Values LstsqOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                         const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Expr d = f(cotangents.front()), a = f(getA()), x = f(getResult());
  if (d.isZero())
    return {Value(), Value()};
  Expr inverse = f.make<PinvOp>(getA());
  Expr w = f.matmul(inverse, d, true);
  Values result(2);
  if (wanted[0]) {
    Expr rest = f(getB()) - f.matmul(a, x);
    Expr y = f.matmul(inverse, w);
    result[0] =
        (f.matmul(rest, y, false, true) - f.matmul(w, x, false, true)).value;
  }
  if (wanted[1])
    result[1] = w.value;
  return result;
}

// dx = a^+ (db - da x + a^+T da^T r).
FailureOr<Values> LstsqOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Formula f{builder, getLoc()};
  Expr da = f(tangents[0]), right = f(tangents[1]), x = f(getResult());
  Expr inverse = f.make<PinvOp>(getA());
  if (!da.isZero()) {
    Expr rest = f(getB()) - f.matmul(f(getA()), x);
    Expr moved = f.matmul(inverse, f.matmul(da, rest, true), true);
    right = right + moved - f.matmul(da, x);
  }
  return Values{f.matmul(inverse, right).value};
}

//===----------------------------------------------------------------------===//
// eigh_values: a' = V diag(d) V^T. eigh_vectors: with F[i, j] = 1 / (l[j] -
// l[i]), dV = V (F * V^T da V), and the symmetric part of V (F * V^T d) V^T
// backwards
//===----------------------------------------------------------------------===//

Values EighValuesOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                              const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  if (!cotangents.front() || !wanted[0])
    return {Value()};
  SmallVector<int64_t> sizes(sizesOf(getResult()));
  sizes.insert(sizes.end() - 1, 1);
  Expr v = f.make<EighVectorsOp>(getInput());
  Expr scaled = v * f.reshape(f(cotangents.front()), sizes);
  return {f.matmul(scaled, v, false, true).value};
}

FailureOr<Values> EighValuesOp::buildJvp(OpBuilder &builder,
                                         ValueRange tangents) {
  Formula f{builder, getLoc()};
  Expr d = f(tangents.front());
  if (d.isZero())
    return Values{Value()};
  d = (d + transposed(f, d)) * Expr(0.5);
  Expr v = f.make<EighVectorsOp>(getInput());
  int64_t rank = sizesOf(getInput()).size();
  return Values{f.sum(v * f.matmul(d, v), {rank - 2}).value};
}

// F of the matrices of `op`, with 0 on the diagonal.
static Expr inverseGaps(const Formula &f, EighVectorsOp op) {
  Type i64 = f.builder.getI64Type();
  Value values = f.make<EighValuesOp>(op.getInput()).value;
  SmallVector<int64_t> columns(sizesOf(values)), rows = columns;
  int64_t n = columns.back();
  columns.insert(columns.end() - 1, 1);
  rows.push_back(1);
  Expr gaps = f.reshape(f(values), columns) - f.reshape(f(values), rows);
  Expr on =
      f.make<EqOp>(f.iota({n, 1}, i64, 0).value, f.iota({1, n}, i64, 1).value);
  Expr safe = where(on, Expr(1.0), gaps);
  return where(on, Expr(0.0), f.make<ReciprocalOp>(safe.value));
}

Values EighVectorsOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                               const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Expr d = f(cotangents.front()), v = f(getResult());
  if (d.isZero() || !wanted[0])
    return {Value()};
  Expr inner = inverseGaps(f, *this) * f.matmul(v, d, true);
  Expr all = f.matmul(f.matmul(v, inner), v, false, true);
  return {((all + transposed(f, all)) * Expr(0.5)).value};
}

FailureOr<Values> EighVectorsOp::buildJvp(OpBuilder &builder,
                                          ValueRange tangents) {
  Formula f{builder, getLoc()};
  Expr d = f(tangents.front()), v = f(getResult());
  if (d.isZero())
    return Values{Value()};
  d = (d + transposed(f, d)) * Expr(0.5);
  Expr inner = inverseGaps(f, *this) * f.matmul(v, f.matmul(d, v), true);
  return Values{f.matmul(v, inner).value};
}

//===----------------------------------------------------------------------===//
// Batching: lanes are one more leading axis
//===----------------------------------------------------------------------===//

static FailureOr<Values> batchMatrices(Operation *op, OpBuilder &builder,
                                       ValueRange operands,
                                       const llvm::SmallBitVector &batched,
                                       int64_t lanes) {
  Lanes l{builder, op, operands, batched, lanes};
  SmallVector<Value> all;
  for (unsigned i = 0; i < operands.size(); ++i)
    all.push_back(l.spread(i).value);
  return l.rebuild(all);
}

FailureOr<Values> CholeskyOp::buildBatched(OpBuilder &builder,
                                           ValueRange operands,
                                           const llvm::SmallBitVector &batched,
                                           int64_t lanes) {
  return batchMatrices(*this, builder, operands, batched, lanes);
}

FailureOr<Values>
TriangularSolveOp::buildBatched(OpBuilder &builder, ValueRange operands,
                                const llvm::SmallBitVector &batched,
                                int64_t lanes) {
  return batchMatrices(*this, builder, operands, batched, lanes);
}

FailureOr<Values> SolveOp::buildBatched(OpBuilder &builder, ValueRange operands,
                                        const llvm::SmallBitVector &batched,
                                        int64_t lanes) {
  return batchMatrices(*this, builder, operands, batched, lanes);
}

FailureOr<Values> LogAbsDetOp::buildBatched(OpBuilder &builder,
                                            ValueRange operands,
                                            const llvm::SmallBitVector &batched,
                                            int64_t lanes) {
  return batchMatrices(*this, builder, operands, batched, lanes);
}

FailureOr<Values> LstsqOp::buildBatched(OpBuilder &builder, ValueRange operands,
                                        const llvm::SmallBitVector &batched,
                                        int64_t lanes) {
  return batchMatrices(*this, builder, operands, batched, lanes);
}

FailureOr<Values>
EighValuesOp::buildBatched(OpBuilder &builder, ValueRange operands,
                           const llvm::SmallBitVector &batched, int64_t lanes) {
  return batchMatrices(*this, builder, operands, batched, lanes);
}

FailureOr<Values>
EighVectorsOp::buildBatched(OpBuilder &builder, ValueRange operands,
                            const llvm::SmallBitVector &batched,
                            int64_t lanes) {
  return batchMatrices(*this, builder, operands, batched, lanes);
}

FailureOr<Values> DetSignOp::buildBatched(OpBuilder &builder,
                                          ValueRange operands,
                                          const llvm::SmallBitVector &batched,
                                          int64_t lanes) {
  return batchMatrices(*this, builder, operands, batched, lanes);
}

} // namespace leat
