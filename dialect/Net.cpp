//===- Net.cpp - shape rules and decompositions of layers -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Inference.h"
#include "dialect/Places.h"
#include "dialect/Random.h"
#include "dialect/Required.h"
#include "dialect/Spelling.h"
#include "dialect/gradients/Batch.h"
#include <cmath>

using namespace mlir;

#define GET_OP_CLASSES
#include "dialect/Net.cpp.inc"

namespace leat {

void LeatDialect::registerNetOps() {
  addOperations<
#define GET_OP_LIST
#include "dialect/Net.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// softmax, log_softmax
//===----------------------------------------------------------------------===//

// e ** (x - m) / sum(e ** (x - m)), m the largest element along the axis.
SmallVector<Value> SoftmaxOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr x = f(getInput());
  Expr e = exp(x - f.max(x, getDim(), /*keepdims=*/true));
  return {(e / f.sum(e, getDim(), /*keepdims=*/true)).value};
}

SmallVector<Value> LogSoftmaxOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr x = f(getInput());
  Expr shifted = x - f.max(x, getDim(), /*keepdims=*/true);
  return {
      (shifted - log(f.sum(exp(shifted), getDim(), /*keepdims=*/true))).value};
}

//===----------------------------------------------------------------------===//
// normalize
//===----------------------------------------------------------------------===//

// `vectors` run along the channels, axis 1, of `input`, which gets to know
// their number.
static LogicalResult checkChannels(StringRef op, OptionalLoc loc, Value input,
                                   ValueRange vectors, Extents &extents) {
  extents = extentsOf(input.getType());
  if (extents.size() < 2)
    return emitOptionalError(
        placeOf(loc, "0"), op,
        ": expected an input of rank >= 2, [batch, channels, ...], "
        "got ",
        shortType(input.getType()));
  for (auto [i, vector] : llvm::enumerate(vectors)) {
    Extents own = extentsOf(vector.getType());
    if (own.size() != 1 || clash(own[0], extents[1]))
      return emitOptionalError(
          placeOf(loc, Twine(i + 1)), op, ": ", shortType(vector.getType()),
          " is no vector of the channels of ", shortType(input.getType()));
    extents[1] = meet(extents[1], own[0]);
  }
  return success();
}

LogicalResult NormalizeOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> loc,
                                            Adaptor op,
                                            SmallVectorImpl<Type> &types) {
  Extents result;
  if (failed(sameElementType("normalize", loc, op.getOperands())) || // C1
      failed(checkChannels("normalize", loc, op.getInput(),
                           op.getOperands().drop_front(), result))) // C2
    return failure();
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

// The scale weight / sqrt(variance + eps) is computed on the vectors: three
// operations are left per element.
SmallVector<Value> NormalizeOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  SmallVector<int64_t> sizes(sizesOf(getInput()).size(), 1);
  sizes[1] = sizesOf(getInput())[1];
  auto along = [&](Expr vector) { return f.reshape(vector, sizes); };
  Expr shifted = f(getVariance()) + Expr(getEps().convertToDouble());
  Expr scale = f(getWeight()) / f.make<SqrtOp>(shifted.value);
  Expr centred = f(getInput()) - along(f(getMean()));
  return {(centred * along(scale) + along(f(getBias()))).value};
}

//===----------------------------------------------------------------------===//
// standardize and the norms that are made of it
//===----------------------------------------------------------------------===//

static LogicalResult checkEps(StringRef op, OptionalLoc loc, FloatAttr eps) {
  if (eps.getValueAsDouble() >= 0)
    return success();
  return emitOptionalError(placeOf(loc, "eps"), op, ": eps is ", spell(eps),
                           ", expected a number that is not negative");
}

LogicalResult StandardizeOp::inferReturnTypes(MLIRContext *,
                                              std::optional<Location> loc,
                                              Adaptor op,
                                              SmallVectorImpl<Type> &types) {
  StringRef name = "standardize";
  if (failed(required(name, loc, "axis", op.getProperties().axis)))
    return failure();
  if (op.getAxis().empty()) // C1
    return emitOptionalError(placeOf(loc, "axis"), name,
                             ": axis is empty, expected at least one axis");
  if (failed(normalizeAxes(name, loc, sizesOf(op.getInput()).size(),
                           op.getAxis())) ||        // C1
      failed(checkEps(name, loc, op.getEpsAttr()))) // C2
    return failure();
  types.push_back(op.getInput().getType());
  return success();
}

