//===- Finish.h - from finished sums to the output -------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Register tiles hold plain sums. What is left once a block of rows is summed
// up, while it is still in the first cache:
//   lanes contiguous in the output: the sums lie there already; the epilogue,
//     if any, runs over them in place;
//   rows contiguous (or at least closer) in the output, as pixels are when
//     lanes are channels: the sums lie in a stage [row][lane]; squares of it
//     are transposed, pass the epilogue and are stored.
// The epilogue is emitted once or twice a block, never once a register.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_CONTRACTION_FINISH_H
#define LEAT_PASSES_CPU_CONTRACTION_FINISH_H

#include "passes/cpu/contraction/MicroKernel.h"

namespace leat {

/// A run of rows whose output elements lie `rowStride` apart, with the lanes
/// of one panel.
struct StagedRun {
  mlir::Value stage;   // flat; one row of sums is one panel wide
  mlir::Value stageAt; // the first row
  mlir::Value scratch; // flat, lanes x lanes elements, if `finish` is set
  mlir::Value length;  // rows
  mlir::Value out;     // flat
  mlir::Value outAt;   // first row, first lane
  int64_t rowStride = 1;
  int64_t laneStride = 0;
  PanelShape panel;
};

/// Maps a vector of sums along rows: `row` counts from the start of the run,
/// `lane` from the start of the panel, `mask` is null if every lane is used.
using FinishRows = llvm::function_ref<mlir::Value(
    mlir::Value sums, mlir::Value row, mlir::Value lane, mlir::Value mask)>;

/// Emits the transposing store of one run; `finish` null: sums as they are.
void emitStagedRun(CodeBuilder &b, const StagedRun &run,
                   mlir::VectorType vectorType, FinishRows finish);

} // namespace leat

#endif // LEAT_PASSES_CPU_CONTRACTION_FINISH_H
