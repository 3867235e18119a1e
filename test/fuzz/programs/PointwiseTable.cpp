//===- PointwiseTable.cpp - functions of one element at a time --*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The range of what an op gives is that of the C++ function beside it. An op
// with attributes has a line for each way in which they are written.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Table.h"

#include <cmath>

using namespace leat;
using namespace leat::fuzz;

static constexpr Range kAny = {-kLargestFloat, kLargestFloat};
static constexpr Range kPlus = {0.2, 30}, kSmall = {-3, 3}, kNine = {-9, 9},
                       kInside = {-0.9, 0.9}, kGamma = {0.4, 12};
static constexpr unsigned kKink = 1, kIntegers = 2;
static constexpr double kRare = 0.35;

static double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
static double silu(double x) { return x * sigmoid(x); }
static double gelu(double x) { return x * (1 + std::erf(x * M_SQRT1_2)) / 2; }
static double geluTanh(double x) {
  return x / 2 * (1 + std::tanh(0.7978845608 * (x + 0.044715 * x * x * x)));
}
static double softplus(double x) { return std::log1p(std::exp(x)); }
static double logSigmoid(double x) { return -softplus(-x); }
static double mish(double x) { return x * std::tanh(softplus(x)); }
static double softsign(double x) { return x / (1 + std::fabs(x)); }
static double hardSigmoid(double x) {
  return std::fmin(std::fmax(x / 6 + 0.5, 0), 1);
}
static double hardSilu(double x) { return x * hardSigmoid(x); }
static double leaky(double x) { return x > 0 ? x : 0.01 * x; }
static double leakier(double x) { return x > 0 ? x : 0.3 * x; }
static double elu(double x) { return x > 0 ? x : std::expm1(x); }
static double halfElu(double x) { return x > 0 ? x : 0.5 * std::expm1(x); }
static double clip(double x) { return std::fmin(std::fmax(x, -2), 1); }
static double clipBelow(double x) { return std::fmax(x, -1); }
static double clipAbove(double x) { return std::fmin(x, 2); }
static double heaviside(double x) { return x >= 0; }
static double rsqrt(double x) { return 1 / std::sqrt(x); }
static double reciprocal(double x) { return 1 / x; }
static double square(double x) { return x * x; }
static double negated(double x) { return -x; }
static double relu(double x) { return x > 0 ? x : 0; }
static double signOf(double x) { return (x > 0) - (x < 0); }
static double add(double a, double b) { return a + b; }
static double sub(double a, double b) { return a - b; }
static double mul(double a, double b) { return a * b; }
static double divide(double a, double b) { return a / b; }
static double xlogy(double a, double b) { return a * std::log(b); }
static double logaddexp(double a, double b) {
  return std::log(std::exp(a) + std::exp(b));
}

/// The derivative of digamma of order n > 0, as 24 terms of its series and the
/// integral over the others.
template <int n> static double polygamma(double x) {
  double sum = 0, sign = n % 2 ? 1 : -1;
  for (int k = 0; k < 24; ++k)
    sum += std::pow(x + k, -n - 1);
  sum += std::pow(x + 23.5, -n) / n;
  return sign * std::tgamma(n + 1) * sum;
}
static double digamma(double x) { // by its recurrence and asymptotic series
  double sum = 0;
  for (; x < 8; ++x)
    sum -= 1 / x;
  return sum + std::log(x) - 1 / (2 * x) - 1 / (12 * x * x);
}

static double ndtr(double x) { return std::erfc(-x * M_SQRT1_2) / 2; }
static double logNdtr(double x) { return std::log(ndtr(x)); }
static double erfcx(double x) { return std::exp(x * x) * std::erfc(x); }
static double erfinv(double y) {
  double low = -6, high = 6;
  for (int i = 0; i < 60; ++i) {
    double middle = (low + high) / 2;
    (std::erf(middle) < y ? low : high) = middle;
  }
  return low;
}
static double ndtri(double y) { return M_SQRT2 * erfinv(2 * y - 1); }

/// I_n(x), the sum of its power series.
template <int n> static double bessel(double x) {
  double term = std::pow(x / 2, n), sum = 0;
  for (int k = 1; k < 80; ++k) {
    sum += term;
    term *= x * x / (4.0 * k * (k + n));
  }
  return sum;
}
static double i0e(double x) { return std::exp(-std::fabs(x)) * bessel<0>(x); }
static double i1e(double x) { return std::exp(-std::fabs(x)) * bessel<1>(x); }
static double logI0(double x) { return std::log(bessel<0>(x)); }
static double logI1(double x) { return std::log(bessel<1>(x)); }

static Rule unary(const char *op, Range domain, UnaryFunction *function,
                  unsigned flags = 0, double weight = 1,
                  const char *attributes = "") {
  Rule rule;
  rule.op = op;
  rule.make = makeUnary;
  rule.domain = domain;
  rule.unary = function;
  rule.attributes = attributes;
  rule.hasKink = flags & kKink;
  rule.takesIntegers = flags & kIntegers;
  rule.weight = weight;
  return rule;
}