SmallVector<int64_t> StandardizeOp::getAxes() {
  return *normalizeAxes("standardize", {}, getInput().getType().getRank(),
                        getAxis());
}

Value StandardizeOp::buildCentered(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr x = f(getInput());
  return getCenter() ? (x - f.mean(x, getAxes(), /*keepdims=*/true)).value
                     : x.value;
}

Value StandardizeOp::buildScale(OpBuilder &builder, Value centered) {
  Formula f{builder, getLoc()};
  Expr d = f(centered);
  Expr variance = f.mean(d * d, getAxes(), /*keepdims=*/true);
  Expr shifted = variance + Expr(getEps().convertToDouble());
  return f.make<RsqrtOp>(shifted.value).value;
}

SmallVector<Value> StandardizeOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Value centered = buildCentered(builder);
  return {(f(centered) * f(buildScale(builder, centered))).value};
}

// x * weight + bias, as far as they are given, each as a tensor of `sizes`.
static Expr affine(const Formula &f, Expr x, ValueRange weightAndBias,
                   ArrayRef<int64_t> sizes) {
  if (!weightAndBias.empty())
    x = x * f.reshape(f(weightAndBias[0]), sizes);
  if (weightAndBias.size() > 1)
    x = x + f.reshape(f(weightAndBias[1]), sizes);
  return x;
}

static LogicalResult checkAffineCount(StringRef op, OptionalLoc loc,
                                      ValueRange affine) {
  if (affine.size() <= 2)
    return success();
  return emitOptionalError(loc, op, ": got ", affine.size() + 1,
                           " operands, expected an input, a weight and a bias");
}

// layer_norm and rms_norm.
template <typename AdaptorT>
static LogicalResult inferLastDims(StringRef name, OptionalLoc loc, AdaptorT op,
                                   InferredTypes &types) {
  Type inputType = op.getInput().getType();
  if (failed(sameElementType(name, loc, op.getOperands())) || // C1
      failed(checkAffineCount(name, loc, op.getAffine())) ||  // C3
      failed(checkEps(name, loc, op.getEpsAttr())))           // C4
    return failure();
  Extents input = extentsOf(inputType);
  int64_t rank = input.size(), dims = op.getDims();
  if (dims < 1 || dims > rank) // C2
    return emitOptionalError(placeOf(loc, "dims"), name, ": dims is ", dims,
                             ", expected 1 ... ", rank,
                             ", the rank of the input");
  for (auto [i, vector] : llvm::enumerate(op.getAffine())) {
    Extents own = extentsOf(vector.getType());
    ArrayRef<Extent> last = ArrayRef(input).take_back(dims);
    bool fits = own.size() == last.size();
    for (size_t d = 0; fits && d < own.size(); ++d)
      fits = !clash(own[d], last[d]);
    if (!fits) // C3
      return emitOptionalError(
          placeOf(loc, Twine(i + 1)), name, ": ", shortType(vector.getType()),
          " has not the last ", dims, " extents of ", shortType(inputType));
  }
  types.push_back(inputType);
  return success();
}

template <typename OpT>
static Value normalizeLastDims(OpT op, OpBuilder &builder, bool center) {
  Formula f{builder, op.getLoc()};
  ArrayRef<int64_t> sizes = sizesOf(op.getInput());
  int64_t rank = sizes.size(), dims = op.getDims();
  auto axes = llvm::to_vector(llvm::seq<int64_t>(rank - dims, rank));
  Expr y = f.make<StandardizeOp>(op.getInput(), axes, op.getEps(), center);
  return affine(f, y, op.getAffine(), sizes.take_back(dims)).value;
}

LogicalResult LayerNormOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> loc,
                                            Adaptor op,
                                            SmallVectorImpl<Type> &types) {
  return inferLastDims("layer_norm", loc, op, types); // C1, C2, C3, C4
}

SmallVector<Value> LayerNormOp::decompose(OpBuilder &builder) {
  return {normalizeLastDims(*this, builder, /*center=*/true)};
}

LogicalResult RmsNormOp::inferReturnTypes(MLIRContext *,
                                          std::optional<Location> loc,
                                          Adaptor op,
                                          SmallVectorImpl<Type> &types) {
  return inferLastDims("rms_norm", loc, op, types); // C1, C2, C3, C4
}

