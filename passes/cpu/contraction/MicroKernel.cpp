//===- MicroKernel.cpp - one register tile of a contraction ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/contraction/MicroKernel.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace leat;

namespace {
class MicroKernel {
public:
  MicroKernel(CodeBuilder &b, const RegisterTile &tile, VectorType type)
      : b(b), tile(tile), type(type), lanes(type.getNumElements()),
        mask(b.firstLanes(tile.panel.lastLanes, type)) {}

  /// The sums before `depth`: zero at its start, else what was stored.
  SmallVector<Value> load(Value begin);
  SmallVector<Value> accumulate(DepthRange depth, ValueRange sums);
  void store(ValueRange sums);

private:
  Value lastMask(int64_t vector, bool masked) const {
    return masked && vector + 1 == tile.panel.vectors ? mask : Value();
  }
  Value outAt(size_t row, int64_t vector) {
    return b.add(tile.outBase, tile.outOffsets[row] + vector * lanes);
  }
  Value operandAt(const TileOperand &operand, Value k);
  SmallVector<Value> loadStored();
  SmallVector<Value> startFromZero();
  void fetchNextRows(Value k);
  SmallVector<Value> accumulateSteps(DepthRange depth, ValueRange sums);
  SmallVector<Value> step(Value k, ValueRange sums);

  CodeBuilder &b;
  const RegisterTile &tile;
  VectorType type;
  int64_t lanes;
  Value mask;
};
} // namespace

SmallVector<Value> MicroKernel::loadStored() {
  SmallVector<Value> sums;
  for (size_t row = 0; row < tile.outOffsets.size(); ++row)
    for (int64_t v = 0; v < tile.panel.vectors; ++v)
      sums.push_back(b.loadVector(type, tile.out, outAt(row, v),
                                  lastMask(v, tile.maskOut)));
  return sums;
}

SmallVector<Value> MicroKernel::startFromZero() {
  if (tile.fetchSums)
    for (size_t row = 0; row < tile.outOffsets.size(); ++row)
      for (int64_t v = 0; v < tile.panel.vectors; ++v)
        b.fetch(tile.out, outAt(row, v), /*forWriting=*/true);
  return SmallVector<Value>(tile.outOffsets.size() * tile.panel.vectors,
                            b.zeros(type));
}

SmallVector<Value> MicroKernel::load(Value begin) {
  if (std::optional<int64_t> known = getConstantIntValue(begin))
    return *known == 0 ? startFromZero() : loadStored();
  size_t count = tile.outOffsets.size() * tile.panel.vectors;
  auto branch = scf::IfOp::create(b, SmallVector<Type>(count, type),
                                  b.equal(begin, b.index(0)),
                                  /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(branch.thenBlock());
  scf::YieldOp::create(b, startFromZero());
  b.setInsertionPointToStart(branch.elseBlock());
  scf::YieldOp::create(b, loadStored());
  return SmallVector<Value>(branch.getResults());
}

Value MicroKernel::operandAt(const TileOperand &operand, Value k) {
  if (operand.table)
    return b.add(operand.base, memref::LoadOp::create(b, operand.table, k));
  return b.add(operand.base, b.mul(k, operand.stride));
}

SmallVector<Value> MicroKernel::step(Value k, ValueRange sums) {
  Value laneAt = operandAt(tile.lane, k), rowAt = operandAt(tile.row, k);
  SmallVector<Value> vectors, result;
  for (int64_t v = 0; v < tile.panel.vectors; ++v)
    vectors.push_back(b.loadVector(type, tile.lane.buffer,
                                   b.add(laneAt, v * lanes),
                                   lastMask(v, tile.maskLane)));
  for (int64_t offset : tile.rowOffsets) {
    Value scalar =
        memref::LoadOp::create(b, tile.row.buffer, b.add(rowAt, offset));
    Value row = vector::BroadcastOp::create(b, type, scalar);
    for (Value vector : vectors)
      result.push_back(
          vector::FMAOp::create(b, row, vector, sums[result.size()]));
  }
  return result;
}

SmallVector<Value> MicroKernel::accumulateSteps(DepthRange depth,
                                                ValueRange sums) {
  auto loop = scf::ForOp::create(b, depth.begin, depth.end, b.index(1), sums);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  scf::YieldOp::create(b,
                       step(loop.getInductionVar(), loop.getRegionIterArgs()));
  return SmallVector<Value>(loop.getResults());
}

void MicroKernel::fetchNextRows(Value k) {
  Value next = b.add(operandAt(tile.row, k), tile.nextRows);
  for (int64_t offset : tile.rowOffsets)
    b.fetch(tile.row.buffer, b.add(next, offset), /*forWriting=*/false);
}

SmallVector<Value> MicroKernel::accumulate(DepthRange depth, ValueRange sums) {
  if (!tile.nextRows)
    return accumulateSteps(depth, sums);
  // A line of each row at a time, spread over the steps that use one up.
  int64_t steps = kLineBytes * 8 / type.getElementTypeBitWidth();
  auto loop =
      scf::ForOp::create(b, depth.begin, depth.end, b.index(steps), sums);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Value k = loop.getInductionVar();
  fetchNextRows(k);
  DepthRange line{k, b.min(b.add(k, steps), depth.end)};
  scf::YieldOp::create(b, accumulateSteps(line, loop.getRegionIterArgs()));
  return SmallVector<Value>(loop.getResults());
}

void MicroKernel::store(ValueRange sums) {
  for (size_t row = 0, i = 0; row < tile.outOffsets.size(); ++row)
    for (int64_t v = 0; v < tile.panel.vectors; ++v, ++i)
      b.storeVector(sums[i], tile.out, outAt(row, v),
                    lastMask(v, tile.maskOut));
}

void leat::emitMicroKernel(CodeBuilder &b, const RegisterTile &tile,
                           DepthRange depth, VectorType vectorType) {
  MicroKernel kernel(b, tile, vectorType);
  kernel.store(kernel.accumulate(depth, kernel.load(depth.begin)));
}
