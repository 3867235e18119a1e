//===- Inference.h - shape rules that several ops share --------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_INFERENCE_H
#define LEAT_DIALECT_INFERENCE_H

#include "dialect/Extents.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/ValueRange.h"

namespace leat {

using InferredTypes = llvm::SmallVectorImpl<mlir::Type>;
using OptionalLoc = std::optional<mlir::Location>;

/// One element type, shapes broadcast; the result has both.
mlir::LogicalResult inferPointwise(llvm::StringRef op, OptionalLoc loc,
                                   mlir::ValueRange operands,
                                   InferredTypes &types);
/// The same, with a result of i1.
mlir::LogicalResult inferComparison(llvm::StringRef op, OptionalLoc loc,
                                    mlir::ValueRange operands,
                                    InferredTypes &types);
mlir::LogicalResult inferWhere(OptionalLoc loc, mlir::ValueRange operands,
                               InferredTypes &types);

/// The axes that a reduction over `axis` (all, if absent) removes, normalised
/// to [0, rank) and ascending; an error names an axis that is out of range or
/// twice.
mlir::FailureOr<llvm::SmallVector<int64_t>>
normalizeAxes(llvm::StringRef op, OptionalLoc loc, int64_t rank,
              std::optional<llvm::ArrayRef<int64_t>> axis);
/// One axis, normalised.
mlir::FailureOr<int64_t> normalizeAxis(llvm::StringRef op, OptionalLoc loc,
                                       int64_t rank, int64_t axis);

mlir::LogicalResult inferReduction(llvm::StringRef op, OptionalLoc loc,
                                   mlir::Value input,
                                   std::optional<llvm::ArrayRef<int64_t>> axis,
                                   bool keepdims, InferredTypes &types);

/// The type of `input`, along whose axis `axis` the op works.
mlir::LogicalResult inferAlongAxis(llvm::StringRef op, OptionalLoc loc,
                                   mlir::Value input, int64_t axis,
                                   InferredTypes &types);
template <typename AdaptorT>
mlir::LogicalResult inferAlongAxis(llvm::StringRef name, OptionalLoc loc,
                                   AdaptorT op, InferredTypes &types) {
  return inferAlongAxis(name, loc, op.getInput(), op.getAxis(), types);
}

/// The extent that the attribute `name` of `op` counts. Fails where it is
/// missing, or not positive.
mlir::FailureOr<Extent> readCount(llvm::StringRef op, OptionalLoc loc,
                                  llvm::StringRef name, mlir::Attribute count);

/// The extents that the attribute `shape` of `op` names: numbers, or names of
/// extents. A name that `input` has too stands for its extent; -1 (only with
/// `free`, which tells its position) for one that is computed.
mlir::FailureOr<Extents> readShape(llvm::StringRef op, OptionalLoc loc,
                                   mlir::ArrayAttr shape,
                                   llvm::ArrayRef<Extent> input = {},
                                   std::optional<unsigned> *free = nullptr);

/// All operands have one element type; otherwise an error that names two, at
/// the second. `first` is the number of the first of these operands.
mlir::LogicalResult sameElementType(llvm::StringRef op, OptionalLoc loc,
                                    mlir::ValueRange operands,
                                    unsigned first = 0);

} // namespace leat

#endif // LEAT_DIALECT_INFERENCE_H
