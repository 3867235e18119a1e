//===- Checkpoint.h - what reverse mode computes again ---------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A call with `checkpoint` stays a call until the functions are inlined for
// good. Reverse mode keeps its operands and runs the callee again, behind
// barriers, where its cotangents are known. Every cotangent is the same sum of
// the same terms in the same order as without `checkpoint`.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_GRAPH_CHECKPOINT_H
#define LEAT_PASSES_GRAPH_CHECKPOINT_H

#include "dialect/Checkpoint.h"
#include "passes/graph/ReverseSweep.h"

namespace leat {

/// Whether reverse mode runs what `op` calls again: a call with `checkpoint` of
/// a function without a rule of its own.
bool isCheckpoint(mlir::Operation *op);

/// propagateActivity of a checkpoint: through the function that it calls.
void propagateThroughCheckpoint(CallOp call,
                                llvm::DenseSet<mlir::Value> &active);

/// The visit of a checkpoint: `given` has a cotangent a result, null for zero.
mlir::LogicalResult reverseCheckpoint(ReverseSweep &sweep, CallOp call,
                                      mlir::ValueRange given);

/// Makes the ops behind `before` (null: from the begin of the block) and before
/// `end`, and those in their regions, fit for reverse mode: what a checkpoint
/// hands back unchanged is read where it comes from, and loops that save every
/// n-th trip become loops of loops.
void prepareReverse(mlir::Operation *before, mlir::Operation *end);

/// `for` with `save = every n` as a loop over parts of n trips, each a loop,
/// and a loop of the trips that are left. `loop` knows its bounds; it is
/// erased.
void splitLoop(ForOp loop);

/// Makes every `grad` and `vjp` of `model` whose checkpoint says `every = n`
/// act on a copy of its function, in which n calls of a chain at a time stand
/// in a function that is called with `checkpoint`. Comes before the first call
/// is inlined. Fails with an error at a transform whose function has no chain.
mlir::LogicalResult markChains(ModelOp model);

/// Puts parts of `func`, a function that nobody else calls, into functions that
/// it calls with `checkpoint`: those with the fewest operations that are
/// computed again for which what is kept takes at most `budget` bytes by the
/// estimate of `grad`'s documentation. Where no choice does, returns the bytes
/// of the choice that keeps least, which is made; otherwise `budget`. The
/// function holds no calls but marked ones.
int64_t checkpointWithin(FuncOp func, int64_t budget);

/// The ops from `first` to `last`, of one block of `func`, as a function that
/// is called with `checkpoint` in their place.
CallOp outlineCheckpoint(FuncOp func, mlir::Operation *first,
                         mlir::Operation *last);

} // namespace leat

#endif // LEAT_PASSES_GRAPH_CHECKPOINT_H
