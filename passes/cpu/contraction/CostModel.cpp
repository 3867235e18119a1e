//===- CostModel.cpp - the schedule with the least estimated time ---------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Estimates cycles for every register tile that fits, in both roles, with the
// lane operand packed or not, and takes the least. The estimate counts what
// the inner loop issues (multiply-adds, loads), what a tile costs outside it,
// and what packing and transposing move.
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/contraction/Packing.h"
#include "passes/cpu/contraction/Schedule.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>

using namespace mlir;
using namespace leat;

namespace {
//===----------------------------------------------------------------------===//
// Measured on a Xeon with two 512-bit FMA ports, 48K + 2M of cache
//===----------------------------------------------------------------------===//

/// Cycles around the k loop of a tile: addresses, loop set-up, the last
/// mispredicted branch; and per sum, to start it and to store it.
constexpr double kTileCycles = 24, kSumCycles = 1.5;
/// Cycles per element: a square of 256 transposed in 64 shuffles, 16 loads and
/// 16 stores; vectors copied; elements copied.
constexpr double kTransposeCycles = 0.40, kCopyCycles = 0.20,
                 kGatherCycles = 1.5;
/// Panels deeper than this leave the first cache together with the rows that
/// stream by.
constexpr int64_t kDepthBlock = 512;
/// Elements of a block of sums that is finished while in the first cache.
constexpr int64_t kBlockBytes = 16 << 10;

/// One candidate under estimation.
struct Candidate {
  const RowsAndLanes &r;
  const CpuTarget &target;
  Schedule s;

  double cycles() const;
  double stepCycles(int64_t rows, int64_t vectors) const;
  double tileCycles(int64_t rows, int64_t vectors) const;
  double rowCycles(int64_t vectors) const;
};
} // namespace

/// Cycles of one step of k.
double Candidate::stepCycles(int64_t rows, int64_t vectors) const {
  double fma = rows * vectors / 2.0;
  // An unaligned vector crosses a cache line and takes two accesses.
  double loads = (rows + vectors * (s.packLanes ? 1.0 : 1.5)) / 2.0;
  double issue = (rows * vectors + rows + vectors + 3) / 6.0;
  return std::max({fma, loads, issue, double(target.fmaLatency)});
}

double Candidate::tileCycles(int64_t rows, int64_t vectors) const {
  int64_t blocks = llvm::divideCeil(r.depth, longestDepthBlock(r, s));
  return r.depth * stepCycles(rows, vectors) +
         blocks * (kTileCycles + kSumCycles * rows * vectors);
}

/// Cycles of all rows for one panel.
double Candidate::rowCycles(int64_t vectors) const {
  int64_t outer = 1;
  for (unsigned dim = 0; dim < s.tileDim; ++dim)
    outer *= r.rows[dim].extent;
  int64_t extent = r.rows[s.tileDim].extent, tail = extent % s.tileStep;
  double cycles = (extent / s.tileStep) * tileCycles(tileRows(r, s), vectors);
  if (tail)
    cycles += tileCycles(tail * r.rowsWithin(s.tileDim), vectors);
  return outer * cycles;
}

double Candidate::cycles() const {
  int64_t width = s.vectors * s.lanes;
  int64_t tail = llvm::divideCeil(r.lanes.extent % width, s.lanes);
  double cycles = (r.lanes.extent / width) * rowCycles(s.vectors);
  if (tail)
    cycles += rowCycles(tail);
  double padded = llvm::alignTo(r.lanes.extent, s.lanes);
  if (s.packLanes) {
    PackMethod method = packMethod(r);
    double each = method == PackMethod::Copy        ? kCopyCycles
                  : method == PackMethod::Transpose ? kTransposeCycles
                                                    : kGatherCycles;
    cycles += each * padded * r.depth;
  }
  if (r.staged)
    cycles += kTransposeCycles * padded * r.rowCount();
  return cycles * r.batchCount();
}

