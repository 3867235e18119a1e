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
// Cycles, on a Xeon with two 512-bit FMA ports, 48K + 2M of cache
//
// Counted from the instructions emitted; where a comment gives fractions of
// the multiply-add ceiling, these were measured there before and after the
// number came in (leat-bench-contraction --table, --tune).
//===----------------------------------------------------------------------===//

/// Cycles around the k loop of a tile: addresses, loop set-up, the last
/// mispredicted branch; and per sum, to start it and to store it.
constexpr double kTileCycles = 24, kSumCycles = 1.5;
/// Cycles per element: a square of 256 transposed in 64 shuffles, 16 loads and
/// 16 stores; vectors copied; elements copied.
constexpr double kTransposeCycles = 0.40, kCopyCycles = 0.20,
                 kGatherCycles = 1.5;
/// Cycles per vector of lanes and step that comes from the second cache.
constexpr double kSecondCacheCycles = 1.6;
/// What part of the loads is not hidden behind multiply-adds. None while the
/// other thread of the core is idle (256^3: 97 % with 6 x 4 vectors and with
/// 13 x 2); half while it is busy and takes load and issue slots (84 % and
/// 70 %, tiles of 3 vectors between them). The mean of both.
constexpr double kLoadShare = 0.25;
/// Cycles per cache line from beyond the second cache: read in order, and in
/// strips by an inner loop whose steps no prefetcher follows. 64x512x3072: 24 %
/// (strips), 54 % (packed in order); 512x3072x768: 30 %, 72 %.
constexpr double kStreamedLineCycles = 3, kStridedLineCycles = 10;
/// The same for rows that are asked for a tile ahead (chooseFetches): 512^3
/// 79 -> 86 %. Priced as streamed, 1019x153x730 swapped its roles to avoid
/// them: 71 % where rows in order take 78 %.
constexpr double kFetchedLineCycles = 0.5;
/// Cycles per step of k that lies on another page than the last, beyond the
/// reach of the first translation buffer (96 pages). 1024^3: 39 % with the lane
/// operand read where it lies, 75 % packed; 512^3: 84 %, 89 %.
constexpr double kPageCycles = 6;
constexpr double kPageBytes = 4096, kPages = 96;
/// Part of the second cache for a panel, which every tile reads again: 512 deep
/// and 64 f32 wide in 2M. Deeper ones are driven out by the rows that stream
/// by, shallower ones store and load the sums more often (512^3: 83 % at 256
/// deep, 81 % at 128).
constexpr int64_t kPanelShare = 16;
/// Bytes of a block of sums that is finished while in the first cache.
constexpr int64_t kBlockBytes = 16 << 10;

/// One candidate under estimation.
struct Candidate {
  const RowsAndLanes &r;
  const CpuTarget &target;
  Schedule s;

  double cycles() const;
  double copyCycles() const;
  double pageCycles(const DepthDim &inner) const;
  double rowOperandCycles() const;
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
  int64_t panelBytes = longestDepthBlock(r, s) * vectors * target.vectorBytes;
  double cache = 0;
  if (panelBytes > target.firstCacheBytes * 2 / 3)
    cache = vectors * kSecondCacheCycles;
  // Among tiles that are equal by these bounds the one that loads less.
  return std::max({fma, loads, issue, cache, double(target.fmaLatency)}) +
         kLoadShare * loads +
         (s.packLanes || s.flattenLanes ? 0 : pageCycles(r.laneDepth.back())) +
         pageCycles(r.rowDepth.back());
}

/// Cycles per step of k that an operand read where it lies loses to address
/// translation.
double Candidate::pageCycles(const DepthDim &inner) const {
  double stride = std::abs(inner.stride) * r.elementBytes();
  if (stride * std::min(inner.extent, longestDepthBlock(r, s)) <=
      kPages * kPageBytes)
    return 0;
  // Steps of half a page cost a seventh of whole ones, not half: most
  // translations are then found while waiting for nothing.
  double part = std::min(1.0, stride / kPageBytes);
  return kPageCycles * part * part * part;
}

/// Cycles to fetch a row operand that the second cache cannot hold, once per
/// panel.
double Candidate::rowOperandCycles() const {
  double elements = double(r.rowCount()) * r.depth;
  if (r.rowDepth.size() > 1 ||
      elements * r.elementBytes() <= target.secondCacheBytes / 2)
    return 0;
  int64_t panels = llvm::divideCeil(r.lanes.extent, s.vectors * s.lanes);
  bool inOrder = r.rowDepth[0].stride == 1;
  double lines = elements * r.elementBytes() / kLineBytes;
  if (inOrder)
    return panels * lines * kFetchedLineCycles;
  double strip = tileRows(r, s) * r.elementBytes() / double(kLineBytes);
  return panels * lines * (1 + 1 / strip) * kStridedLineCycles;
}

