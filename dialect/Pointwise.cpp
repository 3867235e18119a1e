//===- Pointwise.cpp - simplification of pointwise ops --------------------===//
//
// Only folds that keep every bit: x + 0 is not one (-0 + 0 is +0).
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/gradients/Pointwise.h"
#include "dialect/Activations.h"
#include "dialect/Dialect.h"
#include "dialect/Required.h"
#include "dialect/Special.h"
#include "dialect/gradients/Batch.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/TypeUtilities.h"
#include <cmath>

using namespace mlir;

#define GET_OP_CLASSES
#include "dialect/Pointwise.cpp.inc"

namespace leat {

void LeatDialect::registerPointwiseOps() {
  addOperations<
#define GET_OP_LIST
#include "dialect/Pointwise.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

LogicalResult GeluOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> loc, Adaptor op,
                                       SmallVectorImpl<Type> &types) {
  StringRef how = op.getApproximate();
  if (how != "none" && how != "tanh") // C1
    return emitOptionalError(placeOf(loc, "approximate"),
                             "gelu: 'approximate' is '", how,
                             "', expected 'none' or 'tanh'");
  types.push_back(op.getInput().getType());
  return success();
}

std::optional<double> ClipOp::lowerBound() {
  return getLo() ? std::optional(getLo()->convertToDouble()) : std::nullopt;
}

std::optional<double> ClipOp::upperBound() {
  return getHi() ? std::optional(getHi()->convertToDouble()) : std::nullopt;
}

// Whether the integer type holds the number; all float types round it.
static bool holds(Type element, const APFloat &number) {
  auto integer = dyn_cast<IntegerType>(element);
  if (!integer)
    return true;
  llvm::APSInt whole(integer.getWidth(), /*isUnsigned=*/false);
  bool exact;
  number.convertToInteger(whole, APFloat::rmTowardZero, &exact);
  return exact;
}

static std::string spell(const APFloat &number) {
  SmallString<16> text;
  number.toString(text);
  return text.str().str();
}

LogicalResult ClipOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> loc, Adaptor op,
                                       SmallVectorImpl<Type> &types) {
  std::optional<APFloat> low = op.getLo(), high = op.getHi();
  if (!low && !high) // C1
    return emitOptionalError(loc, "clip: expected 'lo', 'hi' or both");
  if (low && high && !(*low <= *high)) // C2
    return emitOptionalError(placeOf(loc, "lo"), "clip: lo = ", spell(*low),
                             " is above hi = ", spell(*high));
  auto type = cast<RankedTensorType>(op.getInput().getType());
  for (auto &[name, bound] : {std::pair("lo", low), std::pair("hi", high)})
    if (bound && !holds(type.getElementType(), *bound)) // C3
      return emitOptionalError(placeOf(loc, name), "clip: ", name, " = ",
                               spell(*bound), " is no number of ",
                               shortType(type));
  types.push_back(type);
  return success();
}

LogicalResult PolygammaOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> loc,
                                            Adaptor op,
                                            SmallVectorImpl<Type> &types) {
  if (failed(required("polygamma", loc, "order", op.getOrderAttr())))
    return failure();
  types.push_back(op.getInput().getType());
  return success();
}

// Not a matter of types: a derivative may make an op of too high an order.
LogicalResult PolygammaOp::verify() {
  if (getOrder() >= 0 && getOrder() <= 32) // C1
    return success();
  return emitOpError("is of order ") << getOrder() << ", expected 0 to 32";
}

// `value` as a number of `type`: rounded as the machine would hold it.
static std::optional<double> roundTo(Type type, double value) {
  Type element = getElementTypeOrSelf(type);
  if (auto floating = dyn_cast<FloatType>(element)) {
    APFloat rounded(value);
    bool inexact;
    rounded.convert(floating.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                    &inexact);
    rounded.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven,
                    &inexact);
    return rounded.convertToDouble();
  }
  // A double holds integers exactly up to 2**53.
  if (std::fabs(value) >= 9007199254740992.0 || value != std::rint(value))
    return std::nullopt;
  return value;
}

static std::optional<double> constantOf(Attribute attribute, Type type) {
  auto number = dyn_cast_or_null<FloatAttr>(attribute);
  if (!number)
    return std::nullopt;
  return roundTo(type, number.getValueAsDouble());
}

