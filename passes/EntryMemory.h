//===- EntryMemory.h - the memory that an entry takes ----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Predicted from the module on buffers, before any code is made: what the
// runtime allocates for a call.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_ENTRYMEMORY_H
#define LEAT_PASSES_ENTRYMEMORY_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace leat {

/// Bytes of an entry, each buffer rounded up to kBufferAlignment.
struct EntryMemory {
  int64_t states = 0;  ///< the slab: all states of the model
  int64_t arena = 0;   ///< temporary values, and what a gradient keeps
  int64_t inputs = 0;  ///< arguments, which are the caller's
  int64_t outputs = 0; ///< results, which are the caller's

  int64_t total() const { return states + arena + inputs + outputs; }
};

/// The memory of an entry that has been through `leat-plan-arena`. Scratch of
/// kernels, which is chosen later and does not grow with the model, is not part
/// of it. Errors: those of layoutStates().
mlir::FailureOr<EntryMemory> memoryOf(mlir::func::FuncOp entry);

} // namespace leat

#endif // LEAT_PASSES_ENTRYMEMORY_H
