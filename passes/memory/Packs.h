//===- Packs.h - values that stand behind each other ------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_MEMORY_PACKS_H
#define LEAT_PASSES_MEMORY_PACKS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace leat {

/// Gives what is put together, part by part, into an empty tensor of the body
/// of `entry` its buffer before bufferization. Each part is written to its
/// place in the buffer by the launch that computes it, or copied there.
/// Bufferization compares all parts of one tensor with each other, at a cost of
/// the third power of their number: all gradients of a model are one tensor.
void placePacks(mlir::func::FuncOp entry);

} // namespace leat

#endif // LEAT_PASSES_MEMORY_PACKS_H
