//===- RowsAndLanes.cpp - assign roles and collapse dims ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/contraction/RowsAndLanes.h"

using namespace mlir;
using namespace leat;

int64_t RowsAndLanes::rowsWithin(unsigned dim) const {
  int64_t count = 1;
  for (const LoopDim &inner : ArrayRef(rows).drop_front(dim + 1))
    count *= inner.extent;
  return count;
}

int64_t RowsAndLanes::batchCount() const {
  int64_t count = 1;
  for (const LoopDim &dim : batch)
    count *= dim.extent;
  return count;
}

/// Dims of extent 1 never move anything: they are dropped, which leaves their
/// index the constant 0.
static SmallVector<LoopDim> toLoopDims(ArrayRef<ContractionDim> dims, bool swap,
                                       unsigned &position) {
  SmallVector<LoopDim> result;
  for (const ContractionDim &dim : dims) {
    if (dim.extent > 1)
      result.push_back({dim.extent,
                        swap ? dim.rhs : dim.lhs,
                        swap ? dim.lhs : dim.rhs,
                        dim.out,
                        {{position, dim.extent}}});
    ++position;
  }
  return result;
}

/// Merges neighbours that every operand walks as one dim. `keepLast` leaves
/// the innermost dim alone.
static SmallVector<LoopDim> collapse(ArrayRef<LoopDim> dims, bool keepLast) {
  SmallVector<LoopDim> result;
  for (auto [i, dim] : llvm::enumerate(dims)) {
    bool mayMerge = !result.empty() && !(keepLast && i + 1 == dims.size());
    if (mayMerge) {
      LoopDim &outer = result.back();
      if (outer.row == dim.row * dim.extent &&
          outer.lane == dim.lane * dim.extent &&
          outer.out == dim.out * dim.extent) {
        outer.extent *= dim.extent;
        outer.row = dim.row;
        outer.lane = dim.lane;
        outer.out = dim.out;
        outer.sources.append(dim.sources);
        continue;
      }
    }
    result.push_back(dim);
  }
  return result;
}

static SmallVector<DepthDim> collapseDepth(ArrayRef<ContractionDim> dims,
                                           bool lhs) {
  SmallVector<DepthDim> result;
  for (const ContractionDim &dim : dims) {
    if (dim.extent == 1)
      continue;
    int64_t stride = lhs ? dim.lhs : dim.rhs;
    if (!result.empty() && result.back().stride == stride * dim.extent) {
      result.back().extent *= dim.extent;
      result.back().stride = stride;
    } else {
      result.push_back({dim.extent, stride});
    }
  }
  if (result.empty())
    result.push_back({});
  return result;
}

std::optional<unsigned> leat::laneDim(const Contraction &c) {
  std::optional<unsigned> best;
  int64_t least = 0;
  unsigned position = c.batch.size();
  for (const auto *group : {&c.m, &c.n})
    for (const ContractionDim &dim : *group) {
      int64_t step = std::abs(dim.out);
      if (dim.extent > 1 && (!best || step <= least)) {
        best = position;
        least = step;
      }
      ++position;
    }
  return best;
}

/// The place in `dims` of the dim that covers `position`; the end if none.
static LoopDim *findSource(SmallVector<LoopDim> &dims,
                           std::optional<unsigned> position) {
  return llvm::find_if(dims, [&](const LoopDim &dim) {
    return llvm::any_of(dim.sources, [&](SourceDim source) {
      return source.position == position;
    });
  });
}

/// Takes the innermost dims of `lanes` that are one run in the output, merges
/// them for the output and keeps their strides as parts.
static void flatten(SmallVector<LoopDim> &lanes, RowsAndLanes &r) {
  SmallVector<LoopDim> parts;
  while (!lanes.empty() &&
         (parts.empty() ||
          lanes.back().out == parts.front().out * parts.front().extent)) {
    parts.insert(parts.begin(), lanes.back());
    lanes.pop_back();
  }
  r.lanes = LoopDim{1, 0, 0, parts.empty() ? 0 : parts.back().out, {}};
  r.storable = !r.staged && parts.size() > 1 && r.lanes.out == 1;
  for (const LoopDim &part : parts) {
    r.lanes.extent *= part.extent;
    r.lanes.sources.append(part.sources);
  }
  r.laneParts = parts;
}

/// Moves the dim (or dims) that fill vectors from `lanes` to `r`: the one that
/// is contiguous in the output if it is here, else the innermost.
static void takeLanes(SmallVector<LoopDim> &lanes,
                      std::optional<unsigned> contiguous, bool flattenLanes,
                      RowsAndLanes &r) {
  if (flattenLanes)
    return flatten(lanes, r);
  LoopDim *fill = findSource(lanes, contiguous);
  if (fill == lanes.end() && !lanes.empty())
    --fill;
  r.lanes = LoopDim{1, 0, 1, 1, {}};
  if (fill != lanes.end()) {
    r.lanes = *fill;
    lanes.erase(fill);
  }
  r.storable = r.staged || r.lanes.out == 1 || r.lanes.extent == 1;
}

RowsAndLanes leat::assignRoles(const Contraction &c, bool swapRoles,
                               bool flattenLanes) {
  RowsAndLanes r;
  r.element = c.element;
  r.swapped = swapRoles;
  r.lanesWithinInnermost = c.lanesWithinInnermost;
  r.rowOffset = swapRoles ? c.rhsOffset : c.lhsOffset;
  r.laneOffset = swapRoles ? c.lhsOffset : c.rhsOffset;
  r.outOffset = c.outOffset;
  unsigned position = 0;
  SmallVector<LoopDim> batch = toLoopDims(c.batch, swapRoles, position);
  SmallVector<LoopDim> m = toLoopDims(c.m, swapRoles, position);
  SmallVector<LoopDim> n = toLoopDims(c.n, swapRoles, position);
  r.sourceDims = position;

  // A batch dim that the lane operand does not vary along is a row dim: an
  // image of a convolution, whose packed weights then serve every image.
  SmallVector<LoopDim> rows, outer;
  for (LoopDim &dim : batch)
    (dim.lane == 0 ? rows : outer).push_back(dim);
  rows.append(swapRoles ? n : m);
  r.rows = collapse(rows, c.lanesWithinInnermost);
  std::optional<unsigned> contiguous = laneDim(c);
  LoopDim *last = findSource(r.rows, contiguous);
  r.staged = last != r.rows.end();
  if (r.staged)
    std::rotate(last, last + 1, r.rows.end());
  if (r.rows.empty())
    r.rows.push_back({});

  SmallVector<LoopDim> lanes =
      collapse(swapRoles ? m : n, c.lanesWithinInnermost);
  takeLanes(lanes, contiguous, flattenLanes, r);
  outer.append(lanes);
  r.batch = collapse(outer, /*keepLast=*/false);

  r.rowDepth = collapseDepth(c.k, /*lhs=*/!swapRoles);
  r.laneDepth = collapseDepth(c.k, /*lhs=*/swapRoles);
  for (const DepthDim &dim : r.rowDepth)
    r.depth *= dim.extent;
  return r;
}
