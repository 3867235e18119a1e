//===- Reduction.cpp - shape rules of reductions, scans and windows -------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Inference.h"
#include "dialect/Places.h"
#include "dialect/Required.h"
#include "dialect/Spelling.h"
#include "dialect/Window.h"
#include "dialect/gradients/Batch.h"
#include <cmath>

using namespace mlir;

namespace leat {
// Shape rules that Reduction.td names.
template <typename AdaptorT>
static LogicalResult inferArgReduction(StringRef name, OptionalLoc loc,
                                       AdaptorT op, InferredTypes &types);
template <typename AdaptorT>
static LogicalResult inferPool(StringRef name, OptionalLoc loc, AdaptorT op,
                               InferredTypes &types);
} // namespace leat

#define GET_OP_CLASSES
#include "dialect/Reduction.cpp.inc"

namespace leat {

void LeatDialect::registerReductionOps() {
  addOperations<
#define GET_OP_LIST
#include "dialect/Reduction.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Reductions
//===----------------------------------------------------------------------===//

SmallVector<Value> MeanOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  SmallVector<int64_t> axes = getAxes();
  Expr sum = f.sum(f(getInput()), axes, getKeepdims());
  return {(sum / Expr(double(sizeAlong(getInput(), axes)))).value};
}

int64_t VarOp::getDivisor() {
  return sizeAlong(getInput(), getAxes()) - (getUnbiased() ? 1 : 0);
}

SmallVector<Value> VarOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr x = f(getInput());
  Expr centred = x - f.mean(x, getAxes(), /*keepdims=*/true);
  Expr sum = f.sum(centred * centred, getAxes(), getKeepdims());
  return {(sum / Expr(double(getDivisor()))).value};
}

// log(sum(exp(x - m))) + m with m the largest element. Where that is infinite,
// x - m would be inf - inf, so m = 0 there.
SmallVector<Value> LogsumexpOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  SmallVector<int64_t> axes = getAxes();
  Expr x = f(getInput());
  Expr largest = f.max(x, axes, /*keepdims=*/true);
  Expr finite = f.make<AbsOp>(largest.value) < Expr(INFINITY);
  Expr m = where(finite, largest, Expr(0.0));
  Expr sum = f.sum(exp(x - m), axes, /*keepdims=*/true);
  return {f.reshape(log(sum) + m, sizesOf(getResult())).value};
}

// The square root, with a slope of 0 at 0: the root of 1 is taken there, and
// its derivative masked.
static Expr rootOfSquares(const Formula &f, Expr squares) {
  Expr none = squares == Expr(0.0);
  Expr root = f.make<SqrtOp>(where(none, Expr(1.0), squares).value);
  return where(none, Expr(0.0), root);
}

SmallVector<Value> StdOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr variance =
      f.make<VarOp>(getInput(), builder.getDenseI64ArrayAttr(getAxes()),
                    getKeepdims(), getUnbiased());
  return {rootOfSquares(f, variance).value};
}

LogicalResult VectorNormOp::inferReturnTypes(MLIRContext *,
                                             std::optional<Location> loc,
                                             Adaptor op,
                                             SmallVectorImpl<Type> &types) {
  double p = op.getP().convertToDouble();
  if (!(p >= 1)) // C2
    return emitOptionalError(placeOf(loc, "p"), "vector_norm: p is ",
                             spell(op.getPAttr()), ", expected at least 1");
  return inferReduction("vector_norm", loc, op.getInput(), op.getAxis(),
                        op.getKeepdims(), types); // C1
}

SmallVector<Value> VectorNormOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  SmallVector<int64_t> axes = getAxes();
  double p = getP().convertToDouble();
  Expr x = f(getInput());
  if (p == 2)
    return {rootOfSquares(f, f.sum(x * x, axes, getKeepdims())).value};
  Expr length = f.make<AbsOp>(x.value);
  if (p == 1)
    return {f.sum(length, axes, getKeepdims()).value};
  if (std::isinf(p)) {
    // The vector of no elements has the length 0.
    if (sizeAlong(getInput(), axes) == 0)
      return {f.number(getType(), 0).value};
    return {f.max(length, axes, getKeepdims()).value};
  }
  Expr powers = f.sum(pow(length, Expr(p)), axes, getKeepdims());
  Expr none = powers == Expr(0.0);
  Expr root = pow(where(none, Expr(1.0), powers), Expr(1 / p));
  return {where(none, Expr(0.0), root).value};
}

