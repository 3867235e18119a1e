//===- IncompleteBeta.cpp - the beta distribution in simpler ops ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// I_x(a, b) = x^a (1 - x)^b / (a B(a, b)) / (1 + d_1 / (1 + d_2 / (1 + ...)))
//
// for x below the mean, and 1 - I_(1-x)(b, a) above it (DLMF 8.17.22). The
// fraction is computed from its inner end by a loop, so that reverse and
// forward mode know how to go through it.
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"
#include "dialect/Loops.h"

using namespace mlir;

namespace leat {

namespace {
/// The logarithms of x and of 1 - x, each with all its digits.
struct Point {
  Expr x, log, logRest;
};

struct Beta {
  Formula f;
  Expr a, b;

  /// log B(a, b)
  Expr logBeta() const { return lgamma(a) + lgamma(b) - lgamma(a + b); }
  /// The slope of I by logit(x).
  Expr slope(const Point &at) const {
    return exp(a * at.log + b * at.logRest - logBeta());
  }
  Expr distribution(const Point &at) const;
  /// x, from its logit.
  Point pointAt(Expr logit) const {
    return {sigmoid(logit), -softplus(-logit), -softplus(logit)};
  }

private:
  Expr lgamma(Expr x) const { return f.make<LgammaOp>(x.value); }
  Expr softplus(Expr x) const { return f.make<SoftplusOp>(x.value); }
  Expr fraction(Expr x) const;
};
} // namespace

// Of two steps each. It needs about the root of the larger of a and b.
static constexpr int64_t kTrips = 256;

Expr Beta::fraction(Expr x) const {
  Expr inner = f.number(cast<RankedTensorType>(x.value.getType()), 0);
  auto trip = [&](Value number, ValueRange carried) {
    Expr m = f.convert(f(number), f.builder.getF64Type()), n = m + 1;
    Expr even = n * (b - n) * x / ((a + m + n) * (a + n + n));
    Expr odd = -((a + m) * (a + b + m) * x) / ((a + m + m) * (a + m + n));
    Expr one = odd / (even / (f(carried[0]) + 1) + 1);
    return Trip{{one.value}, {}};
  };
  Value sum = buildFor(f, kTrips, /*down=*/true, inner.value, {}, trip).front();
  return f(sum) + 1;
}

Expr Beta::distribution(const Point &at) const {
  Expr low = at.x < (a + 1) / (a + b + 2);
  Beta turned{f, where(low, a, b), where(low, b, a)};
  Point from{where(low, at.x, Expr(1.0) - at.x), where(low, at.log, at.logRest),
             where(low, at.logRest, at.log)};
  Expr y = turned.slope(from) / (turned.a * turned.fraction(from.x));
  return where(low, y, Expr(1.0) - y);
}

// The operands in f64, of the shape of the result.
template <typename OpT>
static SmallVector<Expr> wideOperands(const Formula &f, OpT op) {
  SmallVector<Expr> wide;
  for (Value x : op->getOperands())
    wide.push_back(f.broadcast(f.convert(f(x), f.builder.getF64Type()),
                               sizesOf(op.getResult())));
  return wide;
}

// `x` between 0 and 1, and another number for one that is not: its logarithms
// have no slopes.
static Expr inside(Expr x) {
  return where(x > 0, where(x < 1, x, Expr(0.5)), Expr(0.5));
}

// `y`, a function of `x` inside, in the type of the op's result: 0 and 1 stay
// what they are, without a slope, and NaN stands where there is no value.
template <typename OpT>
static SmallVector<Value> guarded(const Beta &beta, Expr x, Expr y, OpT op) {
  const Formula &f = beta.f;
  Expr nan(std::nan("")), end = f.make<StopGradientOp>(x.value);
  end = where(x == 0, end, where(x == 1, end, nan));
  y = where(x > 0, where(x < 1, y, end), end);
  y = where(beta.a > 0, where(beta.b > 0, y, nan), nan);
  return {f.convert(y, elementOf(op.getResult())).value};
}

SmallVector<Value> BetaincOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  SmallVector<Expr> in = wideOperands(f, *this);
  Beta beta{f, in[0], in[1]};
  Expr x = inside(in[2]), rest = f.make<Log1pOp>((-x).value);
  return guarded(beta, in[2], beta.distribution({x, log(x), rest}), *this);
}

// Bisection finds x to the last digits, and has no derivative. A constant
// start with exact steps of Newton's from there has the derivatives of the
// solution (Christianson 1994): where those of order less than n are right, a
// step makes those right that are of order less than 2 n. So four steps give
// the first 15; a derivative of order 15 is a program 2^15 times as long.
static constexpr int64_t kHalvings = 72;
static constexpr int64_t kDerivativeSteps = 4;
static constexpr double kLogitOfSmallest = 740;

SmallVector<Value> BetaincinvOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  SmallVector<Expr> in = wideOperands(f, *this);
  Beta beta{f, in[0], in[1]};
  Expr p = inside(in[2]);
  auto type = cast<RankedTensorType>(p.value.getType());
  auto halve = [&](Value, ValueRange carried) {
    Expr low = f(carried[0]), high = f(carried[1]), middle = (low + high) * 0.5;
    Expr below = beta.distribution(beta.pointAt(middle)) < p;
    return Trip{
        {where(below, middle, low).value, where(below, high, middle).value},
        {}};
  };
  Value ends[] = {f.number(type, -kLogitOfSmallest).value,
                  f.number(type, kLogitOfSmallest).value};
  SmallVector<Value> found =
      buildFor(f, kHalvings, /*down=*/false, ends, {}, halve);
  auto improve = [&](Value, ValueRange carried) {
    Expr logit = f(carried[0]);
    Point at = beta.pointAt(logit);
    Expr next = logit - (beta.distribution(at) - p) / beta.slope(at);
    return Trip{{next.value}, {}};
  };
  Value middle =
      f.make<StopGradientOp>(((f(found[0]) + f(found[1])) * 0.5).value).value;
  Value logit =
      buildFor(f, kDerivativeSteps, /*down=*/false, middle, {}, improve)
          .front();
  return guarded(beta, in[2], sigmoid(f(logit)), *this);
}

} // namespace leat
