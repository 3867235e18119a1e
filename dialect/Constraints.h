//===- Constraints.h - what ODS says of operands, in short form -*- C++ -*-===//
//
// ODS checks the types of operands when the whole file is verified, with types
// as MLIR writes them. While a model is typed the same checks run op by op, and
// speak as all others do: at the operand, with types as the language has them.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_CONSTRAINTS_H
#define LEAT_DIALECT_CONSTRAINTS_H

#include "mlir/IR/Operation.h"

namespace leat {

/// Verifies an op that has just been typed. Reports what it finds.
mlir::LogicalResult checkConstraints(mlir::Operation *op);

} // namespace leat

#endif // LEAT_DIALECT_CONSTRAINTS_H
