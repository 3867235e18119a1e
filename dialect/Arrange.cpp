//===- Arrange.cpp - tensors cut, joined and repeated ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"
#include "dialect/Inference.h"
#include "dialect/Places.h"
#include "dialect/Required.h"
#include "dialect/Saturate.h"
#include "dialect/Spelling.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "dialect/Arrange.cpp.inc"

namespace leat {

void LeatDialect::registerArrangeOps() {
  addOperations<
#define GET_OP_LIST
#include "dialect/Arrange.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// split
//===----------------------------------------------------------------------===//

// Of an axis that is not known yet.
static constexpr int64_t kMostParts = 65536;

// The extents of the pieces of an axis of extent `whole`.
static FailureOr<Extents> pieceExtents(OptionalLoc loc, SplitOp::Adaptor op,
                                       const Extent &whole) {
  Extents pieces;
  if (bool(op.getSizes()) == bool(op.getPartsAttr())) // C2
    return emitOptionalError(
        loc, "split: expected either 'sizes' or 'parts', not both");
  if (!op.getSizes()) {
    int64_t parts = *op.getParts();
    bool fits = whole.known() ? parts >= 1 && whole.size % parts == 0
                              : parts >= 1 && parts <= kMostParts;
    if (!fits) // C4
      return emitOptionalError(placeOf(loc, "parts"), "split: ", parts,
                               " parts do not divide the axis of ",
                               shortType(op.getInput().getType()));
    pieces.assign(parts, whole.known() ? Extent(whole.size / parts) : Extent());
    return pieces;
  }
  int64_t sum = 0;
  ArrayRef<int64_t> sizes = *op.getSizes();
  for (int64_t size : sizes) {
    if (size < 0) // C3
      return emitOptionalError(placeOf(loc, "sizes"), "split: sizes holds ",
                               size,
                               ", expected numbers that are not negative");
    sum += size;
    pieces.push_back(size);
  }
  if (whole.known() && whole.size != sum) // C3
    return emitOptionalError(placeOf(loc, "sizes"),
                             "split: the sum of sizes is ", sum,
                             ", but the axis has ", whole.size, " elements");
  return pieces;
}

LogicalResult SplitOp::inferReturnTypes(MLIRContext *,
                                        std::optional<Location> loc, Adaptor op,
                                        SmallVectorImpl<Type> &types) {
  Extents extents = extentsOf(op.getInput().getType());
  auto axis = normalizeAxis("split", loc, extents.size(), op.getAxis()); // C1
  if (failed(axis))
    return failure();
  FailureOr<Extents> pieces = pieceExtents(loc, op, extents[*axis]);
  if (failed(pieces))
    return failure();
  for (const Extent &piece : *pieces) {
    extents[*axis] = piece;
    types.push_back(tensorOf(elementOf(op.getInput()), extents));
  }
  return success();
}

int64_t SplitOp::getDim() {
  return *normalizeAxis("split", {}, sizesOf(getInput()).size(), getAxis());
}

SmallVector<Value> SplitOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  SmallVector<Value> pieces;
  int64_t axis = getDim(), start = 0;
  for (Value piece : getPieces()) {
    int64_t stop = start + sizesOf(piece)[axis];
    pieces.push_back(f.slice(f(getInput()), axis, start, stop).value);
    start = stop;
  }
  return pieces;
}

//===----------------------------------------------------------------------===//
// stack, tile, roll
//===----------------------------------------------------------------------===//

LogicalResult StackOp::inferReturnTypes(MLIRContext *,
                                        std::optional<Location> loc, Adaptor op,
                                        SmallVectorImpl<Type> &types) {
  if (op.getInputs().empty()) // C1
    return emitOptionalError(loc, "stack: expected at least one operand");
  if (failed(sameElementType("stack", loc, op.getInputs()))) // C1
    return failure();
  Type first = op.getInputs().front().getType();
  Extents result = extentsOf(first);
  for (auto [i, input] : llvm::enumerate(op.getInputs())) {
    Extents own = extentsOf(input.getType());
    if (!compatible(first, input.getType())) // C1
      return emitOptionalError(placeOf(loc, Twine(i)),
                               "stack: ", shortType(input.getType()),
                               " has not the shape of ", shortType(first));
    for (auto [mine, other] : llvm::zip(result, own))
      mine = meet(mine, other);
  }
  auto axis =
      normalizeAxis("stack", loc, result.size() + 1, op.getAxis()); // C2
  if (failed(axis))
    return failure();
  result.insert(result.begin() + *axis, Extent(op.getInputs().size()));
  types.push_back(tensorOf(elementOf(op.getInputs().front()), result));
  return success();
}

SmallVector<Value> StackOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  int64_t rank = sizesOf(getResult()).size();
  int64_t axis = *normalizeAxis("stack", {}, rank, getAxis());
  SmallVector<int64_t> sizes(sizesOf(getResult()));
  sizes[axis] = 1;
  SmallVector<Value> layers;
  for (Value input : getInputs())
    layers.push_back(f.reshape(f(input), sizes).value);
  return {f.concat(layers, axis).value};
}

