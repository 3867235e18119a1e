//===- Shape.cpp - derivatives and lanes of ops that move elements --------===//
//
// All are linear: forward they act on the tangent, in reverse their transposes
// act on the cotangent. Derivatives exist for floats only. Batching moves the
// axes that an op names behind the lanes.
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
// reshape, squeeze, unsqueeze, broadcast_to
//===----------------------------------------------------------------------===//

// The transpose of a reshape of `input` goes back to its shape.
static Values reshapeBack(Operation *op, OpBuilder &builder, Value d,
                          const llvm::SmallBitVector &wanted) {
  Formula f{builder, op->getLoc()};
  if (!wanted[0])
    return {Value()};
  return {f.reshape(f(d), sizesOf(op->getOperand(0))).value};
}

static Values reshapeTangent(Operation *op, OpBuilder &builder, Value d) {
  Formula f{builder, op->getLoc()};
  return {f.reshape(f(d), sizesOf(op->getResult(0))).value};
}

Values ReshapeOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                           const llvm::SmallBitVector &wanted) {
  return reshapeBack(*this, builder, cotangents.front(), wanted);
}
FailureOr<Values> ReshapeOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  return reshapeTangent(*this, builder, tangents.front());
}

Values SqueezeOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                           const llvm::SmallBitVector &wanted) {
  return reshapeBack(*this, builder, cotangents.front(), wanted);
}
FailureOr<Values> SqueezeOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  return reshapeTangent(*this, builder, tangents.front());
}

Values UnsqueezeOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                             const llvm::SmallBitVector &wanted) {
  return reshapeBack(*this, builder, cotangents.front(), wanted);
}
FailureOr<Values> UnsqueezeOp::buildJvp(OpBuilder &builder,
                                        ValueRange tangents) {
  return reshapeTangent(*this, builder, tangents.front());
}

Values BroadcastToOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                               const llvm::SmallBitVector &wanted) {
  Value d = cotangents.front();
  if (!d || !wanted[0])
    return {Value()};
  return {sumToShape(builder, getLoc(), d, getInput().getType())};
}
FailureOr<Values> BroadcastToOp::buildJvp(OpBuilder &builder,
                                          ValueRange tangents) {
  Formula f{builder, getLoc()};
  return Values{f.broadcast(f(tangents.front()), sizesOf(getResult())).value};
}

//===----------------------------------------------------------------------===//
// transpose, flip
//===----------------------------------------------------------------------===//

Values TransposeOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                             const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  if (!wanted[0])
    return {Value()};
  SmallVector<int64_t> axes = getPermutation(), back(axes.size());
  for (auto [i, axis] : llvm::enumerate(axes))
    back[axis] = i;
  return {f.transpose(f(cotangents.front()), back).value};
}
FailureOr<Values> TransposeOp::buildJvp(OpBuilder &builder,
                                        ValueRange tangents) {
  Formula f{builder, getLoc()};
  return Values{f.transpose(f(tangents.front()), getPermutation()).value};
}

Values FlipOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                        const llvm::SmallBitVector &wanted) {
  Value d = cotangents.front();
  if (!d || !wanted[0])
    return {Value()};
  return {FlipOp::create(builder, getLoc(), d, getAxis())};
}
FailureOr<Values> FlipOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Value d = tangents.front();
  if (!d)
    return Values{Value()};
  return Values{FlipOp::create(builder, getLoc(), d, getAxis())};
}

//===----------------------------------------------------------------------===//
// slice, pad, concat
//===----------------------------------------------------------------------===//

// The cotangent stands where its elements were read; zeros between and round
// them. An empty slice read nothing.
Values SliceOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                         const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  int64_t axis = getDim(), step = getStep(), low = getOffset();
  int64_t count = sizesOf(getResult())[axis];
  if (count == 0 || !wanted[0])
    return {Value()};
  int64_t high = sizesOf(getInput())[axis] - (low + (count - 1) * step + 1);
  return {f.pad(f(cotangents.front()), axis, low, high, step - 1).value};
}
FailureOr<Values> SliceOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Formula f{builder, getLoc()};
  int64_t axis = getDim(), step = getStep(), start = getOffset();
  int64_t count = sizesOf(getResult())[axis];
  int64_t stop = count == 0 ? start : start + (count - 1) * step + 1;
  return Values{f.slice(f(tangents.front()), axis, start, stop, step).value};
}

