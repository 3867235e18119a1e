//===- Random.h - what all draws share -------------------------*- C++ -*-===//
//
//   normal @rng : f32[B, 2]            draws from a state of the model
//   randint @rng (1, T) : i64[B]       parameters in parentheses
//   normal key(%k) (0, 2) : f32[B, 2]  the pure form, by an i64[2] of seed and
//                                      draw number
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_RANDOM_H
#define LEAT_DIALECT_RANDOM_H

#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"

namespace leat {

/// The attribute that names the state that is drawn from.
inline constexpr llvm::StringLiteral kRngAttr = "rng";

/// Reads and prints a draw whose parameters are the attributes `parameters`, in
/// this order.
mlir::ParseResult parseRandomOp(mlir::OpAsmParser &parser,
                                mlir::OperationState &state,
                                llvm::ArrayRef<llvm::StringRef> parameters);
void printRandomOp(mlir::OpAsmPrinter &printer, mlir::Operation *op,
                   llvm::ArrayRef<llvm::StringRef> parameters);

/// Checks that `rng`, which `op` draws from, is a state declared `= seed`.
mlir::LogicalResult verifyGenerator(mlir::Operation *op,
                                    mlir::FlatSymbolRefAttr rng,
                                    mlir::SymbolTableCollection &symbols);

} // namespace leat

#endif // LEAT_DIALECT_RANDOM_H
