//===- Formula.h - whole-tensor ops in formulas ----------------*- C++ -*-===//
//
// What `Expr` lacks to write decompositions and derivative rules as formulas:
// sums over axes, reshapes, slices. With `Formula f{builder, loc}`, softmax's
// rule reads `y * (d - f.sum(d * y, {axis}, true))`. Extents must be known. A
// zero stays symbolic: the sum of zero is zero.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_FORMULA_H
#define LEAT_DIALECT_FORMULA_H

#include "dialect/Extents.h"
#include "dialect/gradients/Expr.h"

namespace leat {

/// The extents of a tensor.
llvm::ArrayRef<int64_t> sizesOf(mlir::Value value);
/// The element type of a tensor.
mlir::Type elementOf(mlir::Value value);
/// The number of elements along `axes`.
int64_t sizeAlong(mlir::Value value, llvm::ArrayRef<int64_t> axes);
/// An integer array as the attribute of `reshape` and `broadcast_to`.
mlir::ArrayAttr shapeAttr(mlir::OpBuilder &builder,
                          llvm::ArrayRef<int64_t> sizes);

struct Formula {
  mlir::OpBuilder &builder;
  mlir::Location loc;

  /// A value as an operand of formulas.
  Expr operator()(mlir::Value value) const { return {builder, loc, value}; }
  /// The result of the op `OpTy` of these arguments.
  template <typename OpTy, typename... Args> Expr make(Args &&...args) const {
    return (*this)(
        builder.createOrFold<OpTy>(loc, std::forward<Args>(args)...));
  }

  /// A tensor of `type` that is `value` everywhere.
  Expr number(mlir::RankedTensorType type, double value) const;
  /// A scalar.
  Expr number(mlir::Type element, double value) const;
  Expr convert(Expr x, mlir::Type element) const;

  Expr sum(Expr x, llvm::ArrayRef<int64_t> axes, bool keepdims = false) const;
  Expr mean(Expr x, llvm::ArrayRef<int64_t> axes, bool keepdims = false) const;
  Expr max(Expr x, llvm::ArrayRef<int64_t> axes, bool keepdims = false) const;
  Expr cumsum(Expr x, int64_t axis, bool reverse) const;
  Expr cumprod(Expr x, int64_t axis, bool reverse) const;

  /// `x` in another shape; `x` itself where it has that shape.
  Expr reshape(Expr x, llvm::ArrayRef<int64_t> sizes) const;
  Expr broadcast(Expr x, llvm::ArrayRef<int64_t> sizes) const;
  Expr transpose(Expr x, llvm::ArrayRef<int64_t> axes) const;
  /// Elements start, start + step, ... below stop along `axis`.
  Expr slice(Expr x, int64_t axis, int64_t start, int64_t stop,
             int64_t step = 1) const;
  /// `low` elements of `value` before `x`, `high` after it and `interior`
  /// between two of its elements, along `axis`.
  Expr pad(Expr x, int64_t axis, int64_t low, int64_t high,
           int64_t interior = 0, double value = 0) const;
  /// `x` moved by `by` places towards larger indices of `axis`, or towards
  /// smaller ones with `back`; places that become free hold `fill`.
  Expr shift(Expr x, int64_t axis, int64_t by, bool back, double fill) const;
  Expr concat(llvm::ArrayRef<mlir::Value> inputs, int64_t axis) const;
  /// 0, 1, ... along `axis` of a tensor of these sizes.
  Expr iota(llvm::ArrayRef<int64_t> sizes, mlir::Type element,
            int64_t axis) const;
  Expr matmul(Expr lhs, Expr rhs, bool transposeLhs = false,
              bool transposeRhs = false) const;
};

} // namespace leat

#endif // LEAT_DIALECT_FORMULA_H
