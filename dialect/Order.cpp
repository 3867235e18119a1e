//===- Order.cpp - sorting, searching, segments ---------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"
#include "dialect/Inference.h"
#include "dialect/Places.h"
#include "dialect/Required.h"
#include "dialect/Spelling.h"
#include "dialect/gradients/Batch.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "dialect/Order.cpp.inc"

namespace leat {

void LeatDialect::registerOrderOps() {
  addOperations<
#define GET_OP_LIST
#include "dialect/Order.cpp.inc"
      >();
}

// i32, or what `dtype` says.
static FailureOr<Type> placeType(StringRef op, OptionalLoc loc,
                                 MLIRContext *context,
                                 std::optional<Type> dtype) {
  if (!dtype)
    return Type(IntegerType::get(context, 32));
  if (dtype->isSignlessInteger(32) || dtype->isSignlessInteger(64))
    return *dtype;
  return emitOptionalError(placeOf(loc, "dtype"), op, ": dtype is ", *dtype,
                           ", expected i64 or i32");
}

//===----------------------------------------------------------------------===//
// take_along_axis, add_along_axis
//===----------------------------------------------------------------------===//

Value TakeAlongAxisOp::getIndexOperand() { return getIndices(); }
int64_t TakeAlongAxisOp::getIndexBound() {
  return sizesOf(getInput())[getDim()];
}

LogicalResult TakeAlongAxisOp::inferReturnTypes(MLIRContext *,
                                                std::optional<Location> loc,
                                                Adaptor op,
                                                SmallVectorImpl<Type> &types) {
  StringRef name = "take_along_axis";
  Type input = op.getInput().getType(), index = op.getIndices().getType();
  Extents extents = extentsOf(input), result = extentsOf(index);
  auto axis = normalizeAxis(name, loc, extents.size(), op.getAxis());      // C1
  if (failed(axis) || failed(checkIndices(name, loc, op.getIndices(), 1))) // C2
    return failure();
  if (extents[*axis].size == 0) // C1
    return emitOptionalError(placeOf(loc, "0"),
                             "take_along_axis: there is no element along axis ",
                             *axis, " of ", shortType(input));
  bool fits = extents.size() == result.size();
  for (size_t i = 0; fits && i < extents.size(); ++i)
    if (int64_t(i) != *axis) {
      fits = !clash(extents[i], result[i]);
      result[i] = meet(result[i], extents[i]);
    }
  if (!fits) // C2
    return emitOptionalError(placeOf(loc, "1"), "take_along_axis: indices are ",
                             shortType(index), ", expected the shape of ",
                             shortType(input), " but along axis ", *axis);
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

Value AddAlongAxisOp::getIndexOperand() { return getIndices(); }
int64_t AddAlongAxisOp::getIndexBound() { return int64_t(getSize()); }

LogicalResult AddAlongAxisOp::inferReturnTypes(MLIRContext *,
                                               std::optional<Location> loc,
                                               Adaptor op,
                                               SmallVectorImpl<Type> &types) {
  StringRef name = "add_along_axis";
  FailureOr<Extent> size = readCount(name, loc, "size", op.getSizeAttr()); // C1
  if (failed(size))
    return failure();
  Type updates = op.getUpdates().getType(), index = op.getIndices().getType();
  Extents result = extentsOf(updates), own = extentsOf(index);
  auto axis = normalizeAxis(name, loc, result.size(), op.getAxis());       // C1
  if (failed(axis) || failed(checkIndices(name, loc, op.getIndices(), 1))) // C2
    return failure();
  bool fits = own.size() == result.size();
  for (size_t i = 0; fits && i < own.size(); ++i) {
    fits = !clash(result[i], own[i]);
    result[i] = meet(result[i], own[i]);
  }
  if (!fits) // C2
    return emitOptionalError(placeOf(loc, "1"), "add_along_axis: indices are ",
                             shortType(index), ", expected the shape of ",
                             shortType(updates));
  result[*axis] = *size;
  types.push_back(tensorOf(elementOf(op.getUpdates()), result));
  return success();
}

//===----------------------------------------------------------------------===//
// argsort, sort, top_k
//===----------------------------------------------------------------------===//

LogicalResult ArgsortOp::inferReturnTypes(MLIRContext *context,
                                          std::optional<Location> loc,
                                          Adaptor op,
                                          SmallVectorImpl<Type> &types) {
  Extents extents = extentsOf(op.getInput().getType());
  if (failed(normalizeAxis("argsort", loc, extents.size(), op.getAxis()))) // C1
    return failure();
  auto element = placeType("argsort", loc, context, op.getDtype()); // C2
  if (failed(element))
    return failure();
  types.push_back(tensorOf(*element, extents));
  return success();
}

LogicalResult SortOp::inferReturnTypes(MLIRContext *context,
                                       std::optional<Location> loc, Adaptor op,
                                       SmallVectorImpl<Type> &types) {
  Extents extents = extentsOf(op.getInput().getType());
  if (failed(normalizeAxis("sort", loc, extents.size(), op.getAxis()))) // C1
    return failure();
  types.push_back(op.getInput().getType());
  types.push_back(tensorOf(IntegerType::get(context, 32), extents));
  return success();
}

// Places and the elements there; of nothing, nothing.
static SmallVector<Value> takeAt(const Formula &f, Value input, Expr places,
                                 int64_t axis) {
  auto shape = cast<RankedTensorType>(places.value.getType());
  if (shape.getNumElements() == 0)
    return {f.number(shape.clone(elementOf(input)), 0).value, places.value};
  Expr taken = f.make<TakeAlongAxisOp>(input, places.value, axis);
  return {taken.value, places.value};
}

SmallVector<Value> SortOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  int64_t axis = getAxis();
  Expr places =
      f.make<ArgsortOp>(getInput(), axis, getDescending(), TypeAttr());
  return takeAt(f, getInput(), places, axis);
}

LogicalResult TopKOp::inferReturnTypes(MLIRContext *context,
                                       std::optional<Location> loc, Adaptor op,
                                       SmallVectorImpl<Type> &types) {
  if (failed(required("top_k", loc, "k", op.getProperties().k)))
    return failure();
  Type input = op.getInput().getType();
  Extents extents = extentsOf(input);
  auto axis = normalizeAxis("top_k", loc, extents.size(), op.getAxis()); // C1
  if (failed(axis))
    return failure();
  int64_t k = op.getK();
  if (k < 1 || (extents[*axis].known() && k > extents[*axis].size)) // C2
    return emitOptionalError(placeOf(loc, "k"), "top_k: k is ", k,
                             ", expected 1 to the extent of axis ", *axis,
                             " of ", shortType(input));
  extents[*axis] = k;
  types.push_back(tensorOf(elementOf(op.getInput()), extents));
  types.push_back(tensorOf(IntegerType::get(context, 32), extents));
  return success();
}

SmallVector<Value> TopKOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  int64_t rank = sizesOf(getInput()).size();
  int64_t axis = *normalizeAxis("top_k", {}, rank, getAxis());
  Expr places = f.make<ArgsortOp>(getInput(), axis,
                                  /*descending=*/getLargest(), TypeAttr());
  return takeAt(f, getInput(), f.slice(places, axis, 0, getK()), axis);
}

