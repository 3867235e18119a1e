//===- Reshape.h - the same elements under another shape -------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tensors are row-major, so a reshape moves nothing; the passes of this stage
// look through it.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_MEMORY_RESHAPE_H
#define LEAT_PASSES_MEMORY_RESHAPE_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace leat {

/// True of the tensor ops that rename the elements of their first operand.
bool isReshape(mlir::Operation *op);

/// The value that `value` is a reshape of; `value` itself if it is none.
mlir::Value reshapeRoot(mlir::Value value);

/// `value` as a tensor of `type`, which has as many elements; both static.
mlir::Value reshapeTo(mlir::OpBuilder &b, mlir::Location loc, mlir::Value value,
                      mlir::RankedTensorType type);

} // namespace leat

#endif // LEAT_PASSES_MEMORY_RESHAPE_H
