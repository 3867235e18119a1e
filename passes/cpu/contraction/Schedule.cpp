//===- Schedule.cpp - validity, scratch memory, printing ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/contraction/Schedule.h"
#include "passes/cpu/contraction/Packing.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace leat;

int64_t leat::tileRows(const RowsAndLanes &r, const Schedule &s) {
  return s.tileStep * r.rowsWithin(s.tileDim);
}

static bool transposesRuns(const RowsAndLanes &r, const Schedule &s) {
  return s.packLanes && r.laneDepth.size() > 1 &&
         packMethod(r) == PackMethod::Transpose;
}

int64_t leat::depthSegment(const RowsAndLanes &r, const Schedule &s) {
  int64_t run = r.laneDepth.back().extent;
  return transposesRuns(r, s) && s.depthBlock < run ? run : r.depth;
}

int64_t leat::longestDepthBlock(const RowsAndLanes &r, const Schedule &s) {
  return std::min(s.depthBlock, depthSegment(r, s));
}

static bool isInRange(int64_t value, int64_t low, int64_t high) {
  return low <= value && value <= high;
}

bool leat::isValidSchedule(const Contraction &c, const Schedule &s) {
  RowsAndLanes r = assignRoles(c, s);
  if (!r.storable || !isInRange(s.tileDim, 0, r.rows.size() - 1) ||
      !isInRange(s.blockDim, 0, s.tileDim) ||
      !isInRange(s.tileStep, 1, r.rows[s.tileDim].extent) ||
      !isInRange(s.blockStep, 1, INT64_MAX) || s.vectors < 1 || s.panels < 1 ||
      s.depthBlock < 1 || s.threads < 1)
    return false;
  if (s.blockDim == s.tileDim && s.blockStep % s.tileStep != 0)
    return false;
  if (s.alongDepth != sumsAlongDepth(c))
    return false;
  if (s.alongDepth &&
      (r.staged || s.packLanes || s.flattenLanes || s.depthBlock < r.depth ||
       s.outputs > s.lanes || tileRows(r, s) > s.outputs ||
       s.lanes != chainsAlongDepth(c.element)))
    return false;
  if (s.flattenLanes &&
      (!c.lanesMayFlatten || s.packLanes || s.depthBlock < r.depth))
    return false;
  if (!s.alongDepth && !s.packLanes && !s.flattenLanes && r.lanes.lane != 1)
    return false;
  int64_t run = r.laneDepth.back().extent;
  if (transposesRuns(r, s) && s.depthBlock > run && s.depthBlock < r.depth &&
      s.depthBlock % run != 0)
    return false;
  if (s.partition == Partition::Batch)
    return !r.batch.empty();
  return s.threads == 1 || s.partition != Partition::None;
}

ScratchLayout leat::layoutScratch(const RowsAndLanes &r, const Schedule &s) {
  ScratchLayout layout;
  constexpr int64_t kAlign = 64;
  int64_t elementBytes = r.elementBytes(), width = s.vectors * s.lanes;
  int64_t panelsInAll = llvm::divideCeil(r.lanes.extent, width);
  int64_t group = std::min(s.panels, panelsInAll);
  auto reserve = [&](int64_t &end, int64_t bytes) {
    int64_t start = end;
    end += llvm::alignTo(bytes, kAlign);
    return start;
  };

  layout.hasRowTable = r.rowDepth.size() > 1;
  layout.hasLaneTable = !s.packLanes && r.laneDepth.size() > 1;
  if (layout.hasRowTable)
    layout.rowTable = reserve(layout.bytes, r.depth * sizeof(int64_t));
  if (layout.hasLaneTable)
    layout.laneTable = reserve(layout.bytes, r.depth * sizeof(int64_t));

  int64_t thread = 0;
  int64_t block = longestDepthBlock(r, s);
  if (s.packLanes) {
    // Squares are stored whole: up to a vector's worth of k beyond the block.
    layout.panelPitch = (block + s.lanes) * width;
    layout.panelElements = group * layout.panelPitch;
    layout.panels = reserve(thread, layout.panelElements * elementBytes);
  }
  if (s.flattenLanes) {
    layout.flatElements = flatShape(r, s.lanes).elements;
    layout.flat = reserve(thread, layout.flatElements * elementBytes);
  }
  if (r.staged) {
    bool wholeDepth = block == r.depth;
    int64_t blockRows = s.blockStep * r.rowsWithin(s.blockDim);
    int64_t rows =
        wholeDepth ? std::min(blockRows, r.rowCount()) : r.rowCount();
    // Squares are loaded whole: up to a vector's worth of rows beyond.
    layout.stagePitch = (rows + s.lanes) * width;
    layout.stageElements = layout.stagePitch * (wholeDepth ? 1 : group);
    layout.stage = reserve(thread, layout.stageElements * elementBytes);
    layout.squareElements = s.lanes * s.lanes;
    layout.square = reserve(thread, layout.squareElements * elementBytes);
  }
  layout.threadBase = layout.bytes;
  layout.threadBytes = thread;
  layout.bytes += thread * s.threads;
  return layout;
}

int64_t leat::scratchBytes(const Contraction &c, const Schedule &s) {
  return layoutScratch(assignRoles(c, s), s).bytes;
}

llvm::raw_ostream &leat::operator<<(llvm::raw_ostream &os, const Schedule &s) {
  static constexpr StringRef names[] = {"none", "batch", "rows", "lanes"};
  os << "tile " << s.tileStep << "@" << s.tileDim << " x " << s.vectors << "v"
     << s.lanes << ", block " << s.blockStep << "@" << s.blockDim << " x "
     << s.panels << " panels x " << s.depthBlock << " deep";
  if (s.swapRoles)
    os << ", swapped";
  if (s.packLanes)
    os << ", packed";
  if (s.alongDepth)
    os << ", along depth " << s.outputs << " outputs";
  if (s.flattenLanes)
    os << ", flattened";
  if (s.fetchRows)
    os << ", rows fetched";
  if (s.fetchSums)
    os << ", sums fetched";
  if (s.threads > 1)
    os << ", " << s.threads << " threads over "
       << names[static_cast<unsigned>(s.partition)];
  return os;
}
