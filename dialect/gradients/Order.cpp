//===- Order.cpp - derivatives and lanes of sorted and split tensors ------===//
//
// take_along_axis and add_along_axis are linear, each the other's transpose;
// sort and top_k are made of them. A split is a concat backwards.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/gradients/Batch.h"

using namespace mlir;

namespace leat {

using Values = SmallVector<Value>;

//===----------------------------------------------------------------------===//
// take_along_axis, add_along_axis
//===----------------------------------------------------------------------===//

// An op that stands for another one is called by that one's name.
static Value keepRole(Operation *from, Value to) {
  if (Attribute role = from->getAttr(kRoleAttr))
    to.getDefiningOp()->setAttr(kRoleAttr, role);
  return to;
}

Values TakeAlongAxisOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                                 const llvm::SmallBitVector &wanted) {
  Value d = cotangents.front();
  if (!d || !wanted[0])
    return {Value(), Value()};
  int64_t axis = getDim(), size = sizesOf(getInput())[axis];
  Value sums =
      AddAlongAxisOp::create(builder, getLoc(), d, getIndices(), size, axis);
  return {keepRole(*this, sums), Value()};
}
FailureOr<Values> TakeAlongAxisOp::buildJvp(OpBuilder &builder,
                                            ValueRange tangents) {
  Value d = tangents.front();
  if (!d)
    return Values{Value()};
  Value taken =
      TakeAlongAxisOp::create(builder, getLoc(), d, getIndices(), getAxis());
  return Values{keepRole(*this, taken)};
}

Values AddAlongAxisOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                                const llvm::SmallBitVector &wanted) {
  Value d = cotangents.front();
  if (!d || !wanted[0])
    return {Value(), Value()};
  Value taken =
      TakeAlongAxisOp::create(builder, getLoc(), d, getIndices(), getAxis());
  return {keepRole(*this, taken), Value()};
}
FailureOr<Values> AddAlongAxisOp::buildJvp(OpBuilder &builder,
                                           ValueRange tangents) {
  Value d = tangents.front();
  if (!d)
    return Values{Value()};
  Value sums = AddAlongAxisOp::create(builder, getLoc(), d, getIndices(),
                                      getSize(), getAxis());
  return Values{keepRole(*this, sums)};
}

// Both operands get lanes; the axis moves behind them.
template <typename OpT>
static FailureOr<Values> batchBoth(OpT op, const Lanes &l) {
  SmallVector<Value> spread = {l.spread(0).value, l.spread(1).value};
  return l.rebuild(spread, l.integer("axis", op.getDim() + 1));
}

FailureOr<Values>
TakeAlongAxisOp::buildBatched(OpBuilder &builder, ValueRange operands,
                              const llvm::SmallBitVector &batched,
                              int64_t lanes) {
  return batchBoth(*this, {builder, *this, operands, batched, lanes});
}
FailureOr<Values>
AddAlongAxisOp::buildBatched(OpBuilder &builder, ValueRange operands,
                             const llvm::SmallBitVector &batched,
                             int64_t lanes) {
  return batchBoth(*this, {builder, *this, operands, batched, lanes});
}

//===----------------------------------------------------------------------===//
// searchsorted
//===----------------------------------------------------------------------===//

// Values alone may have any axes in front. Where the table has lanes, each has
// one row of values.
FailureOr<Values>
SearchsortedOp::buildBatched(OpBuilder &builder, ValueRange operands,
                             const llvm::SmallBitVector &batched,
                             int64_t lanes) {
  Lanes l{builder, *this, operands, batched, lanes};
  Formula f = l.formula();
  if (l.sizes(0).size() > 1)
    return l.rebuild({l.spread(0).value, l.spread(1).value});
  if (!batched[0])
    return l.rebuild(operands);
  ArrayRef<int64_t> sizes = sizesOf(getResult());
  int64_t count = getResult().getType().getNumElements();
  Value rows = f.reshape(l.spread(1), {lanes, count}).value;
  Expr places =
      f.make<SearchsortedOp>(operands[0], rows, getRight(), getDtypeAttr());
  return Values{f.reshape(places, l.withLanes(sizes)).value};
}

//===----------------------------------------------------------------------===//
// split
//===----------------------------------------------------------------------===//

Values SplitOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                         const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  if (!wanted[0] || !isDifferentiable(getInput().getType()) ||
      llvm::none_of(cotangents, [](Value d) { return bool(d); }))
    return {Value()};
  Values parts;
  for (auto [piece, d] : llvm::zip(getPieces(), cotangents)) {
    auto type = cast<RankedTensorType>(piece.getType());
    parts.push_back(d ? d : f.number(type, 0).value);
  }
  return {f.concat(parts, getDim()).value};
}

FailureOr<Values> SplitOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Formula f{builder, getLoc()};
  Values parts;
  int64_t axis = getDim(), start = 0;
  for (Value piece : getPieces()) {
    int64_t stop = start + sizesOf(piece)[axis];
    parts.push_back(f.slice(f(tangents.front()), axis, start, stop).value);
    start = stop;
  }
  return parts;
}

} // namespace leat
