//===- Schedule.h - learning rates that change with the step ---*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_GRAPH_SCHEDULE_H
#define LEAT_PASSES_GRAPH_SCHEDULE_H

#include "mlir/IR/Builders.h"

namespace leat {

/// Builds the value, an f64 scalar, of an option at a step. `option` is a
/// number, or a term: `constant(v)`, `linear(v, end, warmup)`, `cosine(v, end,
/// warmup)`, `step(v, every, gamma, warmup)`. `step` counts from 1 and `total`
/// is the planned number of steps, both f64 scalars. Fails with a diagnostic at
/// `loc`.
mlir::FailureOr<mlir::Value> buildSchedule(mlir::OpBuilder &builder,
                                           mlir::Location loc,
                                           mlir::Attribute option,
                                           mlir::Value step, mlir::Value total);

} // namespace leat

#endif // LEAT_PASSES_GRAPH_SCHEDULE_H