/// An op that is chosen less often, there being many like it.
static Rule rare(const char *op, Range domain, UnaryFunction *function,
                 unsigned flags = 0, const char *attributes = "") {
  return unary(op, domain, function, flags, kRare, attributes);
}

static Rule binary(const char *op, Range domain, Range second,
                   BinaryFunction *function, unsigned flags = 0,
                   double weight = 1) {
  Rule rule;
  rule.op = op;
  rule.make = makeBinary;
  rule.domain = domain;
  rule.second = second;
  rule.binary = function;
  rule.hasKink = flags & kKink;
  rule.takesIntegers = flags & kIntegers;
  rule.weight = weight;
  return rule;
}

std::vector<Rule> fuzz::pointwiseRules() {
  return {
      unary("neg", kAny, negated, kIntegers),
      unary("abs", kNine, std::fabs, kIntegers | kKink),
      unary("sign", kNine, signOf, kIntegers | kKink),
      unary("floor", kNine, std::floor, kKink),
      unary("ceil", kNine, std::ceil, kKink),
      unary("round", kNine, std::nearbyint, kKink),
      unary("exp", kSmall, std::exp),
      unary("expm1", kSmall, std::expm1),
      unary("log", kPlus, std::log),
      unary("log1p", {-0.6, 30}, std::log1p),
      unary("sqrt", kPlus, std::sqrt),
      unary("rsqrt", kPlus, rsqrt),
      unary("reciprocal", kPlus, reciprocal),
      unary("square", {-5, 5}, square, kIntegers),
      unary("sin", kNine, std::sin),
      unary("cos", kNine, std::cos),
      unary("tanh", {-5, 5}, std::tanh),
      unary("erf", kSmall, std::erf),
      unary("sigmoid", kNine, sigmoid),
      unary("softplus", kNine, softplus),
      unary("relu", kNine, relu, kIntegers | kKink),
      unary("silu", kNine, silu),
      unary("gelu", kNine, gelu),
      rare("gelu", kNine, geluTanh, 0, "approximate = \"tanh\""),
      rare("leaky_relu", kNine, leaky, kKink),
      rare("leaky_relu", kNine, leakier, kKink, "slope = 0.3"),
      rare("elu", kNine, elu, kKink),
      rare("elu", kNine, halfElu, kKink, "alpha = 0.5"),
      rare("softsign", kNine, softsign, kKink),
      rare("log_sigmoid", kNine, logSigmoid),
      rare("mish", kNine, mish),
      rare("hard_sigmoid", kNine, hardSigmoid, kKink),
      rare("hard_silu", kNine, hardSilu, kKink),
      rare("heaviside", kNine, heaviside, kIntegers | kKink),
      rare("clip", kNine, clip, kIntegers | kKink, "lo = -2, hi = 1"),
      rare("clip", kNine, clipBelow, kIntegers | kKink, "lo = -1"),
      rare("clip", kNine, clipAbove, kIntegers | kKink, "hi = 2"),
      rare("tan", {-1.2, 1.2}, std::tan),
      rare("asin", kInside, std::asin),
      rare("acos", kInside, std::acos),
      rare("atan", kNine, std::atan),
      rare("sinh", kSmall, std::sinh),
      rare("cosh", kSmall, std::cosh),
      rare("asinh", kNine, std::asinh),
      rare("acosh", {1.2, 30}, std::acosh),
      rare("atanh", kInside, std::atanh),
      rare("log2", kPlus, std::log2),
      rare("exp2", {-4, 4}, std::exp2),
      rare("erfc", kSmall, std::erfc),
      rare("lgamma", kGamma, std::lgamma),
      rare("digamma", kGamma, digamma),
      rare("trigamma", kGamma, polygamma<1>),
      rare("polygamma", kGamma, digamma, 0, "order = 0"),
      rare("polygamma", kGamma, polygamma<1>, 0, "order = 1"),
      rare("polygamma", {0.8, 12}, polygamma<2>, 0, "order = 2"),
      rare("ndtr", {-4, 4}, ndtr),
      rare("log_ndtr", {-5, 5}, logNdtr),
      rare("ndtri", {0.05, 0.95}, ndtri),
      rare("erfinv", kInside, erfinv),
      rare("erfcx", {-1.2, 6}, erfcx),
      rare("i0e", kNine, i0e, kKink),
      rare("i1e", kNine, i1e, kKink),
      rare("log_i0", kNine, logI0, kKink),
      rare("log_i1", {0.3, 20}, logI1),
      binary("add", kAny, kAny, add, kIntegers),
      binary("sub", kAny, kAny, sub, kIntegers),
      binary("mul", {-5, 5}, {-5, 5}, mul, kIntegers),
      binary("div", kAny, kPlus, divide),
      binary("pow", {0.3, 4}, {-2, 2}, std::pow),
      binary("maximum", kAny, kAny, std::fmax, kIntegers | kKink),
      binary("minimum", kAny, kAny, std::fmin, kIntegers | kKink),
      binary("atan2", kNine, kPlus, std::atan2, 0, kRare),
      binary("hypot", kNine, kPlus, std::hypot, 0, kRare),
      binary("logaddexp", kNine, kNine, logaddexp, 0, kRare),
      binary("xlogy", kNine, kPlus, xlogy, 0, kRare),
  };
}
