//===- Table.cpp - every op and how statements of it are made ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The range of what an op gives is that of the C++ function beside it.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Table.h"

#include <cmath>

using namespace leat;
using namespace leat::fuzz;

static constexpr Range kAny = {-kLargestFloat, kLargestFloat};
static constexpr Range kPlus = {0.2, 30}, kSmall = {-3, 3},
                       kNearOne = {0.5, 1.3};

static double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
static double silu(double x) { return x * sigmoid(x); }
static double gelu(double x) { return x * (1 + std::erf(x * M_SQRT1_2)) / 2; }
static double softplus(double x) { return std::log1p(std::exp(x)); }
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

static constexpr unsigned kKink = 1, kIntegers = 2;

static Rule other(const char *op, Make *make, double weight = 1,
                  Range domain = kAny, Range second = kAny,
                  unsigned flags = 0) {
  Rule rule;
  rule.op = op;
  rule.make = make;
  rule.weight = weight;
  rule.domain = domain;
  rule.second = second;
  rule.hasKink = flags & kKink;
  rule.takesIntegers = flags & kIntegers;
  return rule;
}

static Rule unary(const char *op, Range domain, UnaryFunction *function,
                  unsigned flags = 0) {
  Rule rule = other(op, makeUnary, 1, domain, kAny, flags);
  rule.unary = function;
  return rule;
}

static Rule binary(const char *op, Range domain, Range second,
                   BinaryFunction *function, unsigned flags = 0) {
  Rule rule = other(op, makeBinary, 1, domain, second, flags);
  rule.binary = function;
  return rule;
}

static const std::vector<Rule> kRules = {
    unary("neg", kAny, negated, kIntegers),
    unary("abs", {-9, 9}, std::fabs, kIntegers | kKink),
    unary("sign", {-9, 9}, signOf, kIntegers | kKink),
    unary("floor", {-9, 9}, std::floor, kKink),
    unary("ceil", {-9, 9}, std::ceil, kKink),
    unary("round", {-9, 9}, std::nearbyint, kKink),
    unary("exp", kSmall, std::exp),
    unary("expm1", kSmall, std::expm1),
    unary("log", kPlus, std::log),
    unary("log1p", {-0.6, 30}, std::log1p),
    unary("sqrt", kPlus, std::sqrt),
    unary("rsqrt", kPlus, rsqrt),
    unary("reciprocal", kPlus, reciprocal),
    unary("square", {-5, 5}, square, kIntegers),
    unary("sin", {-9, 9}, std::sin),
    unary("cos", {-9, 9}, std::cos),
    unary("tanh", {-5, 5}, std::tanh),
    unary("erf", kSmall, std::erf),
    unary("sigmoid", {-9, 9}, sigmoid),
    unary("softplus", {-9, 9}, softplus),
    unary("relu", {-9, 9}, relu, kIntegers | kKink),
    unary("silu", {-9, 9}, silu),
    unary("gelu", {-9, 9}, gelu),
    other("stop_gradient", makeStop),
    binary("add", kAny, kAny, add, kIntegers),
    binary("sub", kAny, kAny, sub, kIntegers),
    binary("mul", {-5, 5}, {-5, 5}, mul, kIntegers),
    binary("div", kAny, kPlus, divide),
    binary("pow", {0.3, 4}, {-2, 2}, std::pow),
    binary("maximum", kAny, kAny, std::fmax, kIntegers | kKink),
    binary("minimum", kAny, kAny, std::fmin, kIntegers | kKink),
    other("eq", makeCompare),
    other("ne", makeCompare),
    other("lt", makeCompare),
    other("le", makeCompare),
    other("gt", makeCompare),
    other("ge", makeCompare),
    other("logical_not", makeLogical),
    other("logical_and", makeLogical),
    other("logical_or", makeLogical),
    other("where", makeWhere),
    other("convert", makeConvert, 2, {-9, 9}),
    other("reshape", makeReshape),
    other("transpose", makeTranspose),
    other("broadcast_to", makeBroadcast),
    other("squeeze", makeSqueeze),
    other("unsqueeze", makeUnsqueeze),
    other("slice", makeSlice),
    other("pad", makePad),
    other("concat", makeConcat),
    other("flip", makeFlip),
    other("index", makeIndex),
    other("scatter_add", makeScatter),
    other("one_hot", makeOneHot),
    other("full", makeLeaf, 0.3),
    other("number", makeLeaf, 0.3),
    other("iota", makeLeaf, 0.3),
    other("linspace", makeLeaf, 0.3),
    other("sum", makeReduction, 1, kAny, kAny, kIntegers),
    other("prod", makeReduction, 1, kNearOne, kAny, kIntegers),
    other("max", makeReduction, 1, kAny, kAny, kIntegers),
    other("min", makeReduction, 1, kAny, kAny, kIntegers),
    other("mean", makeReduction),
    other("var", makeReduction, 1, kSmall),
    other("logsumexp", makeReduction, 1, {-9, 9}),
    other("argmax", makeArgReduction),
    other("argmin", makeArgReduction),
    other("cumsum", makeScan),
    other("cumprod", makeScan, 1, kNearOne),
    other("max_pool", makePool),
    other("max_pool_index", makePool),
    other("max_unpool", makeMaxUnpool),
    other("max_pool_read", makePoolRead),
    other("avg_pool", makePool),
    other("avg_unpool", makeAvgUnpool),
    other("matmul", makeMatmul, 2, kSmall, kSmall),
    other("linear", makeLinear, 2, kSmall, kAnyFloat),
    other("conv", makeConv, 1.5, kSmall, kAnyFloat),
    other("conv_input_grad", makeConvGrad, 1, kSmall, kAnyFloat),
    other("conv_filter_grad", makeConvGrad, 1, kSmall, kAnyFloat),
    other("softmax", makeSoftmax, 1, {-9, 9}),
    other("log_softmax", makeSoftmax, 1, {-9, 9}),
    other("cross_entropy", makeCrossEntropy, 1, {-9, 9}),
    other("normalize", makeNormalize, 1, kSmall),
    other("batch_norm", makeBatchNorm, 2.5, kSmall),
    other("dropout", makeDropout, 2.5),
    other("timestep_embedding", makeEmbedding),
    other("uniform", makeDraw),
    other("normal", makeDraw),
    other("randint", makeDraw),
    other("bernoulli", makeDraw),
    other("advance", makeAdvance),
    other("random_bits", makeRandomBits),
    other("get", makeGet, 2),
    other("set", makeSet, 2.5),
    other("bundle", makeBundle, 3),
    other("call", makeCall, 4),
    other("grad", makeTransform, 1.5),
    other("vjp", makeTransform, 1.5),
    other("jvp", makeTransform, 1.5),
    other("vmap", makeTransform, 1.5),
    other("jacobian", makeTransform),
    other("hessian", makeTransform),
    other("for", makeFor, 4),
    other("while", makeWhile, 2.5),
    other("if", makeIf, 4),
};