Values PadOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                       const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  if (!wanted[0])
    return {Value()};
  Expr d = f(cotangents.front());
  for (auto [axis, size] : llvm::enumerate(sizesOf(getInput()))) {
    int64_t low = getLow()[axis];
    int64_t step = getInterior().empty() ? 1 : getInterior()[axis] + 1;
    int64_t stop = size == 0 ? low : low + (size - 1) * step + 1;
    d = f.slice(d, axis, low, stop, step);
  }
  return {d.value};
}
FailureOr<Values> PadOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Value d = tangents.front();
  if (!d)
    return Values{Value()};
  return Values{PadOp::create(builder, getLoc(), d, getLowAttr(), getHighAttr(),
                              getInteriorAttr(), builder.getF64FloatAttr(0.0))};
}

Values ConcatOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                          const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Values result;
  int64_t axis = getDim(), start = 0;
  for (auto [i, input] : llvm::enumerate(getInputs())) {
    int64_t stop = start + sizesOf(input)[axis];
    result.push_back(
        wanted[i] ? f.slice(f(cotangents.front()), axis, start, stop).value
                  : Value());
    start = stop;
  }
  return result;
}
FailureOr<Values> ConcatOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Formula f{builder, getLoc()};
  if (llvm::none_of(tangents, [](Value d) { return bool(d); }))
    return Values{Value()};
  Values parts;
  for (auto [input, d] : llvm::zip(getInputs(), tangents)) {
    auto type = cast<RankedTensorType>(input.getType());
    parts.push_back(d ? d : f.number(type, 0).value);
  }
  return Values{f.concat(parts, getDim()).value};
}

//===----------------------------------------------------------------------===//
// index, scatter_add
//===----------------------------------------------------------------------===//

Values IndexOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                         const llvm::SmallBitVector &wanted) {
  Value d = cotangents.front();
  if (!d || !wanted[0])
    return {Value(), Value()};
  int64_t rows = sizesOf(getTable()).front();
  return {ScatterAddOp::create(builder, getLoc(), d, getIndices(), rows),
          Value()};
}
FailureOr<Values> IndexOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Value d = tangents.front();
  if (!d)
    return Values{Value()};
  return Values{IndexOp::create(builder, getLoc(), d, getIndices())};
}

Values ScatterAddOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                              const llvm::SmallBitVector &wanted) {
  Value d = cotangents.front();
  if (!d || !wanted[0])
    return {Value(), Value()};
  return {IndexOp::create(builder, getLoc(), d, getIndices()), Value()};
}
FailureOr<Values> ScatterAddOp::buildJvp(OpBuilder &builder,
                                         ValueRange tangents) {
  Value d = tangents.front();
  if (!d)
    return Values{Value()};
  return Values{
      ScatterAddOp::create(builder, getLoc(), d, getIndices(), getRows())};
}

//===----------------------------------------------------------------------===//
// full, iota, linspace
//===----------------------------------------------------------------------===//

Values FullOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                        const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Values result((*this)->getNumOperands());
  Value d = cotangents.front();
  if (!getValue() || !d || !wanted[0] ||
      !isDifferentiable(getValue().getType()))
    return result;
  auto axes = llvm::to_vector(llvm::seq<int64_t>(0, sizesOf(d).size()));
  result[0] = f.convert(f.sum(f(d), axes), elementOf(getValue())).value;
  return result;
}
FailureOr<Values> FullOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  if (tangents.empty() || !tangents.front() || !isDifferentiable(getType()))
    return Values{Value()};
  return Values{FullOp::create(builder, getLoc(), getType(), tangents.front(),
                               FloatAttr(), getTypeAttr())};
}

Values IotaOp::buildVjp(OpBuilder &, ValueRange, const llvm::SmallBitVector &) {
  return {};
}

