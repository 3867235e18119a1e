//===- Expression.h - infix --------------------------------*- C++ -*-===//
//
// The expressions of `let` and `const`: a small grammar over MLIR's tokens.
//
//   comparison := sum (("==" | "<>" | "<" | "<=" | ">" | ">=") sum)?
//   sum        := product (("+" | "-") product)*
//   product    := unary (("*" | "/") unary)*
//   unary      := "-" unary | power
//   power      := postfix ("**" unary)?
//   postfix    := primary ("[" comparison "]")*
//   primary    := number | "(" comparison ")" | %value | @state | config
//               | @function "(" arguments ")" | op "(" arguments ")"
//   arguments  := (comparison | name "=" literal), ...
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_EXPRESSION_H
#define LEAT_DIALECT_EXPRESSION_H

#include "mlir/IR/OpImplementation.h"

namespace leat {

/// Whether an expression may hold the op as a call, `op(...)`: its one result
/// follows from its operands and attributes, and needs no written type.
bool isExpressionOp(mlir::OperationName op);

/// Checks that the region of `op` ends by yielding one value.
mlir::LogicalResult verifyExpressionRegion(mlir::Operation *op);

/// Reads an expression into a new region of `state`: its ops, of deferred
/// types, and a `leat.yield` of its value.
mlir::ParseResult parseExpressionRegion(mlir::OpAsmParser &parser,
                                        mlir::OperationState &state);

/// Prints the value that the region yields as infix.
void printExpressionRegion(mlir::OpAsmPrinter &printer, mlir::Region &region);

} // namespace leat

#endif // LEAT_DIALECT_EXPRESSION_H
