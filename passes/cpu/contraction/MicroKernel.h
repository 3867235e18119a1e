//===- MicroKernel.h - one register tile of a contraction ------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The innermost loop, over k. For a tile of 2 rows x 2 vectors:
//   %acc:4 = scf.for %k = %begin to %end iter_args(%a0, %a1, %a2, %a3) {
//     %l0 = vector.load %lane[...]      %l1 = vector.load %lane[... + 16]
//     %r0 = vector.broadcast (memref.load %row[...])
//     %b0 = vector.fma %r0, %l0, %a0    %b1 = vector.fma %r0, %l1, %a1
//     ...
//   }
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_CONTRACTION_MICROKERNEL_H
#define LEAT_PASSES_CPU_CONTRACTION_MICROKERNEL_H

#include "passes/cpu/contraction/CodeBuilder.h"

namespace leat {

/// Where a tile reads one operand. At depth k its first element is
/// buffer[base + offset(k)], offset(k) being k * stride, or table[k] if there
/// is a table (memref of index).
struct TileOperand {
  mlir::Value buffer;
  mlir::Value base;
  int64_t stride = 0;
  mlir::Value table;
};

/// A panel of lanes: `vectors` vectors, of which the last has `lastLanes`
/// lanes in use.
struct PanelShape {
  int64_t vectors = 1;
  int64_t lastLanes = 1;
};

/// The part of k that one call covers, flat.
struct DepthRange {
  mlir::Value begin, end;
};

/// One tile. `rowOffsets`: each row's distance from the first in the row
/// operand; `outOffsets`: the same in the buffer that the sums go to, where
/// lanes are neighbours.
struct RegisterTile {
  TileOperand row, lane;
  llvm::SmallVector<int64_t> rowOffsets, outOffsets;
  PanelShape panel;
  /// Lanes beyond lastLanes may be neither read in the lane operand nor
  /// touched in the output.
  bool maskLane = false, maskOut = false;
  mlir::Value out, outBase;
  /// From these rows to those of the next tile, which are fetched along; null:
  /// they are not.
  mlir::Value nextRows;
  /// Fetch the lines of sums that start from zero: nothing else brings them.
  bool fetchSums = false;
};

/// Emits the tile: loads the sums so far (zero where k begins at 0), adds the
/// products for `depth` in ascending order, stores the sums.
void emitMicroKernel(CodeBuilder &b, const RegisterTile &tile, DepthRange depth,
                     mlir::VectorType vectorType);

} // namespace leat

#endif // LEAT_PASSES_CPU_CONTRACTION_MICROKERNEL_H