// Bytes are compared, sixteen or more at once. What has no elements is decided.
SmallVector<Value> AnyOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  if (sizeAlong(getInput(), getAxes()) == 0)
    return {f.number(getType(), 0).value};
  Expr bytes = f.convert(f(getInput()), builder.getI8Type());
  Expr found = f.max(bytes, getAxes(), getKeepdims());
  return {f.convert(found, builder.getI1Type()).value};
}

SmallVector<Value> AllOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  if (sizeAlong(getInput(), getAxes()) == 0)
    return {f.number(getType(), 1).value};
  Expr bytes = f.convert(f(getInput()), builder.getI8Type());
  Expr found = f.make<MinOp>(
      bytes.value, builder.getDenseI64ArrayAttr(getAxes()), getKeepdims());
  return {f.convert(found, builder.getI1Type()).value};
}

LogicalResult CountNonzeroOp::inferReturnTypes(MLIRContext *context,
                                               std::optional<Location> loc,
                                               Adaptor op,
                                               SmallVectorImpl<Type> &types) {
  if (failed(inferReduction("count_nonzero", loc, op.getInput(), op.getAxis(),
                            op.getKeepdims(), types))) // C1
    return failure();
  Type element = op.getDtype().value_or(IntegerType::get(context, 64));
  if (!element.isSignlessInteger(32) && !element.isSignlessInteger(64)) // C2
    return emitOptionalError(placeOf(loc, "dtype"), "count_nonzero: dtype is ",
                             element, ", expected i64 or i32");
  types.back() = cast<RankedTensorType>(types.back()).clone(element);
  return success();
}

SmallVector<Value> CountNonzeroOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  // To i1 an element is converted by x != 0.
  Expr hits = f.convert(f(getInput()), builder.getI1Type());
  Expr ones = f.convert(hits, elementOf(getResult()));
  return {f.sum(ones, getAxes(), getKeepdims()).value};
}

LogicalResult CovOp::inferReturnTypes(MLIRContext *,
                                      std::optional<Location> loc, Adaptor op,
                                      SmallVectorImpl<Type> &types) {
  Extents extents = extentsOf(op.getInput().getType());
  if (extents.size() != 2) // C1
    return emitOptionalError(placeOf(loc, "0"),
                             "cov: expected [variables, observations], got ",
                             shortType(op.getInput().getType()));
  types.push_back(tensorOf(elementOf(op.getInput()), {extents[0], extents[0]}));
  return success();
}

SmallVector<Value> CovOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr x = f(getInput());
  Expr centred = x - f.mean(x, {1}, /*keepdims=*/true);
  double count = double(sizesOf(getInput())[1]) - (getUnbiased() ? 1 : 0);
  return {(f.matmul(centred, centred, false, true) / Expr(count)).value};
}

template <typename AdaptorT>
static LogicalResult inferArgReduction(StringRef name, OptionalLoc loc,
                                       AdaptorT op, InferredTypes &types) {
  if (failed(required(name, loc, "axis", op.getProperties().axis)))
    return failure();
  int64_t axis = op.getAxis();
  if (failed(inferReduction(name, loc, op.getInput(), ArrayRef(axis),
                            op.getKeepdims(), types))) // C1
    return failure();
  Type element =
      IntegerType::get(op.getInput().getType().getContext(), /*width=*/32);
  if (std::optional<Type> dtype = op.getDtype()) {
    if (!dtype->isSignlessInteger(32) && !dtype->isSignlessInteger(64)) // C2
      return emitOptionalError(placeOf(loc, "dtype"), name, ": dtype is ",
                               *dtype, ", expected i64 or i32");
    element = *dtype;
  }
  types.back() = cast<RankedTensorType>(types.back()).clone(element);
  return success();
}

//===----------------------------------------------------------------------===//
// Windows
//===----------------------------------------------------------------------===//

// The window of a pool over a tensor of rank `rank`.
template <typename OpT>
static FailureOr<Window> poolWindow(StringRef name, OptionalLoc loc, OpT op,
                                    int64_t rank) {
  if (failed(required(name, loc, "kernel", op.getProperties().kernel)))
    return failure();
  if (rank < 3 || rank > 5)
    return emitOptionalError(placeOf(loc, "0"), name,
                             ": expected an input of rank 3 to 5, "
                             "[batch, channels, ...]; its rank is ",
                             rank);
  return makeWindow(name, loc, rank - 2, op.getKernel(), op.getStride(),
                    op.getPadding(), /*dilation=*/{}, /*pool=*/true);
}

