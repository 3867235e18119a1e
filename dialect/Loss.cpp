//===- Loss.cpp - shape rules and decompositions of losses ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"
#include "dialect/Inference.h"
#include "dialect/Places.h"
#include "dialect/Required.h"
#include "dialect/Spelling.h"
#include <cmath>
#include <numbers>

using namespace mlir;

namespace leat {
// Shape rules that Loss.td names.
template <typename AdaptorT>
static LogicalResult inferPointwiseLoss(StringRef name, OptionalLoc loc,
                                        AdaptorT op, InferredTypes &types);
template <typename AdaptorT>
static LogicalResult inferRowLoss(StringRef name, OptionalLoc loc, AdaptorT op,
                                  InferredTypes &types);
} // namespace leat

#define GET_OP_CLASSES
#include "dialect/Loss.cpp.inc"

namespace leat {

void LeatDialect::registerLossOps() {
  addOperations<
#define GET_OP_LIST
#include "dialect/Loss.cpp.inc"
      >();
}

using Values = SmallVector<Value>;

//===----------------------------------------------------------------------===//
// What losses share
//===----------------------------------------------------------------------===//

static double number(const APFloat &value) { return value.convertToDouble(); }

// `none`, or one number of all terms.
static LogicalResult reduceType(StringRef op, OptionalLoc loc,
                                StringRef reduction, RankedTensorType terms,
                                InferredTypes &types) {
  if (reduction != "none" && reduction != "mean" && reduction != "sum")
    return emitOptionalError(placeOf(loc, "reduction"), op, ": reduction is ",
                             reduction, ", expected none, mean or sum");
  types.push_back(reduction == "none" ? Type(terms)
                                      : tensorOf(terms.getElementType(), {}));
  return success();
}

static LogicalResult requirePositive(StringRef op, OptionalLoc loc,
                                     StringRef name, FloatAttr value) {
  if (value.getValueAsDouble() > 0)
    return success();
  return emitOptionalError(placeOf(loc, name), op, ": ", name, " is ",
                           spell(value), ", expected a positive number");
}

// One term for each element of operands that broadcast.
template <typename AdaptorT>
static LogicalResult inferPointwiseLoss(StringRef name, OptionalLoc loc,
                                        AdaptorT op, InferredTypes &types) {
  SmallVector<Type> terms;
  if (failed(inferPointwise(name, loc, op.getOperands(), terms))) // C1, C2
    return failure();
  return reduceType(name, loc, op.getReduction(), // C3
                    cast<RankedTensorType>(terms.front()), types);
}

// One term for each row of operands of one shape, along the last axis.
template <typename AdaptorT>
static LogicalResult inferRowLoss(StringRef name, OptionalLoc loc, AdaptorT op,
                                  InferredTypes &types) {
  ValueRange operands = op.getOperands();
  if (failed(sameElementType(name, loc, operands))) // C1
    return failure();
  Extents rows = extentsOf(operands.front().getType());
  for (Value operand : operands)
    if (rows.empty() || !compatible(operand.getType(), operands[0].getType()))
      return emitOptionalError(
          loc, name, ": expected tensors of one shape, of rank >= 1: ",
          spellTypes(operands)); // C2
  rows.pop_back();
  return reduceType(name, loc, op.getReduction(), // C3
                    tensorOf(elementOf(operands.front()), rows), types);
}

// Losses [B] of scores [B, C] and labels [B].
template <typename AdaptorT>
static LogicalResult inferLabelLoss(StringRef name, OptionalLoc loc,
                                    AdaptorT op, InferredTypes &types) {
  ValueRange operands = op.getOperands();
  Type scoresType = operands[0].getType();
  Extents scores = extentsOf(scoresType);
  if (scores.size() != 2) // C1
    return emitOptionalError(placeOf(loc, "0"), name,
                             ": expected logits [B, C], got ",
                             shortType(scoresType));
  if (failed(checkIndices(name, loc, operands[1], 1))) // C2
    return failure();
  Extents label = extentsOf(operands[1].getType());
  if (label.size() != 1 || clash(label[0], scores[0])) // C2
    return emitOptionalError(
        placeOf(loc, "1"), name, ": expected one label per row of logits, got ",
        shortType(scoresType), " and ", shortType(operands[1].getType()));
  return reduceType(name, loc, op.getReduction(), // C4, C5
                    tensorOf(elementOf(operands[0]), label), types);
}

// `terms` of `shape` as the loss's result.
static Values reduced(const Formula &f, Expr terms, ArrayRef<int64_t> shape,
                      StringRef reduction) {
  terms = f.broadcast(terms, shape);
  auto axes = llvm::to_vector(llvm::seq<int64_t>(0, shape.size()));
  if (reduction == "sum")
    terms = f.sum(terms, axes);
  else if (reduction == "mean")
    terms = f.mean(terms, axes);
  return {terms.value};
}

// The same, of a loss whose operands broadcast to the shape of its terms.
template <typename OpT>
static Values reduced(const Formula &f, OpT op, Expr terms) {
  Extents shape;
  for (Value operand : op->getOperands())
    shape = *broadcastExtents(shape, extentsOf(operand.getType()));
  SmallVector<int64_t> sizes = llvm::map_to_vector(
      shape, [](const Extent &extent) { return extent.size; });
  return reduced(f, terms, sizes, op.getReduction());
}

static Expr abs(const Formula &f, Expr x) { return f.make<AbsOp>(x.value); }
static Expr softplus(const Formula &f, Expr x) {
  return f.make<SoftplusOp>(x.value);
}
static Expr sqrt(const Formula &f, Expr x) { return f.make<SqrtOp>(x.value); }
// The larger one of each element and a number.
static Expr atLeast(const Formula &f, Expr x, double least) {
  return f.make<MaximumOp>(x.value, f.number(elementOf(x.value), least).value);
}

//===----------------------------------------------------------------------===//
// Regression
//===----------------------------------------------------------------------===//

Values MseLossOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr d = f(getInput()) - f(getTarget());
  return reduced(f, *this, d * d);
}

