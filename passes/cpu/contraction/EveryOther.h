//===- EveryOther.h - vectors of every other element -----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The output of one phase of a convolution of stride 2 lies two elements apart.
// Two masked accesses of neighbours and a shuffle reach it where a gather or
// scatter makes one access an element.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_CONTRACTION_EVERYOTHER_H
#define LEAT_PASSES_CPU_CONTRACTION_EVERYOTHER_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace leat {

/// buffer[at], buffer[at + 2], ... as a vector of `type`, of an even number of
/// lanes; masked lanes are zero and not read. `mask` null: all lanes.
mlir::Value loadEveryOther(mlir::OpBuilder &b, mlir::Location loc,
                           mlir::VectorType type, mlir::Value buffer,
                           mlir::Value at, mlir::Value mask);

/// Stores the lanes of `vector`, an even number, to buffer[at], buffer[at + 2],
/// ...; masked lanes and what lies between are not touched.
void storeEveryOther(mlir::OpBuilder &b, mlir::Location loc, mlir::Value vector,
                     mlir::Value buffer, mlir::Value at, mlir::Value mask);

} // namespace leat

#endif // LEAT_PASSES_CPU_CONTRACTION_EVERYOTHER_H