// One arithmetic op on two numbers. An f64 holds sums, products and quotients
// of two f32 closely enough that rounding twice is rounding once (Figueroa
// 1995).
template <typename Fn>
static OpFoldResult foldNumbers(Operation *op, ArrayRef<Attribute> operands,
                                Fn fn) {
  Type type = op->getResult(0).getType();
  auto a = constantOf(operands[0], op->getOperand(0).getType());
  auto b = constantOf(operands[1], op->getOperand(1).getType());
  if (!a || !b)
    return {};
  auto rounded = roundTo(type, fn(*a, *b));
  if (!rounded)
    return {};
  return FloatAttr::get(Float64Type::get(op->getContext()), *rounded);
}

// The operand `kept` where the other one is the number `neutral` and does not
// stretch it.
static OpFoldResult dropNeutral(Operation *op, ArrayRef<Attribute> operands,
                                unsigned kept, double neutral) {
  auto other =
      constantOf(operands[1 - kept], op->getOperand(1 - kept).getType());
  Value value = op->getOperand(kept);
  if (other && *other == neutral && !std::signbit(*other) &&
      value.getType() == op->getResult(0).getType())
    return value;
  return {};
}

//===----------------------------------------------------------------------===//
// Signs: rounding is the same on both sides of zero, so these keep every bit
//===----------------------------------------------------------------------===//

static Value negated(Value value) {
  auto neg = value.getDefiningOp<NegOp>();
  return neg ? neg.getInput() : Value();
}

// a + -b = a - b, -a + b = b - a
LogicalResult AddOp::canonicalize(AddOp op, PatternRewriter &rewriter) {
  if (Value b = negated(op.getRhs()))
    rewriter.replaceOpWithNewOp<SubOp>(op, op.getLhs(), b);
  else if (Value a = negated(op.getLhs()))
    rewriter.replaceOpWithNewOp<SubOp>(op, op.getRhs(), a);
  else
    return failure();
  return success();
}

// a - -b = a + b
LogicalResult SubOp::canonicalize(SubOp op, PatternRewriter &rewriter) {
  Value b = negated(op.getRhs());
  if (!b)
    return failure();
  rewriter.replaceOpWithNewOp<AddOp>(op, op.getLhs(), b);
  return success();
}

// A sign moves out of a product or quotient, where it may meet another one.
template <typename OpTy>
static LogicalResult moveSignOut(OpTy op, PatternRewriter &rewriter) {
  Value a = negated(op.getLhs()), b = negated(op.getRhs());
  if (!a && !b)
    return failure();
  Location loc = op.getLoc();
  if (a && b) {
    rewriter.replaceOpWithNewOp<OpTy>(op, a, b);
    return success();
  }
  Value product = OpTy::create(rewriter, withoutName(loc), a ? a : op.getLhs(),
                               b ? b : op.getRhs());
  rewriter.replaceOpWithNewOp<NegOp>(op, product);
  return success();
}

LogicalResult MulOp::canonicalize(MulOp op, PatternRewriter &rewriter) {
  return moveSignOut(op, rewriter);
}

LogicalResult DivOp::canonicalize(DivOp op, PatternRewriter &rewriter) {
  return moveSignOut(op, rewriter);
}

//===----------------------------------------------------------------------===//
// Folding
//===----------------------------------------------------------------------===//

OpFoldResult NegOp::fold(FoldAdaptor operands) {
  if (auto inner = getInput().getDefiningOp<NegOp>())
    return inner.getInput();
  if (auto number = dyn_cast_or_null<FloatAttr>(operands.getInput()))
    return FloatAttr::get(number.getType(), -number.getValueAsDouble());
  return {};
}

// not not x = x
OpFoldResult BitNotOp::fold(FoldAdaptor operands) {
  auto inner = getInput().getDefiningOp<BitNotOp>();
  return inner ? OpFoldResult(inner.getInput()) : OpFoldResult();
}

OpFoldResult AddOp::fold(FoldAdaptor operands) {
  return foldNumbers(*this, operands.getOperands(), std::plus<double>());
}

OpFoldResult SubOp::fold(FoldAdaptor operands) {
  if (OpFoldResult kept = dropNeutral(*this, operands.getOperands(), 0, 0))
    return kept;
  return foldNumbers(*this, operands.getOperands(), std::minus<double>());
}

OpFoldResult MulOp::fold(FoldAdaptor operands) {
  for (unsigned kept : {0, 1})
    if (OpFoldResult value =
            dropNeutral(*this, operands.getOperands(), kept, 1))
      return value;
  return foldNumbers(*this, operands.getOperands(), std::multiplies<double>());
}

OpFoldResult DivOp::fold(FoldAdaptor operands) {
  if (OpFoldResult kept = dropNeutral(*this, operands.getOperands(), 0, 1))
    return kept;
  return foldNumbers(*this, operands.getOperands(), std::divides<double>());
}

