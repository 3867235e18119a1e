//===- Shape.cpp - derivatives of ops that move elements ------------------===//
//
// All are linear: forward they act on the tangent, in reverse their transposes
// act on the cotangent. Derivatives exist for floats only.
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
// reshape, squeeze, unsqueeze, broadcast_to
//===----------------------------------------------------------------------===//

// The transpose of a reshape of `input` goes back to its shape.
static Values reshapeBack(Operation *op, OpBuilder &builder, Value d,
                          const llvm::SmallBitVector &wanted) {
  Formula f{builder, op->getLoc()};
  if (!wanted[0])
    return {Value()};
  return {f.reshape(f(d), sizesOf(op->getOperand(0))).value};
}

static Values reshapeTangent(Operation *op, OpBuilder &builder, Value d) {
  Formula f{builder, op->getLoc()};
  return {f.reshape(f(d), sizesOf(op->getResult(0))).value};
}

Values ReshapeOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                           const llvm::SmallBitVector &wanted) {
  return reshapeBack(*this, builder, cotangents.front(), wanted);
}
FailureOr<Values> ReshapeOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  return reshapeTangent(*this, builder, tangents.front());
}

Values SqueezeOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                           const llvm::SmallBitVector &wanted) {
  return reshapeBack(*this, builder, cotangents.front(), wanted);
}
FailureOr<Values> SqueezeOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  return reshapeTangent(*this, builder, tangents.front());
}

Values UnsqueezeOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                             const llvm::SmallBitVector &wanted) {
  return reshapeBack(*this, builder, cotangents.front(), wanted);
}
FailureOr<Values> UnsqueezeOp::buildJvp(OpBuilder &builder,
                                        ValueRange tangents) {
  return reshapeTangent(*this, builder, tangents.front());
}

Values BroadcastToOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                               const llvm::SmallBitVector &wanted) {
  Value d = cotangents.front();
  if (!d || !wanted[0])
    return {Value()};
  return {sumToShape(builder, getLoc(), d, getInput().getType())};
}
FailureOr<Values> BroadcastToOp::buildJvp(OpBuilder &builder,
                                          ValueRange tangents) {
  Formula f{builder, getLoc()};
  return Values{f.broadcast(f(tangents.front()), sizesOf(getResult())).value};
}

//===----------------------------------------------------------------------===//
// transpose, flip
//===----------------------------------------------------------------------===//

Values TransposeOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                             const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  if (!wanted[0])
    return {Value()};
  SmallVector<int64_t> axes = getPermutation(), back(axes.size());
  for (auto [i, axis] : llvm::enumerate(axes))
    back[axis] = i;
  return {f.transpose(f(cotangents.front()), back).value};
}
FailureOr<Values> TransposeOp::buildJvp(OpBuilder &builder,
                                        ValueRange tangents) {
  Formula f{builder, getLoc()};
  return Values{f.transpose(f(tangents.front()), getPermutation()).value};
}

Values FlipOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                        const llvm::SmallBitVector &wanted) {
  Value d = cotangents.front();
  if (!d || !wanted[0])
    return {Value()};
  return {FlipOp::create(builder, getLoc(), d, getAxis())};
}
FailureOr<Values> FlipOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Value d = tangents.front();
  if (!d)
    return Values{Value()};
  return Values{FlipOp::create(builder, getLoc(), d, getAxis())};
}

//===----------------------------------------------------------------------===//
// slice, pad, concat
//===----------------------------------------------------------------------===//

// The cotangent stands where its elements were read; zeros between and round
// them. An empty slice read nothing.
Values SliceOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                         const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  int64_t axis = getDim(), step = getStep(), low = getOffset();
  int64_t count = sizesOf(getResult())[axis];
  if (count == 0 || !wanted[0])
    return {Value()};
  int64_t high = sizesOf(getInput())[axis] - (low + (count - 1) * step + 1);
  return {f.pad(f(cotangents.front()), axis, low, high, step - 1).value};
}
FailureOr<Values> SliceOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Formula f{builder, getLoc()};
  int64_t axis = getDim(), step = getStep(), start = getOffset();
  int64_t count = sizesOf(getResult())[axis];
  int64_t stop = count == 0 ? start : start + (count - 1) * step + 1;
  return Values{f.slice(f(tangents.front()), axis, start, stop, step).value};
}

