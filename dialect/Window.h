//===- Window.h - sliding windows over spatial dimensions ------*- C++ -*-===//
//
// The arithmetic that convolutions and pools share, for shape rules and code
// generation alike. Windows slide over the dimensions 2, 3, ... of an NC...
// tensor.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_WINDOW_H
#define LEAT_DIALECT_WINDOW_H

#include "dialect/Inference.h"

namespace leat {

/// How a window moves: one number per spatial dimension in each list. Position
/// p of the window reads the input at `p * stride + k * dilation - padding` for
/// k = 0 ... kernel - 1.
struct Window {
  /// May be ShapedType::kDynamic where the extent of a weight is unknown.
  llvm::SmallVector<int64_t> kernel;
  llvm::SmallVector<int64_t> stride;
  /// Elements before and, equally many, behind the input.
  llvm::SmallVector<int64_t> padding;
  llvm::SmallVector<int64_t> dilation;

  size_t rank() const { return kernel.size(); }
  /// How many elements one window spans along dimension `i`:
  /// dilation * (kernel - 1) + 1.
  int64_t span(size_t i) const { return dilation[i] * (kernel[i] - 1) + 1; }
  /// How many windows fit along dimension `i` of an input of `size` elements:
  /// floor((size + 2 * padding - span) / stride) + 1, and 0 if none does.
  int64_t count(size_t i, int64_t size) const;
  /// The same for an extent, which keeps its name where the count always equals
  /// it.
  Extent count(size_t i, const Extent &size) const;
  /// The number of elements in a window.
  int64_t volume() const;
};

/// The attribute `given`, of 0, 1 or `n` numbers, with one number per spatial
/// dimension; `missing` stands where it is empty.
llvm::SmallVector<int64_t> expandWindow(llvm::ArrayRef<int64_t> given,
                                        int64_t n, int64_t missing);

/// A window from the attributes of an op over `n` spatial dimensions. An empty
/// `stride` means 1, or the kernel for a pool (`pool`). Reports attributes with
/// a wrong number of entries or a wrong sign, under the name `op`.
mlir::FailureOr<Window> makeWindow(llvm::StringRef op, OptionalLoc loc,
                                   int64_t n, llvm::ArrayRef<int64_t> kernel,
                                   llvm::ArrayRef<int64_t> stride,
                                   llvm::ArrayRef<int64_t> padding,
                                   llvm::ArrayRef<int64_t> dilation, bool pool);

/// The extents of the windows' positions over the spatial dimensions of an
/// input of type `input`. An error where the window does not fit.
mlir::FailureOr<Extents> windowPositions(llvm::StringRef op, OptionalLoc loc,
                                         const Window &window,
                                         mlir::Type input);

/// Checks that windows over an input of spatial extents `size` are as many as
/// the spatial extents of `positions`.
mlir::LogicalResult checkPositions(llvm::StringRef op, OptionalLoc loc,
                                   const Window &window,
                                   llvm::ArrayRef<Extent> size,
                                   mlir::Type positions);

} // namespace leat

#endif // LEAT_DIALECT_WINDOW_H
