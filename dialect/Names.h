//===- Names.h - the names that a person gave to values --------*- C++ -*-===//
//
// A value's name stands in the location of the op that makes it: NameLoc("h").
// Passes keep it or take it away, printers and diagnostics read it. An op of
// several results keeps the names of all in the attribute `leat.names`.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_NAMES_H
#define LEAT_DIALECT_NAMES_H

#include "mlir/IR/OpImplementation.h"

namespace leat {

/// The names of the results of an op that has several.
inline constexpr llvm::StringLiteral kNamesAttr = "leat.names";

/// The name that a location carries outermost, or null.
mlir::StringAttr nameOf(mlir::Location loc);

/// The location without that name.
mlir::Location withoutName(mlir::Location loc);

/// The location with that name instead of the one it has; `name` may be null.
mlir::Location withName(mlir::Location loc, mlir::StringAttr name);

/// The name of a result of an op or of an argument of a function or loop, or
/// null.
mlir::StringAttr nameOf(mlir::Value value);

/// Gives the results of the op being read their names.
void keepResultName(mlir::OpAsmParser &parser, mlir::OperationState &state);

/// Gives the argument of a region its name as location.
void keepArgumentName(mlir::OpAsmParser &parser,
                      mlir::OpAsmParser::Argument &argument);

/// Tells the printer the names of the results of an op that has several.
void nameResults(mlir::Operation *op, mlir::OpAsmSetValueNameFn setName);

/// The candidate that a person probably meant by `name`: at most a third of its
/// letters differ, and no other one is nearer. Empty if there is none.
llvm::StringRef nearestName(llvm::StringRef name,
                            llvm::ArrayRef<llvm::StringRef> candidates);

} // namespace leat

#endif // LEAT_DIALECT_NAMES_H
