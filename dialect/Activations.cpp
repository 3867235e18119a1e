//===- Activations.cpp - scalar code of activations -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Activations.h"
#include "dialect/Special.h"
#include "dialect/SpecialCoefficients.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/TypeUtilities.h"
#include <limits>

using namespace mlir;

namespace leat {

static constexpr double kInfinity = std::numeric_limits<double>::infinity();

Real elu(Real x, double alpha) {
  return select(x > 0, x, math<math::ExpM1Op>(x) * alpha);
}

Real logSigmoid(Real x) {
  Real rest = log1p(exp(-abs(x)));
  return select(x < 0, x - rest, -rest);
}

// tanh(log(1 + e)) = e (e + 2) / (e (e + 2) + 2), e = e ** x: no cancellation.
// From 20 on it is 1, before e * e overflows.
Real mish(Real x) {
  Real e = exp(x), n = e * (e + 2);
  Real value = select(x > 20, x, x * (n / (n + 2)));
  return select(x == -kInfinity, 0, value);
}

// The comparisons keep NaN.
Real hardSigmoid(Real x) {
  Real line = (x + 3) / 6;
  return select(x <= -3, 0, select(x >= 3, 1, line));
}

/// gelu in f32, x Phi(x). Phi(-|x|) is e ** (-x^2 / 2) / 2 times a function
/// that varies little; what x^2 loses by rounding, the exponential would make
/// large.
static Real geluSingle(Real x) {
  Real t = abs(x) * 0.70710678118654752440;
  Real r = Real(1) / fma(t, 0.5, 1);
  Real factor = r * polynomial(coefficients::kErfcxSingle, fma(r, 2, -1));
  Real square = x * x, rest = fma(x, x, -square);
  Real e = exp(square * -0.5);
  e = select(square < 300, fma(e * rest, -0.5, e), 0);
  // Where e is below the normal numbers, it is the last factor that rounds.
  Real left = x * factor * 0.5 * e;
  return select(x < 0, left, select(x > 14, x, x - left));
}

Value ScalarBuilder::gelu(Value x) {
  if (getElementTypeOrSelf(x.getType()).isF64())
    return inDouble(*this, x, [](ArrayRef<Real> in) {
      return in[0] * special::ndtr(in[0]);
    });
  return inSingle(*this, x,
                  [](ArrayRef<Real> in) { return geluSingle(in[0]); });
}

/// x (c + c' x^2), c = 2 sqrt(2 / pi) and c' = 0.044715 c, as a sum: what the
/// first one loses by rounding is in the second one. The constants are split at
/// f32; in f64 that costs nothing.
static std::pair<Real, Real> twiceU(Real x) {
  constexpr double one = 0x1.988454p+0, oneLow = -0x1.857935ep-25;
  constexpr double cubic = 0x1.2444f2p-4, cubicLow = 0x1.49b1696p-29;
  Real square = x * x, squareLow = fma(x, x, -square);
  Real term = square * cubic;
  Real termLow =
      fma(square, cubic, -term) + fma(squareLow, cubic, square * cubicLow);
  // Knuth's sum of two numbers and its error.
  Real sum = term + one, back = sum - one;
  Real error = (Real(one) - (sum - back)) + (term - back);
  Real sumLow = error + (termLow + oneLow);
  Real product = x * sum;
  return {product, fma(x, sum, -product) + x * sumLow};
}

// x (1 + tanh u) / 2 = x sigmoid(2 u): with e = e ** -|2 u|, x / (1 + e), and
// for x < 0 e times that. The exponential makes a rounding of 2 u larger.
Real geluTanh(ArrayRef<Real> in) {
  Real x = in[0];
  auto [twice, low] = twiceU(x);
  Real size = abs(twice), sizeLow = select(x < 0, -low, low);
  Real e = exp(-size);
  e = select(size > 750, 0, fma(-e, sizeLow, e));
  Real right = x / (e + 1);
  Real value = select(x < 0, right * e, right);
  return select(x == -kInfinity, 0, select(x == kInfinity, x, value));
}

// m sqrt(1 + (n / m)^2), n <= m.
Real hypot(Real x, Real y) {
  Real a = abs(x), b = abs(y);
  Real large = select(a < b, b, a), small = select(a < b, a, b);
  Real ratio = small / large;
  Real value = large * sqrt(fma(ratio, ratio, 1));
  // 0 / 0 and inf / inf; an infinite operand wins over NaN, as in C.
  value = select(large == 0, small, value);
  value = select(b == kInfinity, b, value);
  return select(a == kInfinity, a, value);
}

Real logaddexp(Real x, Real y) {
  Real large = select(x < y, y, x);
  Real rest = log1p(exp(-abs(x - y)));
  // inf - inf has no value, and rest is log 2 wherever x = y.
  Real equal = large + 0.69314718055994530942;
  return select(x == y, equal, large + rest);
}

Real xlogy(Real x, Real y) {
  Real product = x * log(y);
  return select(x == 0, select(y == y, 0, y), product);
}

static Real remainder(Real x, Real y) {
  return {*x.b,
          arith::RemFOp::create(x.b->builder, x.b->loc, x.value, y.value)};
}

/// Whether the remainder has another sign than the divisor and is not 0.
static Mask needsStep(Real rest, Real y) {
  return rest != 0 && !((rest < 0) == (y < 0));
}

// The difference is an exact multiple of y up to a rounding, so that its
// quotient is an integer up to one.
Real floorDiv(Real x, Real y) {
  Real rest = remainder(x, y);
  Real quotient = (x - rest) / y;
  quotient = select(needsStep(rest, y), quotient - 1, quotient);
  Real whole = floor(quotient);
  whole = select(quotient - whole > 0.5, whole + 1, whole);
  Real ratio = x / y;
  whole = select(quotient == 0, withSign(0, ratio), whole);
  return select(y == 0, ratio, whole);
}

Real mod(Real x, Real y) {
  Real rest = remainder(x, y);
  rest = select(needsStep(rest, y), rest + y, rest);
  return select(rest == 0, withSign(0, y), rest);
}

} // namespace leat
