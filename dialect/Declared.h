//===- Declared.h - names of values that nobody declares -------*- C++ -*-===//
//
// MLIR lets an op name a value that is defined further below, and complains at
// the end of the file. In a model a value is defined before it is used, so the
// check can be made where the model ends, with the name, the place and the name
// that was probably meant.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_DECLARED_H
#define LEAT_DIALECT_DECLARED_H

#include "mlir/IR/OpImplementation.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace leat {

/// The declarations that can not be typed.
using BrokenDeclarations = llvm::SmallPtrSet<mlir::Operation *, 4>;

/// Reports every use, in the region of a model that was just read, of a value
/// that is not declared or that is declared further below, and gives the
/// declarations with such a use. `parser` stands behind the region.
BrokenDeclarations checkDeclared(mlir::OpAsmParser &parser, mlir::Region &body);

} // namespace leat

#endif // LEAT_DIALECT_DECLARED_H