SmallVector<Value> RmsNormOp::decompose(OpBuilder &builder) {
  return {normalizeLastDims(*this, builder, /*center=*/false)};
}

LogicalResult GroupNormOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> loc,
                                            Adaptor op,
                                            SmallVectorImpl<Type> &types) {
  StringRef name = "group_norm";
  Extents result;
  if (failed(required(name, loc, "groups", op.getProperties().groups)) ||
      failed(sameElementType(name, loc, op.getOperands())) || // C1
      failed(checkAffineCount(name, loc, op.getAffine())) ||  // C2
      failed(checkChannels(name, loc, op.getInput(), op.getAffine(),
                           result)) ||              // C2
      failed(checkEps(name, loc, op.getEpsAttr()))) // C4
    return failure();
  int64_t groups = op.getGroups();
  if (groups < 1) // C3
    return emitOptionalError(placeOf(loc, "groups"), name, ": groups is ",
                             groups, ", expected at least 1");
  if (result[1].known() && result[1].size % groups != 0) // C3
    return emitOptionalError(placeOf(loc, "groups"), name, ": ", result[1].size,
                             " channels can not be split into ", groups,
                             " groups");
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

// As [N, groups, channels of a group, space...], so that all stays one kernel:
// the rows are the groups.
SmallVector<Value> GroupNormOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  ArrayRef<int64_t> sizes = sizesOf(getInput());
  int64_t groups = getGroups();
  SmallVector<int64_t> split(sizes);
  split[1] /= groups;
  split.insert(split.begin() + 1, groups);
  auto axes = llvm::to_vector(llvm::seq<int64_t>(2, split.size()));
  Expr x = f.reshape(f(getInput()), split);
  Expr y = f.make<StandardizeOp>(x.value, axes, getEps(), /*center=*/true);
  SmallVector<int64_t> along(split.size() - 1, 1);
  along[0] = groups;
  along[1] = split[2];
  return {f.reshape(affine(f, y, getAffine(), along), sizes).value};
}

LogicalResult InstanceNormOp::inferReturnTypes(MLIRContext *,
                                               std::optional<Location> loc,
                                               Adaptor op,
                                               SmallVectorImpl<Type> &types) {
  StringRef name = "instance_norm";
  Extents result;
  if (failed(sameElementType(name, loc, op.getOperands())) || // C1
      failed(checkAffineCount(name, loc, op.getAffine())) ||  // C2
      failed(checkChannels(name, loc, op.getInput(), op.getAffine(),
                           result)) ||              // C2
      failed(checkEps(name, loc, op.getEpsAttr()))) // C3
    return failure();
  if (result.size() < 3) // C2
    return emitOptionalError(
        placeOf(loc, "0"), name,
        ": expected an input of rank >= 3, [batch, channels, space...], got ",
        shortType(op.getInput().getType()));
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

SmallVector<Value> InstanceNormOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  ArrayRef<int64_t> sizes = sizesOf(getInput());
  auto axes = llvm::to_vector(llvm::seq<int64_t>(2, sizes.size()));
  Expr y = f.make<StandardizeOp>(getInput(), axes, getEps(), /*center=*/true);
  SmallVector<int64_t> along(sizes.size() - 1, 1);
  along[0] = sizes[1];
  return {affine(f, y, getAffine(), along).value};
}

LogicalResult L2NormalizeOp::inferReturnTypes(MLIRContext *,
                                              std::optional<Location> loc,
                                              Adaptor op,
                                              SmallVectorImpl<Type> &types) {
  StringRef name = "l2_normalize";
  int64_t rank = sizesOf(op.getInput()).size();
  if (failed(normalizeAxis(name, loc, rank, op.getAxis()))) // C1
    return failure();
  if (!(op.getEps().convertToDouble() > 0)) // C2
    return emitOptionalError(placeOf(loc, "eps"), name, ": eps is ",
                             spell(op.getEpsAttr()),
                             ", expected a positive number");
  types.push_back(op.getInput().getType());
  return success();
}

// Squares are compared, so that no root of 0 is differentiated.
SmallVector<Value> L2NormalizeOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr x = f(getInput());
  double eps = getEps().convertToDouble();
  int64_t rank = sizesOf(getInput()).size();
  int64_t axis = getAxis() < 0 ? getAxis() + rank : getAxis();
  Expr square = f.sum(x * x, {axis}, /*keepdims=*/true);
  Expr least = f.number(elementOf(getInput()), eps * eps);
  Expr length =
      f.make<SqrtOp>(f.make<MaximumOp>(square.value, least.value).value);
  return {(x / length).value};
}