Window MaxPoolOp::getWindow() {
  return *poolWindow("max_pool", {}, *this, sizesOf(getInput()).size());
}
Window MaxPoolIndexOp::getWindow() {
  return *poolWindow("max_pool_index", {}, *this, sizesOf(getInput()).size());
}
Window MaxUnpoolOp::getWindow() {
  return *poolWindow("max_unpool", {}, *this, sizesOf(getCotangent()).size());
}
Window MaxPoolReadOp::getWindow() {
  return *poolWindow("max_pool_read", {}, *this, sizesOf(getInput()).size());
}
Window AvgPoolOp::getWindow() {
  return *poolWindow("avg_pool", {}, *this, sizesOf(getInput()).size());
}
Window AvgUnpoolOp::getWindow() {
  return *poolWindow("avg_unpool", {}, *this, sizesOf(getCotangent()).size());
}

// The result of a pool of `input`, with elements of `element`.
template <typename AdaptorT>
static LogicalResult inferPoolOf(StringRef name, OptionalLoc loc, AdaptorT op,
                                 Type element, InferredTypes &types) {
  Type input = op.getInput().getType();
  Extents extents = extentsOf(input);
  FailureOr<Window> window =
      poolWindow(name, loc, op, extents.size()); // C1, C2
  if (failed(window))
    return failure();
  FailureOr<Extents> positions =
      windowPositions(name, loc, *window, input); // C3
  if (failed(positions))
    return failure();
  Extents result = {extents[0], extents[1]};
  llvm::append_range(result, *positions);
  types.push_back(tensorOf(element, result));
  return success();
}

template <typename AdaptorT>
static LogicalResult inferPool(StringRef name, OptionalLoc loc, AdaptorT op,
                               InferredTypes &types) {
  return inferPoolOf(name, loc, op, elementOf(op.getInput()), types);
}

// The input of a pool whose result has the shape of `cotangent`.
template <typename AdaptorT>
static LogicalResult inferUnpool(StringRef name, OptionalLoc loc, AdaptorT op,
                                 InferredTypes &types) {
  Type cotangent = op.getCotangent().getType();
  Extents extents = extentsOf(cotangent);
  FailureOr<Window> window = poolWindow(name, loc, op, extents.size()); // C2
  if (failed(window) ||
      failed(required(name, loc, "input_size", op.getProperties().input_size)))
    return failure();
  ArrayRef<int64_t> sizes = op.getInputSize();
  if (sizes.size() != window->rank() || // C1
      llvm::any_of(sizes, [](int64_t size) { return size < 1; }))
    return emitOptionalError(placeOf(loc, "input_size"), name,
                             ": input_size is [", spellNumbers(sizes),
                             "], expected ", window->rank(),
                             " positive numbers, one per spatial dimension");
  Extents result = {extents[0], extents[1]};
  for (int64_t size : sizes)
    result.push_back(size);
  if (failed(checkPositions(name, loc, *window, ArrayRef(result).drop_front(2),
                            cotangent))) // C1
    return failure();
  types.push_back(tensorOf(elementOf(op.getCotangent()), result));
  return success();
}

// `index` has the shape `expected`.
static LogicalResult checkIndex(StringRef name, OptionalLoc loc, Value index,
                                Type expected) {
  loc = placeOf(loc, "1");
  if (!elementOf(index).isSignlessInteger(32)) // C2
    return emitOptionalError(loc, name, ": index is ",
                             shortType(index.getType()),
                             ", expected positions of i32");
  Type positions = cast<RankedTensorType>(expected).clone(elementOf(index));
  if (!compatible(index.getType(), positions)) // C1
    return emitOptionalError(loc, name, ": index is ",
                             shortType(index.getType()), ", expected ",
                             shortType(positions));
  return success();
}

LogicalResult MaxPoolIndexOp::inferReturnTypes(MLIRContext *context,
                                               std::optional<Location> loc,
                                               Adaptor op,
                                               SmallVectorImpl<Type> &types) {
  return inferPoolOf("max_pool_index", loc, op, IntegerType::get(context, 32),
                     types);
}

LogicalResult MaxUnpoolOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> loc,
                                            Adaptor op,
                                            SmallVectorImpl<Type> &types) {
  if (failed(inferUnpool("max_unpool", loc, op, types)))
    return failure();
  return checkIndex("max_unpool", loc, op.getIndex(),
                    op.getCotangent().getType());
}

LogicalResult MaxPoolReadOp::inferReturnTypes(MLIRContext *,
                                              std::optional<Location> loc,
                                              Adaptor op,
                                              SmallVectorImpl<Type> &types) {
  if (failed(inferPool("max_pool_read", loc, op, types)))
    return failure();
  return checkIndex("max_pool_read", loc, op.getIndex(), types.back());
}

LogicalResult AvgUnpoolOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> loc,
                                            Adaptor op,
                                            SmallVectorImpl<Type> &types) {
  return inferUnpool("avg_unpool", loc, op, types);
}

} // namespace leat
