//===- Rows.cpp - rows of tables, by their numbers -------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   %y = index %table, %i : (f32[100, 16], i64[B]) -> f32[B, 16]
//     ==>
//   %y = linalg.generic ins(%i) outs(%e : tensor<Bx16xf32>) {
//          %r = clamp(%i, 0, 99)   tensor.extract %table[%r, %j] }
//
//   %t = scatter_add %u, %i, rows = 100 : (f32[B, 16], i64[B]) -> f32[100, 16]
//     ==>
//   %0 = linalg.fill ins(0.0) outs(tensor<100x16xf32>)
//   %t = scf.for %n = 0 to B iter_args(%sum = %0) {
//          %r = clamp(tensor.extract %i[%n], 0, 99)
//          row %r of %sum += row %n of %u }
//
// The rows of a scatter are added one after the other, in their order: the same
// bits every time. bf16 and f16 are accumulated in f32.
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/tensor/Lowering.h"

using namespace mlir;

namespace leat::tensor {

/// The integer `number` as an index of one of `rows` rows, the nearest one.
static Value rowOf(Lowering &l, OpBuilder &b, Value number, int64_t rows) {
  Value row = arith::IndexCastOp::create(b, l.loc, b.getIndexType(), number);
  return l.clampIndex(b, row, rows);
}

static void lowerIndex(Lowering &l, IndexOp op) {
  RankedTensorType type = op.getType();
  int64_t rank = type.getRank();
  int64_t lead = op.getIndices().getType().getRank();
  int64_t rows = op.getTable().getType().getDimSize(0);
  Value table = l[op.getTable()];
  auto body = [&](OpBuilder &b, ValueRange x) -> Value {
    SmallVector<Value> at = {rowOf(l, b, x[0], rows)};
    for (int64_t d = lead; d < rank; ++d)
      at.push_back(linalg::IndexOp::create(b, l.loc, d));
    return mlir::tensor::ExtractOp::create(b, l.loc, table, at);
  };
  AffineMap leading =
      l.pick(rank, llvm::to_vector(llvm::seq<int64_t>(0, lead)));
  l.set(op.getResult(),
        l.map(storedType(type), Access{l[op.getIndices()], leading}, body));
}

namespace {
/// Row `at` of a tensor of `shape`, without the axis of rows.
struct Row {
  SmallVector<OpFoldResult> offsets, sizes, strides;

  Row(OpBuilder &b, Value at, ArrayRef<int64_t> shape)
      : offsets(shape.size(), b.getIndexAttr(0)),
        strides(shape.size(), b.getIndexAttr(1)) {
    offsets[0] = at;
    for (int64_t extent : shape)
      sizes.push_back(b.getIndexAttr(extent));
    sizes[0] = b.getIndexAttr(1);
  }
};
} // namespace

/// Adds row `trip` of `updates` to the row of `table` that `indices` names.
static Value addRow(Lowering &l, Value trip, Value updates, Value indices,
                    Value table) {
  OpBuilder &b = l.b;
  Location loc = l.loc;
  auto from = cast<RankedTensorType>(updates.getType());
  auto to = cast<RankedTensorType>(table.getType());
  Type element = to.getElementType();
  Value number = mlir::tensor::ExtractOp::create(b, loc, indices, trip);
  Value at = rowOf(l, b, number, to.getDimSize(0));
  Row source(b, trip, from.getShape()), target(b, at, to.getShape());
  RankedTensorType rowType = to.clone(to.getShape().drop_front());
  Value update = mlir::tensor::ExtractSliceOp::create(
      b, loc, rowType.clone(from.getElementType()), updates, source.offsets,
      source.sizes, source.strides);
  Value row = mlir::tensor::ExtractSliceOp::create(
      b, loc, rowType, table, target.offsets, target.sizes, target.strides);
  unsigned rank = rowType.getRank();
  AffineMap all = l.identity(rank);
  Value sum =
      l.generic(Access{update, all}, Access{row, all}, rank, {},
                [&](OpBuilder &inside, ValueRange x) -> SmallVector<Value> {
                  ScalarBuilder s{inside, loc, element};
                  return {s.add(x[1], s.convert(x[0]))};
                })[0];
  return mlir::tensor::InsertSliceOp::create(b, loc, sum, table, target.offsets,
                                             target.sizes, target.strides);
}

static void lowerScatterAdd(Lowering &l, ScatterAddOp op) {
  OpBuilder &b = l.b;
  RankedTensorType type = op.getType();
  Type element = type.getElementType(), wide = accumulatorOf(element);
  int64_t count = op.getIndices().getType().getNumElements();
  SmallVector<int64_t> rows(type.getShape());
  rows[0] = count;
  Value indices = l.reshape(l[op.getIndices()], {count});
  Value updates = l.reshape(l[op.getUpdates()], rows);
  Value start = l.filled(type.clone(wide), 0.0);
  auto loop = scf::ForOp::create(b, l.loc, l.index(b, 0), l.index(b, count),
                                 l.index(b, 1), start);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Value table = addRow(l, loop.getInductionVar(), updates, indices,
                       loop.getRegionIterArg(0));
  scf::YieldOp::create(b, l.loc, table);
  b.setInsertionPointAfter(loop);
  l.set(op.getResult(), l.convert(loop.getResult(0), element));
}

static void lowerOneHot(Lowering &l, OneHotOp op) {
  auto type = cast<RankedTensorType>(op.getType());
  RankedTensorType indices = op.getIndices().getType();
  int64_t lead = indices.getRank();
  Type element = storedElement(type.getElementType());
  auto body = [&](OpBuilder &b, ValueRange x) {
    Value here = linalg::IndexOp::create(b, l.loc, lead);
    here = arith::IndexCastOp::create(b, l.loc, b.getI64Type(), here);
    ScalarBuilder s{b, l.loc, b.getI64Type()};
    Value hit = s.compare(Comparison::eq, s.convert(x[0]), here);
    return s.select(hit, s.number(element, 1), s.number(element, 0));
  };
  AffineMap leading =
      l.pick(lead + 1, llvm::to_vector(llvm::seq<int64_t>(0, lead)));
  l.set(op.getResult(),
        l.map(storedType(type), Access{l[op.getIndices()], leading}, body));
}

void registerRows(Registry &registry) {
  registry.add<IndexOp>(lowerIndex);
  registry.add<ScatterAddOp>(lowerScatterAdd);
  registry.add<OneHotOp>(lowerOneHot);
}

} // namespace leat::tensor
