//===- Trigonometry.cpp - sine and cosine of f32 ---------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// With q = round(x 2 / pi) and r = x - q pi / 2, |r| <= pi / 4, the sine of x
// is, by the last two bits of q, sin r, cos r, -sin r or -cos r; the cosine is
// the sine of one quarter more.
//
// r is computed with pi / 2 in three parts of 24 bits (Cody and Waite 1980) and
// fused multiply-adds: for |x| <= 30000 the first product is subtracted
// exactly. Beyond that, which hardly any program asks for, a branch goes to
// libm in f64; it replaces these lanes only, so that no lane depends on its
// neighbours.
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/loops/Trigonometry.h"
#include "dialect/ScalarBuilder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using leat::Comparison;
using leat::ScalarBuilder;

static constexpr double kLargest = 30000;
/// pi / 2 = the sum of these, each one an f32.
static constexpr double kHalfPi[] = {0x1.921fb6p+0, -0x1.777a5cp-25,
                                     -0x1.ee59dap-50};
static constexpr double kTwoOverPi = 0x1.45f306p-1;
/// sin r = r + r z (s0 + s1 z + s2 z^2), z = r^2, and cos r = 1 - z / 2 +
/// z^2 (c0 + c1 z + c2 z^2), of least relative error (below 2^-28) for |r| <=
/// pi / 4, then rounded to f32.
static constexpr double kSine[] = {-0x1.555546p-3, 0x1.11075cp-7,
                                   -0x1.994cfap-13};
static constexpr double kCosine[] = {0x1.55554ap-5, -0x1.6c0c86p-10,
                                     0x1.9a00cep-16};

static Type likewise(Type type, Type element) {
  if (auto vector = dyn_cast<VectorType>(type))
    return vector.clone(element);
  return element;
}

namespace {
/// The polynomials for one argument.
class Wave {
public:
  Wave(OpBuilder &b, Location loc, Type type)
      : b(b), loc(loc), type(type), s{b, loc, getElementTypeOrSelf(type)} {}

  /// sin(x) or cos(x) for |x| <= kLargest.
  Value near(Value x, bool cosine);

private:
  Value number(double value) { return s.number(type, value); }
  Value fma(Value x, Value y, Value z) {
    return math::FmaOp::create(b, loc, x, y, z);
  }
  /// c[0] + c[1] z + c[2] z^2.
  Value polynomial(Value z, const double (&c)[3]) {
    return fma(fma(number(c[2]), z, number(c[1])), z, number(c[0]));
  }
  /// Whether `mask` is set in `x`.
  Value isSet(Value x, int64_t mask) {
    Value bits = s.logicalAnd(x, s.number(x.getType(), double(mask)));
    return s.compare(Comparison::ne, bits, s.number(x.getType(), 0));
  }

  OpBuilder &b;
  Location loc;
  Type type;
  ScalarBuilder s;
};
} // namespace

Value Wave::near(Value x, bool cosine) {
  Value q = math::RoundEvenOp::create(b, loc, s.mul(x, number(kTwoOverPi)));
  Value r = x;
  for (double part : kHalfPi)
    r = fma(q, number(-part), r);
  Value z = s.mul(r, r);
  Value sine = fma(s.mul(r, z), polynomial(z, kSine), r);
  Value cosines =
      fma(s.mul(z, z), polynomial(z, kCosine), fma(z, number(-0.5), number(1)));
  Type integers = likewise(type, b.getI32Type());
  Value quarter = arith::FPToSIOp::create(b, loc, integers, q);
  if (cosine)
    quarter = s.add(quarter, s.number(integers, 1));
  Value value = s.select(isSet(quarter, 1), cosines, sine);
  return s.select(isSet(quarter, 2), s.neg(value), value);
}

/// `near`, with the lanes that are `far` from libm.
template <typename OpTy>
static Value withLibm(OpBuilder &b, Location loc, Value x, Value far,
                      Value near) {
  Value any = far;
  if (isa<VectorType>(far.getType()))
    any = vector::ReductionOp::create(b, loc, vector::CombiningKind::OR, far);
  auto branch = scf::IfOp::create(
      b, loc, any,
      [&](OpBuilder &inner, Location) {
        Type wide = likewise(x.getType(), inner.getF64Type());
        Value exact = OpTy::create(inner, loc,
                                   arith::ExtFOp::create(inner, loc, wide, x));
        exact = arith::TruncFOp::create(inner, loc, x.getType(), exact);
        Value value = arith::SelectOp::create(inner, loc, far, exact, near);
        scf::YieldOp::create(inner, loc, value);
      },
      [&](OpBuilder &inner, Location) {
        scf::YieldOp::create(inner, loc, near);
      });
  return branch.getResult(0);
}

namespace {
/// math.sin or math.cos of f32 to a polynomial.
template <typename OpTy> struct WavePattern : OpRewritePattern<OpTy> {
  using OpRewritePattern<OpTy>::OpRewritePattern;

  LogicalResult matchAndRewrite(OpTy op,
                                PatternRewriter &rewriter) const override {
    Type type = op.getType();
    if (!getElementTypeOrSelf(type).isF32())
      return rewriter.notifyMatchFailure(op, "expected elements of f32");
    Location loc = op.getLoc();
    ScalarBuilder s{rewriter, loc, rewriter.getF32Type()};
    Value x = op.getOperand();
    // Infinities and NaN are far too: they are not <= anything.
    Value close = s.compare(Comparison::le, s.abs(x), s.number(type, kLargest));
    Value far = s.logicalNot(close);
    Value near = Wave(rewriter, loc, type)
                     .near(s.select(far, s.number(type, 0), x),
                           std::is_same_v<OpTy, math::CosOp>);
    rewriter.replaceOp(op, withLibm<OpTy>(rewriter, loc, x, far, near));
    return success();
  }
};
} // namespace

void leat::loops::populateTrigonometryPatterns(RewritePatternSet &patterns) {
  // Upstream's have a benefit of 1.
  patterns.add<WavePattern<math::SinOp>, WavePattern<math::CosOp>>(
      patterns.getContext(), /*benefit=*/2);
}
