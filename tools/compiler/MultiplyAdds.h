//===- MultiplyAdds.h - what a contraction costs ----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The number that students count by hand, for layers and for kernels.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_COMPILER_MULTIPLYADDS_H
#define LEAT_TOOLS_COMPILER_MULTIPLYADDS_H

#include "mlir/IR/Operation.h"

namespace leat::cli {

/// The elements of a value of static shape.
int64_t elementsOf(mlir::Value value);

/// The products that an op of static shapes sums: of `matmul`, `linear`,
/// convolutions and their derivatives, `attention` and `einsum`; 0 of all
/// others. Products with padding count, and those that a mask takes away.
int64_t multiplyAdds(mlir::Operation *op);

/// How often a call of its function runs an op: the trips of the loops that it
/// stands in, as far as their bounds are known.
int64_t tripsAround(mlir::Operation *op);

} // namespace leat::cli

#endif // LEAT_TOOLS_COMPILER_MULTIPLYADDS_H
