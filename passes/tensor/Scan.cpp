//===- Scan.cpp - running sums, products and extremes ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   %y = cumsum %x, axis = 0 : (f32[T, 3]) -> f32[T, 3]
//     ==>
//   %y, %last = scf.for %i = 0 to T iter_args(%out, %acc = 0) {
//     %xi = extract_slice %x[%i, 0][1, 3]
//     %yi = extract_slice %out[%i, 0][1, 3]
//     %new:2 = linalg.generic ins(%xi) outs(%acc, %yi) {
//       %s = arith.addf %acc, %xi
//       yield %s, %s }
//     %o = insert_slice %new#1 into %out[%i, 0][1, 3]
//     yield %o, %new#0 }
//
// A whole slice is added at a time, in ascending order of the axis: the other
// axes are the lanes. bf16 and f16 are accumulated in f32.
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/tensor/Choose.h"
#include "passes/tensor/Lowering.h"

using namespace mlir;

namespace leat::tensor {

namespace {
/// One slice of a tensor across an axis, which keeps it with extent 1: of
/// f32[1, 2, 1] without its last axis, MLIR's folding would drop the first.
struct Slice {
  SmallVector<OpFoldResult> offsets, sizes, strides;
  RankedTensorType type;
};
} // namespace

static Slice sliceAcross(OpBuilder &b, RankedTensorType type, int64_t axis,
                         Value at) {
  SmallVector<int64_t> shape(type.getShape());
  shape[axis] = 1;
  Slice slice;
  slice.type = type.clone(shape);
  slice.offsets.assign(shape.size(), b.getIndexAttr(0));
  slice.offsets[axis] = at;
  slice.sizes = getAsIndexOpFoldResult(b.getContext(), shape);
  slice.strides.assign(shape.size(), b.getIndexAttr(1));
  return slice;
}

/// The result of one more element, `x`, from that of those before it.
using Combine = llvm::function_ref<Value(ScalarBuilder &, Value all, Value x)>;

template <typename OpT>
static void scan(Lowering &l, OpT op, Value neutral, Combine combine) {
  OpBuilder &b = l.b;
  Location loc = l.loc;
  RankedTensorType type = op.getType();
  int64_t axis = op.getDim(), count = type.getDimSize(axis);
  Type element = type.getElementType(), wide = accumulatorOf(element);
  Value input = l[op.getInput()];
  Value zero = l.index(b, 0), one = l.index(b, 1), trips = l.index(b, count);
  RankedTensorType sliceType = sliceAcross(b, type, axis, zero).type;
  unsigned rank = sliceType.getRank();
  SmallVector<Value> carried = {l.empty(type),
                                l.filled(sliceType.clone(wide), neutral)};
  auto loop = scf::ForOp::create(b, loc, zero, trips, one, carried);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Value at = loop.getInductionVar(), out = loop.getRegionIterArg(0);
  if (op.getReverse())
    at = arith::SubIOp::create(b, loc, l.index(b, count - 1), at);
  Slice slice = sliceAcross(b, type, axis, at);
  auto extract = [&](Value tensor) -> Value {
    return mlir::tensor::ExtractSliceOp::create(
        b, loc, slice.type, tensor, slice.offsets, slice.sizes, slice.strides);
  };
  Value read = extract(input), written = extract(out);
  AffineMap all = l.identity(rank);
  SmallVector<Value> next = l.generic(
      Access{read, all}, {{loop.getRegionIterArg(1), all}, {written, all}},
      rank, {}, [&](OpBuilder &inside, ValueRange x) -> SmallVector<Value> {
        ScalarBuilder s{inside, loc, wide};
        Value total = combine(s, x[1], s.convert(x[0]));
        return {total, ScalarBuilder{inside, loc, element}.convert(total)};
      });
  out = mlir::tensor::InsertSliceOp::create(b, loc, next[1], out, slice.offsets,
                                            slice.sizes, slice.strides);
  scf::YieldOp::create(b, loc, ValueRange{out, next[0]});
  l.set(op.getResult(), loop.getResult(0));
}

static void lowerCumsum(Lowering &l, CumsumOp op) {
  Type wide = accumulatorOf(op.getType().getElementType());
  scan(l, op, l.scalar(l.b, wide, 0),
       [](ScalarBuilder &s, Value all, Value x) { return s.add(all, x); });
}
static void lowerCumprod(Lowering &l, CumprodOp op) {
  Type wide = accumulatorOf(op.getType().getElementType());
  scan(l, op, l.scalar(l.b, wide, 1),
       [](ScalarBuilder &s, Value all, Value x) { return s.mul(all, x); });
}

static void lowerCummax(Lowering &l, CummaxOp op) {
  Type wide = accumulatorOf(op.getType().getElementType());
  scan(l, op, worstValue(l.b, l.loc, wide, /*largest=*/true),
       [](ScalarBuilder &s, Value all, Value x) { return s.max(all, x); });
}
static void lowerCummin(Lowering &l, CumminOp op) {
  Type wide = accumulatorOf(op.getType().getElementType());
  scan(l, op, worstValue(l.b, l.loc, wide, /*largest=*/false),
       [](ScalarBuilder &s, Value all, Value x) { return s.min(all, x); });
}

/// log(e ** a + e ** x) = m + log1p(e ** -|a - x|), m being the larger one. Of
/// two equal infinities the difference is 0, not NaN.
static Value addLogarithms(ScalarBuilder &s, Value a, Value x) {
  Value zero = s.number(a.getType(), 0);
  Value same = s.compare(Comparison::eq, a, x);
  Value apart = s.select(same, zero, s.abs(s.sub(a, x)));
  Value rest = s.math<math::Log1pOp>(Value(s.math<math::ExpOp>(s.neg(apart))));
  // -inf twice is -inf: what is added to it does not count.
  return s.add(s.max(a, x), rest);
}
static void lowerLogcumsumexp(Lowering &l, LogcumsumexpOp op) {
  Type wide = accumulatorOf(op.getType().getElementType());
  scan(l, op, worstValue(l.b, l.loc, wide, /*largest=*/true), addLogarithms);
}

void registerScans(Registry &registry) {
  registry.add<CumsumOp>(lowerCumsum);
  registry.add<CumprodOp>(lowerCumprod);
  registry.add<CummaxOp>(lowerCummax);
  registry.add<CumminOp>(lowerCummin);
  registry.add<LogcumsumexpOp>(lowerLogcumsumexp);
}

} // namespace leat::tensor
