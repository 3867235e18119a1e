//===- Fuse.h - which statements share a loop nest -------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Neighbouring statements are put under common outer loops ("columns") where
// each iteration of those loops touches its own slice of every buffer that is
// written in one statement and used in another:
//
//   m[i] = max_j x[i, j]      for i
//   e[i, j] = exp(x - m[i])     for j: max         an inner nest
//   s[i] = sum_j e[i, j]        for j: exp, sum    two statements in one
//   y[i, j] = e / s[i]          for j: div
//
// Legality is decided on addresses, not on shapes: loop d of stride s owns its
// slice if d can be read back from the address, that is if all smaller strides
// together stay below s and all larger ones are multiples of a period of at
// least s * extent (a digit in a mixed-radix number).
//
// Temporaries used in one group only live in registers if every read follows a
// write of the same element in the same iteration; others shrink to a slice.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_LOOPS_FUSE_H
#define LEAT_PASSES_CPU_LOOPS_FUSE_H

#include "passes/cpu/loops/Statement.h"

namespace leat::loops {

/// Consecutive members that share all loops inside the columns as well.
struct Inner {
  llvm::SmallVector<unsigned, 4> members;
  bool tree = false; ///< the last loop is the flattened reduction of a tree
};

/// A temporary cut down to what one iteration of the columns touches.
struct Slice {
  mlir::Value base;
  int64_t size;
  mlir::Type element;
};

/// Loops of every member are ordered: columns, then inner loops.
struct Group {
  llvm::SmallVector<Statement *, 4> members;
  unsigned columns = 0;    ///< the first loops of each member, shared
  bool laneColumn = false; ///< the last column runs along the lanes
  int across = -1;         ///< a column along which transposed inputs run
  unsigned lanes = 1;
  llvm::SmallVector<Inner, 4> inners;
  llvm::SmallVector<mlir::Value, 4> virtuals; ///< bases kept in registers
  llvm::SmallVector<Slice, 4> slices;

  bool writes(mlir::Value base) const;
};

/// Groups `statements` (in program order, with nothing between them that
/// touches memory) and orders their loops. `vectorBytes` is a vector register.
llvm::SmallVector<Group, 0> formGroups(llvm::ArrayRef<Statement *> statements,
                                       unsigned vectorBytes);

/// True if the input of body argument `argument` jumps along the lanes of
/// `statement` but is contiguous along column `across`.
bool isTransposed(Statement &statement, unsigned argument, int across);

/// Finds virtual temporaries and slices of `group`.
void planTemporaries(Group &group);

} // namespace leat::loops

#endif // LEAT_PASSES_CPU_LOOPS_FUSE_H
