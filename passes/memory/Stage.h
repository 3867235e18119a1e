//===- Stage.h - the stage `memory`: from tensors to one arena --*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_MEMORY_STAGE_H
#define LEAT_PASSES_MEMORY_STAGE_H

#include "mlir/Pass/PassManager.h"

namespace leat {

/// Adds the passes of the stage: a module whose entries are launches on
/// tensors becomes one whose entries are launches on parts of their arguments
/// and their arena, and whose kernels take buffers. `leat.kernel` symbols stay.
void buildMemory(mlir::OpPassManager &manager);

} // namespace leat

#endif // LEAT_PASSES_MEMORY_STAGE_H
