//===- ArenaPlan.h - which buffers share memory ----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The allocations of a function become parts of one block of memory. Every op
// has a number in program order; a buffer lives from its first use to its
// last, and buffers whose lives meet do not overlap. A buffer that a loop uses
// and that is older than the loop lives as long as the loop does.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_ARENAPLAN_H
#define LEAT_PASSES_ARENAPLAN_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include <string>
#include <vector>

namespace leat {

/// An allocation and its place.
struct ArenaBuffer {
  mlir::memref::AllocOp alloc;
  std::string name;   ///< of the launch that writes it first, or its own
  int64_t bytes = 0;  ///< what its elements take
  int64_t offset = 0; ///< a multiple of 64
  unsigned begin = 0, end = 0; ///< numbers of the first and last op that use it
};

/// The places of all buffers of a function, in the order of their allocations.
struct ArenaPlan {
  std::vector<ArenaBuffer> buffers;
  int64_t bytes = 0;    ///< size of the block
  int64_t separate = 0; ///< the sum of all sizes, had each buffer its own
  int64_t atOnce = 0;   ///< the most that lives at one op: no plan is smaller
};

/// Plans the `memref.alloc`s of `function`. Large buffers choose first; each
/// takes the smallest gap that fits between those it meets. Errors, at the
/// allocation: a dynamic shape, a layout other than row-major, an allocation
/// in a parallel loop, a buffer that its loop, branch or function hands on.
mlir::FailureOr<ArenaPlan> planArena(mlir::func::FuncOp function);

/// Replaces the allocations by views of `arena`, a `memref<Nxi8>` of at least
/// `plan.bytes`, and drops deallocations.
void applyArenaPlan(const ArenaPlan &plan, mlir::func::FuncOp function,
                    mlir::Value arena);

/// Emits the plan as remarks: one at each allocation, one at the function.
void printArenaPlan(const ArenaPlan &plan, mlir::func::FuncOp function);

} // namespace leat

#endif // LEAT_PASSES_ARENAPLAN_H
