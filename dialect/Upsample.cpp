//===- Upsample.cpp - images enlarged -------------------------------------===//
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

namespace leat {

// By how much each spatial dimension grows.
static SmallVector<int64_t> scalesOf(ArrayRef<int64_t> scale, int64_t spatial) {
  return scale.size() == 1 ? SmallVector<int64_t>(spatial, scale.front())
                           : SmallVector<int64_t>(scale);
}

template <typename AdaptorT>
static LogicalResult inferUpsampling(StringRef name, OptionalLoc loc,
                                     AdaptorT op, InferredTypes &types) {
  if (failed(required(name, loc, "scale", op.getProperties().scale)))
    return failure();
  Type input = op.getInput().getType();
  Extents result = extentsOf(input);
  if (result.size() < 3 || result.size() > 5) // C1
    return emitOptionalError(placeOf(loc, "0"), name,
                             ": expected an input of rank 3 to 5, "
                             "[batch, channels, ...], got ",
                             shortType(input));
  ArrayRef<int64_t> scale = op.getScale();
  size_t spatial = result.size() - 2;
  if ((scale.size() != 1 && scale.size() != spatial) ||
      llvm::any_of(scale, [](int64_t s) { return s < 1; })) // C2
    return emitOptionalError(placeOf(loc, "scale"), name, ": scale is [",
                             spellNumbers(scale), "], expected 1 or ", spatial,
                             " positive numbers");
  for (auto [extent, s] :
       llvm::zip(llvm::drop_begin(result, 2), scalesOf(scale, spatial)))
    if (s != 1)
      extent =
          extent.known() ? Extent(saturatingMul(extent.size, s)) : Extent();
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

LogicalResult
UpsampleNearestOp::inferReturnTypes(MLIRContext *, std::optional<Location> loc,
                                    Adaptor op, SmallVectorImpl<Type> &types) {
  return inferUpsampling("upsample_nearest", loc, op, types);
}

// Every spatial axis before one of its repeats, stretched from 1.
SmallVector<Value> UpsampleNearestOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  ArrayRef<int64_t> sizes = sizesOf(getInput());
  SmallVector<int64_t> narrow(sizes.take_front(2)), wide = narrow;
  for (auto [size, s] :
       llvm::zip(sizes.drop_front(2), scalesOf(getScale(), sizes.size() - 2))) {
    narrow.append({size, 1});
    wide.append({size, s});
  }
  Expr repeated = f.broadcast(f.reshape(f(getInput()), narrow), wide);
  return {f.reshape(repeated, sizesOf(getResult())).value};
}

LogicalResult UpsampleLinearOp::inferReturnTypes(MLIRContext *,
                                                 std::optional<Location> loc,
                                                 Adaptor op,
                                                 SmallVectorImpl<Type> &types) {
  return inferUpsampling("upsample_linear", loc, op, types);
}

// Element i of the axis becomes `scale` elements, number p of which lies
// t = (p + 1/2) / scale - 1/2 away from it: |t| of the neighbour on that side,
// the rest of its own. At an end the neighbour is the element itself.
static Expr interpolate(const Formula &f, Expr x, int64_t axis, int64_t scale) {
  ArrayRef<int64_t> sizes = sizesOf(x.value);
  int64_t n = sizes[axis], rank = sizes.size();
  Type element = elementOf(x.value);
  auto spread = [&](Expr neighbour) {
    SmallVector<int64_t> apart(sizesOf(x.value));
    apart.insert(apart.begin() + axis + 1, 1);
    return f.reshape(neighbour, apart);
  };
  Expr left = x, right = x;
  if (n > 1) {
    Value first = f.slice(x, axis, 0, 1).value;
    Value last = f.slice(x, axis, n - 1, n).value;
    left = f.concat({first, f.slice(x, axis, 0, n - 1).value}, axis);
    right = f.concat({f.slice(x, axis, 1, n).value, last}, axis);
  }
  SmallVector<int64_t> phases(rank - axis, 1);
  phases.front() = scale;
  Expr t = (f.iota(phases, element, 0) - Expr(double(scale - 1) / 2)) *
           Expr(1 / double(scale));
  Expr before = where(t < Expr(0.0), -t, Expr(0.0));
  Expr after = where(t > Expr(0.0), t, Expr(0.0));
  Expr all = spread(x) * (Expr(1.0) - before - after) + spread(left) * before +
             spread(right) * after;
  SmallVector<int64_t> result(sizesOf(x.value));
  result[axis] *= scale;
  return f.reshape(all, result);
}

SmallVector<Value> UpsampleLinearOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  if (getType().getNumElements() == 0)
    return {f.number(getType(), 0).value};
  Expr x = f(getInput());
  int64_t spatial = sizesOf(getInput()).size() - 2;
  for (auto [i, scale] : llvm::enumerate(scalesOf(getScale(), spatial)))
    if (scale != 1)
      x = interpolate(f, x, i + 2, scale);
  return {x.value};
}

} // namespace leat
