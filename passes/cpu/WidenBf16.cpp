//===- WidenBf16.cpp - narrow floats by way of f32, rounded once an op ----===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// LLVM would do this too, but rounds with vcvtneps2bf16, which flushes
// denormals, or with a call per lane where the processor lacks it. Here the
// rounding is integer arithmetic: the same bits everywhere.
//   %c = arith.addf %a, %b : vector<16xbf16>
// becomes
//   %0 = arith.extf %a ...   %1 = arith.extf %b : vector<16xbf16> to ...xf32
//   %2 = arith.addf %0, %1 : vector<16xf32>
//   %c = arith.truncf %2 : vector<16xf32> to vector<16xbf16>
// and then extf and truncf become shifts and adds. No fastmath flag stands on
// the truncf: upstream's arith-emulate-unsupported-floats sets `contract`,
// and then truncf followed by extf folds away together with the rounding.
//
// f16 has instructions to and from f32; LLVM takes a library's function from
// f64 where the processor has no more, so that goes by f32, too.
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Transforms/DialectConversion.h"
#include "passes/Passes.h"

namespace leat {
#define GEN_PASS_DEF_WIDENBF16PASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;

namespace {

bool isBf16(Type type) { return getElementTypeOrSelf(type).isBF16(); }

/// `type` with f32 in place of bf16.
Type widened(Type type) {
  Type f32 = Float32Type::get(type.getContext());
  if (auto shaped = dyn_cast<VectorType>(type))
    return shaped.clone(f32);
  return f32;
}

/// Ops that round; those that only move bits, compare or negate do not.
bool rounds(Operation *op) {
  return isa<arith::AddFOp, arith::SubFOp, arith::MulFOp, arith::DivFOp,
             arith::RemFOp, arith::MaximumFOp, arith::MinimumFOp,
             arith::MaxNumFOp, arith::MinNumFOp, math::SqrtOp, math::FmaOp,
             math::RsqrtOp, vector::FMAOp>(op);
}

/// From f64 to bf16 or f16.
bool narrowsF64(Operation *op) {
  return isa<arith::TruncFOp>(op) &&
         getElementTypeOrSelf(op->getOperand(0).getType()).isF64() &&
         getElementTypeOrSelf(op->getResult(0).getType())
                 .getIntOrFloatBitWidth() == 16;
}

/// From or to bf16, by f32 or f64.
bool convertsBf16(Operation *op) {
  if (!isa<arith::ExtFOp, arith::TruncFOp>(op))
    return false;
  return isBf16(op->getOperand(0).getType()) ||
         isBf16(op->getResult(0).getType());
}

/// `value` with its elements as f32 and as i32 bits.
Value bitsOf(OpBuilder &b, Location loc, Value value, Type element) {
  Type type = element;
  if (auto shaped = dyn_cast<VectorType>(value.getType()))
    type = shaped.clone(element);
  return arith::BitcastOp::create(b, loc, type, value);
}

Value splat(OpBuilder &b, Location loc, Type type, int32_t value) {
  Attribute scalar = b.getI32IntegerAttr(value);
  if (auto shaped = dyn_cast<VectorType>(type))
    return arith::ConstantOp::create(b, loc,
                                     DenseElementsAttr::get(shaped, scalar));
  return arith::ConstantOp::create(b, loc, cast<TypedAttr>(scalar));
}

/// f64 to bf16 or f16. Rounding to nearest in f32 first would round twice;
/// rounding to odd there (the last bit says that something was lost) keeps the
/// second rounding right (Boldo and Melquiond 2008).
struct NarrowFromF64 : OpConversionPattern<arith::TruncFOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(arith::TruncFOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &b) const override {
    Location loc = op.getLoc();
    Value value = adaptor.getIn();
    if (!narrowsF64(op))
      return b.notifyMatchFailure(op, "not from f64 to a narrow float");
    Type f32 = widened(op.getType());
    Value near = arith::TruncFOp::create(b, loc, f32, value);
    Value back = arith::ExtFOp::create(b, loc, value.getType(), near);
    // Ordered, so that NaN stays as it is.
    Value inexact =
        arith::CmpFOp::create(b, loc, arith::CmpFPredicate::ONE, back, value);
    // Away from zero: the neighbour nearer to zero is the truncated one; that
    // of infinity is the largest finite number.
    Value away = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OGT,
                                       math::AbsFOp::create(b, loc, back),
                                       math::AbsFOp::create(b, loc, value));
    Value bits = bitsOf(b, loc, near, b.getI32Type());
    Value one = splat(b, loc, bits.getType(), 1);
    Value truncated = arith::SelectOp::create(
        b, loc, away, arith::SubIOp::create(b, loc, bits, one), bits);
    Value odd = arith::OrIOp::create(b, loc, truncated, one);
    bits = arith::SelectOp::create(b, loc, inexact, odd, bits);
    b.replaceOpWithNewOp<arith::TruncFOp>(op, op.getType(),
                                          bitsOf(b, loc, bits, b.getF32Type()));
    return success();
  }
};

/// bf16 to f64, by f32, which holds every bf16.
struct WidenToF64 : OpConversionPattern<arith::ExtFOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(arith::ExtFOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &b) const override {
    if (!isBf16(op.getIn().getType()) ||
        !getElementTypeOrSelf(op.getType()).isF64())
      return b.notifyMatchFailure(op, "not from bf16 to f64");
    Value single = arith::ExtFOp::create(
        b, op.getLoc(), widened(op.getIn().getType()), adaptor.getIn());
    b.replaceOpWithNewOp<arith::ExtFOp>(op, op.getType(), single);
    return success();
  }
};

struct WidenPattern : ConversionPattern {
  explicit WidenPattern(MLIRContext *context)
      : ConversionPattern(MatchAnyOpTypeTag(), 1, context) {}

  LogicalResult
  matchAndRewrite(Operation *op, ArrayRef<Value> operands,
                  ConversionPatternRewriter &rewriter) const override {
    if (!rounds(op))
      return rewriter.notifyMatchFailure(op, "rounds nothing");
    Location loc = op->getLoc();
    SmallVector<Value> wide;
    for (Value operand : operands)
      wide.push_back(arith::ExtFOp::create(
          rewriter, loc, widened(operand.getType()), operand));
    Type type = op->getResult(0).getType();
    OperationState state(loc, op->getName(), wide, widened(type),
                         op->getAttrs());
    Value result = rewriter.create(state)->getResult(0);
    rewriter.replaceOpWithNewOp<arith::TruncFOp>(op, type, result);
    return success();
  }
};

struct WidenBf16Pass : leat::impl::WidenBf16PassBase<WidenBf16Pass> {
  void runOnOperation() override {
    ConversionTarget target(getContext());
    target.markUnknownOpDynamicallyLegal([](Operation *op) {
      bool narrow = rounds(op) && isBf16(op->getResult(0).getType());
      return !narrow && !convertsBf16(op) && !narrowsF64(op);
    });
    RewritePatternSet patterns(&getContext());
    patterns.add<WidenPattern, NarrowFromF64, WidenToF64>(&getContext());
    arith::populateExpandBFloat16Patterns(patterns);
    if (failed(applyPartialConversion(getOperation(), target,
                                      std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