//===----------------------------------------------------------------------===//
// Truth: configs that are true or false, and comparisons of numbers, decide
// what is not computed
//===----------------------------------------------------------------------===//

static OpFoldResult truth(Operation *op, bool value) {
  if (!cast<ShapedType>(op->getResult(0).getType()).hasStaticShape())
    return {};
  return FloatAttr::get(Float64Type::get(op->getContext()), value);
}

static std::optional<bool> truthOf(Attribute attribute) {
  auto number = dyn_cast_or_null<FloatAttr>(attribute);
  if (!number)
    return std::nullopt;
  return number.getValueAsDouble() != 0;
}

template <typename Fn>
static OpFoldResult foldComparison(Operation *op, ArrayRef<Attribute> operands,
                                   Fn holds) {
  auto a = constantOf(operands[0], op->getOperand(0).getType());
  auto b = constantOf(operands[1], op->getOperand(1).getType());
  if (!a || !b)
    return {};
  return truth(op, holds(*a, *b));
}

OpFoldResult EqOp::fold(FoldAdaptor operands) {
  return foldComparison(*this, operands.getOperands(), std::equal_to<double>());
}

OpFoldResult NeOp::fold(FoldAdaptor operands) {
  return foldComparison(*this, operands.getOperands(),
                        std::not_equal_to<double>());
}

OpFoldResult LtOp::fold(FoldAdaptor operands) {
  return foldComparison(*this, operands.getOperands(), std::less<double>());
}

OpFoldResult LeOp::fold(FoldAdaptor operands) {
  return foldComparison(*this, operands.getOperands(),
                        std::less_equal<double>());
}

OpFoldResult GtOp::fold(FoldAdaptor operands) {
  return foldComparison(*this, operands.getOperands(), std::greater<double>());
}

OpFoldResult GeOp::fold(FoldAdaptor operands) {
  return foldComparison(*this, operands.getOperands(),
                        std::greater_equal<double>());
}

// not not x = x
OpFoldResult LogicalNotOp::fold(FoldAdaptor operands) {
  if (auto inner = getInput().getDefiningOp<LogicalNotOp>())
    return inner.getInput();
  std::optional<bool> known = truthOf(operands.getInput());
  return known ? truth(*this, !*known) : OpFoldResult();
}

// An operand that is `deciding` is the result, whatever the other one is; one
// that is not leaves the other one.
static OpFoldResult foldLogical(Operation *op, ArrayRef<Attribute> operands,
                                bool deciding) {
  for (unsigned i : {0, 1}) {
    std::optional<bool> known = truthOf(operands[i]);
    if (known && *known == deciding)
      return truth(op, deciding);
    Value other = op->getOperand(1 - i);
    if (known && other.getType() == op->getResult(0).getType())
      return other;
  }
  return {};
}

OpFoldResult LogicalAndOp::fold(FoldAdaptor operands) {
  return foldLogical(*this, operands.getOperands(), false);
}

OpFoldResult LogicalOrOp::fold(FoldAdaptor operands) {
  return foldLogical(*this, operands.getOperands(), true);
}

// What `where` gives where its condition is known.
static Value chosenBy(WhereOp op, Attribute condition) {
  std::optional<bool> known = truthOf(condition);
  if (!known)
    return {};
  return *known ? op.getLhs() : op.getRhs();
}

OpFoldResult WhereOp::fold(FoldAdaptor operands) {
  Value chosen = getLhs() == getRhs()
                     ? getLhs()
                     : chosenBy(*this, operands.getCondition());
  if (chosen && chosen.getType() == getType())
    return chosen;
  return {};
}

// What is chosen may be narrower than the result.
LogicalResult WhereOp::canonicalize(WhereOp op, PatternRewriter &rewriter) {
  auto number = op.getCondition().getDefiningOp<NumberOp>();
  Value chosen = number ? chosenBy(op, number.getValueAttr()) : Value();
  if (!chosen || !op.getType().hasStaticShape())
    return failure();
  rewriter.replaceOpWithNewOp<BroadcastToOp>(
      op, chosen, rewriter.getI64ArrayAttr(op.getType().getShape()));
  return success();
}

OpFoldResult ConvertOp::fold(FoldAdaptor operands) {
  if (getInput().getType() == getType())
    return getInput();
  auto number = constantOf(operands.getInput(), getInput().getType());
  if (!number || getDtype().isInteger(1))
    return {};
  // A number is rounded to its type where it is used: here the f64 stays as it
  // is.
  double value = isa<IntegerType>(getDtype()) ? std::trunc(*number) : *number;
  return FloatAttr::get(Float64Type::get(getContext()), value);
}

} // namespace leat
