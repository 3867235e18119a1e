//===- Eigenvalues.cpp - eigenvalues and eigenvectors by rotations --------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Jacobi's method, half of the rows at once: row i of the upper half is turned
// with row i of the lower half, so that their common element becomes 0; then
// the rows change places as players of a tournament do, so that in n - 1
// rounds, a sweep, each has met each (Brent & Luk 1985). The last sweeps
// converge quadratically: 9 sweeps take matrices of 128 rows to rounding.
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"
#include "dialect/Loops.h"
#include "dialect/Square.h"

using namespace mlir;

namespace leat {

static constexpr int64_t kSweeps = 12;

LogicalResult EighValuesOp::inferReturnTypes(MLIRContext *,
                                             std::optional<Location> loc,
                                             Adaptor op,
                                             SmallVectorImpl<Type> &types) {
  Extents extents;
  if (failed(checkSquare("eigh_values", loc, op.getInput(), extents))) // C1
    return failure();
  types.push_back(
      tensorOf(elementOf(op.getInput()), ArrayRef(extents).drop_back()));
  return success();
}

namespace {
/// The matrices, [batch, size, size], size even, and what is computed of them.
struct Rotations {
  const Formula &f;
  Type element;
  int64_t count, size;

  int64_t half() const { return size / 2; }
  /// 1 where the numbers of row and column are equal: [n, n] of i1.
  Expr diagonal(int64_t n) const {
    Type i64 = f.builder.getI64Type();
    return f.make<EqOp>(f.iota({n, 1}, i64, 0).value,
                        f.iota({1, n}, i64, 1).value);
  }
  /// The diagonal of a block [batch, n, n]: [batch, n].
  Expr diagonalOf(Expr block) const {
    int64_t n = sizesOf(block.value).back();
    return f.sum(where(diagonal(n), block, Expr(0.0)), {2});
  }
  Expr block(Expr a, bool low, bool right) const {
    int64_t row = low ? half() : 0, column = right ? half() : 0;
    return f.slice(f.slice(a, 1, row, row + half()), 2, column,
                   column + half());
  }
  Expr symmetric(Value input, int64_t given) const;
  Expr nextRound(Expr x, int64_t axis) const;
  Expr turn(Expr x, int64_t axis, Expr c, Expr s) const;
  Trip round(ValueRange carried) const;
};
} // namespace

// The matrices with their lower triangle in the upper one, too. Of odd ones,
// one row more, whose eigenvalue is larger than all others.
Expr Rotations::symmetric(Value input, int64_t given) const {
  Type i64 = f.builder.getI64Type();
  Expr a = f.reshape(f(input), {count, given, given});
  Expr lower = f.make<GeOp>(f.iota({given, 1}, i64, 0).value,
                            f.iota({1, given}, i64, 1).value);
  a = where(lower, a, f.transpose(a, {0, 2, 1}));
  if (given == size)
    return a;
  Expr bound = f.sum(f.make<AbsOp>(a.value), {1, 2}, true) + Expr(1.0);
  a = f.pad(f.pad(a, 1, 0, 1), 2, 0, 1);
  Expr last = f.make<EqOp>(f.iota({size, size}, i64, 0).value,
                           f.number(i64, double(given)).value);
  Expr corner = f.make<LogicalAndOp>(last.value, diagonal(size).value);
  return where(corner, bound, a);
}

// The first stays, the others go one place on, round both halves.
Expr Rotations::nextRound(Expr x, int64_t axis) const {
  int64_t h = half();
  if (h == 1)
    return x;
  SmallVector<Value> parts;
  auto take = [&](int64_t from, int64_t to) {
    if (from < to)
      parts.push_back(f.slice(x, axis, from, to).value);
  };
  take(0, 1);
  take(h, h + 1);
  take(1, h - 1);
  take(h + 1, size);
  take(h - 1, h);
  return f.concat(parts, axis);
}

// Rows (or columns) a of the first half and b of the second as c a - s b and
// s a + c b.
Expr Rotations::turn(Expr x, int64_t axis, Expr c, Expr s) const {
  SmallVector<int64_t> along = {count, 1, 1};
  along[axis] = half();
  c = f.reshape(c, along);
  s = f.reshape(s, along);
  Expr a = f.slice(x, axis, 0, half()), b = f.slice(x, axis, half(), size);
  Value both[] = {(c * a - s * b).value, (s * a + c * b).value};
  return nextRound(f.concat(both, axis), axis);
}

// The angle whose tangent t makes the common element x of rows with the
// diagonal elements p and q zero, the smaller one of the two (Golub & Van
// Loan, 8.5).
Trip Rotations::round(ValueRange carried) const {
  Expr a = f(carried[0]), v = f(carried[1]);
  Expr p = diagonalOf(block(a, false, false));
  Expr q = diagonalOf(block(a, true, true));
  Expr x = diagonalOf(block(a, false, true));
  Expr theta = (q - p) / (x * Expr(2.0));
  Expr root = f.make<SqrtOp>((theta * theta + Expr(1.0)).value);
  Expr size = f.make<AbsOp>(theta.value) + root;
  Expr side =
      where(theta < Expr(0.0), f.number(element, -1), f.number(element, 1));
  Expr t = where(x == Expr(0.0), Expr(0.0), side / size);
  Expr c = f.make<RsqrtOp>((t * t + Expr(1.0)).value), s = t * c;
  return {{turn(turn(a, 1, c, s), 2, c, s).value, turn(v, 2, c, s).value}, {}};
}

namespace {
struct Eigen {
  /// [batch, n], ascending, and [batch, n, n].
  Expr values, vectors;
};
} // namespace

// In ascending order; of equal ones the earlier first.
static Eigen inOrder(const Rotations &r, Expr values, Expr vectors,
                     int64_t given) {
  const Formula &f = r.f;
  Type i64 = f.builder.getI64Type();
  int64_t n = r.size;
  Expr own = f.reshape(values, {r.count, n, 1});
  Expr other = f.reshape(values, {r.count, 1, n});
  Expr earlier =
      f.make<GtOp>(f.iota({n, 1}, i64, 0).value, f.iota({1, n}, i64, 1).value);
  Expr tie = f.make<LogicalAndOp>((own == other).value, earlier.value);
  Expr before = f.make<LogicalOrOp>((other < own).value, tie.value);
  Expr rank = f.sum(f.convert(before, r.element), {2}, true);
  // A one for each old place (rows) and new one (columns).
  Expr hit = f.make<EqOp>(rank.value, f.iota({1, n}, r.element, 1).value);
  Expr sorted = f.sum(where(hit, own, Expr(0.0)), {1});
  vectors = f.matmul(vectors, f.convert(hit, r.element));
  return {f.slice(sorted, 1, 0, given),
          f.slice(f.slice(vectors, 1, 0, given), 2, 0, given)};
}

static Eigen findEigen(const Formula &f, Value input) {
  ArrayRef<int64_t> sizes = sizesOf(input);
  int64_t given = sizes.back(), count = 1;
  for (int64_t size : sizes.drop_back(2))
    count *= size;
  Rotations r{f, elementOf(input), count, given + given % 2};
  Expr a = r.symmetric(input, given);
  Expr v = f.broadcast(f.convert(r.diagonal(r.size), r.element),
                       {count, r.size, r.size});
  SmallVector<Value> turned =
      buildFor(f, kSweeps * (r.size - 1), /*down=*/false, {a.value, v.value},
               {}, [&](Value, ValueRange carried) { return r.round(carried); });
  return inOrder(r, r.diagonalOf(f(turned[0])), f(turned[1]), given);
}

SmallVector<Value> EighValuesOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr values = findEigen(f, getInput()).values;
  return {f.reshape(values, sizesOf(getResult())).value};
}

// The largest element of each vector is made positive.
SmallVector<Value> EighVectorsOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr v = findEigen(f, getInput()).vectors;
  ArrayRef<int64_t> sizes = sizesOf(v.value);
  if (sizes[1] == 0) // no element is the largest
    return {f.reshape(v, sizesOf(getResult())).value};
  Type i64 = builder.getI64Type();
  Expr best = f.make<ArgmaxOp>(f.make<AbsOp>(v.value).value, /*axis=*/1,
                               /*keepdims=*/true, TypeAttr::get(i64));
  Expr hit = f.make<EqOp>(best.value, f.iota({sizes[1], 1}, i64, 0).value);
  Expr largest = f.sum(where(hit, v, Expr(0.0)), {1}, true);
  Expr side = where(largest < Expr(0.0), f.number(elementOf(v.value), -1),
                    f.number(elementOf(v.value), 1));
  return {f.reshape(v * side, sizesOf(getResult())).value};
}

} // namespace leat
