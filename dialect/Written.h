//===- Written.h - ops whose result type a person writes -------*- C++ -*-===//
//
// `full 0.5 : f32[N]`, `normal @rng : f32[B, 2]`: the type after the colon is
// the attribute `type` of the op. It may name configs and extents, so the
// result's type is set when the model is typed.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_WRITTEN_H
#define LEAT_DIALECT_WRITTEN_H

#include "mlir/IR/OpImplementation.h"

namespace leat {

class ModelTyping;

/// Reads discardable attributes and `: type`, resolves `operands` (written at
/// `loc`) and adds the result. Outside a model the type is `(types of operands)
/// -> type`.
mlir::ParseResult
parseWrittenType(mlir::OpAsmParser &parser, mlir::OperationState &state,
                 mlir::SMLoc loc,
                 llvm::ArrayRef<mlir::OpAsmParser::UnresolvedOperand> operands);
/// What was written for an attribute: the name of a config, or its value.
mlir::Attribute writtenLiteral(mlir::Operation *op, mlir::StringAttr name);

/// Resolves the written type and gives it to the result.
mlir::LogicalResult inferWritten(mlir::Operation *op, mlir::TypeAttr type,
                                 ModelTyping &model);
/// Checks that the result has the written type.
mlir::LogicalResult verifyWritten(mlir::Operation *op, mlir::TypeAttr type);

} // namespace leat

#endif // LEAT_DIALECT_WRITTEN_H
