//===- Scalars.cpp - meanings of activations and divisions ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "runtime/reference/Scalars.h"

#include <algorithm>
#include <cmath>

using namespace leat;

double reference::sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

double reference::softplus(double x) {
  return std::isnan(x) ? x
                       : std::max(x, 0.0) + std::log1p(std::exp(-std::fabs(x)));
}

// Phi(x) = erfc(-x / sqrt(2)) / 2 keeps its digits where Phi is near 0.
double reference::gelu(double x) { return x * std::erfc(-x * M_SQRT1_2) / 2; }

// 1 + tanh u = 2 sigmoid(2 u). In long double: the exponential makes a rounding
// of 2 u larger.
double reference::geluTanh(double x) {
  if (x == -INFINITY)
    return 0;
  long double a = x, u = std::sqrt(2 / 3.14159265358979323846L) *
                         (a + 0.044715 * a * a * a);
  return double(a / (1 + std::exp(-2 * u)));
}

// In long double: tanh near 0 of a number near 0 keeps its digits.
double reference::mish(double x) {
  if (x == -INFINITY)
    return 0;
  long double e = std::exp((long double)(x));
  return x > 100 ? x : double(x * std::tanh(std::log1p(e)));
}

double reference::hardSigmoid(double x) {
  return x <= -3 ? 0 : x >= 3 ? 1 : (x + 3) / 6;
}

double reference::logaddexp(double a, double b) {
  if (a == b) // infinities too
    return a + M_LN2;
  return (a < b ? b : a) + std::log1p(std::exp(-std::fabs(a - b)));
}

double reference::xlogy(double a, double b) {
  if (a == 0 && !std::isnan(b))
    return 0;
  return a * std::log(b);
}

double reference::mod(double a, double b) {
  double rest = std::fmod(a, b);
  if (rest == 0)
    return std::copysign(0.0, b);
  return (rest < 0) != (b < 0) ? rest + b : rest;
}

double reference::floorDiv(double a, double b) {
  if (b == 0)
    return a / b;
  double rest = std::fmod(a, b), quotient = (a - rest) / b;
  if (rest != 0 && (rest < 0) != (b < 0))
    quotient -= 1;
  if (quotient == 0)
    return std::copysign(0.0, a / b);
  // An integer up to a rounding.
  return std::isfinite(quotient) ? std::nearbyint(quotient) : quotient;
}

int64_t reference::mod(int64_t a, int64_t b) {
  if (b == 0 || b == -1)
    return 0;
  int64_t rest = a % b;
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

int64_t reference::floorDiv(int64_t a, int64_t b) {
  if (b == 0)
    return 0;
  if (b == -1)
    return int64_t(0 - uint64_t(a));
  return a / b - (mod(a, b) != a % b);
}

int64_t reference::shiftLeft(int64_t a, int64_t places, int width) {
  return places >= 0 && places < width ? int64_t(uint64_t(a) << places) : 0;
}

int64_t reference::shiftRight(int64_t a, int64_t places, int width) {
  return a >> (places >= 0 && places < width ? places : width - 1);
}
