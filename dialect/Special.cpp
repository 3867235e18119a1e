//===- Special.cpp - scalar code of special functions ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Special.h"
#include "dialect/SpecialCoefficients.h"
#include <limits>

using namespace mlir;
using namespace leat::coefficients;

namespace leat::special {

static constexpr double kPi = 3.14159265358979323846;
static constexpr double kInfinity = std::numeric_limits<double>::infinity();
static constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
/// From here on every f64 is an integer.
static constexpr double kIntegersFrom = 4503599627370496.0;

/// x - round(x) for finite x, exact; 0 where x is an integer.
static Real fraction(Real x) {
  return select(abs(x) < kIntegersFrom, x - round(x), 0);
}

//===----------------------------------------------------------------------===//
// log Gamma and its derivatives
//===----------------------------------------------------------------------===//

/// For x > -1/2. With z = x - 2 moved into [-1/2, 1/2] by the recurrence
/// Gamma(x + 1) = x Gamma(x), the power series around 2 keeps all digits at the
/// zeros 1 and 2; from 8.5 on Stirling's series.
static Real logGammaRight(Real x) {
  Real y = x, product = Real(1).as(x);
  for (int i = 0; i < 6; ++i) {
    Mask above = y >= 2.5;
    Real less = y - 1;
    product = select(above, product * less, product);
    y = select(above, less, y);
  }
  Mask below = x < 1.5, tiny = x < 0.5, far = x >= 8.5;
  Real z = select(tiny, x, select(below, x - 1, y - 2));
  Real factor = select(tiny, abs(x * (x + 1)), select(below, x, product));
  Real logarithm = log(select(far, x, factor));
  Real near =
      z * polynomial(kLogGammaTwo, z) + select(below, -logarithm, logarithm);
  Real inverse = Real(1) / x;
  // (x - 1/2) log x - x + log(2 pi) / 2, without inf - inf.
  Real stirling = (x - 0.5) * (logarithm - 1) + 0.41893853320467274178 +
                  inverse * polynomial(kStirling, inverse * inverse);
  return select(far, stirling, near);
}

// |Gamma(x) Gamma(-x)| = pi / |x sin(pi x)|.
Real lgamma(Real x) {
  Mask left = x <= -0.5;
  Real mirrored = select(left, -x, x);
  Real sine = abs(math<math::SinOp>(fraction(x) * kPi));
  Real whole = log(Real(kPi) / (mirrored * sine));
  Real right = logGammaRight(mirrored);
  Real reflected = select(sine == 0, kInfinity, whole - right);
  return select(left, reflected, right);
}

/// The coefficients of P_n, where the nth derivative of pi cot(pi x) is
/// pi^(n + 1) P_n(cot(pi x)): P_0 = c, P_{n+1} = -(1 + c^2) P_n'.
static SmallVector<double> cotangentDerivative(int64_t n) {
  SmallVector<double> powers = {0, 1};
  for (int64_t k = 0; k < n; ++k) {
    SmallVector<double> next(powers.size() + 1, 0.0);
    for (size_t i = 1; i < powers.size(); ++i) {
      next[i - 1] -= double(i) * powers[i];
      next[i + 1] -= double(i) * powers[i];
    }
    powers = next;
  }
  return powers;
}

/// x ** n, n > 0.
static Real power(Real x, int64_t n) {
  if (n == 1)
    return x;
  Real half = power(x, n / 2), square = half * half;
  return n % 2 ? square * x : square;
}

/// B_2k (n + 2k - 1)! / (2k)!, the coefficient of x^(-n - 2k), for k = 0 (which
/// is none of them and stands as 0), 1, 2, ...
static SmallVector<double> polygammaSeries(int64_t n) {
  SmallVector<double> series = {0.0};
  for (auto [i, bernoulli] : llvm::enumerate(kBernoulli)) {
    int64_t twice = 2 * int64_t(i + 1);
    double factor = n == 0 ? 1 / double(twice) : 1;
    for (int64_t j = twice + 1; j < n + twice; ++j)
      factor *= double(j);
    series.push_back(bernoulli * factor);
  }
  return series;
}

/// For x >= 0: the recurrence to x + 10 + n, then the asymptotic series (A&S
/// 6.3.18, 6.4.11).
static Real polygammaRight(int64_t n, Real x) {
  int64_t steps = 10 + n;
  Real sum = power(Real(1) / x, n + 1);
  for (int64_t i = 1; i < steps; ++i)
    sum = sum + power(Real(1) / (x + double(i)), n + 1);
  Real far = x + double(steps), inverse = Real(1) / far;
  Real tail = polynomial(polygammaSeries(n), inverse * inverse);
  if (n == 0)
    return log(far) - inverse * 0.5 - tail - sum;
  double factorial = 1;
  for (int64_t i = 2; i <= n; ++i)
    factorial *= double(i);
  tail = power(inverse, n) *
         (tail + inverse * (factorial / 2) + factorial / double(n));
  Real value = sum * factorial + tail;
  return n % 2 ? value : -value;
}

// psi_n(x) = (-1)^n psi_n(1 - x) - d^n/dx^n pi cot(pi x) (A&S 6.4.7).
Real polygamma(int64_t n, Real x) {
  Mask left = x < 0;
  Real right = polygammaRight(n, select(left, Real(1) - x, x));
  Real rest = fraction(x);
  // In the middle it is 0, but no f64 is pi / 2.
  Real cotangent =
      select(abs(rest) == 0.5, 0, Real(1) / math<math::TanOp>(rest * kPi));
  double scale = kPi;
  for (int64_t i = 0; i < n; ++i)
    scale *= kPi;
  Real turn = polynomial(cotangentDerivative(n), cotangent) * scale;
  Real reflected = (n % 2 ? -right : right) - turn;
  Real pole = Real(n % 2 ? kInfinity : kNaN).as(x);
  return select(left, select(rest == 0, pole, reflected), right);
}

//===----------------------------------------------------------------------===//
// The normal distribution and the error functions
//===----------------------------------------------------------------------===//

/// erfc(-x / sqrt(2)). In the left tail a rounding of the argument t would cost
/// 2 t^2 times as much; it is corrected for by the derivative, erfc'(t) /
/// erfc(t) = -(t + sqrt(t^2 + 4 / pi)) nearly (Komatu 1955).
static Real erfcOfNormal(Real x) {
  constexpr double high = 0x1.6a09e667f3bcdp-1, low = -0x1.bdd3413b26456p-55;
  Real t = x * -high;
  Real rest = fma(x, -high, -t) - x * low;
  Real value = erfc(t);
  Real slope = t + sqrt(t * t + 4 / kPi);
  Mask tail = t > 0 && t < 40;
  return select(tail, fma(-value, rest * slope, value), value);
}

Real ndtr(Real x) { return erfcOfNormal(x) * 0.5; }

/// erfcx for t >= 0.
static Real erfcxRight(Real t) {
  Real s = Real(1) - Real(8) / (t + 4);
  return polynomial(kErfcx, s) / (t * 2 + 1);
}

// erfcx(-t) = 2 e ** (t * t) - erfcx(t).
Real erfcx(Real x) {
  Real right = erfcxRight(abs(x)), square = x * x;
  // What is lost of the square, which the exponential makes large; up to where
  // that overflows.
  Real rest = fma(x, x, -square), growth = exp(square) * 2;
  Real left = select(square < 709, fma(growth, rest, growth), growth) - right;
  return select(x < 0, left, right);
}

Real logNdtr(Real x) {
  constexpr double root = 0.70710678118654752440;
  Real t = abs(x) * root;
  Real left = log(erfcxRight(t) * 0.5) - x * x * 0.5;
  Real right = log1p(erfcOfNormal(-abs(x)) * -0.5);
  return select(x < 0, left, right);
}

/// erfinv(x) / x as a function of w = -log(1 - x^2).
static Real erfinvOverX(Real w) {
  Real r = sqrt(w), inverse = Real(1) / r;
  Real near = polynomial(kErfinvNear, w / 3.125 - 1);
  Real middle = polynomial(kErfinvMiddle, (r * 4 - 13) / 3);
  Real far = r * polynomial(kErfinvFar, (inverse * 40 - 7) / 3);
  Real tail = r * polynomial(kErfinvTail, (inverse * 280 - 19) / 9);
  return select(w < 6.25, near,
                select(r < 4, middle, select(r < 10, far, tail)));
}

Real erfinv(Real x) {
  Real w = -log((Real(1) - x) * (x + 1));
  return select(abs(x) == 1, x * kInfinity, x * erfinvOverX(w));
}

// ndtri(p) = sqrt(2) erfinv(2 p - 1), with 1 - (2 p - 1)^2 = 4 p (1 - p).
Real ndtri(Real p) {
  Real x = p * 2 - 1, w = -log(p * 4 * (Real(1) - p));
  Real inside = x * erfinvOverX(w) * 1.41421356237309504880;
  return select(p == 0, -kInfinity, select(p == 1, kInfinity, inside));
}

//===----------------------------------------------------------------------===//
// Modified Bessel functions
//===----------------------------------------------------------------------===//

namespace {
/// What the four functions are made of: up to 8 a power series, whose terms are
/// all positive, then a polynomial in 16 / |x| - 1.
struct Bessel {
  explicit Bessel(Real x) : x(x), a(abs(x)), near(a <= 8) {}

