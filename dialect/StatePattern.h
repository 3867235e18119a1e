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

/// `params`, `@D.*`, `@w` or `x`, as it is written, which is also the key of
/// its place.
mlir::ParseResult parseStatePattern(mlir::OpAsmParser &parser,
                                    mlir::OperationState &state,
                                    std::string &pattern);

/// `wrt(params)`, `wrt(@D.*, @w)`, `wrt(x, y)`: the attribute `wrt` of the op
/// that is being read, an array of strings, as they were written. Each of them
/// is the key of its place.
mlir::ParseResult parseWrt(mlir::OpAsmParser &parser,
                           mlir::OperationState &state);

/// Whether a declaration is a float param (for `params`), or a float param or
/// state that `@D.*` or `@D.w` names.
bool matchesState(mlir::Operation *declaration, llvm::StringRef pattern);

/// The names of the float params (for `params`), or params and states (for
/// `@D.*` or `@D.w`) that a pattern matches, in the order of their declaration.
/// Matching none is an error at `user`.
mlir::FailureOr<mlir::ArrayAttr>
matchStates(ModelTyping &model, mlir::Operation *user, llvm::StringRef pattern);

} // namespace leat

#endif // LEAT_DIALECT_STATEPATTERN_H
