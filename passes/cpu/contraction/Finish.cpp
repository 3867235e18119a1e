//===- Finish.cpp - from finished sums to the output ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/contraction/Finish.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "passes/cpu/contraction/EveryOther.h"
#include "passes/cpu/contraction/Transpose.h"

using namespace mlir;
using namespace leat;

namespace {
class StagedStore {
public:
  StagedStore(CodeBuilder &b, const StagedRun &run, VectorType type,
              FinishRows finish)
      : b(b), run(run), type(type), finish(finish),
        lanes(type.getNumElements()), width(run.panel.vectors * lanes) {}

  /// One square: `lanes` rows from `row` on, the vector of lanes at `lane`.
  void square(Value row, Value lane, int64_t usedLanes, Value mask);

private:
  void store(Value sums, Value row, Value lane, Value mask);
  void scatter(Value sums, Value at, Value mask);

  CodeBuilder &b;
  const StagedRun &run;
  VectorType type;
  FinishRows finish;
  int64_t lanes, width;
};
} // namespace

void StagedStore::scatter(Value sums, Value at, Value mask) {
  SmallVector<int32_t> steps;
  for (int64_t i = 0; i < lanes; ++i)
    steps.push_back(i * run.rowStride);
  auto indexType = VectorType::get(lanes, b.getI32Type());
  Value indices = arith::ConstantOp::create(
      b, DenseElementsAttr::get(indexType, ArrayRef(steps)));
  if (!mask)
    mask = b.firstLanes(b.index(lanes), type);
  vector::ScatterOp::create(b, /*resultType=*/Type(), run.out, at, indices,
                            mask, sums, /*alignment=*/IntegerAttr());
}

void StagedStore::store(Value sums, Value row, Value lane, Value mask) {
  Value at = b.add(
      run.outAt, b.add(b.mul(row, run.rowStride), b.mul(lane, run.laneStride)));
  if (run.rowStride == 1)
    b.storeVector(sums, run.out, at, mask);
  else if (run.rowStride == 2)
    storeEveryOther(b, b.getLoc(), sums, run.out, at, mask);
  else
    scatter(sums, at, mask);
}

void StagedStore::square(Value row, Value lane, int64_t usedLanes, Value mask) {
  // Rows beyond the run are read from the stage's padding and masked below.
  Value from = b.add(run.stageAt, b.add(b.mul(row, width), lane));
  SmallVector<Value> rows;
  for (int64_t i = 0; i < lanes; ++i)
    rows.push_back(b.loadVector(type, run.stage, b.add(from, i * width)));
  SmallVector<Value> sums = transposeSquare(b, rows);
  sums.resize(usedLanes);
  if (!finish) {
    for (auto [i, vector] : llvm::enumerate(sums))
      store(vector, row, b.add(lane, i), mask);
    return;
  }
  // Through memory, so that a long epilogue is code once and not 16 times.
  for (auto [i, vector] : llvm::enumerate(sums))
    b.storeVector(vector, run.scratch, b.index(i * lanes));
  b.loop(b.index(0), b.index(usedLanes), 1, [&](Value i) {
    Value vector = b.loadVector(type, run.scratch, b.mul(i, lanes));
    Value panelLane = b.add(lane, i);
    store(finish(vector, row, panelLane, mask), row, panelLane, mask);
  });
}

void leat::emitStagedRun(CodeBuilder &b, const StagedRun &run,
                         VectorType vectorType, FinishRows finish) {
  int64_t lanes = vectorType.getNumElements();
  StagedStore store(b, run, vectorType, finish);
  bool partial = run.panel.lastLanes != lanes;
  int64_t whole = (run.panel.vectors - partial) * lanes;
  auto squares = [&](Value row, Value mask) {
    b.loop(b.index(0), b.index(whole), lanes,
           [&](Value lane) { store.square(row, lane, lanes, mask); });
    if (partial)
      store.square(row, b.index(whole), run.panel.lastLanes, mask);
  };
  Value full = b.mul(b.div(run.length, lanes), lanes);
  b.loop(b.index(0), full, lanes, [&](Value row) { squares(row, nullptr); });
  b.when(b.greater(run.length, full), [&] {
    squares(full, b.firstLanes(b.sub(run.length, full), vectorType));
  });
}
