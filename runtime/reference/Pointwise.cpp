//===- Pointwise.cpp - one scalar function over tensors ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One line an op: its function of doubles and, where it takes integers too, its
// function of integers. Integers are computed modulo 2^64 and then wrapped to
// their width, which is the same as computing in that width.
//
//===----------------------------------------------------------------------===//
#include "dialect/Dialect.h"
#include "runtime/reference/Registry.h"

#include <cmath>

using namespace leat;
using namespace leat::reference;

namespace {
using UnaryFloat = double (*)(double);
using UnaryInteger = int64_t (*)(int64_t);
using BinaryFloat = double (*)(double, double);
using BinaryInteger = int64_t (*)(int64_t, int64_t);
using CompareFloat = bool (*)(double, double);
using CompareInteger = bool (*)(int64_t, int64_t);
} // namespace

template <typename OpT>
static void unary(Registry &registry, UnaryFloat onFloat,
                  UnaryInteger onInteger = nullptr) {
  registry.add<OpT>([=](OpT, const Operands &in) {
    Array y = Array::zeros(in[0].type, in[0].shape);
    for (int64_t i = 0; i < y.size(); ++i) {
      if (y.isFloat())
        y.floats[size_t(i)] = onFloat(in[0].floats[size_t(i)]);
      else
        y.setInteger(i, onInteger(in[0].integers[size_t(i)]));
    }
    return y;
  });
}

template <typename OpT>
static void binary(Registry &registry, BinaryFloat onFloat,
                   BinaryInteger onInteger = nullptr) {
  registry.add<OpT>([=](OpT, const Operands &in) {
    const Array &a = in[0], &b = in[1];
    Array y = Array::zeros(a.type, broadcastShapes(a.shape, b.shape));
    forEachIndex(y.shape, [&](const Index &index, int64_t i) {
      size_t p = size_t(a.broadcastPosition(index));
      size_t q = size_t(b.broadcastPosition(index));
      if (y.isFloat())
        y.floats[size_t(i)] = onFloat(a.floats[p], b.floats[q]);
      else
        y.setInteger(i, onInteger(a.integers[p], b.integers[q]));
    });
    return y;
  });
}

template <typename OpT>
static void compare(Registry &registry, CompareFloat onFloat,
                    CompareInteger onInteger) {
  registry.add<OpT>([=](OpT, const Operands &in) {
    const Array &a = in[0], &b = in[1];
    Array y = Array::zeros(rt::DType::I1, broadcastShapes(a.shape, b.shape));
    forEachIndex(y.shape, [&](const Index &index, int64_t i) {
      size_t p = size_t(a.broadcastPosition(index));
      size_t q = size_t(b.broadcastPosition(index));
      y.integers[size_t(i)] = a.isFloat()
                                  ? onFloat(a.floats[p], b.floats[q])
                                  : onInteger(a.integers[p], b.integers[q]);
    });
    return y;
  });
}

//===----------------------------------------------------------------------===//
// Scalar functions that are more than one expression
//===----------------------------------------------------------------------===//

// -0 and NaN give themselves.
static double signOf(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }

static double larger(double a, double b) {
  if (std::isnan(a) || std::isnan(b))
    return NAN;
  return a > b ? a : b;
}

static double smaller(double a, double b) {
  if (std::isnan(a) || std::isnan(b))
    return NAN;
  return a < b ? a : b;
}

static double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

// log(1 + e ** x) without overflow of e ** x, and without losing it beside 1.
static double softplus(double x) {
  return larger(x, 0) + std::log1p(std::exp(-std::fabs(x)));
}

// Phi(x) = erfc(-x / sqrt(2)) / 2 keeps its digits where Phi is near 0.
static double gelu(double x) { return x * std::erfc(-x * M_SQRT1_2) / 2; }

static int64_t wrapAdd(int64_t a, int64_t b) {
  return int64_t(uint64_t(a) + uint64_t(b));
}
static int64_t wrapSub(int64_t a, int64_t b) {
  return int64_t(uint64_t(a) - uint64_t(b));
}
static int64_t wrapMul(int64_t a, int64_t b) {
  return int64_t(uint64_t(a) * uint64_t(b));
}

//===----------------------------------------------------------------------===//
// The table
//===----------------------------------------------------------------------===//