//===----------------------------------------------------------------------===//
// batch_norm, dropout
//===----------------------------------------------------------------------===//

LogicalResult BatchNormOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> loc,
                                            Adaptor op,
                                            SmallVectorImpl<Type> &types) {
  Extents result;
  if (failed(required("batch_norm", loc, "mean", op.getProperties().mean)) ||
      failed(required("batch_norm", loc, "variance",
                      op.getProperties().variance)) ||
      failed(sameElementType("batch_norm", loc, op.getOperands())) || // C2
      failed(checkChannels("batch_norm", loc, op.getInput(),
                           op.getOperands().drop_front(), result))) // C1
    return failure();
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

LogicalResult BatchNormOp::verifySymbolUses(SymbolTableCollection &symbols) {
  for (FlatSymbolRefAttr name : {getMeanAttr(), getVarianceAttr()}) {
    auto state =
        symbols.lookupNearestSymbolFrom<StateOp>(*this, name.getAttr());
    if (!state) // C3
      return errorAt(*this, "@" + name.getValue())
             << "there is no state " << name << " in the model";
    Type expected = cast<RankedTensorType>(getWeight().getType());
    if (!compatible(state.getType(), expected)) // C1, C2
      return errorAt(*this, "@" + name.getValue())
             << "state " << name << " is " << inShort(state.getType())
             << ", expected the type of the weight, " << inShort(expected);
  }
  return success();
}

LogicalResult DropoutOp::inferReturnTypes(MLIRContext *,
                                          std::optional<Location> loc,
                                          Adaptor op,
                                          SmallVectorImpl<Type> &types) {
  if (failed(required("dropout", loc, "rng", op.getProperties().rng)))
    return failure();
  double p = op.getP().convertToDouble();
  if (!(p >= 0 && p < 1)) // C1
    return emitOptionalError(placeOf(loc, "p"), "dropout: p is ",
                             spell(op.getPAttr()), ", expected 0 <= p < 1");
  types.push_back(op.getInput().getType());
  return success();
}

LogicalResult DropoutOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return verifyGenerator(*this, getRngAttr(), symbols); // C2
}

//===----------------------------------------------------------------------===//
// timestep_embedding
//===----------------------------------------------------------------------===//

LogicalResult
TimestepEmbeddingOp::inferReturnTypes(MLIRContext *context,
                                      std::optional<Location> loc, Adaptor op,
                                      SmallVectorImpl<Type> &types) {
  StringRef name = "timestep_embedding";
  if (failed(required(name, loc, "dim", op.getProperties().dim)))
    return failure();
  Extents time = extentsOf(op.getTime().getType());
  if (time.size() != 1) // C1
    return emitOptionalError(placeOf(loc, "0"), name,
                             ": expected a vector of times, got ",
                             shortType(op.getTime().getType()));
  int64_t dim = op.getDim();
  if (dim < 2 || dim % 2 != 0) // C2
    return emitOptionalError(placeOf(loc, "dim"), name, ": dim is ", dim,
                             ", expected an even number, at least 2");
  double period = op.getPeriod().convertToDouble();
  if (!(period > 0)) // C2
    return emitOptionalError(placeOf(loc, "period"), name, ": period is ",
                             spell(op.getPeriodAttr()),
                             ", expected a positive number");
  Type element = op.getDtype().value_or(Float32Type::get(context));
  if (!isa<FloatType>(element)) // C3
    return emitOptionalError(placeOf(loc, "dtype"), name, ": dtype is ",
                             element, ", expected a float type");
  types.push_back(tensorOf(element, {time[0], Extent(dim)}));
  return success();
}

// period ** (-j / h) = e ** (j * -log(period) / h).
Value TimestepEmbeddingOp::buildFrequencies(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  int64_t h = getDim() / 2;
  double rate = -std::log(getPeriod().convertToDouble()) / double(h);
  return exp(f.iota({h}, elementOf(getResult()), 0) * Expr(rate)).value;
}

SmallVector<Value> TimestepEmbeddingOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr time = f.convert(f(getTime()), elementOf(getResult()));
  Expr angle = f.reshape(time, {sizesOf(getTime())[0], 1}) *
               f(buildFrequencies(builder));
  return {f.concat({cos(angle).value, sin(angle).value}, 1).value};
}

} // namespace leat
