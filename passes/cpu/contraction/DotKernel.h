//===- DotKernel.h - sums along k for few rows -----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// x[8, 784] . W[256, 784]^T: both operands are contiguous along k, and there
// are too few rows to pay for transposing W. Here lanes run along k, a tile of
// 4 x 4 outputs is 16 vectors of partial sums:
//   %acc:16 = scf.for %k = 0 to 784 step 16 iter_args(...)
//     { 4 + 4 vector.load, 16 vector.fma }
// which a tree of 15 additions then folds into one vector of 16 outputs. The
// order is that of sumsAlongDepth (Contraction.h), whatever the tile.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_CONTRACTION_DOTKERNEL_H
#define LEAT_PASSES_CPU_CONTRACTION_DOTKERNEL_H

#include "passes/cpu/contraction/CodeBuilder.h"

namespace leat {

/// Outputs of the rows at `rowOffsets` with `columns` neighbouring lanes.
struct DotTile {
  mlir::Value rowBuffer, rowBase;
  mlir::Value laneBuffer, laneBase;
  int64_t laneStride = 0; // from a lane to the next in the lane operand
  llvm::SmallVector<int64_t> rowOffsets, outOffsets;
  int64_t columns = 1;
  mlir::Value out, outBase; // lanes are neighbours in the output
  int64_t depth = 1;
};

/// Emits the tile, in pieces of at most `outputs` outputs, which are at least
/// its rows and at most the lanes of a vector.
void emitDotKernel(CodeBuilder &b, const DotTile &tile,
                   mlir::VectorType vectorType, int64_t outputs);

} // namespace leat

#endif // LEAT_PASSES_CPU_CONTRACTION_DOTKERNEL_H