Values PadOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                       const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  if (!wanted[0])
    return {Value()};
  Expr d = f(cotangents.front());
  for (auto [axis, size] : llvm::enumerate(sizesOf(getInput()))) {
    int64_t low = getLow()[axis];
    int64_t step = getInterior().empty() ? 1 : getInterior()[axis] + 1;
    int64_t stop = size == 0 ? low : low + (size - 1) * step + 1;
    d = f.slice(d, axis, low, stop, step);
  }
  return {d.value};
}
FailureOr<Values> PadOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Value d = tangents.front();
  if (!d)
    return Values{Value()};
  return Values{PadOp::create(builder, getLoc(), d, getLowAttr(), getHighAttr(),
                              getInteriorAttr(), builder.getF64FloatAttr(0.0))};
}

Values ConcatOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                          const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Values result;
  int64_t axis = getDim(), start = 0;
  for (auto [i, input] : llvm::enumerate(getInputs())) {
    int64_t stop = start + sizesOf(input)[axis];
    result.push_back(
        wanted[i] ? f.slice(f(cotangents.front()), axis, start, stop).value
                  : Value());
    start = stop;
  }
  return result;
}
FailureOr<Values> ConcatOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Formula f{builder, getLoc()};
  if (llvm::none_of(tangents, [](Value d) { return bool(d); }))
    return Values{Value()};
  Values parts;
  for (auto [input, d] : llvm::zip(getInputs(), tangents)) {
    auto type = cast<RankedTensorType>(input.getType());
    parts.push_back(d ? d : f.number(type, 0).value);
  }
  return Values{f.concat(parts, getDim()).value};
}

//===----------------------------------------------------------------------===//
// index, scatter_add
//===----------------------------------------------------------------------===//

Values IndexOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                         const llvm::SmallBitVector &wanted) {
  Value d = cotangents.front();
  if (!d || !wanted[0])
    return {Value(), Value()};
  int64_t rows = sizesOf(getTable()).front();
  return {ScatterAddOp::create(builder, getLoc(), d, getIndices(), rows),
          Value()};
}
FailureOr<Values> IndexOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Value d = tangents.front();
  if (!d)
    return Values{Value()};
  return Values{IndexOp::create(builder, getLoc(), d, getIndices())};
}

Values ScatterAddOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                              const llvm::SmallBitVector &wanted) {
  Value d = cotangents.front();
  if (!d || !wanted[0])
    return {Value(), Value()};
  return {IndexOp::create(builder, getLoc(), d, getIndices()), Value()};
}
FailureOr<Values> ScatterAddOp::buildJvp(OpBuilder &builder,
                                         ValueRange tangents) {
  Value d = tangents.front();
  if (!d)
    return Values{Value()};
  return Values{
      ScatterAddOp::create(builder, getLoc(), d, getIndices(), getRows())};
}

//===----------------------------------------------------------------------===//
// full, iota, linspace
//===----------------------------------------------------------------------===//

Values FullOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                        const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Values result((*this)->getNumOperands());
  Value d = cotangents.front();
  if (!getValue() || !d || !wanted[0] ||
      !isDifferentiable(getValue().getType()))
    return result;
  auto axes = llvm::to_vector(llvm::seq<int64_t>(0, sizesOf(d).size()));
  result[0] = f.convert(f.sum(f(d), axes), elementOf(getValue())).value;
  return result;
}
FailureOr<Values> FullOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  if (tangents.empty() || !tangents.front() || !isDifferentiable(getType()))
    return Values{Value()};
  return Values{FullOp::create(builder, getLoc(), getType(), tangents.front(),
                               FloatAttr(), getTypeAttr())};
}

Values IotaOp::buildVjp(OpBuilder &, ValueRange, const llvm::SmallBitVector &) {
  return {};
}

Values LinspaceOp::buildVjp(OpBuilder &, ValueRange,
                            const llvm::SmallBitVector &) {
  return {};
}

} // namespace leat
