//===- LowerMath.cpp - what has no instruction: libm, rounded division
//-----===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the polynomial approximations have left over (mostly f64) is called in
// libm, a vector lane by lane. What the processor has as an instruction (fma,
// sqrt, floor, ...) is left to math-to-llvm.
//   %y = math.exp %x : vector<2xf64>
// becomes
//   %0 = vector.extract %x[0]   %1 = call @exp(%0) : (f64) -> f64
//   %2 = vector.insert %1, %init[0]   ... and so on for lane 1
// A call, not the intrinsic llvm.exp: LLVM simplifies that by its value
// (pow(x, 2) to x * x), in one tier and not in the other.
//
//===----------------------------------------------------------------------===//

#include "mlir/Conversion/MathToLibm/MathToLibm.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Transforms/DialectConversion.h"
#include "passes/Passes.h"

namespace leat {
#define GEN_PASS_DEF_LOWERMATHPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;

namespace {
struct LowerMathPass : leat::impl::LowerMathPassBase<LowerMathPass> {
  void runOnOperation() override {
    ConversionTarget target(getContext());
    target.markUnknownOpDynamicallyLegal([](Operation *) { return true; });
    target.addIllegalOp<
        math::AcosOp, math::AcoshOp, math::AsinOp, math::AsinhOp, math::AtanOp,
        math::Atan2Op, math::AtanhOp, math::CbrtOp, math::CosOp, math::CoshOp,
        math::ErfOp, math::ErfcOp, math::ExpOp, math::Exp2Op, math::ExpM1Op,
        math::LogOp, math::Log10Op, math::Log1pOp, math::Log2Op, math::PowFOp,
        math::SinOp, math::SinhOp, math::TanOp, math::TanhOp>();
    target.addIllegalOp<arith::CeilDivSIOp, arith::CeilDivUIOp,
                        arith::FloorDivSIOp>();
    RewritePatternSet patterns(&getContext());
    populateMathToLibmConversionPatterns(patterns);
    arith::populateCeilFloorDivExpandOpsPatterns(patterns);
    if (failed(applyPartialConversion(getOperation(), target,
                                      std::move(patterns))))
      signalPassFailure();
  }
};
} // namespace