//===----------------------------------------------------------------------===//
// searchsorted
//===----------------------------------------------------------------------===//

LogicalResult SearchsortedOp::inferReturnTypes(MLIRContext *context,
                                               std::optional<Location> loc,
                                               Adaptor op,
                                               SmallVectorImpl<Type> &types) {
  if (failed(sameElementType("searchsorted", loc, op.getOperands()))) // C1
    return failure();
  Type table = op.getSorted().getType(), values = op.getValues().getType();
  Extents rows = extentsOf(table), result = extentsOf(values);
  bool fits =
      rows.size() == 1 || (rows.size() > 1 && rows.size() == result.size());
  for (size_t i = 0; fits && i + 1 < rows.size(); ++i) {
    fits = !clash(rows[i], result[i]);
    result[i] = meet(result[i], rows[i]);
  }
  if (!fits) // C2
    return emitOptionalError(
        placeOf(loc, "0"),
        "searchsorted: expected a sorted vector, or one for "
        "each row of values, got ",
        shortType(table), " and ", shortType(values));
  auto element = placeType("searchsorted", loc, context, op.getDtype()); // C3
  if (failed(element))
    return failure();
  types.push_back(tensorOf(*element, result));
  return success();
}

//===----------------------------------------------------------------------===//
// segment_sum, bincount, histogram
//===----------------------------------------------------------------------===//

// The numbers of rows of a scatter_add are called by what a person wrote.
static Value scatter(const Formula &f, Value updates, Value rows, int64_t count,
                     StringRef role) {
  auto sums = ScatterAddOp::create(f.builder, f.loc, updates, rows, count);
  if (!role.empty())
    sums->setAttr(kRoleAttr, f.builder.getStringAttr(role));
  return sums;
}

Value SegmentSumOp::getIndexOperand() { return getIds(); }
int64_t SegmentSumOp::getIndexBound() { return int64_t(getSegments()); }
std::string SegmentSumOp::getIndexRole() { return "ids of 'segment_sum'"; }