LogicalResult TileOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> loc, Adaptor op,
                                       SmallVectorImpl<Type> &types) {
  if (failed(required("tile", loc, "repeats", op.getProperties().repeats)))
    return failure();
  Extents result = extentsOf(op.getInput().getType());
  ArrayRef<int64_t> repeats = op.getRepeats();
  if (repeats.size() < result.size() ||
      llvm::any_of(repeats, [](int64_t n) { return n < 1; })) // C1
    return emitOptionalError(placeOf(loc, "repeats"), "tile: repeats is [",
                             spellNumbers(repeats),
                             "], expected a positive number for each axis of ",
                             shortType(op.getInput().getType()));
  result.insert(result.begin(), repeats.size() - result.size(), Extent(1));
  for (auto [extent, n] : llvm::zip(result, repeats))
    if (n != 1)
      extent =
          extent.known() ? Extent(saturatingMul(extent.size, n)) : Extent();
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

// Every axis behind one of its repeats, stretched from 1.
SmallVector<Value> TileOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  SmallVector<int64_t> narrow, wide, sizes(sizesOf(getInput()));
  sizes.insert(sizes.begin(), getRepeats().size() - sizes.size(), 1);
  for (auto [size, n] : llvm::zip(sizes, getRepeats())) {
    narrow.append({1, size});
    wide.append({n, size});
  }
  Expr repeated = f.broadcast(f.reshape(f(getInput()), narrow), wide);
  return {f.reshape(repeated, sizesOf(getResult())).value};
}

LogicalResult RollOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> loc, Adaptor op,
                                       SmallVectorImpl<Type> &types) {
  if (failed(required("roll", loc, "shift", op.getProperties().shift)) ||
      failed(required("roll", loc, "axis", op.getProperties().axis)) ||
      failed(normalizeAxes("roll", loc, sizesOf(op.getInput()).size(),
                           op.getAxis()))) // C1
    return failure();
  if (op.getShift().size() != op.getAxis().size()) // C2
    return emitOptionalError(placeOf(loc, "shift"), "roll: shift has ",
                             op.getShift().size(), " numbers, expected ",
                             op.getAxis().size(), ", one for each axis");
  types.push_back(op.getInput().getType());
  return success();
}

SmallVector<Value> RollOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr x = f(getInput());
  for (auto [given, shift] : llvm::zip(getAxis(), getShift())) {
    int64_t rank = sizesOf(getInput()).size();
    int64_t axis = *normalizeAxis("roll", {}, rank, given);
    int64_t size = sizesOf(getInput())[axis];
    int64_t by = size == 0 ? 0 : (shift % size + size) % size;
    if (by == 0)
      continue;
    Value tail = f.slice(x, axis, size - by, size).value;
    x = f.concat({tail, f.slice(x, axis, 0, size - by).value}, axis);
  }
  return {x.value};
}

//===----------------------------------------------------------------------===//
// outer
//===----------------------------------------------------------------------===//

LogicalResult OuterOp::inferReturnTypes(MLIRContext *,
                                        std::optional<Location> loc, Adaptor op,
                                        SmallVectorImpl<Type> &types) {
  if (failed(sameElementType("outer", loc, op.getOperands()))) // C1
    return failure();
  Extents result;
  for (auto [i, operand] : llvm::enumerate(op.getOperands())) {
    Extents extents = extentsOf(operand.getType());
    if (extents.size() != 1) // C1
      return emitOptionalError(placeOf(loc, Twine(i)),
                               "outer: expected a vector, got ",
                               shortType(operand.getType()));
    result.push_back(extents.front());
  }
  types.push_back(tensorOf(elementOf(op.getLhs()), result));
  return success();
}

SmallVector<Value> OuterOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr column = f.reshape(f(getLhs()), {sizesOf(getLhs()).front(), 1});
  return {(column * f(getRhs())).value};
}

//===----------------------------------------------------------------------===//
// pad_circular, pad_reflect, pad_replicate
//===----------------------------------------------------------------------===//