Values L1LossOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  return reduced(f, *this, abs(f, f(getInput()) - f(getTarget())));
}

LogicalResult SmoothL1LossOp::inferReturnTypes(MLIRContext *,
                                               std::optional<Location> loc,
                                               Adaptor op,
                                               SmallVectorImpl<Type> &types) {
  StringRef name = "smooth_l1_loss";
  if (failed(requirePositive(name, loc, "beta", op.getBetaAttr()))) // C4
    return failure();
  return inferPointwiseLoss(name, loc, op, types); // C1, C2, C3
}

Values SmoothL1LossOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  double beta = number(getBeta());
  Expr d = f(getInput()) - f(getTarget()), size = abs(f, d);
  Expr term = where(size < Expr(beta), d * d * Expr(0.5 / beta),
                    size - Expr(0.5 * beta));
  return reduced(f, *this, term);
}

LogicalResult HuberLossOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> loc,
                                            Adaptor op,
                                            SmallVectorImpl<Type> &types) {
  StringRef name = "huber_loss";
  if (failed(requirePositive(name, loc, "delta", op.getDeltaAttr()))) // C4
    return failure();
  return inferPointwiseLoss(name, loc, op, types); // C1, C2, C3
}

Values HuberLossOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  double delta = number(getDelta());
  Expr d = f(getInput()) - f(getTarget()), size = abs(f, d);
  Expr term = where(size < Expr(delta), d * d * Expr(0.5),
                    (size - Expr(0.5 * delta)) * Expr(delta));
  return reduced(f, *this, term);
}

LogicalResult
GaussianNllLossOp::inferReturnTypes(MLIRContext *, std::optional<Location> loc,
                                    Adaptor op, SmallVectorImpl<Type> &types) {
  StringRef name = "gaussian_nll_loss";
  if (failed(requirePositive(name, loc, "eps", op.getEpsAttr()))) // C4
    return failure();
  return inferPointwiseLoss(name, loc, op, types); // C1, C2, C3
}

Values GaussianNllLossOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr d = f(getInput()) - f(getTarget());
  Expr variance = atLeast(f, f(getVariance()), number(getEps()));
  Expr term = (log(variance) + d * d / variance) * Expr(0.5);
  if (getFull())
    term = term + Expr(0.5 * std::log(2 * std::numbers::pi));
  return reduced(f, *this, term);
}

LogicalResult KlNormalOp::inferReturnTypes(MLIRContext *,
                                           std::optional<Location> loc,
                                           Adaptor op,
                                           SmallVectorImpl<Type> &types) {
  StringRef name = "kl_normal";
  size_t count = op.getOperands().size();
  if (count != 2 && count != 4) // C4
    return emitOptionalError(loc, name, ": got ", count,
                             " operands, expected mean and logvar, or those "
                             "and the prior's");
  return inferPointwiseLoss(name, loc, op, types); // C1, C2, C3
}

// expm1(r) - r, r = lp - lq, is about r * r / 2 where the two are close.
Values KlNormalOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr ratio = f(getLogvar()), distance = f(getMean());
  if (!getPrior().empty()) {
    ratio = ratio - f(getPrior()[1]);
    distance = distance - f(getPrior()[0]);
  }
  Expr square = distance * distance;
  if (!getPrior().empty())
    square = square * exp(-f(getPrior()[1]));
  Expr shape = f.make<Expm1Op>(ratio.value) - ratio;
  return reduced(f, *this, (shape + square) * Expr(0.5));
}

//===----------------------------------------------------------------------===//
// Classification
//===----------------------------------------------------------------------===//

Values BceWithLogitsOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr x = f(getInput()), target = f(getTarget());
  Expr right = softplus(f, -x);
  if (getPositiveWeight())
    right = right * (Expr(1.0) + (f(getPositiveWeight()) - Expr(1.0)) * target);
  return reduced(f, *this, (Expr(1.0) - target) * x + right);
}

