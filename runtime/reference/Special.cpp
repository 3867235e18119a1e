//===- Special.cpp - meanings of special functions --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "runtime/reference/Special.h"

#include <cmath>
#include <vector>

using namespace leat;
using Long = long double;

static constexpr Long kPi = 3.14159265358979323846264338327950288L;
static constexpr Long kRootTwo = 1.41421356237309504880168872420969808L;
static constexpr Long kRootPi = 1.77245385090551602729816748334114518L;

//===----------------------------------------------------------------------===//
// log Gamma and its derivatives
//===----------------------------------------------------------------------===//

double reference::logGamma(double x) {
  int sign; // lgamma would write it to a global
  return double(lgammal_r(x, &sign));
}

/// B_2, B_4, ...
static constexpr Long kBernoulli[] = {
    1.0L / 6,       -1.0L / 30, 1.0L / 42,      -1.0L / 30,    5.0L / 66,
    -691.0L / 2730, 7.0L / 6,   -3617.0L / 510, 43867.0L / 798};

/// x ** -n
static Long inversePower(Long x, int n) {
  Long product = 1;
  for (int i = 0; i < n; ++i)
    product *= x;
  return 1 / product;
}

/// For x > 0: the recurrence up to 40 + n, then the asymptotic series.
static Long polygammaRight(int n, Long x) {
  Long factorial = std::tgamma(Long(n) + 1), sum = 0;
  for (; x < 40 + n; x += 1)
    sum += inversePower(x, n + 1);
  Long tail = n == 0 ? -std::log(x) : factorial / Long(n) * inversePower(x, n);
  tail += factorial / 2 * inversePower(x, n + 1);
  Long ratio = n == 0 ? 1 : factorial / Long(n); // (n + 2k - 1)! / (2k)!
  for (int k = 1; k <= 9; ++k) {
    ratio *= k == 1 && n == 0 ? 0.5L
                              : Long(n + 2 * k - 2) * Long(n + 2 * k - 1) /
                                    (Long(2 * k - 1) * Long(2 * k));
    tail += kBernoulli[k - 1] * ratio * inversePower(x, n + 2 * k);
  }
  Long value = factorial * sum + tail;
  return n % 2 ? value : -value;
}

/// d^n/dx^n of pi cot(pi x) by the polynomials in the cotangent.
static Long cotangentDerivative(int n, Long cotangent) {
  std::vector<Long> powers = {0, 1};
  for (int k = 0; k < n; ++k) {
    std::vector<Long> next(powers.size() + 1, 0);
    for (size_t i = 1; i < powers.size(); ++i) {
      next[i - 1] -= Long(i) * powers[i];
      next[i + 1] -= Long(i) * powers[i];
    }
    powers = next;
  }
  Long sum = 0;
  for (size_t i = powers.size(); i-- > 0;)
    sum = sum * cotangent + powers[i];
  return sum * std::pow(kPi, Long(n + 1));
}

double reference::polygamma(int n, double x) {
  if (x == 0) // the pole of the first term, on the side of the zero's sign
    return (n % 2 ? 1 : -1) * std::pow(1 / x, n + 1);
  if (!(x < 0))
    return std::isinf(x) ? (n == 0 ? x : 0) : double(polygammaRight(n, x));
  double rest = std::isinf(x) ? 0 : x - std::nearbyint(x);
  if (rest == 0)
    return n % 2 ? INFINITY : NAN;
  Long right = polygammaRight(n, 1 - Long(x));
  // 0 in the middle, but no number here is pi / 2.
  Long cotangent = std::fabs(rest) == 0.5 ? 0 : 1 / std::tan(kPi * Long(rest));
  Long turn = cotangentDerivative(n, cotangent);
  return double((n % 2 ? -right : right) - turn);
}

//===----------------------------------------------------------------------===//
// The normal distribution and the error functions
//===----------------------------------------------------------------------===//

/// For large x, 1 / (x sqrt(pi)) (1 - 1 / (2 x^2) + 3 / (2 x^2)^2 - ...).
static Long erfcxLong(Long x) {
  if (x < 25)
    return std::exp(x * x) * std::erfc(x);
  Long sum = 0, term = 1;
  for (int k = 1; k <= 16; ++k) {
    sum += term;
    term *= -Long(2 * k - 1) / (2 * x * x);
  }
  return sum / (x * kRootPi);
}

static Long logNdtrLong(Long x) {
  if (x > 0)
    return std::log1p(std::erfc(x / kRootTwo) / -2);
  if (x > -5)
    return std::log(std::erfc(-x / kRootTwo) / 2);
  return std::log(erfcxLong(-x / kRootTwo) / 2) - x * x / 2;
}

/// For p <= 1/2, by Newton's method on the logarithm. That is concave: from the
/// left, and after one step at the latest, it comes from the left.
static Long ndtriLeft(Long p) {
  Long x = 0, logarithm = std::log(p);
  for (int i = 0; i < 200; ++i) {
    Long slope = 2 / (erfcxLong(-x / kRootTwo) * kRootTwo * kRootPi);
    Long step = (logNdtrLong(x) - logarithm) / slope;
    x -= step;
    if (std::fabs(step) <= 1e-19L * std::fabs(x))
      break;
  }
  return x;
}

static Long erfinvLong(Long x) {
  if (std::fabs(x) > 0.5L) {
    Long y = -ndtriLeft((1 - std::fabs(x)) / 2) / kRootTwo;
    return x < 0 ? -y : y;
  }
  Long y = x * kRootPi / 2;
  for (int i = 0; i < 50; ++i) {
    Long step = (std::erf(y) - x) * kRootPi / 2 * std::exp(y * y);
    y -= step;
    if (std::fabs(step) <= 1e-19L * std::fabs(y))
      break;
  }
  return y;
}

