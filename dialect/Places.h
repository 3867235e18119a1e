//===- Places.h - where the parts of an op are written ----------*- C++ -*-===//
//
// An op in a model has one location, but a person wants to see the operand, the
// attribute or the type that is wrong. Parsers keep the places of these parts
// in the location of the op, as metadata of a FusedLoc, so that they survive
// cloning, inlining and specialisation; errors look them up by key:
//
//   "0", "1"     operands           "axis"      an attribute, by its name
//   ":0", ":1"   types of results   "->0"       types of a function's results
//   "@name"      a symbol that the op refers to
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_PLACES_H
#define LEAT_DIALECT_PLACES_H

#include "mlir/IR/OpImplementation.h"

namespace leat {

/// Keeps that the part `key` of the op that is being read stands at `loc`. The
/// first place of a key stays.
void keepPlace(mlir::OpAsmParser &parser, mlir::OperationState &state,
               const llvm::Twine &key, mlir::SMLoc loc);
/// The same for all operands of an op.
void keepPlaces(mlir::OpAsmParser &parser, mlir::OperationState &state,
                llvm::ArrayRef<mlir::OpAsmParser::UnresolvedOperand> operands);

/// Where the part `key` of the op at `loc` is written, and `loc` itself where
/// nobody kept it. What was inlined stays called from where it was.
mlir::Location placeOf(mlir::Location loc, const llvm::Twine &key);
std::optional<mlir::Location> placeOf(std::optional<mlir::Location> loc,
                                      const llvm::Twine &key);

/// `loc` as a place in a function that is called at `call`. Its name stays
/// outermost, where printers look for it; the name of the call's result is not
/// that of the values in the callee.
mlir::Location calledFrom(mlir::Location loc, mlir::Location call);

/// An error of `op`, as emitOpError, at the place of its part `key`.
mlir::InFlightDiagnostic errorAt(mlir::Operation *op, const llvm::Twine &key);

} // namespace leat

#endif // LEAT_DIALECT_PLACES_H
