//===- WidenBf16.cpp - bf16 arithmetic in f32, rounded once per op --------===//
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

/// Between bf16 and f32; from f64 there is a function that rounds once.
bool convertsBf16(Operation *op) {
  if (!isa<arith::ExtFOp, arith::TruncFOp>(op))
    return false;
  Type from = op->getOperand(0).getType(), to = op->getResult(0).getType();
  return (isBf16(from) && getElementTypeOrSelf(to).isF32()) ||
         (isBf16(to) && getElementTypeOrSelf(from).isF32());
}

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
      return !narrow && !convertsBf16(op);
    });
    RewritePatternSet patterns(&getContext());
    patterns.add<WidenPattern>(&getContext());
    arith::populateExpandBFloat16Patterns(patterns);
    if (failed(applyPartialConversion(getOperation(), target,
                                      std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
