//===- StoreBools.h - i1 tensors between kernels as bytes ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Outside kernels, too, an i1 takes a byte in memory from this stage on.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_TENSOR_STOREBOOLS_H
#define LEAT_PASSES_TENSOR_STOREBOOLS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace leat::tensor {

/// Gives every tensor of i1 in `function`, its arguments and results, the
/// element type i8. Single i1 values that are read from tensors or put into
/// them are converted.
void storeBools(mlir::func::FuncOp function);

} // namespace leat::tensor

#endif // LEAT_PASSES_TENSOR_STOREBOOLS_H
