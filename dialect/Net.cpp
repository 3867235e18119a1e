//===- Net.cpp - shape rules and decompositions of layers and losses ------===//
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
// softmax, log_softmax, cross_entropy
//===----------------------------------------------------------------------===//

LogicalResult SoftmaxOp::inferReturnTypes(MLIRContext *,
                                          std::optional<Location> loc,
                                          Adaptor op,
                                          SmallVectorImpl<Type> &types) {
  int64_t rank = sizesOf(op.getInput()).size();
  if (failed(normalizeAxis("softmax", loc, rank, op.getAxis()))) // C1
    return failure();
  types.push_back(op.getInput().getType());
  return success();
}

// e ** (x - m) / sum(e ** (x - m)), m the largest element along the axis.
SmallVector<Value> SoftmaxOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr x = f(getInput());
  Expr e = exp(x - f.max(x, getDim(), /*keepdims=*/true));
  return {(e / f.sum(e, getDim(), /*keepdims=*/true)).value};
}

LogicalResult LogSoftmaxOp::inferReturnTypes(MLIRContext *,
                                             std::optional<Location> loc,
                                             Adaptor op,
                                             SmallVectorImpl<Type> &types) {
  int64_t rank = sizesOf(op.getInput()).size();
  if (failed(normalizeAxis("log_softmax", loc, rank, op.getAxis()))) // C1
    return failure();
  types.push_back(op.getInput().getType());
  return success();
}

SmallVector<Value> LogSoftmaxOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr x = f(getInput());
  Expr shifted = x - f.max(x, getDim(), /*keepdims=*/true);
  return {
      (shifted - log(f.sum(exp(shifted), getDim(), /*keepdims=*/true))).value};
}

/// What the labels are to a person, also where ops of the decomposition or of
/// the derivative take them.
static constexpr StringLiteral kLabelRole = "labels of 'cross_entropy'";

Value CrossEntropyOp::getIndexOperand() { return getLabel(); }
int64_t CrossEntropyOp::getIndexBound() { return sizesOf(getLogits())[1]; }
std::string CrossEntropyOp::getIndexRole() { return kLabelRole.str(); }

// 1 at the class of each row.
Value CrossEntropyOp::buildOneHot(OpBuilder &builder, Type element) {
  auto classes = OneHotOp::create(builder, getLoc(), getLabel(),
                                  getIndexBound(), TypeAttr::get(element));
  classes->setAttr(kRoleAttr, builder.getStringAttr(kLabelRole));
  return classes;
}

LogicalResult CrossEntropyOp::inferReturnTypes(MLIRContext *,
                                               std::optional<Location> loc,
                                               Adaptor op,
                                               SmallVectorImpl<Type> &types) {
  Type logitsType = op.getLogits().getType();
  Extents logits = extentsOf(logitsType);
  if (logits.size() != 2) // C1
    return emitOptionalError(placeOf(loc, "0"),
                             "cross_entropy: expected logits [B, C], got ",
                             shortType(logitsType));
  if (failed(checkIndices("cross_entropy", loc, op.getLabel(), 1))) // C2
    return failure();
  Extents label = extentsOf(op.getLabel().getType());
  if (label.size() != 1 || clash(label[0], logits[0])) // C2
    return emitOptionalError(
        placeOf(loc, "1"),
        "cross_entropy: expected one label per row of logits, got ",
        shortType(logitsType), " and ", shortType(op.getLabel().getType()));
  types.push_back(tensorOf(elementOf(op.getLogits()), {}));
  return success();
}

// The other classes are masked, not multiplied by 0: their logarithms may be
// -inf.
SmallVector<Value> CrossEntropyOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  ArrayRef<int64_t> sizes = sizesOf(getLogits());
  Expr logp = f.make<LogSoftmaxOp>(getLogits(), /*axis=*/1);
  Expr chosen = f(buildOneHot(builder, builder.getI1Type()));
  Expr sum = f.sum(where(chosen, logp, Expr(0.0)), {0, 1});
  return {(-(sum / Expr(double(sizes[0])))).value};
}

//===----------------------------------------------------------------------===//
// normalize, batch_norm, dropout
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
