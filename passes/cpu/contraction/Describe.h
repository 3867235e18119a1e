//===- Describe.h - contractions of the dialect, by strides ----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_CONTRACTION_DESCRIBE_H
#define LEAT_PASSES_CPU_CONTRACTION_DESCRIBE_H

#include "dialect/Dialect.h"
#include "passes/cpu/contraction/Contraction.h"

namespace leat {

/// How a spatial operand is widened by zeros before it is read.
struct Padding {
  /// One number per axis of the operand.
  llvm::SmallVector<int64_t> low, high;

  bool isNone() const;
};

/// One sum of products that an op consists of, and where it lies in the result.
struct ContractionPart {
  Contraction contraction;
  /// For each batch, m and n dim, in that order: the axis of the result that it
  /// walks, and how many elements of that axis one step is (0: it is fixed).
  llvm::SmallVector<std::pair<unsigned, int64_t>> axes;
  /// Where index 0 lies in the result, by axis.
  llvm::SmallVector<int64_t> origin;
};

/// What the emitter needs to know of a contraction op.
struct ContractionDescription {
  /// The op's operands that play lhs and rhs.
  mlir::Value lhs, rhs;
  /// How rhs is padded first; its strides in the parts are those of the padded
  /// tensor.
  Padding padding;
  /// A vector along axis 1 of the result that is added to the sums, or null.
  mlir::Value bias;
  /// Together they cover every element of the result once.
  llvm::SmallVector<ContractionPart, 1> parts;
};

/// Describes matmul, conv, conv_input_grad and conv_filter_grad on static
/// shapes.
mlir::FailureOr<ContractionDescription>
describeContraction(mlir::Operation *op);

} // namespace leat

#endif // LEAT_PASSES_CPU_CONTRACTION_DESCRIBE_H
