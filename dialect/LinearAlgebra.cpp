//===- LinearAlgebra.cpp - factors, inverses, determinants ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Matrices [..., n, m] are worked on as [columns, batch, rows], so that a trip
// of the loop takes one column of all matrices at once, by its number, and the
// rest is pointwise.
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"
#include "dialect/Inference.h"
#include "dialect/Loops.h"
#include "dialect/Places.h"
#include "dialect/Required.h"
#include "dialect/Spelling.h"
#include "dialect/Square.h"

using namespace mlir;

namespace leat {
// Shape rules that LinearAlgebra.td names.
template <typename AdaptorT>
static LogicalResult inferSquare(StringRef name, OptionalLoc loc, AdaptorT op,
                                 InferredTypes &types);
template <typename AdaptorT>
static LogicalResult inferNumber(StringRef name, OptionalLoc loc, AdaptorT op,
                                 InferredTypes &types);
template <typename AdaptorT>
static LogicalResult inferSolution(StringRef name, OptionalLoc loc, AdaptorT op,
                                   InferredTypes &types);
} // namespace leat

#define GET_OP_CLASSES
#include "dialect/LinearAlgebra.cpp.inc"

namespace leat {

void LeatDialect::registerLinearAlgebraOps() {
  addOperations<
#define GET_OP_LIST
#include "dialect/LinearAlgebra.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Shapes
//===----------------------------------------------------------------------===//

template <typename AdaptorT>
static LogicalResult inferSquare(StringRef name, OptionalLoc loc, AdaptorT op,
                                 InferredTypes &types) {
  Extents extents;
  if (failed(checkSquare(name, loc, op.getInput(), extents))) // C1
    return failure();
  types.push_back(op.getInput().getType());
  return success();
}

// One number for each matrix.
template <typename AdaptorT>
static LogicalResult inferNumber(StringRef name, OptionalLoc loc, AdaptorT op,
                                 InferredTypes &types) {
  Extents extents;
  if (failed(checkSquare(name, loc, op.getInput(), extents))) // C1
    return failure();
  types.push_back(
      tensorOf(elementOf(op.getInput()), ArrayRef(extents).drop_back(2)));
  return success();
}

// Matrices with at least as many rows as columns.
static LogicalResult checkTall(StringRef op, OptionalLoc loc, Value a) {
  Extents extents = extentsOf(a.getType());
  Type element = elementOf(a);
  bool tall = extents.size() >= 2 &&
              !(extents.end()[-1].known() && extents.end()[-2].known() &&
                extents.end()[-1].size > extents.end()[-2].size);
  if (tall && (element.isF64() || element.isF32()))
    return success();
  return emitOptionalError(
      placeOf(loc, "0"), op,
      ": expected matrices of f64 or f32 with no fewer rows than columns, got ",
      shortType(a.getType()));
}

// Whether all axes but the last may agree.
static bool sameRows(const Extents &a, const Extents &b) {
  bool fits = a.size() == b.size();
  for (size_t i = 0; fits && i + 1 < a.size(); ++i)
    fits = !clash(a[i], b[i]);
  return fits;
}

// Whether `b` has the element type and the leading axes of `a`, and as many
// rows.
static LogicalResult checkRightSide(StringRef op, OptionalLoc loc,
                                    ValueRange operands) {
  if (failed(sameElementType(op, loc, operands)))
    return failure();
  if (sameRows(extentsOf(operands[0].getType()),
               extentsOf(operands[1].getType())))
    return success();
  return emitOptionalError(
      placeOf(loc, "1"), op,
      ": expected matrices of as many rows, with the same leading axes: ",
      spellTypes(operands));
}

template <typename AdaptorT>
static LogicalResult inferSolution(StringRef name, OptionalLoc loc, AdaptorT op,
                                   InferredTypes &types) {
  Extents a;
  if (failed(checkSquare(name, loc, op.getA(), a)) ||      // C1
      failed(checkRightSide(name, loc, op.getOperands()))) // C2
    return failure();
  types.push_back(op.getB().getType());
  return success();
}

//===----------------------------------------------------------------------===//
// Loops over columns
//===----------------------------------------------------------------------===//

namespace {
/// Where a trip is: its number, and the number of each row [rows], to compare
/// with it.
struct Place {
  Formula f;
  Value trip;
  Expr rows;

  /// Column `trip` of [columns, batch, rows]: [batch, rows].
  Expr column(Value matrices) const { return f.make<IndexOp>(matrices, trip); }
  Expr here() const { return f.make<EqOp>(rows.value, trip); }
  Expr after() const { return f.make<GtOp>(rows.value, trip); }
  Expr before() const { return f.make<LtOp>(rows.value, trip); }
};
} // namespace

// buildFor over the n columns; `body(place, carried)` builds a trip.
static SmallVector<Value>
overColumns(const Formula &f, int64_t n, bool down, ValueRange inits,
            ArrayRef<Type> rows,
            llvm::function_ref<Trip(const Place &, ValueRange)> body) {
  Expr numbers = f.iota({n}, f.builder.getI64Type(), 0);
  return buildFor(f, n, down, inits, rows, [&](Value trip, ValueRange carried) {
    return body(Place{f, trip, numbers}, carried);
  });
}

namespace {
/// Matrices [..., n, m] as one batch.
struct Batch {
  int64_t count = 1, rows, columns;

  explicit Batch(Value x) {
    ArrayRef<int64_t> sizes = sizesOf(x);
    for (int64_t size : sizes.drop_back(2))
      count *= size;
    rows = sizes.end()[-2];
    columns = sizes.end()[-1];
  }
  /// [batch, rows, columns].
  Expr of(const Formula &f, Value x) const {
    return f.reshape(f(x), {count, rows, columns});
  }
};
} // namespace

// [batch, n] as [n, batch, 1].
static Expr downColumns(const Formula &f, Expr x) {
  ArrayRef<int64_t> sizes = sizesOf(x.value);
  return f.reshape(f.transpose(x, {1, 0}), {sizes[1], sizes[0], 1});
}
// [batch, n] as [1, batch, n].
static Expr alongRows(const Formula &f, Expr x) {
  ArrayRef<int64_t> sizes = sizesOf(x.value);
  return f.reshape(x, {1, sizes[0], sizes[1]});
}

static RankedTensorType rowType(Value x, ArrayRef<int64_t> sizes) {
  return RankedTensorType::get(sizes, elementOf(x));
}

//===----------------------------------------------------------------------===//
// cholesky
//===----------------------------------------------------------------------===//

// Column t of what is left gives column t of L, whose outer product is taken
// off.
SmallVector<Value> CholeskyOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Batch batch(getInput());
  Expr columns = f.transpose(batch.of(f, getInput()), {2, 0, 1});
  auto body = [&](const Place &place, ValueRange carried) -> Trip {
    Expr column = place.column(carried[0]);
    Expr pivot = f.sum(where(place.here(), column, Expr(0.0)), {1}, true);
    Expr root = f.make<SqrtOp>(pivot.value);
    Expr factor = where(place.before(), Expr(0.0), column / root);
    Expr rest = f(carried[0]) - downColumns(f, factor) * alongRows(f, factor);
    return {{rest.value}, {factor.value}};
  };
  SmallVector<Value> results =
      overColumns(f, batch.rows, /*down=*/false, columns.value,
                  rowType(getInput(), {batch.count, batch.rows}), body);
  Expr lower = f.transpose(f(results[1]), {1, 2, 0});
  return {f.reshape(lower, sizesOf(getResult())).value};
}

//===----------------------------------------------------------------------===//
// triangular_solve
//===----------------------------------------------------------------------===//

// Row t of x, then column t of the matrix times that row is taken off the rows
// that are left.
SmallVector<Value> TriangularSolveOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Batch batch(getA()), right(getB());
  SmallVector<int64_t> byColumn = {2, 0, 1};
  if (getTranspose())
    byColumn = {1, 0, 2};
  Value columns = f.transpose(batch.of(f, getA()), byColumn).value;
  Expr start = f.transpose(right.of(f, getB()), {1, 0, 2});
  bool down = getUpper() != getTranspose();
  auto body = [&](const Place &place, ValueRange carried) -> Trip {
    Expr column = place.column(columns), x = place.column(carried[0]);
    if (!getUnit())
      x = x / f.sum(where(place.here(), column, Expr(0.0)), {1}, true);
    Expr left = down ? place.before() : place.after();
    Expr factor = where(left, column, Expr(0.0));
    Expr rest = f(carried[0]) - downColumns(f, factor) * alongRows(f, x);
    return {{rest.value}, {x.value}};
  };
  SmallVector<Value> results =
      overColumns(f, batch.rows, down, start.value,
                  rowType(getB(), {right.count, right.columns}), body);
  Expr x = f.transpose(f(results[1]), {1, 0, 2});
  return {f.reshape(x, sizesOf(getResult())).value};
}

