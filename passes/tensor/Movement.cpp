//===- Movement.cpp - ops that move elements -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   %y = slice %x, axis = 1, start = 2, step = 3 : (f32[4, 9]) -> f32[4, 3]
//     ==>
//   %y = linalg.generic {(i, j) -> (i, 3 j + 2), (i, j) -> (i, j)} ins(%x)
//          outs(%e) { yield %x }
//
// Where an element is found is an affine map, so a move fuses with what reads
// it. A reshape is a view. pad and concat write parts of their result.
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/tensor/Lowering.h"

using namespace mlir;

namespace leat::tensor {

/// A copy of `tensor` whose element at each point of `type` is read by `map`.
static Value move(Lowering &l, RankedTensorType type, Value tensor,
                  AffineMap map) {
  return l.map(storedType(type), Access{tensor, map},
               [](OpBuilder &, ValueRange x) { return x[0]; });
}

/// Reads axis d of the input at `expr(d, loop d)`.
static Value
moveAlongAxes(Lowering &l, RankedTensorType type, Value tensor,
              llvm::function_ref<AffineExpr(int64_t, AffineExpr)> expr) {
  SmallVector<AffineExpr> exprs;
  for (int64_t d = 0, rank = type.getRank(); d < rank; ++d)
    exprs.push_back(expr(d, l.b.getAffineDimExpr(d)));
  return move(l, type, tensor,
              AffineMap::get(type.getRank(), 0, exprs, l.b.getContext()));
}

static void lowerReshape(Lowering &l, ReshapeOp op) {
  l.set(op.getResult(), l.reshape(l[op.getInput()], op.getType().getShape()));
}

static void lowerTranspose(Lowering &l, TransposeOp op) {
  AffineMap toResult =
      AffineMap::getPermutationMap(op.getPermutation(), op.getContext());
  l.set(op.getResult(),
        move(l, op.getType(), l[op.getInput()], inversePermutation(toResult)));
}

static void lowerBroadcastTo(Lowering &l, BroadcastToOp op) {
  AffineMap map =
      l.broadcast(op.getInput().getType().getShape(), op.getType().getShape());
  l.set(op.getResult(), move(l, op.getType(), l[op.getInput()], map));
}

/// The first elements of a tensor, as many along each axis as `type` has.
static Value front(Lowering &l, RankedTensorType type, Value tensor) {
  SmallVector<OpFoldResult> offsets(type.getRank(), l.b.getIndexAttr(0)),
      strides(type.getRank(), l.b.getIndexAttr(1)), sizes;
  for (int64_t extent : type.getShape())
    sizes.push_back(l.b.getIndexAttr(extent));
  return mlir::tensor::ExtractSliceOp::create(l.b, l.loc, tensor, offsets,
                                              sizes, strides);
}

static void lowerSlice(Lowering &l, SliceOp op) {
  int64_t axis = op.getDim(), start = op.getOffset(), step = op.getStep();
  if ((start == 0 && step == 1) || op.getType().getDimSize(axis) == 0) {
    // Where position and loop are one, linalg wants the extent of the loop to
    // be that of the axis; of nothing, there is no first position.
    Value part = front(l, op.getType(), l[op.getInput()]);
    l.set(op.getResult(),
          move(l, op.getType(), part, l.identity(op.getType().getRank())));
    return;
  }
  l.set(op.getResult(), moveAlongAxes(l, op.getType(), l[op.getInput()],
                                      [=](int64_t d, AffineExpr at) {
                                        return d == axis ? at * step + start
                                                         : at;
                                      }));
}

static void lowerFlip(Lowering &l, FlipOp op) {
  SmallVector<int64_t> axes = op.getAxes();
  RankedTensorType type = op.getType();
  l.set(op.getResult(),
        moveAlongAxes(l, type, l[op.getInput()], [&](int64_t d, AffineExpr at) {
          return llvm::is_contained(axes, d) ? type.getDimSize(d) - 1 - at : at;
        }));
}

static void lowerPad(Lowering &l, PadOp op) {
  SmallVector<int64_t> interior(op.getInterior());
  interior.resize(op.getType().getRank(), 0);
  Type element = storedElement(op.getType().getElementType());
  Value value = l.scalar(l.b, element, op.getValue().convertToDouble());
  l.set(op.getResult(),
        l.pad(l[op.getInput()], op.getLow(), op.getHigh(), interior, value));
}

static void lowerConcat(Lowering &l, ConcatOp op) {
  RankedTensorType type = storedType(op.getType());
  Value whole = l.empty(type);
  int64_t axis = op.getDim(), at = 0;
  for (Value input : op.getInputs()) {
    auto part = cast<RankedTensorType>(input.getType());
    SmallVector<OpFoldResult> offsets, sizes, strides;
    for (auto [d, extent] : llvm::enumerate(part.getShape())) {
      offsets.push_back(l.b.getIndexAttr(int64_t(d) == axis ? at : 0));
      sizes.push_back(l.b.getIndexAttr(extent));
      strides.push_back(l.b.getIndexAttr(1));
    }
    whole = mlir::tensor::InsertSliceOp::create(l.b, l.loc, l[input], whole,
                                                offsets, sizes, strides);
    at += part.getDimSize(axis);
  }
  l.set(op.getResult(), whole);
}

void registerMovements(Registry &registry) {
  registry.add<ReshapeOp>(lowerReshape);
  registry.add<TransposeOp>(lowerTranspose);
  registry.add<BroadcastToOp>(lowerBroadcastTo);
  registry.add<SliceOp>(lowerSlice);
  registry.add<FlipOp>(lowerFlip);
  registry.add<PadOp>(lowerPad);
  registry.add<ConcatOp>(lowerConcat);
}

} // namespace leat::tensor
