//===- HideConstants.h - functions of constants stay code ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// MLIR folds math.sin of a constant by the libm of the compiler. Code computes
// a polynomial, whose bits may be others: sin(0.5) would depend on what is
// fused with what. Where an argument may turn out to be a constant, leat.hide
// stands before it until polynomials stand (EmitLoops.cpp).
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_TENSOR_HIDECONSTANTS_H
#define LEAT_PASSES_TENSOR_HIDECONSTANTS_H

#include "mlir/IR/Operation.h"
#include "llvm/ADT/DenseSet.h"

namespace leat::tensor {

/// What is known of the values of one kernel, op by op in program order.
class ConstantHider {
public:
  explicit ConstantHider(mlir::ValueRange arguments)
      : varying(arguments.begin(), arguments.end()) {}

  /// Hides the arguments of math ops in what `op` of the kernel was lowered
  /// to, `lowered`, unless no folding can make constants of its operands.
  void hide(mlir::Operation &op,
            llvm::iterator_range<mlir::Block::iterator> lowered);

private:
  /// Values that are no constants and do not hold any. An integer, a flag and
  /// a choice count as constants: x - x is one.
  llvm::DenseSet<mlir::Value> varying;
};

} // namespace leat::tensor

#endif // LEAT_PASSES_TENSOR_HIDECONSTANTS_H
