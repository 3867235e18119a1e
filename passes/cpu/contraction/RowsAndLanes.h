//===- RowsAndLanes.h - a contraction as the code sees it ------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The micro-kernel holds a tile of rows x vectors in registers: elements of
// the row operand are broadcast, elements of the lane operand fill vectors.
// This form says which side of a contraction plays which role and has every
// group reduced to as few dims as the strides allow:
//   128x256x784 NN: rows {128}, lanes 256, one k dim for either operand;
//   conv 3x3 forward, roles swapped: rows {image, oh, ow}, lanes o, k dims of
//   the row operand {c, kh, kw}, of the lane operand (the weights) {c*kh*kw}.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_CONTRACTION_ROWSANDLANES_H
#define LEAT_PASSES_CPU_CONTRACTION_ROWSANDLANES_H

#include "passes/cpu/contraction/Contraction.h"
#include <optional>

namespace leat {

/// A dim of the caller's contraction that a LoopDim covers. `position` counts
/// the batch, m and n dims of the caller, in that order.
struct SourceDim {
  unsigned position;
  int64_t extent;
};

/// One dim after collapsing: strides in elements of the row operand, the lane
/// operand and the output, and the caller's dims it stands for, outermost
/// first.
struct LoopDim {
  int64_t extent = 1;
  int64_t row = 0;
  int64_t lane = 0;
  int64_t out = 0;
  llvm::SmallVector<SourceDim> sources;
};

/// One dim of the reduction as one operand sees it.
struct DepthDim {
  int64_t extent = 1;
  int64_t stride = 0;
};

/// A contraction with its roles given. `rows`, `rowDepth` and `laneDepth` have
/// at least one dim.
struct RowsAndLanes {
  llvm::SmallVector<LoopDim> batch;
  llvm::SmallVector<LoopDim> rows; // lane stride 0
  LoopDim lanes;                   // row stride 0
  /// Of flattened lanes: the dims that `lanes` merges, outermost first, with
  /// the strides they have in the lane operand.
  llvm::SmallVector<LoopDim> laneParts;
  llvm::SmallVector<DepthDim> rowDepth, laneDepth;
  int64_t depth = 1;
  int64_t rowOffset = 0, laneOffset = 0, outOffset = 0;
  mlir::FloatType element;
  /// Number of batch, m and n dims of the caller.
  unsigned sourceDims = 0;
  bool swapped = false;
  bool lanesWithinInnermost = false;

  /// Rows inside one step of rows[dim]: product of the extents after it.
  int64_t rowsWithin(unsigned dim) const;
  int64_t rowCount() const { return rows[0].extent * rowsWithin(0); }
  int64_t batchCount() const;
  int64_t elementBytes() const { return element.getIntOrFloatBitWidth() / 8; }
  /// True: the dim along which the output is contiguous (laneDim) is a row
  /// dim, the last of `rows`, and sums are transposed on their way out. False:
  /// tiles are stored as they are.
  bool staged = false;
  /// False: lanes of sums are not neighbours in the output and rows do not
  /// hold the dim that is closest; only the other roles will do.
  bool storable = true;
};

/// The m or n dim (counted over batch, m and n) of more than one step that
/// moves `out` least: vectors of finished sums run along it, whatever the
/// schedule. None if there is no such dim.
std::optional<unsigned> laneDim(const Contraction &c);

/// `swapRoles` false: m gives the rows, n the lanes; true: the other way. The
/// product of two numbers does not depend on their order, so neither do bits.
///
/// `flattenLanes`: lanes run on over all innermost dims that are one in the
/// output although they are several in the lane operand, as the pixels of a
/// convolution are; the operand is then copied so that they are one there too
/// (Packing.h).
/// Where there are no such dims the result is not storable.
RowsAndLanes assignRoles(const Contraction &c, bool swapRoles,
                         bool flattenLanes);

} // namespace leat

#endif // LEAT_PASSES_CPU_CONTRACTION_ROWSANDLANES_H
