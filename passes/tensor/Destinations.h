//===- Destinations.h - where the results of a kernel go -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The last step of lowering a kernel: its results are computed in the memory
// that its caller gives.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_TENSOR_DESTINATIONS_H
#define LEAT_PASSES_TENSOR_DESTINATIONS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace leat::tensor {

/// Makes `function`, whose last arguments are one destination a result, write
/// result i into destination i. Other tensors that are written in parts
/// (concat, pad) get their parts as late as possible, so that bufferization can
/// compute them in place.
void giveDestinations(mlir::func::FuncOp function);

} // namespace leat::tensor

#endif // LEAT_PASSES_TENSOR_DESTINATIONS_H
