//===- Pipelines.h - the stages that a model passes through ----*- C++ -*-===//
//
// One table, in order. Its names are those of `leat compile --emit=`, of the
// pipelines `leat-opt --leat-<stage>`, of the folders under passes/ and of the
// files that `--dump-stages` writes.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_PIPELINES_H
#define LEAT_PASSES_PIPELINES_H

#include "mlir/Pass/PassManager.h"
#include "passes/Target.h"

namespace leat {

/// What a compilation is for.
struct CompileOptions {
  /// Functions that are compiled; empty: all public ones.
  std::vector<std::string> entries;
  /// Sizes of named extents, as "NAME=SIZE".
  std::vector<std::string> extents;
  /// Threads that a kernel may use.
  int threads = 1;
  /// Whether ops are grouped; otherwise every op is a kernel.
  bool fuse = true;
  /// Whether every float value is checked for NaN; with `fuse` off, the op that
  /// made it is named.
  bool checkNan = false;
  /// Bytes that a gradient may keep of what it goes back through, as
  /// `leat-differentiate` counts them; -1: all that it wants.
  int64_t keep = -1;
  /// Whether entries tell their caller when each launch begins and ends.
  bool profile = false;
  /// Whether entries count the trips of their outermost loops for their caller.
  bool countTrips = false;
  TargetInfo target = TargetInfo::host();
};

/// A level of the IR.
struct Stage {
  llvm::StringLiteral name;
  llvm::StringLiteral summary;
  void (*build)(mlir::OpPassManager &pm, const CompileOptions &options);
};

/// Every stage, in the order in which a model passes through them.
llvm::ArrayRef<Stage> stages();

/// Everything that the stages' IR consists of.
void registerDialects(mlir::DialectRegistry &registry);

/// `leat-graph`, `leat-kernel` ... for leat-opt, with default options.
void registerStagePipelines();

} // namespace leat

#endif // LEAT_PASSES_PIPELINES_H