Values LinspaceOp::buildVjp(OpBuilder &, ValueRange,
                            const llvm::SmallBitVector &) {
  return {};
}

Values EyeOp::buildVjp(OpBuilder &, ValueRange, const llvm::SmallBitVector &) {
  return {};
}

//===----------------------------------------------------------------------===//
// Batching: axes move by one, behind the lanes
//===----------------------------------------------------------------------===//

static FailureOr<Values> reshapeLanes(const Lanes &l) {
  Formula f = l.formula();
  ArrayRef<int64_t> sizes = sizesOf(l.op->getResult(0));
  return Values{f.reshape(f(l.operands[0]), l.withLanes(sizes)).value};
}

static SmallVector<int64_t> behindLanes(ArrayRef<int64_t> axes) {
  return llvm::map_to_vector(axes, [](int64_t axis) { return axis + 1; });
}

// `x` with its axis `from` in the place `to`.
static Expr moveAxis(const Formula &f, Expr x, int64_t from, int64_t to) {
  auto axes = llvm::to_vector(llvm::seq<int64_t>(0, sizesOf(x.value).size()));
  axes.erase(axes.begin() + from);
  axes.insert(axes.begin() + to, from);
  return f.transpose(x, axes);
}

FailureOr<Values> ReshapeOp::buildBatched(OpBuilder &builder,
                                          ValueRange operands,
                                          const llvm::SmallBitVector &batched,
                                          int64_t lanes) {
  return reshapeLanes({builder, *this, operands, batched, lanes});
}
FailureOr<Values> SqueezeOp::buildBatched(OpBuilder &builder,
                                          ValueRange operands,
                                          const llvm::SmallBitVector &batched,
                                          int64_t lanes) {
  return reshapeLanes({builder, *this, operands, batched, lanes});
}
FailureOr<Values> UnsqueezeOp::buildBatched(OpBuilder &builder,
                                            ValueRange operands,
                                            const llvm::SmallBitVector &batched,
                                            int64_t lanes) {
  return reshapeLanes({builder, *this, operands, batched, lanes});
}

FailureOr<Values>
BroadcastToOp::buildBatched(OpBuilder &builder, ValueRange operands,
                            const llvm::SmallBitVector &batched,
                            int64_t lanes) {
  Lanes l{builder, *this, operands, batched, lanes};
  ArrayRef<int64_t> sizes = sizesOf(getResult());
  Expr aligned = l.align(0, sizes.size());
  return Values{l.formula().broadcast(aligned, l.withLanes(sizes)).value};
}

FailureOr<Values> TransposeOp::buildBatched(OpBuilder &builder,
                                            ValueRange operands,
                                            const llvm::SmallBitVector &batched,
                                            int64_t lanes) {
  Lanes l{builder, *this, operands, batched, lanes};
  SmallVector<int64_t> axes = behindLanes(getPermutation());
  axes.insert(axes.begin(), 0);
  return l.rebuild(operands, l.integers("axes", axes));
}

FailureOr<Values> FlipOp::buildBatched(OpBuilder &builder, ValueRange operands,
                                       const llvm::SmallBitVector &batched,
                                       int64_t lanes) {
  Lanes l{builder, *this, operands, batched, lanes};
  return l.rebuild(operands, l.integers("axis", behindLanes(getAxes())));
}

FailureOr<Values> SliceOp::buildBatched(OpBuilder &builder, ValueRange operands,
                                        const llvm::SmallBitVector &batched,
                                        int64_t lanes) {
  return batchAxis(*this, builder, operands, batched, lanes);
}

FailureOr<Values> PadOp::buildBatched(OpBuilder &builder, ValueRange operands,
                                      const llvm::SmallBitVector &batched,
                                      int64_t lanes) {
  Lanes l{builder, *this, operands, batched, lanes};
  auto none = [](ArrayRef<int64_t> numbers) {
    SmallVector<int64_t> all(numbers);
    all.insert(all.begin(), 0);
    return all;
  };
  SmallVector<NamedAttribute> changed = {l.integers("low", none(getLow())),
                                         l.integers("high", none(getHigh()))};
  if (!getInterior().empty())
    changed.push_back(l.integers("interior", none(getInterior())));
  return l.rebuild(operands, changed);
}

