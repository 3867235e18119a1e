//===- Square.h - matrices of linear algebra -------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_SQUARE_H
#define LEAT_DIALECT_SQUARE_H

#include "dialect/Formula.h"
#include "dialect/Inference.h"
#include "dialect/Places.h"

namespace leat {

/// Fails unless the first operand of `op`, `a`, holds square matrices of f64 or
/// f32 along its last two axes; `extents` are its own.
inline mlir::LogicalResult checkSquare(llvm::StringRef op, OptionalLoc loc,
                                       mlir::Value a, Extents &extents) {
  extents = extentsOf(a.getType());
  mlir::Type element = elementOf(a);
  bool square =
      extents.size() >= 2 && !clash(extents.end()[-1], extents.end()[-2]);
  if (square && (element.isF64() || element.isF32()))
    return mlir::success();
  return mlir::emitOptionalError(placeOf(loc, "0"), op,
                                 ": expected square matrices of f64 or f32, "
                                 "got ",
                                 shortType(a.getType()));
}

} // namespace leat

#endif // LEAT_DIALECT_SQUARE_H
