//===- Reduction.cpp - sums, products, extremes and their places -*- C++
//-*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   %s = sum %x, axis = 1, keepdims = true : (f32[4, 9]) -> f32[4, 1]
//     ==>
//   %0 = linalg.fill ins(0.0) outs(tensor<4x1xf32>)
//   %s = linalg.generic {(i, j) -> (i, j), (i, j) -> (i, 0)} j reduces
//          ins(%x) outs(%0) { arith.addf %acc, %x }
//
// bf16 and f16 are accumulated in f32 and rounded once at the end.
//
//===----------------------------------------------------------------------===//

#include "dialect/Places.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "passes/tensor/Choose.h"
#include "passes/tensor/Lowering.h"
#include <cmath>

using namespace mlir;

namespace leat::tensor {

/// Where a reduction over `axes` of a tensor of rank `rank` keeps its result:
/// an axis that stays with extent 1 is at 0.
static AffineMap resultMap(Lowering &l, unsigned rank, ArrayRef<int64_t> axes,
                           bool keepdims) {
  SmallVector<AffineExpr> exprs;
  for (unsigned d = 0; d < rank; ++d) {
    if (!llvm::is_contained(axes, int64_t(d)))
      exprs.push_back(l.b.getAffineDimExpr(d));
    else if (keepdims)
      exprs.push_back(l.b.getAffineConstantExpr(0));
  }
  return AffineMap::get(rank, 0, exprs, l.b.getContext());
}

/// An extreme of no elements has no value.
static LogicalResult requireElements(Operation *op, RankedTensorType input,
                                     ArrayRef<int64_t> axes) {
  for (int64_t axis : axes)
    if (input.getDimSize(axis) == 0)
      return errorAt(op, "axis")
             << "reduces axis " << axis << " of " << shortType(input)
             << ", expected at least one element";
  return success();
}

using Combine = Value (ScalarBuilder::*)(Value, Value);

template <typename OpT>
static void reduce(Lowering &l, OpT op, Value neutral, Combine combine) {
  RankedTensorType from = op.getInput().getType();
  RankedTensorType to = op.getResult().getType();
  unsigned rank = from.getRank();
  SmallVector<int64_t> axes = op.getAxes();
  Type wide = accumulatorOf(from.getElementType());
  AffineMap kept = resultMap(l, rank, axes, op.getKeepdims());
  Value start = l.filled(to.clone(wide), neutral);
  Value total = l.generic(
      Access{l[op.getInput()], l.identity(rank)}, Access{start, kept}, rank,
      axes, [&](OpBuilder &inside, ValueRange x) -> SmallVector<Value> {
        ScalarBuilder s{inside, l.loc, wide};
        return {(s.*combine)(x[1], s.convert(x[0]))};
      })[0];
  l.set(op.getResult(), l.convert(total, to.getElementType()));
}

template <typename OpT>
static void reduceFrom(Lowering &l, OpT op, double neutral, Combine combine) {
  Type wide = accumulatorOf(op.getInput().getType().getElementType());
  reduce(l, op, l.scalar(l.b, wide, neutral), combine);
}

static void lowerSum(Lowering &l, SumOp op) {
  reduceFrom(l, op, 0, &ScalarBuilder::add);
}
static void lowerProd(Lowering &l, ProdOp op) {
  reduceFrom(l, op, 1, &ScalarBuilder::mul);
}

template <typename OpT>
static LogicalResult lowerExtreme(Lowering &l, OpT op, bool largest,
                                  Combine combine) {
  RankedTensorType from = op.getInput().getType();
  if (failed(requireElements(op, from, op.getAxes())))
    return failure();
  Type wide = accumulatorOf(from.getElementType());
  reduce(l, op, worstValue(l.b, l.loc, wide, largest), combine);
  return success();
}

static LogicalResult lowerMax(Lowering &l, MaxOp op) {
  return lowerExtreme(l, op, /*largest=*/true, &ScalarBuilder::max);
}
static LogicalResult lowerMin(Lowering &l, MinOp op) {
  return lowerExtreme(l, op, /*largest=*/false, &ScalarBuilder::min);
}

/// The place of the extreme beside the extreme itself, which nobody else reads.
template <typename OpT>
static LogicalResult lowerPlace(Lowering &l, OpT op, bool largest) {
  RankedTensorType from = op.getInput().getType();
  RankedTensorType to = op.getResult().getType();
  int64_t axis = op.getDim();
  if (failed(requireElements(op, from, axis)))
    return failure();
  unsigned rank = from.getRank();
  AffineMap kept = resultMap(l, rank, axis, op.getKeepdims());
  Type element = from.getElementType(), integer = to.getElementType();
  Value best =
      l.filled(to.clone(element), worstValue(l.b, l.loc, element, largest));
  // -1: none yet, so that a first element that equals `best` is taken.
  Value place = l.filled(to, -1);
  l.set(op.getResult(),
        l.generic(Access{l[op.getInput()], l.identity(rank)},
                  {{best, kept}, {place, kept}}, rank, axis,
                  [&](OpBuilder &inside, ValueRange x) -> SmallVector<Value> {
                    Value here = linalg::IndexOp::create(inside, l.loc, axis);
                    here = arith::IndexCastOp::create(inside, l.loc, integer,
                                                      here);
                    return chooseBetter(inside, l.loc, {x[0], here},
                                        {x[1], x[2]}, largest);
                  })[1]);
  return success();
}

static LogicalResult lowerArgmax(Lowering &l, ArgmaxOp op) {
  return lowerPlace(l, op, /*largest=*/true);
}
static LogicalResult lowerArgmin(Lowering &l, ArgminOp op) {
  return lowerPlace(l, op, /*largest=*/false);
}

void registerReductions(Registry &registry) {
  registry.add<SumOp>(lowerSum);
  registry.add<ProdOp>(lowerProd);
  registry.add<MaxOp>(lowerMax);
  registry.add<MinOp>(lowerMin);
  registry.add<ArgmaxOp>(lowerArgmax);
  registry.add<ArgminOp>(lowerArgmin);
}

} // namespace leat::tensor
