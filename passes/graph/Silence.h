//===- Silence.h - what is computed again is silent -------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_GRAPH_SILENCE_H
#define LEAT_PASSES_GRAPH_SILENCE_H

#include "dialect/Dialect.h"

namespace leat {

/// Erases the ops that report among those behind `before` (null: from the begin
/// of the block) and before `end`, and in their regions. A call of a function
/// that reports becomes one of a copy that does not. For ops that a gradient
/// runs again: they have reported where they ran first.
void silence(mlir::Operation *before, mlir::Operation *end);

} // namespace leat

#endif // LEAT_PASSES_GRAPH_SILENCE_H
