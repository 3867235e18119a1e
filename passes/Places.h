//===- Places.h - from locations to places in a person's files -*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a person can look up: `model.mlir:12:9`. Passes inline, decompose and
// fuse ops; this file finds back what was written.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_PLACES_H
#define LEAT_PASSES_PLACES_H

#include "mlir/IR/Location.h"
#include "llvm/ADT/SmallVector.h"
#include <string>

namespace leat {

/// What the compiler's own optimizers are called as a file. They stand in no
/// file of a person.
inline constexpr llvm::StringLiteral kOptimizersFile =
    "built-in optimizers.mlir";

/// `file:line:column` of everything that `loc` was made from, each place once,
/// in the order in which ops were fused. An op of a called function stands
/// where the function says it; an op of an optimizer where the trainer does.
/// Empty where nothing is known.
llvm::SmallVector<std::string> placesOf(mlir::Location loc);

} // namespace leat

#endif // LEAT_PASSES_PLACES_H
