//===- DotKernel.cpp - sums along k for few rows --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/contraction/DotKernel.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace leat;

/// `first` and `second` hold partial sums of several outputs, `group` lanes
/// each. Returns the lower half of every group plus its upper half, of `first`
/// and then of `second`.
static Value foldGroups(CodeBuilder &b, Value first, Value second,
                        int64_t group) {
  int64_t lanes = cast<VectorType>(first.getType()).getNumElements();
  SmallVector<int64_t> low, high;
  for (int64_t start = 0; start < 2 * lanes; start += group)
    for (int64_t i = 0; i < group / 2; ++i) {
      low.push_back(start + i);
      high.push_back(start + group / 2 + i);
    }
  return arith::AddFOp::create(
      b, vector::ShuffleOp::create(b, first, second, low),
      vector::ShuffleOp::create(b, first, second, high));
}

/// Lane i of the result is the sum over all lanes of sums[i].
static Value foldLanes(CodeBuilder &b, SmallVector<Value> sums,
                       VectorType type) {
  int64_t lanes = type.getNumElements();
  sums.resize(lanes, b.zeros(type));
  for (int64_t group = lanes; group > 1; group /= 2) {
    for (size_t i = 0; i < sums.size() / 2; ++i)
      sums[i] = foldGroups(b, sums[2 * i], sums[2 * i + 1], group);
    sums.resize(sums.size() / 2);
  }
  return sums[0];
}

namespace {
/// The outputs of one pass over k: every row with `columns` lanes.
class DotPiece {
public:
  DotPiece(CodeBuilder &b, const DotTile &tile, int64_t columns, Value laneBase,
           VectorType type)
      : b(b), tile(tile), columns(columns), laneBase(laneBase), type(type) {}

  SmallVector<Value> accumulate();

private:
  SmallVector<Value> step(Value k, ValueRange sums, Value mask);

  CodeBuilder &b;
  const DotTile &tile;
  int64_t columns;
  Value laneBase;
  VectorType type;
};
} // namespace

SmallVector<Value> DotPiece::step(Value k, ValueRange sums, Value mask) {
  SmallVector<Value> lanes, result;
  for (int64_t column = 0; column < columns; ++column)
    lanes.push_back(b.loadVector(
        type, tile.laneBuffer,
        b.add(b.add(laneBase, k), column * tile.laneStride), mask));
  for (int64_t offset : tile.rowOffsets) {
    Value row = b.loadVector(type, tile.rowBuffer,
                             b.add(b.add(tile.rowBase, k), offset), mask);
    for (Value lane : lanes)
      result.push_back(
          vector::FMAOp::create(b, row, lane, sums[result.size()]));
  }
  return result;
}

SmallVector<Value> DotPiece::accumulate() {
  int64_t lanes = type.getNumElements(), tail = tile.depth % lanes;
  SmallVector<Value> sums(tile.rowOffsets.size() * columns, b.zeros(type));
  Value full = b.index(tile.depth - tail);
  auto loop = scf::ForOp::create(b, b.index(0), full, b.index(lanes), sums);
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    scf::YieldOp::create(
        b, step(loop.getInductionVar(), loop.getRegionIterArgs(), nullptr));
  }
  sums = SmallVector<Value>(loop.getResults());
  return tail ? step(full, sums, b.firstLanes(tail, type)) : sums;
}

/// Stores `count` lanes of `vector` from `start` on at out[at ..].
static void storeSlice(CodeBuilder &b, Value vector, int64_t start,
                       int64_t count, Value out, Value at) {
  Value slice = vector::ExtractStridedSliceOp::create(
      b, vector, ArrayRef(start), ArrayRef(count), ArrayRef<int64_t>(1));
  vector::StoreOp::create(b, slice, out, at);
}

void leat::emitDotKernel(CodeBuilder &b, const DotTile &tile,
                         VectorType vectorType, int64_t outputs) {
  int64_t rows = tile.rowOffsets.size();
  // The tree ends in one vector of outputs.
  int64_t width = llvm::bit_floor<uint64_t>(outputs / rows);
  auto emitPiece = [&](Value column, int64_t columns) {
    DotPiece piece(b, tile, columns,
                   b.add(tile.laneBase, b.mul(column, tile.laneStride)),
                   vectorType);
    Value sums = foldLanes(b, piece.accumulate(), vectorType);
    for (int64_t row = 0; row < rows; ++row)
      storeSlice(b, sums, row * columns, columns, tile.out,
                 b.add(b.add(tile.outBase, column), tile.outOffsets[row]));
  };
  int64_t tail = tile.columns % width;
  b.loop(b.index(0), b.index(tile.columns - tail), width,
         [&](Value column) { emitPiece(column, width); });
  if (tail)
    emitPiece(b.index(tile.columns - tail), tail);
}
