//===- Diagonal.cpp - diagonals and triangles of matrices -----------------===//
//
// A diagonal of a matrix of c columns is every (c + 1)-th of its elements in
// row-major order: diag_part is a slice of the flat matrix, and diag a pad.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"
#include "dialect/Inference.h"
#include "dialect/Places.h"
#include "dialect/Saturate.h"

using namespace mlir;

namespace leat {

// `x` with its last two axes as one.
static Expr flatten(const Formula &f, Expr x) {
  SmallVector<int64_t> sizes(sizesOf(x.value).drop_back());
  sizes.back() *= sizesOf(x.value).back();
  return f.reshape(x, sizes);
}

// How many elements the diagonal `offset` of a matrix has; negative where the
// matrix has no such diagonal.
static int64_t diagonalLength(int64_t rows, int64_t columns, int64_t offset) {
  return std::min(rows + std::min<int64_t>(offset, 0),
                  columns - std::max<int64_t>(offset, 0));
}

// Where the diagonal begins in the flat matrix.
static int64_t diagonalStart(int64_t columns, int64_t offset) {
  return offset < 0 ? -offset * columns : offset;
}

static LogicalResult checkMatrices(StringRef op, OptionalLoc loc, Value input,
                                   Extents &extents) {
  extents = extentsOf(input.getType());
  if (extents.size() >= 2)
    return success();
  return emitOptionalError(placeOf(loc, "0"), op,
                           ": expected matrices, an input of rank >= 2, got ",
                           shortType(input.getType()));
}

//===----------------------------------------------------------------------===//
// diag, diag_part, trace
//===----------------------------------------------------------------------===//

LogicalResult DiagOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> loc, Adaptor op,
                                       SmallVectorImpl<Type> &types) {
  Extents result = extentsOf(op.getInput().getType());
  if (result.empty()) // C1
    return emitOptionalError(placeOf(loc, "0"),
                             "diag: expected diagonals, an input of rank >= 1, "
                             "got ",
                             shortType(op.getInput().getType()));
  // -2^63 has no positive counterpart; the sum stops at the largest anyway.
  int64_t added =
      std::abs(std::max(op.getOffset(), -std::numeric_limits<int64_t>::max()));
  if (added != 0)
    result.back() = result.back().known()
                        ? Extent(saturatingAdd(result.back().size, added))
                        : Extent();
  result.push_back(result.back());
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

SmallVector<Value> DiagOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  int64_t count = sizesOf(getInput()).back();
  int64_t columns = sizesOf(getResult()).back(), all = columns * columns;
  int64_t low = diagonalStart(columns, getOffset());
  int64_t end = low + (count - 1) * (columns + 1) + 1;
  int64_t axis = sizesOf(getInput()).size() - 1;
  Expr flat = count == 0 ? f.pad(f(getInput()), axis, all, 0)
                         : f.pad(f(getInput()), axis, low, all - end, columns);
  return {f.reshape(flat, sizesOf(getResult())).value};
}

LogicalResult DiagPartOp::inferReturnTypes(MLIRContext *,
                                           std::optional<Location> loc,
                                           Adaptor op,
                                           SmallVectorImpl<Type> &types) {
  Extents result;
  if (failed(checkMatrices("diag_part", loc, op.getInput(), result))) // C1
    return failure();
  Extent columns = result.pop_back_val(), rows = result.pop_back_val();
  int64_t offset = op.getOffset();
  Extent diagonal;
  if (rows.known() && columns.known()) {
    int64_t length = diagonalLength(rows.size, columns.size, offset);
    if (length < 0 || (length == 0 && offset != 0)) // C2
      return emitOptionalError(placeOf(loc, "offset"), "diag_part: offset ",
                               offset, " is outside of the matrices of ",
                               shortType(op.getInput().getType()));
    diagonal = length == rows.size ? rows : Extent(length);
  } else if (offset == 0 && rows.name && rows.name == columns.name) {
    diagonal = rows;
  }
  result.push_back(diagonal);
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

SmallVector<Value> DiagPartOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  int64_t columns = sizesOf(getInput()).back();
  int64_t count = sizesOf(getResult()).back();
  int64_t start = diagonalStart(columns, getOffset());
  int64_t stop = count == 0 ? start : start + (count - 1) * (columns + 1) + 1;
  int64_t axis = sizesOf(getResult()).size() - 1;
  return {
      f.slice(flatten(f, f(getInput())), axis, start, stop, columns + 1).value};
}

LogicalResult TraceOp::inferReturnTypes(MLIRContext *,
                                        std::optional<Location> loc, Adaptor op,
                                        SmallVectorImpl<Type> &types) {
  Extents result;
  if (failed(checkMatrices("trace", loc, op.getInput(), result))) // C1
    return failure();
  result.pop_back_n(2);
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

SmallVector<Value> TraceOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr diagonal = f.make<DiagPartOp>(getInput(), /*offset=*/0);
  int64_t axis = sizesOf(getResult()).size();
  return {f.sum(diagonal, axis).value};
}

//===----------------------------------------------------------------------===//
// tril, triu
//===----------------------------------------------------------------------===//

static LogicalResult inferTriangle(StringRef op, OptionalLoc loc, Value input,
                                   InferredTypes &types) {
  Extents extents;
  if (failed(checkMatrices(op, loc, input, extents)))
    return failure();
  types.push_back(input.getType());
  return success();
}

LogicalResult TrilOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> loc, Adaptor op,
                                       SmallVectorImpl<Type> &types) {
  return inferTriangle("tril", loc, op.getInput(), types); // C1
}

LogicalResult TriuOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> loc, Adaptor op,
                                       SmallVectorImpl<Type> &types) {
  return inferTriangle("triu", loc, op.getInput(), types); // C1
}

// j - i: how far an element is above the main diagonal.
static Expr aboveDiagonal(const Formula &f, Value matrices) {
  ArrayRef<int64_t> sizes = sizesOf(matrices).take_back(2);
  Type i64 = f.builder.getI64Type();
  return f.iota(sizes[1], i64, 0) - f.iota({sizes[0], 1}, i64, 0);
}

SmallVector<Value> TrilOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr outside =
      aboveDiagonal(f, getInput()) > Expr(double(int64_t(getOffset())));
  return {where(outside, Expr(0.0), f(getInput())).value};
}

SmallVector<Value> TriuOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr outside =
      aboveDiagonal(f, getInput()) < Expr(double(int64_t(getOffset())));
  return {where(outside, Expr(0.0), f(getInput())).value};
}

} // namespace leat
