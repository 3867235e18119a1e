//===- Checkpoint.h - what a gradient computes again -----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The clause `checkpoint(every = 4)` or `checkpoint(budget = 1000000)` of
// `grad`, `vjp` and trainers, held as the term that a person wrote.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_CHECKPOINT_H
#define LEAT_DIALECT_CHECKPOINT_H

#include "mlir/IR/OpImplementation.h"

namespace leat {

/// How a gradient chooses what it keeps. One of the two is set.
struct CheckpointPolicy {
  /// So many calls of a chain are computed again at a time; at least 1.
  std::optional<int64_t> every;
  /// So many bytes may be kept; at least 0.
  std::optional<int64_t> budget;
};

/// The clause, if it stands here, as the attribute `checkpoint`.
mlir::ParseResult parseCheckpoint(mlir::OpAsmParser &parser,
                                  mlir::OperationState &state);
/// Prints it with a space in front, or nothing.
void printCheckpoint(mlir::OpAsmPrinter &printer, mlir::DictionaryAttr term);

/// What `term`, the clause of `op`, says; nothing is set where `term` is null.
/// Fails with an error at the clause: not one option, one that is neither
/// `every` nor `budget`, a value that is no integer, or too small.
mlir::FailureOr<CheckpointPolicy> readCheckpoint(mlir::Operation *op,
                                                 mlir::DictionaryAttr term);

} // namespace leat

#endif // LEAT_DIALECT_CHECKPOINT_H