//===----------------------------------------------------------------------===//
// solve, inverse, determinants
//===----------------------------------------------------------------------===//

namespace {
/// Matrices after elimination. The pivot of column t stands in the row where
/// `places` [n, batch, rows] has a 1 for t; `rest` [columns, batch, rows] is
/// what elimination made of the columns.
struct Eliminated {
  Expr rest, places, pivots;
};
} // namespace

// Gauss-Jordan elimination of the first n of `columns` [columns, batch, n],
// with the largest element of each column among the rows that are left as
// pivot. Rows stay where they are.
static Eliminated eliminate(const Formula &f, Expr columns, int64_t n) {
  Value start = columns.value;
  int64_t count = sizesOf(start)[1];
  RankedTensorType line = rowType(start, {count, n});
  Expr free = f.number(line, 1);
  auto body = [&](const Place &place, ValueRange carried) -> Trip {
    Expr column = place.column(carried[0]), open = f(carried[1]);
    Expr size =
        where(open > Expr(0.5), f.make<AbsOp>(column.value), Expr(-1.0));
    Expr best = f.make<ArgmaxOp>(size.value, /*axis=*/1, /*keepdims=*/true,
                                 TypeAttr::get(f.builder.getI64Type()));
    Expr here = f.make<EqOp>(place.rows.value, best.value);
    Expr pivot = f.sum(where(here, column, Expr(0.0)), {1}, true);
    Expr factor = where(here, Expr(0.0), column / pivot);
    Expr row =
        f.sum(where(alongRows(f, here), f(carried[0]), Expr(0.0)), {2}, true);
    Expr rest = f(carried[0]) - row * alongRows(f, factor);
    Expr left = where(here, Expr(0.0), open);
    return {{rest.value, left.value},
            {f.convert(here, line.getElementType()).value, pivot.value}};
  };
  SmallVector<Value> results =
      overColumns(f, n, /*down=*/false, {start, free.value},
                  {line, rowType(start, {count, 1})}, body);
  return {f(results[0]), f(results[2]), f(results[3])};
}