FailureOr<Values> ConcatOp::buildBatched(OpBuilder &builder,
                                         ValueRange operands,
                                         const llvm::SmallBitVector &batched,
                                         int64_t lanes) {
  Lanes l{builder, *this, operands, batched, lanes};
  Values parts;
  for (unsigned i = 0; i < operands.size(); ++i)
    parts.push_back(l.spread(i).value);
  return Values{l.formula().concat(parts, getDim() + 1).value};
}

// The numbers of a lane's rows in a table that holds the rows of all lanes, one
// lane behind the other. A number outside of its lane is outside of that table.
static Value rowsOfLanes(const Lanes &l, Expr indices, int64_t rows) {
  Formula f = l.formula();
  Type i64 = l.builder.getI64Type();
  Expr row = f.convert(indices, i64);
  Expr first = f.iota(sizesOf(row.value), i64, 0) * Expr(double(rows));
  Expr below = where(row < Expr(double(rows)), row + first, Expr(-1.0));
  return where(row < Expr(0.0), Expr(-1.0), below).value;
}

// A table of all lanes' rows, read or written by numbers of rows, is named as
// its op is: the error speaks of what a person wrote.
static void keepRole(Operation *from, Value to) {
  if (Attribute role = from->getAttr(kRoleAttr))
    to.getDefiningOp()->setAttr(kRoleAttr, role);
}

FailureOr<Values> IndexOp::buildBatched(OpBuilder &builder, ValueRange operands,
                                        const llvm::SmallBitVector &batched,
                                        int64_t lanes) {
  Lanes l{builder, *this, operands, batched, lanes};
  Formula f = l.formula();
  if (!batched[0])
    return l.rebuild(operands);
  Value table = operands[0], indices = operands[1];
  if (batched[1]) {
    indices = rowsOfLanes(l, f(indices), l.sizes(0)[0]);
    table = l.merge(f(table)).value;
  } else {
    table = moveAxis(f, f(table), 0, 1).value;
  }
  Value rows = IndexOp::create(builder, getLoc(), table, indices);
  keepRole(*this, rows);
  if (!batched[1])
    rows = moveAxis(f, f(rows), l.sizes(1).size(), 0).value;
  return Values{rows};
}

FailureOr<Values>
ScatterAddOp::buildBatched(OpBuilder &builder, ValueRange operands,
                           const llvm::SmallBitVector &batched, int64_t lanes) {
  Lanes l{builder, *this, operands, batched, lanes};
  Formula f = l.formula();
  Expr updates = l.spread(0);
  Value indices = operands[1];
  int64_t rows = getRows(), axis = l.sizes(1).size();
  if (batched[1]) {
    indices = rowsOfLanes(l, f(indices), rows);
    rows *= lanes;
  } else {
    updates = moveAxis(f, updates, 0, axis);
  }
  Value sums =
      ScatterAddOp::create(builder, getLoc(), updates.value, indices, rows);
  keepRole(*this, sums);
  if (!batched[1])
    return Values{moveAxis(f, f(sums), 1, 0).value};
  return Values{f.reshape(f(sums), l.withLanes(sizesOf(getResult()))).value};
}

FailureOr<Values> OneHotOp::buildBatched(OpBuilder &builder,
                                         ValueRange operands,
                                         const llvm::SmallBitVector &batched,
                                         int64_t lanes) {
  return Lanes{builder, *this, operands, batched, lanes}.rebuild(operands);
}

FailureOr<Values> FullOp::buildBatched(OpBuilder &builder, ValueRange operands,
                                       const llvm::SmallBitVector &batched,
                                       int64_t lanes) {
  Lanes l{builder, *this, operands, batched, lanes};
  Formula f = l.formula();
  ArrayRef<int64_t> sizes = sizesOf(getResult());
  Expr value = f.convert(l.align(0, sizes.size()), elementOf(getResult()));
  return Values{f.broadcast(value, l.withLanes(sizes)).value};
}

} // namespace leat
