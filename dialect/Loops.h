//===- Loops.h - loops that decompositions are made of ---------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A decomposition that goes on from a result to the next one builds a `for`.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_LOOPS_H
#define LEAT_DIALECT_LOOPS_H

#include "dialect/Formula.h"

namespace leat {

/// What a trip hands on to the next one, and what it stacks.
struct Trip {
  llvm::SmallVector<mlir::Value> carried, stacked;
};

/// A `for` over the numbers 0 ... trips - 1, or from trips - 1 down to 0, whose
/// trips `body(number, carried)` builds; the number is an i64 scalar. Gives the
/// carried values, of the types of `inits`, then one stack for each of `rows`,
/// the types of what a trip stacks: row t is that of the number t.
llvm::SmallVector<mlir::Value>
buildFor(const Formula &f, int64_t trips, bool down, mlir::ValueRange inits,
         llvm::ArrayRef<mlir::Type> rows,
         llvm::function_ref<Trip(mlir::Value, mlir::ValueRange)> body);

} // namespace leat

#endif // LEAT_DIALECT_LOOPS_H
