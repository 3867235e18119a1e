//===- Batch.h - what batching rules are made of ---------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The lanes of `vmap` stand in front of an operand's own axes. A rule brings
// the operands into a form in which the op itself, with other attributes, does
// all lanes at once. Most ops need nothing but one of the rules below; the
// others stand beside the derivatives of their family.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_GRADIENTS_BATCH_H
#define LEAT_DIALECT_GRADIENTS_BATCH_H

#include "dialect/Formula.h"
#include "mlir/IR/Operation.h"

namespace leat {

/// A tensor type with a new first axis of extent `lanes`.
mlir::RankedTensorType laneType(mlir::Type type, int64_t lanes);

/// One op that is asked for its batching rule, and what it is given. `op` has
/// the types of one lane.
struct Lanes {
  using Rule = mlir::FailureOr<llvm::SmallVector<mlir::Value>>;

  mlir::OpBuilder &builder;
  mlir::Operation *op;
  mlir::ValueRange operands;
  const llvm::SmallBitVector &batched;
  int64_t lanes;

  Formula formula() const { return {builder, op->getLoc()}; }
  /// The extents of operand `i` in one lane.
  llvm::ArrayRef<int64_t> sizes(unsigned i) const {
    return sizesOf(op->getOperand(i));
  }
  /// `lanes`, then `sizes`.
  llvm::SmallVector<int64_t> withLanes(llvm::ArrayRef<int64_t> sizes) const;
  /// Operand `i` with lanes: repeated where it has none.
  Expr spread(unsigned i) const;
  /// Operand `i`; if it has lanes, with axes of extent 1 behind them so that
  /// one lane has rank `rank`. Broadcasting from the right is right then.
  Expr align(unsigned i, int64_t rank) const;
  /// All lanes one behind the other along the first axis of one lane:
  /// [lanes, n, ...] as [lanes * n, ...].
  Expr merge(Expr x) const;
  /// The op with other operands, attributes and the types of its results.
  mlir::Operation *rebuild(mlir::ValueRange operands, mlir::TypeRange types,
                           llvm::ArrayRef<mlir::NamedAttribute> changed) const;
  /// The op with other operands and attributes; its one result has lanes.
  Rule rebuild(mlir::ValueRange operands,
               llvm::ArrayRef<mlir::NamedAttribute> changed = {}) const;
  mlir::NamedAttribute integer(llvm::StringRef name, int64_t value) const;
  mlir::NamedAttribute integers(llvm::StringRef name,
                                llvm::ArrayRef<int64_t> values) const;
};

/// Operands that broadcast.
Lanes::Rule batchPointwise(mlir::Operation *op, mlir::OpBuilder &builder,
                           mlir::ValueRange operands,
                           const llvm::SmallBitVector &batched, int64_t lanes);
/// One operand and its axis `axis`, of which the attribute "axis" speaks.
Lanes::Rule batchAlong(mlir::Operation *op, mlir::OpBuilder &builder,
                       mlir::ValueRange operands,
                       const llvm::SmallBitVector &batched, int64_t lanes,
                       int64_t axis);
/// The same of several axes; `keepdims` says that they stay.
Lanes::Rule batchOver(mlir::Operation *op, mlir::OpBuilder &builder,
                      mlir::ValueRange operands,
                      const llvm::SmallBitVector &batched, int64_t lanes,
                      llvm::ArrayRef<int64_t> axes);
/// Each row of the first axis of all operands for itself, as the images of a
/// batch: lanes are more of them.
Lanes::Rule batchImages(mlir::Operation *op, mlir::OpBuilder &builder,
                        mlir::ValueRange operands,
                        const llvm::SmallBitVector &batched, int64_t lanes);
/// A draw by one key: the lanes are the first axis of what is drawn.
Lanes::Rule batchDraw(mlir::Operation *op, mlir::OpBuilder &builder,
                      mlir::ValueRange operands,
                      const llvm::SmallBitVector &batched, int64_t lanes);

/// An op with one axis, which `getDim` counts from the first.
template <typename OpT>
Lanes::Rule batchAxis(OpT op, mlir::OpBuilder &builder,
                      mlir::ValueRange operands,
                      const llvm::SmallBitVector &batched, int64_t lanes) {
  return batchAlong(op, builder, operands, batched, lanes, op.getDim());
}
/// A reduction over `getAxes`.
template <typename OpT>
Lanes::Rule batchReduction(OpT op, mlir::OpBuilder &builder,
                           mlir::ValueRange operands,
                           const llvm::SmallBitVector &batched, int64_t lanes) {
  return batchOver(op, builder, operands, batched, lanes, op.getAxes());
}

} // namespace leat

#endif // LEAT_DIALECT_GRADIENTS_BATCH_H