/// Equal blocks of k near kDepthBlock, or whole runs where runs are packed.
static int64_t chooseDepthBlock(const RowsAndLanes &r, bool packs) {
  int64_t run = r.depth, unit = 1;
  if (packs && r.laneDepth.size() > 1 &&
      packMethod(r) == PackMethod::Transpose) {
    run = r.laneDepth.back().extent;
    if (run < kDepthBlock) {
      unit = run;
      run = r.depth;
    }
  }
  if (run <= kDepthBlock * 3 / 2)
    return run == r.depth ? r.depth : run;
  int64_t blocks = llvm::divideCeil(run, std::max(kDepthBlock, unit));
  return llvm::alignTo(llvm::divideCeil(run, blocks), unit);
}

static void chooseBlock(const RowsAndLanes &r, Schedule &s) {
  int64_t rowBytes =
      s.vectors * s.lanes * (r.element.getIntOrFloatBitWidth() / 8);
  int64_t rows = std::max<int64_t>(kBlockBytes / rowBytes, 1);
  s.blockDim = s.tileDim;
  while (s.blockDim > 0 && r.rowsWithin(s.blockDim - 1) <= rows)
    --s.blockDim;
  s.blockStep = std::max<int64_t>(rows / r.rowsWithin(s.blockDim), 1);
  if (s.blockDim == s.tileDim)
    s.blockStep = llvm::alignTo(s.blockStep, s.tileStep);
}

/// Deals out the loop that splits most evenly; lanes before rows, because
/// every thread would pack the whole lane operand for its rows.
static void choosePartition(const RowsAndLanes &r, int64_t threads,
                            Schedule &s) {
  double best = 1.0;
  auto consider = [&](Partition partition, int64_t units) {
    double speed = double(units) / llvm::divideCeil(units, threads);
    if (speed > best * 1.05) {
      best = speed;
      s.partition = partition;
      s.threads = threads;
    }
  };
  if (!r.batch.empty())
    consider(Partition::Batch, r.batch[0].extent);
  consider(Partition::Lanes,
           llvm::divideCeil(r.lanes.extent, s.vectors * s.lanes));
  consider(Partition::Rows,
           llvm::divideCeil(r.rows[0].extent, s.tileDim == 0 ? s.tileStep : 1));
}

/// Calls `use` with each register tile that `target` has registers for.
static void
forEachTile(const RowsAndLanes &r, const CpuTarget &target,
            llvm::function_ref<void(unsigned, int64_t, int64_t)> use) {
  for (unsigned dim = 0; dim < r.rows.size(); ++dim) {
    int64_t within = r.rowsWithin(dim);
    for (int64_t step = 1; step <= r.rows[dim].extent; ++step) {
      int64_t rows = step * within;
      // Sums, one vector per lane load, one for the broadcast.
      if (rows + 2 > target.vectorRegisters)
        break;
      for (int64_t vectors = 1;
           (rows + 1) * vectors + 1 <= target.vectorRegisters - 2 &&
           vectors <= 4;
           ++vectors)
        use(dim, step, vectors);
    }
  }
}

Schedule leat::chooseSchedule(const Contraction &c, const CpuTarget &target) {
  Schedule best;
  double bestCycles = INFINITY;
  for (bool swap : {false, true}) {
    RowsAndLanes r = assignRoles(c, swap);
    if (!r.storable())
      continue;
    int64_t lanes = target.vectorBytes * 8 / c.element.getIntOrFloatBitWidth();
    for (bool pack : {false, true}) {
      if (!pack && r.lanes.lane != 1)
        continue;
      forEachTile(r, target, [&](unsigned dim, int64_t step, int64_t vectors) {
        Schedule s;
        s.swapRoles = swap;
        s.lanes = lanes;
        s.tileDim = dim;
        s.tileStep = step;
        s.vectors =
            std::min(vectors, int64_t(llvm::divideCeil(r.lanes.extent, lanes)));
        s.packLanes = pack;
        s.depthBlock = chooseDepthBlock(r, pack);
        double cycles = Candidate{r, target, s}.cycles();
        if (cycles < bestCycles) {
          bestCycles = cycles;
          best = s;
        }
      });
    }
  }
  RowsAndLanes r = assignRoles(c, best.swapRoles);
  if (target.threads > 1 && countMultiplyAdds(c) >= kParallelMultiplyAdds)
    choosePartition(r, target.threads, best);
  chooseBlock(r, best);
  return best;
}
