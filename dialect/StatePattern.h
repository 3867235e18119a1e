//===- StatePattern.h - groups of states by name ---------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_STATEPATTERN_H
#define LEAT_DIALECT_STATEPATTERN_H

#include "mlir/IR/OpImplementation.h"

namespace leat {

class ModelTyping;

/// `wrt(params)`, `wrt(@D.*, @w)`, `wrt(x, y)`: the attribute `wrt` of the op
/// that is being read, an array of strings, as they were written. Each of them
/// is the key of its place.
mlir::ParseResult parseWrt(mlir::OpAsmParser &parser,
                           mlir::OperationState &state);

/// The names of the float params (for `params`), or params and states (for
/// `@D.*` or `@D.w`) that a pattern matches, in the order of their declaration.
/// Matching none is an error at `user`.
mlir::FailureOr<mlir::ArrayAttr>
matchStates(ModelTyping &model, mlir::Operation *user, llvm::StringRef pattern);

} // namespace leat

#endif // LEAT_DIALECT_STATEPATTERN_H
