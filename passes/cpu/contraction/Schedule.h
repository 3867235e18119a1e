//===- Schedule.h - how a contraction is cut up ----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every number that code generation is free to choose. None of them changes
// a bit of the result, so a tuner may try any.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_CONTRACTION_SCHEDULE_H
#define LEAT_PASSES_CPU_CONTRACTION_SCHEDULE_H

#include "passes/cpu/contraction/RowsAndLanes.h"
#include "llvm/Support/raw_ostream.h"
#include <vector>

namespace leat {

/// What the cost model knows of a processor core. A schedule follows from the
/// shape and from these numbers. The defaults are those of a Xeon with AVX-512;
/// the compiler fills in what TargetInfo found (passes/Target.h).
struct CpuTarget {
  int64_t vectorBytes = 64; // 64: AVX-512, 32: AVX2
  int64_t vectorRegisters = 32;
  int64_t fmaLatency = 4; // cycles; two are issued in each
  int64_t firstCacheBytes = 48 << 10;
  int64_t secondCacheBytes = 2 << 20;
  int64_t threads = 1;
};

/// Which loop is dealt out to threads, in `threads` runs of neighbours.
enum class Partition { None, Batch, Rows, Lanes };

/// A register tile is mr rows x `vectors` vectors: `tileStep` steps of
/// rows[tileDim] and everything within them. Around it, outermost first:
///   batch dims, groups of `panels` panels, blocks of `depthBlock` of k,
///   [packing of the group], blocks of `blockStep` steps of rows[blockDim],
///   panels of the group, register tiles of the block.
struct Schedule {
  bool swapRoles = false;
  int64_t lanes = 16;
  unsigned tileDim = 0;
  int64_t tileStep = 1;
  int64_t vectors = 1;
  unsigned blockDim = 0; // at most tileDim
  int64_t blockStep = 1; // a multiple of tileStep if blockDim is tileDim
  bool packLanes = false;
  /// See assignRoles; not together with packLanes, and only with all of k in
  /// one block.
  bool flattenLanes = false;
  /// Equal to sumsAlongDepth(c): the shape decides, not the tuner. The register
  /// tile is then mr rows x as many lanes as make `outputs`, at most `lanes`;
  /// a vector of `lanes` may take several registers.
  bool alongDepth = false;
  int64_t outputs = 16;
  /// Fetch the rows of the next register tile while this one is computed, and
  /// the lines that its sums will be stored to before they are written.
  bool fetchRows = false, fetchSums = false;
  int64_t panels = 1;
  int64_t depthBlock = 1;
  Partition partition = Partition::None;
  int64_t threads = 1;
};

/// Below this number of multiply-adds (2 MFLOP) a parallel region costs more
/// than it brings: fork and join take 0.9-1.4 us with libomp, break-even lies
/// near 0.55 MFLOP and 80 % efficiency near 2 MFLOP.
inline constexpr int64_t kParallelMultiplyAdds = 1'000'000;

/// The schedule with the least estimated time. `c` must verify.
Schedule chooseSchedule(const Contraction &c, const CpuTarget &target);

/// What chooseSchedule chooses from, each as it would be returned: every
/// register tile that fits the registers, in both roles, with the lane operand
/// read where it lies, packed or flattened. Empty for no contraction that
/// verifies.
std::vector<Schedule> candidateSchedules(const Contraction &c,
                                         const CpuTarget &target);

/// The roles that `s` gives the operands of `c`.
inline RowsAndLanes assignRoles(const Contraction &c, const Schedule &s) {
  return assignRoles(c, s.swapRoles, s.flattenLanes);
}

/// Rows of a full register tile.
int64_t tileRows(const RowsAndLanes &r, const Schedule &s);

/// True if `s` is one that emitContraction accepts for `c`; any such schedule
/// gives the same bits.
bool isValidSchedule(const Contraction &c, const Schedule &s);

llvm::raw_ostream &operator<<(llvm::raw_ostream &os, const Schedule &s);

//===----------------------------------------------------------------------===//
// Scratch memory
//===----------------------------------------------------------------------===//

/// Where things lie in the scratch buffer, in bytes. Tables of k offsets are
/// shared, the rest lies once per thread, `threadBytes` apart. Every start is
/// a multiple of 64.
struct ScratchLayout {
  int64_t rowTable = 0, laneTable = 0;
  bool hasRowTable = false, hasLaneTable = false;
  int64_t threadBase = 0, threadBytes = 0;
  /// Within one thread's part; the sizes are in elements.
  int64_t panels = 0, panelElements = 0;
  int64_t stage = 0, stageElements = 0;
  int64_t square = 0, squareElements = 0;
  int64_t flat = 0, flatElements = 0;
  /// From a panel to the next in `panels`, and in `stage`, in elements.
  int64_t panelPitch = 0, stagePitch = 0;
  int64_t bytes = 0;
};

ScratchLayout layoutScratch(const RowsAndLanes &r, const Schedule &s);

/// Bytes that the caller's scratch buffer needs, 0 if none is used.
int64_t scratchBytes(const Contraction &c, const Schedule &s);

/// Blocks of k never cross a multiple of this many; the depth itself, or the
/// innermost k dim of the lane operand where squares of it are transposed.
int64_t depthSegment(const RowsAndLanes &r, const Schedule &s);

/// Longest block of k.
int64_t longestDepthBlock(const RowsAndLanes &r, const Schedule &s);

} // namespace leat

#endif // LEAT_PASSES_CPU_CONTRACTION_SCHEDULE_H
