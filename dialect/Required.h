//===- Required.h - what ODS would check, before the verifier --*- C++ -*-===//
//
// Shape rules run on ops that were just read, before the verifier: an attribute
// that ODS calls required may be missing there, and an operand may have another
// element type than ODS asks for.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_REQUIRED_H
#define LEAT_DIALECT_REQUIRED_H

#include "dialect/Inference.h"
#include "dialect/Places.h"

namespace leat {

/// Fails with `op: the attribute 'name' is missing` where `value` is null.
inline mlir::LogicalResult required(llvm::StringRef op, OptionalLoc loc,
                                    llvm::StringRef name,
                                    mlir::Attribute value) {
  if (value)
    return mlir::success();
  return mlir::emitOptionalError(loc, op, ": the attribute '", name,
                                 "' is missing");
}

/// Fails unless the elements of `indices` are integers.
inline mlir::LogicalResult checkIndices(llvm::StringRef op, OptionalLoc loc,
                                        mlir::Value indices, unsigned operand) {
  auto type = llvm::cast<mlir::RankedTensorType>(indices.getType());
  if (type.getElementType().isInteger() && !type.getElementType().isInteger(1))
    return mlir::success();
  return mlir::emitOptionalError(placeOf(loc, llvm::Twine(operand)), op,
                                 ": indices are ", shortType(type),
                                 ", expected integers");
}

} // namespace leat

#endif // LEAT_DIALECT_REQUIRED_H