Values HingeLossOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr missing = Expr(number(getMargin())) - f(getInput()) * f(getTarget());
  return reduced(f, *this, f.make<ReluOp>(missing.value));
}

LogicalResult CrossEntropyOp::inferReturnTypes(MLIRContext *,
                                               std::optional<Location> loc,
                                               Adaptor op,
                                               SmallVectorImpl<Type> &types) {
  double smoothing = number(op.getLabelSmoothing());
  OptionalLoc place = placeOf(loc, "label_smoothing");
  if (!(smoothing >= 0 && smoothing <= 1)) // C4
    return emitOptionalError(place, "cross_entropy: label_smoothing is ",
                             spell(op.getLabelSmoothingAttr()),
                             ", expected 0 ... 1");
  return inferLabelLoss("cross_entropy", loc, op, types); // C1, C2, C5
}

// The sum of `logp` [B, C] over the classes, and over the rows unless they stay
// apart, as the negative result.
static Values negated(const Formula &f, Expr logp, StringRef reduction) {
  if (reduction == "none")
    return {(-f.sum(logp, {1})).value};
  Expr sum = f.sum(logp, {0, 1});
  if (reduction == "mean")
    sum = sum / Expr(double(sizesOf(logp.value)[0]));
  return {(-sum).value};
}

// The other classes are masked, not multiplied by 0: their logarithms may be
// -inf.
Values CrossEntropyOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr logp = f.make<LogSoftmaxOp>(getLogits(), /*axis=*/1);
  Expr chosen = f(buildOneHot(builder, builder.getI1Type()));
  Expr terms = where(chosen, logp, Expr(0.0));
  if (double s = number(getLabelSmoothing()))
    terms =
        terms * Expr(1 - s) + logp * Expr(s / double(sizesOf(getLogits())[1]));
  return negated(f, terms, getReduction());
}

LogicalResult NllLossOp::inferReturnTypes(MLIRContext *,
                                          std::optional<Location> loc,
                                          Adaptor op,
                                          SmallVectorImpl<Type> &types) {
  return inferLabelLoss("nll_loss", loc, op, types); // C1, C2, C4
}

Values NllLossOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr chosen = f(buildOneHot(builder, builder.getI1Type()));
  return negated(f, where(chosen, f(getLogp()), Expr(0.0)), getReduction());
}

Values SoftCrossEntropyOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  ArrayRef<int64_t> sizes = sizesOf(getLogits());
  int64_t last = int64_t(sizes.size()) - 1;
  Expr logp = f.make<LogSoftmaxOp>(getLogits(), last);
  Expr rows = -f.sum(f(getTarget()) * logp, {last});
  return reduced(f, rows, sizes.drop_back(), getReduction());
}

//===----------------------------------------------------------------------===//
// Distances of vectors
//===----------------------------------------------------------------------===//

Values TripletMarginLossOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  ArrayRef<int64_t> sizes = sizesOf(getAnchor());
  auto distance = [&](Value other) {
    Expr d = f(getAnchor()) - f(other) + Expr(number(getEps()));
    return sqrt(f, f.sum(d * d, {int64_t(sizes.size()) - 1}));
  };
  Expr excess = distance(getPositive()) - distance(getNegative()) +
                Expr(number(getMargin()));
  return reduced(f, f.make<ReluOp>(excess.value), sizes.drop_back(),
                 getReduction());
}

LogicalResult
CosineSimilarityOp::inferReturnTypes(MLIRContext *, std::optional<Location> loc,
                                     Adaptor op, SmallVectorImpl<Type> &types) {
  StringRef name = "cosine_similarity";
  SmallVector<Type> products;
  if (failed(requirePositive(name, loc, "eps", op.getEpsAttr())) ||  // C4
      failed(inferPointwise(name, loc, op.getOperands(), products))) // C1, C2
    return failure();
  Extents extents = extentsOf(products.front());
  FailureOr<int64_t> axis =
      normalizeAxis(name, loc, extents.size(), op.getAxis()); // C3
  if (failed(axis))
    return failure();
  extents.erase(extents.begin() + *axis);
  types.push_back(tensorOf(elementOf(op.getLhs()), extents));
  return success();
}

Values CosineSimilarityOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  int64_t rank = sizesOf(getResult()).size() + 1;
  int64_t axis = getAxis() < 0 ? getAxis() + rank : getAxis();
  double eps = number(getEps());
  Expr dot = f(getLhs()) * f(getRhs());
  SmallVector<int64_t> sizes(sizesOf(dot.value));
  // Squares are compared, so that no root of 0 is differentiated.
  auto length = [&](Value x) {
    Expr all = f.broadcast(f(x), sizes);
    return sqrt(f, atLeast(f, f.sum(all * all, {axis}), eps * eps));
  };
  Expr lengths = length(getLhs()) * length(getRhs());
  return {(f.sum(dot, {axis}) / lengths).value};
}

} // namespace leat