/// Cycles to bring the lane operand into the shape that the inner loop reads,
/// or, read where it lies, to bring it near.
double Candidate::copyCycles() const {
  double elements = double(llvm::alignTo(r.lanes.extent, s.lanes)) * r.depth;
  double lines = elements / s.lanes;
  bool far = elements * r.elementBytes() > target.secondCacheBytes / 2;
  if (s.flattenLanes)
    return flatShape(r, s.lanes).elements *
           (r.laneParts.back().lane == 1 ? kCopyCycles : kGatherCycles);
  if (!s.packLanes)
    return far ? lines * kStridedLineCycles : 0;
  PackMethod method = packMethod(r);
  double each = method == PackMethod::Copy        ? kCopyCycles
                : method == PackMethod::Transpose ? kTransposeCycles
                                                  : kGatherCycles;
  return elements * each + (far ? lines * kStreamedLineCycles : 0);
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
  cycles += copyCycles() + rowOperandCycles();
  double padded = llvm::alignTo(r.lanes.extent, s.lanes);
  if (r.staged)
    cycles += kTransposeCycles * padded * r.rowCount();
  return cycles * r.batchCount();
}

/// Equal blocks of k near the depth of a panel that stays in the second cache,
/// or whole runs where runs are packed.
static int64_t chooseDepthBlock(const RowsAndLanes &r, const CpuTarget &target,
                                int64_t vectors, bool packs) {
  int64_t deepest =
      target.secondCacheBytes / kPanelShare / (vectors * target.vectorBytes);
  int64_t run = r.depth, unit = 1;
  if (packs && r.laneDepth.size() > 1 &&
      packMethod(r) == PackMethod::Transpose) {
    run = r.laneDepth.back().extent;
    if (run < deepest) {
      unit = run;
      run = r.depth;
    }
  }
  if (run <= deepest * 3 / 2)
    return run == r.depth ? r.depth : run;
  int64_t blocks = llvm::divideCeil(run, std::max(deepest, unit));
  return llvm::alignTo(llvm::divideCeil(run, blocks), unit);
}

/// Panels packed at a time: where the source is read along its lanes, as many
/// as lie in a quarter of the second cache, so that it is read in long runs.
static int64_t choosePanels(const RowsAndLanes &r, const CpuTarget &target,
                            const Schedule &s) {
  if (!s.packLanes || packMethod(r) != PackMethod::Copy)
    return 1;
  int64_t panelBytes = longestDepthBlock(r, s) * s.vectors * target.vectorBytes;
  return std::max<int64_t>(1, target.secondCacheBytes / 4 / panelBytes);
}

/// What is asked for ahead of its use, measured: 512^3 79 -> 86 %, 256^3 87 ->
/// 91 %, convolution 7x7 1 -> 32 channels, whose output is 6 MB, 70 -> 82 %.
/// Operands that stay near gain nothing and pay a load slot for each line.
static void chooseFetches(const RowsAndLanes &r, const CpuTarget &target,
                          Schedule &s) {
  int64_t rowBytes = r.rowCount() * r.depth * r.elementBytes();
  // Tiles of one vector issue a load with every multiply-add already.
  s.fetchRows = r.rowDepth.size() == 1 && r.rowDepth[0].stride == 1 &&
                s.vectors > 1 && rowBytes > target.firstCacheBytes;
  int64_t sumBytes =
      r.batchCount() * r.rowCount() * r.lanes.extent * r.elementBytes();
  s.fetchSums = !r.staged && sumBytes > target.secondCacheBytes / 2;
}