static void registerUnary(Registry &r) {
  using D = double;
  using I = int64_t;
  unary<NegOp>(r, [](D x) { return -x; }, [](I x) { return wrapSub(0, x); });
  unary<AbsOp>(
      r, [](D x) { return std::fabs(x); },
      [](I x) { return x < 0 ? wrapSub(0, x) : x; });
  unary<SignOp>(r, signOf, [](I x) { return I(x > 0) - I(x < 0); });
  unary<FloorOp>(r, [](D x) { return std::floor(x); });
  unary<CeilOp>(r, [](D x) { return std::ceil(x); });
  unary<RoundOp>(r, [](D x) { return std::nearbyint(x); });
  unary<ExpOp>(r, [](D x) { return std::exp(x); });
  unary<Expm1Op>(r, [](D x) { return std::expm1(x); });
  unary<LogOp>(r, [](D x) { return std::log(x); });
  unary<Log1pOp>(r, [](D x) { return std::log1p(x); });
  unary<SqrtOp>(r, [](D x) { return std::sqrt(x); });
  unary<RsqrtOp>(r, [](D x) { return 1 / std::sqrt(x); });
  unary<ReciprocalOp>(r, [](D x) { return 1 / x; });
  unary<SquareOp>(
      r, [](D x) { return x * x; }, [](I x) { return wrapMul(x, x); });
  unary<SinOp>(r, [](D x) { return std::sin(x); });
  unary<CosOp>(r, [](D x) { return std::cos(x); });
  unary<TanhOp>(r, [](D x) { return std::tanh(x); });
  unary<ErfOp>(r, [](D x) { return std::erf(x); });
  unary<SigmoidOp>(r, sigmoid);
  unary<SoftplusOp>(r, softplus);
  unary<ReluOp>(
      r, [](D x) { return larger(x, 0); }, [](I x) { return x > 0 ? x : 0; });
  unary<SiluOp>(r, [](D x) { return x * sigmoid(x); });
  unary<GeluOp>(r, gelu);
  unary<LogicalNotOp>(r, nullptr, [](I x) { return 1 - x; });
  unary<StopGradientOp>(r, [](D x) { return x; }, [](I x) { return x; });
}

static void registerBinary(Registry &r) {
  using D = double;
  using I = int64_t;
  binary<AddOp>(r, [](D a, D b) { return a + b; }, wrapAdd);
  binary<SubOp>(r, [](D a, D b) { return a - b; }, wrapSub);
  binary<MulOp>(r, [](D a, D b) { return a * b; }, wrapMul);
  binary<DivOp>(r, [](D a, D b) { return a / b; });
  binary<PowOp>(r, [](D a, D b) { return std::pow(a, b); });
  binary<MaximumOp>(r, larger, [](I a, I b) { return a > b ? a : b; });
  binary<MinimumOp>(r, smaller, [](I a, I b) { return a < b ? a : b; });
  binary<LogicalAndOp>(r, nullptr, [](I a, I b) { return a & b; });
  binary<LogicalOrOp>(r, nullptr, [](I a, I b) { return a | b; });
}

static void registerCompare(Registry &r) {
  using D = double;
  using I = int64_t;
  compare<EqOp>(
      r, [](D a, D b) { return a == b; }, [](I a, I b) { return a == b; });
  compare<NeOp>(
      r, [](D a, D b) { return a != b; }, [](I a, I b) { return a != b; });
  compare<LtOp>(
      r, [](D a, D b) { return a < b; }, [](I a, I b) { return a < b; });
  compare<LeOp>(
      r, [](D a, D b) { return a <= b; }, [](I a, I b) { return a <= b; });
  compare<GtOp>(
      r, [](D a, D b) { return a > b; }, [](I a, I b) { return a > b; });
  compare<GeOp>(
      r, [](D a, D b) { return a >= b; }, [](I a, I b) { return a >= b; });
}

void leat::reference::registerPointwise(Registry &registry) {
  registerUnary(registry);
  registerBinary(registry);
  registerCompare(registry);
  registry.add<WhereOp>([](WhereOp, const Operands &in) {
    const Array &condition = in[0], &a = in[1], &b = in[2];
    Array y = Array::zeros(
        a.type,
        broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape)));
    forEachIndex(y.shape, [&](const Index &index, int64_t i) {
      bool first =
          condition.integers[size_t(condition.broadcastPosition(index))];
      const Array &chosen = first ? a : b;
      y.setElement(i, chosen, chosen.broadcastPosition(index));
    });
    return y;
  });
  registry.add<ConvertOp>([](ConvertOp op, const Operands &in) {
    return convert(in[0], *checkType(op.getType()));
  });
}
