//===- Fuse.h - which generics become one ----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One loop nest reads once what several ops read. Loops are fused again, on
// addresses, where the code for the CPU is made; here values that are used at
// one point only disappear as tensors.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_TENSOR_FUSE_H
#define LEAT_PASSES_TENSOR_FUSE_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace leat::tensor {

/// Fuses the generics of `function`, a kernel. Values keep their bits: no
/// function is computed in another order or precision.
void fuseGenerics(mlir::func::FuncOp function);

} // namespace leat::tensor

#endif // LEAT_PASSES_TENSOR_FUSE_H
