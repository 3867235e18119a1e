//===- TripCounts.h - how far an entry has come -----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Entries that are compiled to count tell whoever waits for them how many trips
// their outermost loops have made (docs/abi.md).
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_TRIPCOUNTS_H
#define LEAT_PASSES_CPU_TRIPCOUNTS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace leat {

/// Writes down how many trips the outermost loops of `entry` make together,
/// where that is known: `trips`.
void recordTrips(mlir::func::FuncOp entry);

/// Adds one to the number that `counter` points to at the end of each of those
/// trips. Another thread may read it.
void emitTripCounts(mlir::func::FuncOp entry, mlir::Value counter);

} // namespace leat

#endif // LEAT_PASSES_CPU_TRIPCOUNTS_H
