//===- Exponential.cpp - e ** x and log x of f32 ---------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// With n = round(x / log 2) and r = x - n log 2, |r| <= log(2) / 2, e ** x is
// 2 ** n e ** r. The power of two is multiplied in by halves: of the two
// products at most the second one rounds, so that small results are right down
// to the smallest f32.
//
// With x = 2 ** n (1 + f), sqrt(1/2) <= 1 + f < sqrt(2), log x is n log 2 +
// log(1 + f). n and f are read from the bits of x, after a factor of 2^23 where
// x is below the normal numbers.
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/loops/Exponential.h"
#include "dialect/Real.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/TypeUtilities.h"
#include <limits>

using namespace mlir;
using namespace leat;

static constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// log 2 = the sum of these; the first has 15 bits, so that its product with n
/// is exact.
static constexpr double kLog2High = 0x1.62e4p-1,
                        kLog2Low = 0x1.7f7d1cf79abcap-20;
static constexpr double kInverseLog2 = 0x1.71547652b82fep+0;
/// (e ** r - 1 - r) / r^2 for |r| <= log(2) / 2, and (log(1 + f) - f + f^2 / 2)
/// / f^3: at Chebyshev nodes, of relative error 2^-22 and 2^-23.
static constexpr double kExp[] = {0x1.0000000000000p-1, 0x1.5554dc0d7e642p-3,
                                  0x1.555518b7e980bp-5, 0x1.120c626e39d7fp-7,
                                  0x1.6d11fd3bbba6cp-10};
static constexpr double kLog[] = {
    0x1.555553e3660dap-2,  -0x1.fffffbeac287ap-3, 0x1.999d5a430bf46p-3,
    -0x1.555b4994ad12bp-3, 0x1.23d2196ef7977p-3,  -0x1.fcf4c673064efp-4,
    0x1.dea28241d30a8p-4,  -0x1.d635bbe618494p-4, 0x1.1d8ea50b3f8a0p-4};
/// The bits of sqrt(1/2) as f32, and the width of the fraction.
static constexpr int32_t kRootHalfBits = 0x3f3504f3;
static constexpr int kFraction = 23;

/// `type` with i32 elements.
static Type integers(Real x) {
  Type i32 = x.b->builder.getI32Type();
  auto vector = dyn_cast<VectorType>(x.value.getType());
  return vector ? Type(vector.clone(i32)) : i32;
}

static Value bitsOf(Real x) {
  return arith::BitcastOp::create(x.b->builder, x.b->loc, integers(x), x.value);
}

static Real fromBits(Value bits, Real like) {
  return {*like.b, arith::BitcastOp::create(like.b->builder, like.b->loc,
                                            like.value.getType(), bits)};
}

/// 2 ** n of an integer in the range of the normal exponents.
static Real powerOfTwo(Value n, Real like) {
  ScalarBuilder &b = *like.b;
  Value biased = b.add(n, b.number(n.getType(), 127));
  Value places = b.number(n.getType(), kFraction);
  return fromBits(arith::ShLIOp::create(b.builder, b.loc, biased, places),
                  like);
}

static Real exponential(Real x) {
  ScalarBuilder &b = *x.b;
  // Beyond, the result is 0 or infinite; NaN is not inside either.
  Mask inside = abs(x) < 104;
  Real near = select(inside, x, 0);
  Real n = round(near * kInverseLog2);
  Real r = fma(n, -kLog2Low, fma(n, -kLog2High, near));
  Real value = fma(r * r, polynomial(kExp, r), r) + 1;
  Value whole = arith::FPToSIOp::create(b.builder, b.loc, integers(x), n.value);
  Value half = arith::ShRSIOp::create(b.builder, b.loc, whole,
                                      b.number(whole.getType(), 1));
  value = value * powerOfTwo(half, x) * powerOfTwo(b.sub(whole, half), x);
  return select(inside, value, select(x < 0, 0, x * kInfinity));
}

static Real logarithm(Real x) {
  ScalarBuilder &b = *x.b;
  Mask tiny = x < 0x1p-126;
  Value bits = bitsOf(select(tiny, x * 0x1p23, x));
  Value above = b.sub(bits, b.number(bits.getType(), kRootHalfBits));
  Value n = arith::ShRSIOp::create(b.builder, b.loc, above,
                                   b.number(bits.getType(), kFraction));
  Value shifted = arith::ShLIOp::create(b.builder, b.loc, n,
                                        b.number(bits.getType(), kFraction));
  Real f = fromBits(b.sub(bits, shifted), x) - 1;
  Real exponent = {
      b, arith::SIToFPOp::create(b.builder, b.loc, x.value.getType(), n)};
  exponent = select(tiny, exponent - kFraction, exponent);
  Real square = f * f;
  Real rest = fma(square * f, polynomial(kLog, f), exponent * kLog2Low);
  Real value = fma(exponent, kLog2High, fma(square, -0.5, rest) + f);
  // 0, infinity and NaN; what is below 0 has no logarithm.
  value = select(x < kInfinity, value, x);
  value = select(x < 0, std::numeric_limits<double>::quiet_NaN(), value);
  return select(x == 0, -kInfinity, value);
}

namespace {
/// An op of f32 to the formula of its value.
template <typename OpTy, Real (*formula)(Real)>
struct FormulaPattern : OpRewritePattern<OpTy> {
  using OpRewritePattern<OpTy>::OpRewritePattern;

  LogicalResult matchAndRewrite(OpTy op,
                                PatternRewriter &rewriter) const override {
    Type element = getElementTypeOrSelf(op.getType());
    if (!element.isF32())
      return rewriter.notifyMatchFailure(op, "expected elements of f32");
    ScalarBuilder b{rewriter, op.getLoc(), element};
    rewriter.replaceOp(op, formula(Real(b, op.getOperand())).value);
    return success();
  }
};
} // namespace

void leat::loops::populateExponentialPatterns(RewritePatternSet &patterns) {
  // Upstream's have a benefit of 1.
  patterns.add<FormulaPattern<math::ExpOp, exponential>,
               FormulaPattern<math::LogOp, logarithm>>(patterns.getContext(),
                                                       /*benefit=*/2);
}