// `fits(extent, added)` says whether an axis of that extent can be padded by
// so many elements, and `limit` what is allowed.
template <typename AdaptorT>
static LogicalResult inferEdgePad(StringRef name, OptionalLoc loc, AdaptorT op,
                                  InferredTypes &types, StringRef limit,
                                  bool (*fits)(int64_t, int64_t)) {
  if (failed(required(name, loc, "low", op.getProperties().low)) ||
      failed(required(name, loc, "high", op.getProperties().high)))
    return failure();
  Type input = op.getInput().getType();
  Extents result = extentsOf(input);
  const std::pair<StringRef, ArrayRef<int64_t>> sides[] = {
      {"low", op.getLow()}, {"high", op.getHigh()}};
  for (auto [side, numbers] : sides) {
    if (numbers.size() != result.size() ||
        llvm::any_of(numbers, [](int64_t n) { return n < 0; })) // C1
      return emitOptionalError(
          placeOf(loc, side), name, ": ", side, " is [", spellNumbers(numbers),
          "], expected one number per axis, none of them negative: ",
          shortType(input));
    for (auto [axis, n] : llvm::enumerate(numbers))
      if (n > 0 && result[axis].known() && !fits(result[axis].size, n)) // C2
        return emitOptionalError(placeOf(loc, side), name, ": ", side, " adds ",
                                 n, " elements to axis ", axis, " of ",
                                 shortType(input), ", expected ", limit);
  }
  for (auto [axis, extent] : llvm::enumerate(result))
    if (int64_t added = saturatingAdd(op.getLow()[axis], op.getHigh()[axis]))
      extent =
          extent.known() ? Extent(saturatingAdd(extent.size, added)) : Extent();
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

// Per axis: what `before` and `after` make of the tensor stands round it.
template <typename OpT, typename BeforeT, typename AfterT>
static SmallVector<Value> padEdges(OpT op, OpBuilder &builder, BeforeT before,
                                   AfterT after) {
  Formula f{builder, op.getLoc()};
  Expr x = f(op.getInput());
  for (int64_t axis = 0, rank = op.getLow().size(); axis < rank; ++axis) {
    int64_t low = op.getLow()[axis], high = op.getHigh()[axis];
    int64_t size = sizesOf(x.value)[axis];
    SmallVector<Value> parts = {x.value};
    if (low > 0)
      parts.insert(parts.begin(), before(f, x, axis, size, low).value);
    if (high > 0)
      parts.push_back(after(f, x, axis, size, high).value);
    if (parts.size() > 1)
      x = f.concat(parts, axis);
  }
  return {x.value};
}

LogicalResult PadCircularOp::inferReturnTypes(MLIRContext *,
                                              std::optional<Location> loc,
                                              Adaptor op,
                                              SmallVectorImpl<Type> &types) {
  return inferEdgePad("pad_circular", loc, op, types,
                      "no more than the axis has",
                      [](int64_t size, int64_t n) { return n <= size; });
}

SmallVector<Value> PadCircularOp::decompose(OpBuilder &builder) {
  auto before = [](const Formula &f, Expr x, int64_t axis, int64_t size,
                   int64_t n) { return f.slice(x, axis, size - n, size); };
  auto after = [](const Formula &f, Expr x, int64_t axis, int64_t, int64_t n) {
    return f.slice(x, axis, 0, n);
  };
  return padEdges(*this, builder, before, after);
}

LogicalResult PadReflectOp::inferReturnTypes(MLIRContext *,
                                             std::optional<Location> loc,
                                             Adaptor op,
                                             SmallVectorImpl<Type> &types) {
  return inferEdgePad("pad_reflect", loc, op, types, "less than the axis has",
                      [](int64_t size, int64_t n) { return n < size; });
}

SmallVector<Value> PadReflectOp::decompose(OpBuilder &builder) {
  auto flipped = [](const Formula &f, Expr x, int64_t axis) {
    return f.make<FlipOp>(x.value, f.builder.getDenseI64ArrayAttr(axis));
  };
  auto before = [&](const Formula &f, Expr x, int64_t axis, int64_t,
                    int64_t n) {
    return flipped(f, f.slice(x, axis, 1, n + 1), axis);
  };
  auto after = [&](const Formula &f, Expr x, int64_t axis, int64_t size,
                   int64_t n) {
    return flipped(f, f.slice(x, axis, size - 1 - n, size - 1), axis);
  };
  return padEdges(*this, builder, before, after);
}

LogicalResult PadReplicateOp::inferReturnTypes(MLIRContext *,
                                               std::optional<Location> loc,
                                               Adaptor op,
                                               SmallVectorImpl<Type> &types) {
  return inferEdgePad("pad_replicate", loc, op, types,
                      "an axis that has elements",
                      [](int64_t size, int64_t) { return size > 0; });
}

SmallVector<Value> PadReplicateOp::decompose(OpBuilder &builder) {
  auto copies = [](const Formula &f, Expr edge, int64_t axis, int64_t n) {
    SmallVector<int64_t> sizes(sizesOf(edge.value));
    sizes[axis] = n;
    return f.broadcast(edge, sizes);
  };
  auto before = [&](const Formula &f, Expr x, int64_t axis, int64_t,
                    int64_t n) {
    return copies(f, f.slice(x, axis, 0, 1), axis, n);
  };
  auto after = [&](const Formula &f, Expr x, int64_t axis, int64_t size,
                   int64_t n) {
    return copies(f, f.slice(x, axis, size - 1, size), axis, n);
  };
  return padEdges(*this, builder, before, after);
}

} // namespace leat
