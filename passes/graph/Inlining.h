//===- Inlining.h - the body of a function at a call -----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_GRAPH_INLINING_H
#define LEAT_PASSES_GRAPH_INLINING_H

#include "dialect/Dialect.h"

namespace leat {

/// Clones the body of `callee` at the builder's insertion point with
/// `arguments` for its own; returns what it returns. Values keep their names,
/// and locations keep the call's besides their own.
llvm::SmallVector<mlir::Value> inlineBody(mlir::OpBuilder &builder,
                                          FuncOp callee,
                                          mlir::ValueRange arguments,
                                          mlir::Location call);

/// The operations of `func`, those in regions included. Errors, at `user`: they
/// are so many that it would take more than minutes to compile them. Functions
/// that each call another twice double it, and so do nested gradients.
mlir::FailureOr<int64_t> countOperations(FuncOp func, mlir::Operation *user);

/// Inlines every call in `func`, and in what it calls, innermost first; with
/// `keepMarked`, not those that reverse mode has a rule for: of functions with
/// a custom_vjp, and with `checkpoint`. Errors: it becomes too large; see
/// countOperations().
mlir::LogicalResult inlineCalls(FuncOp func, bool keepMarked = false);

/// Puts the body of the function in the place of the call.
void inlineCall(CallOp call);

/// Inlines the calls with `checkpoint` among the ops behind `before` (null:
/// from the begin of the block) and before `end`, in their regions, and in what
/// is inlined.
void inlineCheckpoints(mlir::Operation *before, mlir::Operation *end);

/// Replaces the decomposable op by simpler ones.
void decomposeOp(DecomposableOpInterface op);

} // namespace leat

#endif // LEAT_PASSES_GRAPH_INLINING_H
