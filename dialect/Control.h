//===- Control.h - what loops and branches share ---------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parts of the syntax and of the typing of `for`, `while` and `if`. What passes
// ask of them are ControlOpInterface and LoopOpInterface (Interfaces.td).
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_CONTROL_H
#define LEAT_DIALECT_CONTROL_H

#include "dialect/Dialect.h"

namespace leat {

/// What ends a body of a loop or branch.
inline YieldOp yieldOf(mlir::Region &body) {
  return llvm::cast<YieldOp>(body.front().getTerminator());
}

/// Reads `max_trips = N`, `save = all` or, for `for`, `save = every N` or
/// `rows = backward`.
mlir::ParseResult parseLoopOption(mlir::OpAsmParser &parser,
                                  mlir::OperationState &state);

/// Reads an integer, or the name of a config, as the attribute `name`.
mlir::ParseResult parseBound(mlir::OpAsmParser &parser,
                             mlir::OperationState &state, llvm::StringRef name);
/// Prints what parseBound reads.
void printBound(mlir::OpAsmPrinter &printer, mlir::Operation *op,
                llvm::StringRef name);

/// Reads `(argument = value, ...)`: names inside of a loop, and what they start
/// from or take rows of. The names inside are their own.
mlir::ParseResult parseBindings(
    mlir::OpAsmParser &parser,
    llvm::SmallVectorImpl<mlir::OpAsmParser::Argument> &inside,
    llvm::SmallVectorImpl<mlir::OpAsmParser::UnresolvedOperand> &outside);
/// Prints ` keyword(argument = value, ...)`, nothing without values.
void printPairs(mlir::OpAsmPrinter &printer, llvm::StringRef keyword,
                mlir::ValueRange arguments, mlir::ValueRange values);

/// Checks that a loop's yield hands on one value per carried one, of the same
/// type.
mlir::LogicalResult checkCarried(YieldOp yield, mlir::ValueRange inits);

/// Checks that a loop has one result per carried value and per stacked one.
mlir::LogicalResult checkLoopResults(mlir::Operation *loop, YieldOp yield);

/// Gives the arguments that a region has for carried values their types.
mlir::LogicalResult inferCarried(ModelTyping &model,
                                 mlir::MutableOperandRange inits,
                                 mlir::Block::BlockArgListType arguments);

/// Numbers that are handed on take the element type of what they replace.
mlir::LogicalResult strengthenYield(ModelTyping &model, YieldOp yield,
                                    mlir::ValueRange inits);

/// The type of `rows` values of type `row` along a new leading axis.
mlir::Type stackOf(mlir::Type row, std::optional<int64_t> rows);

/// Types the results of a loop.
void setLoopResults(mlir::Operation *loop, mlir::ValueRange inits,
                    mlir::ValueRange stacked, std::optional<int64_t> rows);

} // namespace leat

#endif // LEAT_DIALECT_CONTROL_H
