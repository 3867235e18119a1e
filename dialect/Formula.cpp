//===- Formula.cpp - whole-tensor ops in formulas -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Formula.h"
#include "dialect/Dialect.h"

using namespace mlir;

namespace leat {

ArrayRef<int64_t> sizesOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

Type elementOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getElementType();
}

int64_t sizeAlong(Value value, ArrayRef<int64_t> axes) {
  int64_t size = 1;
  for (int64_t axis : axes)
    size *= sizesOf(value)[axis];
  return size;
}

ArrayAttr shapeAttr(OpBuilder &builder, ArrayRef<int64_t> sizes) {
  return builder.getI64ArrayAttr(sizes);
}

Expr Formula::number(RankedTensorType type, double value) const {
  return make<NumberOp>(type, builder.getF64FloatAttr(value));
}

Expr Formula::number(Type element, double value) const {
  return number(RankedTensorType::get({}, element), value);
}

Expr Formula::convert(Expr x, Type element) const {
  if (x.isZero() || elementOf(x.value) == element)
    return x;
  return make<ConvertOp>(x.value, element);
}

Expr Formula::sum(Expr x, ArrayRef<int64_t> axes, bool keepdims) const {
  if (x.isZero())
    return x;
  return make<SumOp>(x.value, builder.getDenseI64ArrayAttr(axes), keepdims);
}

Expr Formula::mean(Expr x, ArrayRef<int64_t> axes, bool keepdims) const {
  if (x.isZero())
    return x;
  return make<MeanOp>(x.value, builder.getDenseI64ArrayAttr(axes), keepdims);
}

Expr Formula::max(Expr x, ArrayRef<int64_t> axes, bool keepdims) const {
  return make<MaxOp>(x.value, builder.getDenseI64ArrayAttr(axes), keepdims);
}

Expr Formula::cumsum(Expr x, int64_t axis, bool reverse) const {
  return x.isZero() ? x : make<CumsumOp>(x.value, axis, reverse);
}

Expr Formula::cumprod(Expr x, int64_t axis, bool reverse) const {
  return make<CumprodOp>(x.value, axis, reverse);
}

Expr Formula::reshape(Expr x, ArrayRef<int64_t> sizes) const {
  if (x.isZero() || sizesOf(x.value) == sizes)
    return x;
  return make<ReshapeOp>(x.value, shapeAttr(builder, sizes));
}

Expr Formula::broadcast(Expr x, ArrayRef<int64_t> sizes) const {
  if (x.isZero() || sizesOf(x.value) == sizes)
    return x;
  return make<BroadcastToOp>(x.value, shapeAttr(builder, sizes));
}

Expr Formula::transpose(Expr x, ArrayRef<int64_t> axes) const {
  if (x.isZero() || llvm::equal(axes, llvm::seq<int64_t>(0, axes.size())))
    return x;
  return make<TransposeOp>(x.value, builder.getDenseI64ArrayAttr(axes));
}

Expr Formula::slice(Expr x, int64_t axis, int64_t start, int64_t stop,
                    int64_t step) const {
  if (x.isZero() || (start == 0 && step == 1 && stop == sizesOf(x.value)[axis]))
    return x;
  return make<SliceOp>(x.value, axis, start, builder.getI64IntegerAttr(stop),
                       step);
}

Expr Formula::pad(Expr x, int64_t axis, int64_t low, int64_t high,
                  int64_t interior, double value) const {
  if (x.isZero() || (low == 0 && high == 0 && interior == 0))
    return x;
  size_t rank = sizesOf(x.value).size();
  auto only = [&](int64_t number) {
    SmallVector<int64_t> all(rank, 0);
    all[axis] = number;
    return builder.getDenseI64ArrayAttr(all);
  };
  return make<PadOp>(x.value, only(low), only(high), only(interior),
                     builder.getF64FloatAttr(value));
}

Expr Formula::shift(Expr x, int64_t axis, int64_t by, bool back,
                    double fill) const {
  int64_t size = sizesOf(x.value)[axis];
  if (by >= size) // nothing is kept
    return number(cast<RankedTensorType>(x.value.getType()), fill);
  Expr kept = back ? slice(x, axis, by, size) : slice(x, axis, 0, size - by);
  return pad(kept, axis, back ? 0 : by, back ? by : 0, 0, fill);
}

Expr Formula::concat(ArrayRef<Value> inputs, int64_t axis) const {
  return make<ConcatOp>(ValueRange(inputs), axis);
}

Expr Formula::iota(ArrayRef<int64_t> sizes, Type element, int64_t axis) const {
  return make<IotaOp>(shapeAttr(builder, sizes), element, axis);
}

Expr Formula::matmul(Expr lhs, Expr rhs, bool transposeLhs,
                     bool transposeRhs) const {
  if (lhs.isZero() || rhs.isZero())
    return zero();
  return make<MatmulOp>(lhs.value, rhs.value, transposeLhs, transposeRhs);
}

} // namespace leat
