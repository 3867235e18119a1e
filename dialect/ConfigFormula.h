//===- ConfigFormula.h - a config that follows from others ------*- C++ -*-===//
//
//   config @H = 64
//   config @G = 4 * H
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_CONFIGFORMULA_H
#define LEAT_DIALECT_CONFIGFORMULA_H

#include "mlir/IR/OpImplementation.h"

namespace leat {

/// Parses a formula of numbers and of configs that are read already, with
/// + - * / and parentheses, into its value: an integer where all of it is of
/// integers and each quotient is one, else a float. Errors: no such formula; a
/// name that is no number read before; a division by zero; an integer beyond 64
/// bits.
mlir::ParseResult parseConfigFormula(mlir::OpAsmParser &parser,
                                     mlir::Attribute &value);

} // namespace leat

#endif // LEAT_DIALECT_CONFIGFORMULA_H