static void chooseBlock(const RowsAndLanes &r, Schedule &s) {
  int64_t rowBytes = s.vectors * s.lanes * r.elementBytes();
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

using CandidateUse =
    llvm::function_ref<void(const RowsAndLanes &, const Schedule &)>;

/// Calls `use` with each register tile that `target` has registers for and
/// `r` has lanes for.
static void
forEachTile(const RowsAndLanes &r, const CpuTarget &target, int64_t lanes,
            llvm::function_ref<void(unsigned, int64_t, int64_t)> use) {
  int64_t mostVectors =
      std::min<int64_t>(4, llvm::divideCeil(r.lanes.extent, lanes));
  for (unsigned dim = 0; dim < r.rows.size(); ++dim) {
    int64_t within = r.rowsWithin(dim);
    for (int64_t step = 1; step <= r.rows[dim].extent; ++step) {
      int64_t rows = step * within;
      // Sums, one vector per lane load, one for the broadcast; one is left for
      // what the compiler needs. Five vectors read too many pages at a time
      // (1024^3: 76 % with 5 x 5, 85 % with 6 x 4).
      if (rows + 2 > target.vectorRegisters)
        break;
      for (int64_t vectors = 1;
           (rows + 1) * vectors + 1 < target.vectorRegisters &&
           vectors <= mostVectors;
           ++vectors)
        use(dim, step, vectors);
    }
  }
}

/// Calls `use` with every register tile for `roles` (swapRoles, packLanes and
/// flattenLanes set).
static void forEachTileOf(const Contraction &c, const CpuTarget &target,
                          const Schedule &roles, CandidateUse use) {
  RowsAndLanes r = assignRoles(c, roles);
  bool direct = !roles.packLanes && !roles.flattenLanes;
  if (!r.storable || (direct && r.lanes.lane != 1))
    return;
  if (roles.flattenLanes &&
      flatShape(r, roles.lanes).elements * r.elementBytes() >
          target.secondCacheBytes / 2)
    return;
  forEachTile(
      r, target, roles.lanes, [&](unsigned dim, int64_t step, int64_t vectors) {
        Schedule s = roles;
        s.tileDim = dim;
        s.tileStep = step;
        s.vectors = vectors;
        s.depthBlock = s.flattenLanes
                           ? r.depth
                           : chooseDepthBlock(r, target, vectors, s.packLanes);
        use(r, s);
      });
}

/// Few rows, sums along k: 8 rows x 2 lanes of vectors of 16 load 10 vectors
/// for 16 multiply-adds and read the lane operand, the larger one, once; lower
/// tiles take as many lanes as make 16. Half of the registers hold sums.
static Schedule alongDepth(const Contraction &c, const CpuTarget &target,
                           Schedule s) {
  s.alongDepth = true;
  s.lanes = chainsAlongDepth(c.element);
  int64_t registersEach = 64 / target.vectorBytes;
  s.outputs = std::min(s.lanes, target.vectorRegisters / 2 / registersEach);
  s.swapRoles = assignRoles(c, s).staged;
  RowsAndLanes r = assignRoles(c, s);
  s.tileDim = r.rows.size() - 1;
  s.tileStep = std::min(s.outputs / 2, r.rows.back().extent);
  s.depthBlock = r.depth;
  return s;
}

/// Calls `use` with everything that there is to choose between.
static void forEachCandidate(const Contraction &c, const CpuTarget &target,
                             CandidateUse use) {
  Schedule roles;
  roles.lanes = target.vectorBytes * 8 / c.element.getIntOrFloatBitWidth();
  if (sumsAlongDepth(c)) {
    Schedule s = alongDepth(c, target, roles);
    return use(assignRoles(c, s), s);
  }
  for (bool swap : {false, true}) {
    roles.swapRoles = swap;
    roles.packLanes = roles.flattenLanes = false;
    forEachTileOf(c, target, roles, use);
    roles.packLanes = true;
    forEachTileOf(c, target, roles, use);
    if (!c.lanesMayFlatten)
      continue;
    roles.packLanes = false;
    roles.flattenLanes = true;
    forEachTileOf(c, target, roles, use);
  }
}

/// Sets what follows from the register tile, the roles and the target.
static void complete(const Contraction &c, const RowsAndLanes &r,
                     const CpuTarget &target, Schedule &s) {
  if (target.threads > 1 && countMultiplyAdds(c) >= kParallelMultiplyAdds)
    choosePartition(r, target.threads, s);
  s.panels = choosePanels(r, target, s);
  chooseBlock(r, s);
  chooseFetches(r, target, s);
}

Schedule leat::chooseSchedule(const Contraction &c, const CpuTarget &target) {
  Schedule best;
  double bestCycles = INFINITY;
  forEachCandidate(c, target, [&](const RowsAndLanes &r, const Schedule &s) {
    double cycles = Candidate{r, target, s}.cycles();
    if (cycles < bestCycles) {
      bestCycles = cycles;
      best = s;
    }
  });
  complete(c, assignRoles(c, best), target, best);
  return best;
}

std::vector<Schedule> leat::candidateSchedules(const Contraction &c,
                                               const CpuTarget &target) {
  std::vector<Schedule> result;
  forEachCandidate(c, target, [&](const RowsAndLanes &r, const Schedule &s) {
    result.push_back(s);
    complete(c, r, target, result.back());
  });
  return result;
}
