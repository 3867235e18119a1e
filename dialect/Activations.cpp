//===- Activations.cpp - scalar code of activations -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Activations.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
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
  return select(x > 20, x, x * (n / (n + 2)));
}

// The comparisons keep NaN.
Real hardSigmoid(Real x) {
  Real line = (x + 3) / 6;
  return select(x <= -3, 0, select(x >= 3, 1, line));
}

// x (1 + tanh u) / 2 = x sigmoid(2 u), which keeps its digits where it is near
// 0. Far to the left e ** (-2 u) is inf and y is -0.
Real geluTanh(ArrayRef<Real> x) {
  constexpr double root = 0.79788456080286535588; // sqrt(2 / pi)
  Real square = x[0] * x[0];
  Real twice = x[0] * fma(square, 2 * 0.044715 * root, 2 * root);
  Real y = x[0] / (exp(-twice) + 1);
  return select(x[0] == -kInfinity, 0, y);
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