// Row t of x is what elimination left of b in the pivot's row, by the pivot.
SmallVector<Value> SolveOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Batch batch(getA()), right(getB());
  int64_t n = batch.rows, m = right.columns;
  Expr both =
      f.concat({batch.of(f, getA()).value, right.of(f, getB()).value}, 2);
  Eliminated done = eliminate(f, f.transpose(both, {2, 0, 1}), n);
  Expr b = f.transpose(f.slice(done.rest, 0, n, n + m), {1, 2, 0});
  Expr x = f.matmul(f.transpose(done.places, {1, 0, 2}), b);
  x = x / f.transpose(done.pivots, {1, 0, 2});
  return {f.reshape(x, sizesOf(getResult())).value};
}

// Identities [..., n, n] of `sizes`.
static Expr identities(const Formula &f, ArrayRef<int64_t> sizes,
                       Type element) {
  Type i64 = f.builder.getI64Type();
  int64_t n = sizes.back();
  Expr same =
      f.make<EqOp>(f.iota({n, 1}, i64, 0).value, f.iota({1, n}, i64, 1).value);
  return f.broadcast(f.convert(same, element), sizes);
}

SmallVector<Value> InverseOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Value ones = identities(f, sizesOf(getInput()), elementOf(getInput())).value;
  return {f.make<SolveOp>(getInput(), ones).value};
}

SmallVector<Value> LogAbsDetOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Batch batch(getInput());
  Expr columns = f.transpose(batch.of(f, getInput()), {2, 0, 1});
  Eliminated done = eliminate(f, columns, batch.rows);
  Expr sum = f.sum(log(f.make<AbsOp>(done.pivots.value)), {0, 2});
  return {f.reshape(sum, sizesOf(getResult())).value};
}

// The signs of the pivots, and that of the order of their rows: each pair in
// the wrong order turns it round.
SmallVector<Value> DetSignOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Batch batch(getInput());
  int64_t n = batch.rows;
  Type i64 = builder.getI64Type(), element = elementOf(getInput());
  Expr columns = f.transpose(batch.of(f, getInput()), {2, 0, 1});
  Eliminated done = eliminate(f, columns, n);
  Expr places = f.sum(done.places * f.iota({n}, element, 0), {2});
  Expr earlier = f.reshape(places, {n, 1, batch.count});
  Expr later = f.reshape(places, {1, n, batch.count});
  Expr ordered = f.make<LtOp>(f.iota({n, 1, 1}, i64, 0).value,
                              f.iota({1, n, 1}, i64, 1).value);
  Expr wrong = f.make<LogicalAndOp>((earlier > later).value, ordered.value);
  Expr turns = where(wrong, f.number(element, -1), f.number(element, 1));
  Expr order =
      f.make<ProdOp>(turns.value, builder.getDenseI64ArrayAttr({0, 1}), false);
  Expr signs = f.make<ProdOp>(sign(done.pivots).value,
                              builder.getDenseI64ArrayAttr({0, 2}), false);
  return {f.reshape(order * signs, sizesOf(getResult())).value};
}

//===----------------------------------------------------------------------===//
// lstsq, pinv
//===----------------------------------------------------------------------===//

