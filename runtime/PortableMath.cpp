//===- PortableMath.cpp - functions with the same bits everywhere -*- C++ -*-=//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Power series after an exact reduction of the argument. The folder is compiled
// with -ffp-contract=off, which this file depends on.
//
//===----------------------------------------------------------------------===//
#include "runtime/PortableMath.h"

#include <array>
#include <cmath>

using namespace leat::rt;

double leat::rt::portableLog(double x) {
  // x = 2^exponent m with m in [sqrt(1/2), sqrt(2)), and
  // log m = 2 atanh(s) with s = (m - 1) / (m + 1), so |s| < 0.1716.
  constexpr double sqrtHalf = 0x1.6a09e667f3bcdp-1;
  int exponent;
  double m = std::frexp(x, &exponent);
  if (m < sqrtHalf) {
    m *= 2;
    --exponent;
  }
  double s = (m - 1) / (m + 1), z = s * s;
  // atanh(s) / s = 1 + z/3 + z^2/5 + ...; the term z^11/23 is below 2^-60.
  double series = 0;
  for (int n = 10; n >= 1; --n)
    series = (series + 1.0 / (2 * n + 1)) * z;
  // log 2 in two parts, the first short enough that its product is exact.
  constexpr double log2High = 0x1.62e42feep-1, log2Low = 0x1.a39ef35793c76p-33;
  double logM = 2 * s + (2 * s * series + exponent * log2Low);
  return exponent * log2High + logM;
}

/// 1/n! for n < 18: the factorials are doubles, so each quotient rounds once.
static constexpr std::array<double, 18> kInverseFactorials = [] {
  std::array<double, 18> table = {};
  double factorial = 1;
  for (int n = 0; n < 18; ++n) {
    factorial *= n > 1 ? n : 1;
    table[n] = 1 / factorial;
  }
  return table;
}();

std::pair<double, double> leat::rt::cosSinOfTurns(double turns) {
  // Both subtractions are exact: the rest lies in [-1/8, 1/8] of a turn.
  double fraction = turns - std::floor(turns);
  double quarter = std::floor(4 * fraction + 0.5);
  double angle = (fraction - quarter / 4) * 0x1.921fb54442d18p+2; // 2 pi
  double z = angle * angle;
  // At pi/4 the first terms left out are below 2^-60.
  double cosine = 0, sine = 0;
  for (int n = 8; n >= 0; --n) {
    double sign = n % 2 == 0 ? 1 : -1;
    cosine = cosine * z + sign * kInverseFactorials[2 * n];
    sine = sine * z + sign * kInverseFactorials[2 * n + 1];
  }
  sine *= angle;
  switch (int(quarter) % 4) {
  case 0:
    return {cosine, sine};
  case 1:
    return {-sine, cosine};
  case 2:
    return {-cosine, -sine};
  default:
    return {sine, -cosine};
  }
}
