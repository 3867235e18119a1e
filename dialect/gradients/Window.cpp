//===- Window.cpp - derivatives of pools ----------------------------------===//
//
// Pools are linear once the positions of the largest elements are given, which
// are held constant: max_pool = max_pool_read at max_pool_index. Then
// max_pool_read and max_unpool are each other's transpose, and so are avg_pool
// and avg_unpool.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"

using namespace mlir;

namespace leat {

using Values = SmallVector<Value>;

static ArrayRef<int64_t> spaceOf(Value x) { return sizesOf(x).drop_front(2); }

// The maps that share the window of `op`; zero of zero.
template <typename OpT>
static Value unpool(OpT op, OpBuilder &b, Value d, Value index,
                    ArrayRef<int64_t> size) {
  if (!d)
    return {};
  return MaxUnpoolOp::create(b, op.getLoc(), d, index, size, op.getKernel(),
                             op.getStride(), op.getPadding());
}
template <typename OpT>
static Value read(OpT op, OpBuilder &b, Value d, Value index) {
  if (!d)
    return {};
  return MaxPoolReadOp::create(b, op.getLoc(), d, index, op.getKernel(),
                               op.getStride(), op.getPadding());
}
template <typename OpT> static Value average(OpT op, OpBuilder &b, Value d) {
  if (!d)
    return {};
  return AvgPoolOp::create(b, op.getLoc(), d, op.getKernel(), op.getStride(),
                           op.getPadding());
}
template <typename OpT>
static Value spread(OpT op, OpBuilder &b, Value d, ArrayRef<int64_t> size) {
  if (!d)
    return {};
  return AvgUnpoolOp::create(b, op.getLoc(), d, size, op.getKernel(),
                             op.getStride(), op.getPadding());
}

//===----------------------------------------------------------------------===//
// Maximum
//===----------------------------------------------------------------------===//

static Value indexOf(MaxPoolOp op, OpBuilder &b) {
  return MaxPoolIndexOp::create(b, op.getLoc(), op.getInput(), op.getKernel(),
                                op.getStride(), op.getPadding());
}

Values MaxPoolOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                           const llvm::SmallBitVector &wanted) {
  if (!cotangents.front() || !wanted[0])
    return {Value()};
  return {unpool(*this, builder, cotangents.front(), indexOf(*this, builder),
                 spaceOf(getInput()))};
}

FailureOr<Values> MaxPoolOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  if (!tangents.front())
    return Values{Value()};
  return Values{
      read(*this, builder, tangents.front(), indexOf(*this, builder))};
}

Values MaxPoolIndexOp::buildVjp(OpBuilder &, ValueRange,
                                const llvm::SmallBitVector &) {
  return {Value()}; // Positions are constant almost everywhere.
}

FailureOr<Values> MaxPoolIndexOp::buildJvp(OpBuilder &, ValueRange) {
  return Values{Value()};
}

Values MaxUnpoolOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                             const llvm::SmallBitVector &wanted) {
  if (!wanted[0])
    return {Value(), Value()};
  return {read(*this, builder, cotangents.front(), getIndex()), Value()};
}

FailureOr<Values> MaxUnpoolOp::buildJvp(OpBuilder &builder,
                                        ValueRange tangents) {
  return Values{
      unpool(*this, builder, tangents.front(), getIndex(), getInputSize())};
}

Values MaxPoolReadOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                               const llvm::SmallBitVector &wanted) {
  if (!wanted[0])
    return {Value(), Value()};
  return {unpool(*this, builder, cotangents.front(), getIndex(),
                 spaceOf(getInput())),
          Value()};
}

FailureOr<Values> MaxPoolReadOp::buildJvp(OpBuilder &builder,
                                          ValueRange tangents) {
  return Values{read(*this, builder, tangents.front(), getIndex())};
}

//===----------------------------------------------------------------------===//
// Mean
//===----------------------------------------------------------------------===//

Values AvgPoolOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                           const llvm::SmallBitVector &wanted) {
  if (!wanted[0])
    return {Value()};
  return {spread(*this, builder, cotangents.front(), spaceOf(getInput()))};
}

FailureOr<Values> AvgPoolOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  return Values{average(*this, builder, tangents.front())};
}

Values AvgUnpoolOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                             const llvm::SmallBitVector &wanted) {
  if (!wanted[0])
    return {Value()};
  return {average(*this, builder, cotangents.front())};
}

FailureOr<Values> AvgUnpoolOp::buildJvp(OpBuilder &builder,
                                        ValueRange tangents) {
  return Values{spread(*this, builder, tangents.front(), getInputSize())};
}

} // namespace leat