double reference::ndtr(double x) {
  return double(std::erfc(-Long(x) / kRootTwo) / 2);
}

double reference::logNdtr(double x) {
  return std::isinf(x) ? (x < 0 ? x : 0) : double(logNdtrLong(x));
}

double reference::erfcx(double x) {
  return std::isinf(x) ? (x < 0 ? -x : 0) : double(erfcxLong(x));
}

double reference::erfinv(double x) {
  if (!(std::fabs(x) < 1))
    return std::fabs(x) == 1 ? x * INFINITY : NAN;
  return double(erfinvLong(x));
}

double reference::ndtri(double p) {
  if (!(p > 0 && p < 1))
    return p == 0 ? -INFINITY : p == 1 ? INFINITY : NAN;
  if (p > 0.25 && p < 0.75)
    return double(kRootTwo * erfinvLong(2 * Long(p) - 1));
  return double(p < 0.5 ? ndtriLeft(p) : -ndtriLeft(1 - Long(p)));
}

//===----------------------------------------------------------------------===//
// Modified Bessel functions
//===----------------------------------------------------------------------===//

/// sum of z^k / (k! (k + order)!) from k = first on, z = x^2 / 4.
static Long besselSeries(int order, Long x, int first) {
  Long z = x * x / 4, term = 1, sum = 0;
  for (int k = 0; k < 200 && term > sum * 1e-22L; ++k) {
    if (k >= first)
      sum += term;
    term *= z / (Long(k + 1) * Long(k + 1 + order));
  }
  return sum;
}

/// sqrt(2 pi x) e^-x I(x) for large x, up to the smallest term of its series.
static Long besselFar(int order, Long x) {
  Long sum = 0, term = 1;
  for (int k = 1; k <= 50; ++k) {
    sum += term;
    term *= -(Long(4 * order * order) - Long(2 * k - 1) * Long(2 * k - 1)) /
            (Long(k) * 8 * x);
  }
  return sum;
}

/// The largest argument of the power series.
static constexpr double kNear = 30;

double reference::besselI0e(double x) {
  Long a = std::fabs(x);
  if (a <= kNear)
    return double(std::exp(-a) * besselSeries(0, a, 0));
  return std::isinf(x) ? 0 : double(besselFar(0, a) / std::sqrt(2 * kPi * a));
}

double reference::besselI1e(double x) {
  Long a = std::fabs(x);
  if (a <= kNear)
    return double(std::exp(-a) * Long(x) / 2 * besselSeries(1, a, 0));
  if (std::isinf(x))
    return std::copysign(0.0, x);
  return std::copysign(double(besselFar(1, a) / std::sqrt(2 * kPi * a)), x);
}

double reference::logBesselI0(double x) {
  Long a = std::fabs(x);
  if (a <= kNear)
    return double(std::log1p(besselSeries(0, a, 1)));
  if (!std::isfinite(x))
    return double(a);
  return double(a + std::log(besselFar(0, a) / std::sqrt(2 * kPi * a)));
}

double reference::logBesselI1(double x) {
  if (!(x >= 0))
    return NAN;
  Long a = x;
  if (a <= kNear)
    return double(std::log(a / 2 * besselSeries(1, a, 0)));
  if (std::isinf(x))
    return x;
  return double(a + std::log(besselFar(1, a) / std::sqrt(2 * kPi * a)));
}

//===----------------------------------------------------------------------===//
// The beta distribution
//===----------------------------------------------------------------------===//

static Long logGammaLong(Long x) {
  int sign;
  return lgammal_r(x, &sign);
}

/// I_x(a, b) for x below the mean, by Lentz's algorithm (Press et al. 2007,
/// section 6.4), from the logarithms of x and 1 - x.
static Long betaBelowMean(Long a, Long b, Long x, Long logX, Long logRest) {
  Long front = std::exp(a * logX + b * logRest - logGammaLong(a) -
                        logGammaLong(b) + logGammaLong(a + b)) /
               a;
  Long c = 1, d = 1 / (1 - (a + b) * x / (a + 1)), value = d;
  for (int m = 1; m < 100000; ++m) {
    Long even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= c * d;
    Long odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    value *= c * d;
    if (c * d == 1)
      break;
  }
  return front * value;
}

static Long betaAt(Long a, Long b, Long x, Long logX, Long logRest) {
  if (x < (a + 1) / (a + b + 2))
    return betaBelowMean(a, b, x, logX, logRest);
  return 1 - betaBelowMean(b, a, 1 - x, logRest, logX);
}

double reference::incompleteBeta(double a, double b, double x) {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1))
    return NAN;
  if (x == 0 || x == 1)
    return x;
  return double(betaAt(a, b, x, std::log(Long(x)), std::log1p(-Long(x))));
}

double reference::incompleteBetaInverse(double a, double b, double p) {
  if (!(a > 0 && b > 0 && p >= 0 && p <= 1))
    return NAN;
  if (p == 0 || p == 1)
    return p;
  Long low = -11000, high = 11000; // of logit(x)
  for (int i = 0; i < 90; ++i) {
    Long middle = (low + high) / 2;
    Long logX = -std::log1p(std::exp(-middle)), logRest = logX - middle;
    if (middle < 0) {
      logRest = -std::log1p(std::exp(middle));
      logX = logRest + middle;
    }
    (betaAt(a, b, std::exp(logX), logX, logRest) < p ? low : high) = middle;
  }
  return double(1 / (1 + std::exp(-low)));
}
