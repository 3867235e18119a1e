//===- Work.h - what a kernel computes and moves ---------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The numbers behind GFLOP/s and GB/s of a profile: what the ops ask for, not
// what the code happens to do.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_KERNEL_WORK_H
#define LEAT_PASSES_KERNEL_WORK_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/Operation.h"

namespace leat {

/// The work of one run of a kernel.
class Work {
public:
  /// Adds `op`, of static shapes: two operations for each product of a
  /// contraction (and one for each element of the result if there is a bias),
  /// one for each element of a pointwise op's result, one for each element that
  /// a reduction, scan or window op takes. What only moves elements does none,
  /// and neither does what computes with integers.
  void addOperations(mlir::Operation *op);

  /// Adds the bytes of a tensor, of static shape, that is read or written.
  void addBytes(mlir::Value tensor);

  /// The attribute `work` of a launch: operations, bytes of the widest float
  /// (0 if there is none), bytes moved.
  mlir::DenseI64ArrayAttr asAttribute(mlir::Builder &builder) const;

private:
  int64_t operations = 0, floatBytes = 0, bytes = 0;
};

} // namespace leat

#endif // LEAT_PASSES_KERNEL_WORK_H