LogicalResult SegmentSumOp::inferReturnTypes(MLIRContext *,
                                             std::optional<Location> loc,
                                             Adaptor op,
                                             SmallVectorImpl<Type> &types) {
  StringRef name = "segment_sum";
  FailureOr<Extent> segments =
      readCount(name, loc, "segments", op.getSegmentsAttr());              // C2
  if (failed(segments) || failed(checkIndices(name, loc, op.getIds(), 1))) // C1
    return failure();
  Type input = op.getInput().getType(), ids = op.getIds().getType();
  Extents result = extentsOf(input), own = extentsOf(ids);
  if (own.size() != 1 || result.empty() || clash(result[0], own[0])) // C1
    return emitOptionalError(placeOf(loc, "1"),
                             "segment_sum: expected an id for each row of ",
                             shortType(input), ", got ", shortType(ids));
  result.front() = *segments;
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

SmallVector<Value> SegmentSumOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  return {
      scatter(f, getInput(), getIds(), getSegments(), getIndexRole())}; // C3
}

Value BincountOp::getIndexOperand() { return getNumbers(); }
int64_t BincountOp::getIndexBound() { return int64_t(getBins()); }
std::string BincountOp::getIndexRole() { return "numbers of 'bincount'"; }

LogicalResult BincountOp::inferReturnTypes(MLIRContext *context,
                                           std::optional<Location> loc,
                                           Adaptor op,
                                           SmallVectorImpl<Type> &types) {
  StringRef name = "bincount";
  FailureOr<Extent> bins = readCount(name, loc, "bins", op.getBinsAttr()); // C2
  if (failed(bins) || failed(checkIndices(name, loc, op.getNumbers(), 0))) // C1
    return failure();
  Type element = IntegerType::get(context, 64);
  if (Value weights = op.getWeights()) {
    Type numbers = op.getNumbers().getType();
    element = elementOf(weights);
    if (!compatible(weights.getType(),
                    tensorOf(element, extentsOf(numbers)))) // C3
      return emitOptionalError(placeOf(loc, "1"), "bincount: weights are ",
                               shortType(weights.getType()),
                               ", expected the shape of ", shortType(numbers));
  }
  types.push_back(tensorOf(element, {*bins}));
  return success();
}

SmallVector<Value> BincountOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  auto one =
      RankedTensorType::get(sizesOf(getNumbers()), elementOf(getResult()));
  Value weights = getWeights() ? Value(getWeights()) : f.number(one, 1).value;
  return {scatter(f, weights, getNumbers(), getBins(), getIndexRole())}; // C4
}

LogicalResult HistogramOp::inferReturnTypes(MLIRContext *context,
                                            std::optional<Location> loc,
                                            Adaptor op,
                                            SmallVectorImpl<Type> &types) {
  if (failed(sameElementType("histogram", loc, op.getOperands()))) // C1
    return failure();
  Extents edges = extentsOf(op.getEdges().getType());
  if (edges.size() != 1 || (edges[0].known() && edges[0].size < 2)) // C2
    return emitOptionalError(placeOf(loc, "1"),
                             "histogram: expected two edges or more, got ",
                             shortType(op.getEdges().getType()));
  Extent bins = edges[0].known() ? Extent(edges[0].size - 1) : Extent();
  types.push_back(tensorOf(IntegerType::get(context, 64), {bins}));
  return success();
}

// The bin of x is the number of edges that are not greater, less one; what lies
// outside is counted 0 times. The last edge belongs to the last bin.
SmallVector<Value> HistogramOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  int64_t bins = sizesOf(getResult()).front();
  Type i64 = builder.getI64Type();
  Expr x = f(getInput()), edges = f(getEdges());
  Expr first = f.reshape(f.slice(edges, 0, 0, 1), {});
  Expr last = f.reshape(f.slice(edges, 0, bins, bins + 1), {});
  Expr place = f.make<SearchsortedOp>(getEdges(), getInput(), /*right=*/true,
                                      TypeAttr::get(i64)) -
               Expr(1.0);
  Expr bin = where(place < Expr(0.0), Expr(0.0), place);
  bin = where(bin > Expr(double(bins - 1)), Expr(double(bins - 1)), bin);
  // Not above the last edge, not below the first; a NaN is neither.
  Expr inside = f.make<LogicalAndOp>(f.make<LeOp>(first.value, x.value).value,
                                     f.make<LeOp>(x.value, last.value).value);
  return {scatter(f, f.convert(inside, i64).value, bin.value, bins, "")};
}

} // namespace leat