LogicalResult LstsqOp::inferReturnTypes(MLIRContext *,
                                        std::optional<Location> loc, Adaptor op,
                                        SmallVectorImpl<Type> &types) {
  StringRef name = "lstsq";
  Extents a = extentsOf(op.getA().getType()),
          b = extentsOf(op.getB().getType());
  if (failed(checkTall(name, loc, op.getA())) ||           // C1
      failed(checkRightSide(name, loc, op.getOperands()))) // C2
    return failure();
  b.end()[-2] = a.back();
  types.push_back(tensorOf(elementOf(op.getA()), b));
  return success();
}

namespace {
/// Q, [columns, batch, rows], with columns of length 1 at right angles, and R,
/// [columns, batch, columns], upper triangular: row t of R by its first axis.
struct Factors {
  Expr q, r;
};
} // namespace

// Gram-Schmidt, modified: each column is taken off all later ones.
static Factors orthogonalize(const Formula &f, Expr columns) {
  ArrayRef<int64_t> sizes = sizesOf(columns.value);
  int64_t n = sizes[0], count = sizes[1];
  auto body = [&](const Place &place, ValueRange carried) -> Trip {
    Expr column = place.column(carried[0]);
    Expr square = f.sum(column * column, {1}, true);
    Expr q = column / f.make<SqrtOp>(square.value);
    Expr row = f.sum(f(carried[0]) * alongRows(f, q), {2}, true);
    Expr done = f.reshape(place.before(), {n, 1, 1});
    row = where(done, Expr(0.0), row);
    Expr rest = f(carried[0]) - row * alongRows(f, q);
    return {{rest.value}, {q.value, f.reshape(row, {n, count}).value}};
  };
  SmallVector<Value> results =
      overColumns(f, n, /*down=*/false, columns.value,
                  {rowType(columns.value, {count, sizes[2]}),
                   rowType(columns.value, {n, count})},
                  body);
  return {f(results[1]), f.transpose(f(results[2]), {0, 2, 1})};
}

// R x = Q^T b. Twice is enough (Giraud et al. 2005): the columns of the second
// Q are at right angles to rounding, whatever the condition of a.
SmallVector<Value> LstsqOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Batch batch(getA()), right(getB());
  Factors first = orthogonalize(f, f.transpose(batch.of(f, getA()), {2, 0, 1}));
  Factors second = orthogonalize(f, first.q);
  Expr r = f.matmul(f.transpose(second.r, {1, 0, 2}),
                    f.transpose(first.r, {1, 0, 2}));
  Expr qb = f.matmul(f.transpose(second.q, {1, 0, 2}), right.of(f, getB()));
  Expr x = f.make<TriangularSolveOp>(r.value, qb.value, /*upper=*/true,
                                     /*transpose=*/false, /*unit=*/false);
  return {f.reshape(x, sizesOf(getResult())).value};
}

LogicalResult PinvOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> loc, Adaptor op,
                                       SmallVectorImpl<Type> &types) {
  if (failed(checkTall("pinv", loc, op.getInput()))) // C1
    return failure();
  Extents extents = extentsOf(op.getInput().getType());
  std::swap(extents.end()[-1], extents.end()[-2]);
  types.push_back(tensorOf(elementOf(op.getInput()), extents));
  return success();
}

SmallVector<Value> PinvOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  SmallVector<int64_t> sizes(sizesOf(getInput()));
  sizes.back() = sizes.end()[-2];
  Value ones = identities(f, sizes, elementOf(getInput())).value;
  return {f.make<LstsqOp>(getInput(), ones).value};
}

//===----------------------------------------------------------------------===//
// matrix_power
//===----------------------------------------------------------------------===//

LogicalResult MatrixPowerOp::inferReturnTypes(MLIRContext *,
                                              std::optional<Location> loc,
                                              Adaptor op,
                                              SmallVectorImpl<Type> &types) {
  StringRef name = "matrix_power";
  if (failed(required(name, loc, "power", op.getProperties().power)))
    return failure();
  int64_t power = op.getPower();
  if (power < -1024 || power > 1024) // C2
    return emitOptionalError(placeOf(loc, "power"), name, ": power is ", power,
                             ", expected -1024 ... 1024");
  return inferSquare(name, loc, op, types); // C1
}

SmallVector<Value> MatrixPowerOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  int64_t power = getPower();
  if (power == 0)
    return {identities(f, sizesOf(getInput()), elementOf(getInput())).value};
  Expr square = f(getInput()), product;
  if (power < 0)
    square = f.make<InverseOp>(getInput());
  for (power = std::abs(power); power; power /= 2) {
    if (power % 2)
      product = product.isZero() ? square : f.matmul(product, square);
    if (power > 1)
      square = f.matmul(square, square);
  }
  return {product.value};
}

} // namespace leat
