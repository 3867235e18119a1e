//===- InPlace.h - kernels that update a buffer in place -------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A buffer that a kernel both reads and writes is passed once (docs/abi.md):
//   leat.launch @sgd ins(%w, %g) outs(%w)     kernel @sgd(%w, %g, %out)
// becomes
//   leat.launch @sgd ins(%g) outs(%w)         kernel @sgd(%g, %out), which
//                                             reads the old values from %out
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_MEMORY_INPLACE_H
#define LEAT_PASSES_MEMORY_INPLACE_H

#include "dialect/Dialect.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace leat {

/// The function that `launch` calls, if it is one with a body; null for a
/// `leat.kernel`, whose code is made later.
mlir::func::FuncOp kernelFunction(LaunchOp launch,
                                  mlir::SymbolTableCollection &symbols);

/// Drops each input of a launch that is, but for its shape, one of the
/// launch's destinations. The kernel is changed where all its launches agree
/// on the inputs to drop, and cloned as `<kernel>_inplace` for those that
/// differ.
void mergeInPlaceOperands(mlir::ModuleOp module);

} // namespace leat

#endif // LEAT_PASSES_MEMORY_INPLACE_H
