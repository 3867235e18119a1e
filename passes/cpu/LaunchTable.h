//===- LaunchTable.h - what is told of launches and checks ------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Code knows its launches and checks by their numbers; `leat.entries` says
// what they are to a person (docs/abi.md).
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_LAUNCHTABLE_H
#define LEAT_PASSES_CPU_LAUNCHTABLE_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace leat {

/// Writes `launches` and `checks` of `entry` down: the position of a record is
/// the number of its launch or check, in the order of a walk over the entry.
void recordLaunches(mlir::func::FuncOp entry);

} // namespace leat

#endif // LEAT_PASSES_CPU_LAUNCHTABLE_H