const std::vector<Rule> &fuzz::table() { return kRules; }

/// What no statement is, and why.
static constexpr struct {
  const char *op, *reason;
} kReasons[] = {
    {"model", "holds each program"},
    {"func", "holds each function"},
    {"return", "ends each function"},
    {"yield", "ends regions"},
    {"condition", "ends the condition of a while"},
    {"let", "expressions in which ops stand"},
    {"param", "declared where one is read"},
    {"state", "declared where one is read"},
    {"const", "declared where one is read"},
    {"at", "made with bundles"},
    {"norm", "made with bundles"},
    {"config", "a number in a text: nothing is left of it behind the parser"},
    {"trainer", "needs data and steps: test/run/training"},
    {"alternate", "needs data and steps: test/run/training"},
    {"optimizer", "needs data and steps: test/run/training"},
    {"kernel", "made by passes"},
    {"launch", "made by passes"},
    {"check", "made by passes"},
    {"pack", "made by passes"},
    {"unpack", "made by passes"},
};

const char *fuzz::reasonFor(std::string_view op) {
  for (const auto &[name, reason] : kReasons)
    if (op == name)
      return reason;
  return nullptr;
}

void fuzz::fill(Maker &m, int64_t count) {
  static const double all = [] {
    double sum = 0;
    for (const Rule &rule : table())
      sum += rule.weight;
    return sum;
  }();
  for (; count > 0; --count) {
    double at = double(m.dice.below(1 << 20)) / (1 << 20) * all;
    for (const Rule &rule : table()) {
      at -= rule.weight;
      if (at < 0) {
        rule.make(m, rule);
        break;
      }
    }
  }
}