  Real z() const { return (x * 0.5) * (x * 0.5); }
  /// I_0(x) - 1 and I_1(x), near.
  Real zeroNear() const { return z() * polynomial(kBesselI0, z()); }
  Real oneNear() const { return x * 0.5 * polynomial(kBesselI1, z()); }
  /// e ** -|x| times I_0 and |I_1|, far.
  Real zeroFar() const { return far(kBesselI0Far); }
  Real oneFar() const { return far(kBesselI1Far); }

  Real x, a;
  Mask near;

private:
  Real far(ArrayRef<double> c) const {
    return polynomial(c, Real(16) / a - 1) / sqrt(a);
  }
};
} // namespace

Real i0e(Real x) {
  Bessel f(x);
  Real near = exp(-f.a) * (f.zeroNear() + 1);
  return select(f.near, near, f.zeroFar());
}

Real i1e(Real x) {
  Bessel f(x);
  return select(f.near, exp(-f.a) * f.oneNear(), withSign(f.oneFar(), x));
}

Real logI0(Real x) {
  Bessel f(x);
  Real far = f.a + log(f.zeroFar());
  return select(f.near, log1p(f.zeroNear()),
                select(f.a == kInfinity, f.a, far));
}

Real logI1(Real x) {
  Bessel f(x);
  Real logarithm = log(select(f.near, f.oneNear(), f.oneFar()));
  Real far = select(x == kInfinity, x, x + logarithm);
  return select(x < 0, kNaN, select(f.near, logarithm, far));
}

} // namespace leat::special
