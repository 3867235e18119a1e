//===- FusionPlan.h - which ops run together -------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_KERNEL_FUSIONPLAN_H
#define LEAT_PASSES_KERNEL_FUSIONPLAN_H

#include "dialect/Dialect.h"
#include "llvm/ADT/SetVector.h"

namespace leat {

/// Ops of a block that become one kernel, in program order.
struct FusionGroup {
  llvm::SmallVector<mlir::Operation *> ops;
  /// A contraction with its epilogue; otherwise loops.
  bool contraction = false;
  /// A loop or branch, or an op that reports, alone.
  bool control = false;
  /// The largest iteration space of its ops, without extents of 1.
  llvm::SmallVector<int64_t> domain;
  /// Values from outside, behind reshapes, and values that are used outside.
  llvm::SetVector<mlir::Value> inputs, outputs;
  /// Groups whose values it uses.
  llvm::SmallDenseSet<unsigned> producers;

  /// The names of its ops, such as "matmul_add_relu".
  std::string label() const;
};

/// A partition of a block's ops into groups, in an order in which they can
/// run.
struct FusionPlan {
  llvm::SmallVector<FusionGroup> groups;

  void print(llvm::raw_ostream &os) const;
};

/// What a launch may use instead of `value`: reshapes are free.
mlir::Value behindReshapes(mlir::Value value);

/// Whether what `use` takes is a constant, perhaps reshaped, that is made again
/// in the group of its user. A contraction reads buffers: what it takes is made
/// by a kernel of its own.
bool isRematerialized(mlir::OpOperand &use);

/// Whether the numbers that `op` takes can only be checked when it runs: not
/// where they are one number that is in range.
bool needsCheck(IndexingOpInterface op);

/// Plans the groups of a block that holds only pure tensor ops of static
/// shapes, loops, branches and ops that report. Without `fuse` every op is a
/// group. Fails with a diagnostic at an op that can not be part of a kernel.
mlir::FailureOr<FusionPlan> planFusion(mlir::Block &block, bool fuse);

} // namespace leat

#endif // LEAT_PASSES_KERNEL_FUSIONPLAN_H
