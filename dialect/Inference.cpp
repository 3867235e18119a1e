//===- Inference.cpp - shape rules that several ops share -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Inference.h"
#include "dialect/Places.h"
#include "dialect/Spelling.h"

using namespace mlir;

namespace leat {

static Type elementOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getElementType();
}

LogicalResult sameElementType(StringRef op, OptionalLoc loc,
                              ValueRange operands, unsigned first) {
  for (auto [i, operand] : llvm::enumerate(operands))
    if (elementOf(operand) != elementOf(operands.front()))
      return emitOptionalError(placeOf(loc, Twine(first + i)), op,
                               ": operands have different element types: ",
                               shortType(operands.front().getType()), " and ",
                               shortType(operand.getType()),
                               "; convert one of them, as in ",
                               shortType(elementOf(operands.front())), "(...)");
  return success();
}

static FailureOr<Extents> broadcastAll(StringRef op, OptionalLoc loc,
                                       ValueRange operands) {
  Extents extents;
  for (Value operand : operands) {
    FailureOr<Extents> both =
        broadcastExtents(extents, extentsOf(operand.getType()));
    if (failed(both))
      return emitOptionalError(
          loc, op, ": shapes do not broadcast: ", spellTypes(operands));
    extents = *both;
  }
  return extents;
}

LogicalResult inferPointwise(StringRef op, OptionalLoc loc, ValueRange operands,
                             InferredTypes &types) {
  if (failed(sameElementType(op, loc, operands))) // C1
    return failure();
  FailureOr<Extents> extents = broadcastAll(op, loc, operands); // C2
  if (failed(extents))
    return failure();
  types.push_back(tensorOf(elementOf(operands.front()), *extents));
  return success();
}

LogicalResult inferComparison(StringRef op, OptionalLoc loc,
                              ValueRange operands, InferredTypes &types) {
  if (failed(inferPointwise(op, loc, operands, types)))
    return failure();
  auto type = cast<RankedTensorType>(types.pop_back_val());
  types.push_back(type.clone(IntegerType::get(type.getContext(), 1)));
  return success();
}

LogicalResult inferWhere(OptionalLoc loc, ValueRange operands,
                         InferredTypes &types) {
  if (!elementOf(operands[0]).isInteger(1)) // C1
    return emitOptionalError(placeOf(loc, "0"),
                             "where: the condition is i1, got ",
                             shortType(operands[0].getType()));
  if (failed(sameElementType("where", loc, operands.drop_front(), 1))) // C2
    return failure();
  FailureOr<Extents> extents = broadcastAll("where", loc, operands); // C3
  if (failed(extents))
    return failure();
  types.push_back(tensorOf(elementOf(operands[1]), *extents));
  return success();
}

FailureOr<int64_t> normalizeAxis(StringRef op, OptionalLoc loc, int64_t rank,
                                 int64_t axis) {
  if (axis < -rank || axis >= rank)
    return emitOptionalError(placeOf(loc, "axis"), op, ": axis ", axis,
                             " is out of range for a tensor of rank ", rank);
  return axis < 0 ? axis + rank : axis;
}

FailureOr<SmallVector<int64_t>>
normalizeAxes(StringRef op, OptionalLoc loc, int64_t rank,
              std::optional<ArrayRef<int64_t>> axis) {
  SmallVector<int64_t> axes;
  if (!axis) {
    llvm::append_range(axes, llvm::seq<int64_t>(0, rank));
    return axes;
  }
  for (int64_t a : *axis) {
    FailureOr<int64_t> normal = normalizeAxis(op, loc, rank, a);
    if (failed(normal))
      return failure();
    if (llvm::is_contained(axes, *normal))
      return emitOptionalError(placeOf(loc, "axis"), op, ": axis ", a,
                               " is named twice");
    axes.push_back(*normal);
  }
  llvm::sort(axes);
  return axes;
}

LogicalResult inferAlongAxis(StringRef op, OptionalLoc loc, Value input,
                             int64_t axis, InferredTypes &types) {
  int64_t rank = cast<RankedTensorType>(input.getType()).getRank();
  if (failed(normalizeAxis(op, loc, rank, axis))) // C1
    return failure();
  types.push_back(input.getType());
  return success();
}

LogicalResult inferReduction(StringRef op, OptionalLoc loc, Value input,
                             std::optional<ArrayRef<int64_t>> axis,
                             bool keepdims, InferredTypes &types) {
  Extents in = extentsOf(input.getType()), out;
  auto axes = normalizeAxes(op, loc, in.size(), axis); // C1
  if (failed(axes))
    return failure();
  for (auto [i, extent] : llvm::enumerate(in)) {
    if (!llvm::is_contained(*axes, int64_t(i)))
      out.push_back(extent);
    else if (keepdims)
      out.push_back(Extent(1));
  }
  types.push_back(tensorOf(elementOf(input), out));
  return success();
}

} // namespace leat
