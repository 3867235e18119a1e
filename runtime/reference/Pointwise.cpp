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
#include "runtime/reference/Scalars.h"
#include "runtime/reference/Special.h"

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
static void ternary(Registry &registry,
                    double (*function)(double, double, double)) {
  registry.add<OpT>([=](OpT, const Operands &in) {
    const Array &a = in[0], &b = in[1], &c = in[2];
    rt::Shape shape = broadcastShapes(a.shape, b.shape);
    Array y = Array::zeros(a.type, broadcastShapes(shape, c.shape));
    forEachIndex(y.shape, [&](const Index &index, int64_t i) {
      auto at = [&](const Array &x) {
        return x.floats[size_t(x.broadcastPosition(index))];
      };
      y.floats[size_t(i)] = function(at(a), at(b), at(c));
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
  binary<FloorDivOp>(r, floorDiv, floorDiv);
  binary<ModOp>(r, mod, mod);
  binary<Atan2Op>(r, [](D a, D b) { return std::atan2(a, b); });
  binary<HypotOp>(r, [](D a, D b) { return std::hypot(a, b); });
  binary<LogaddexpOp>(r, logaddexp);
  binary<XlogyOp>(r, xlogy);
  binary<LogicalAndOp>(r, nullptr, [](I a, I b) { return a & b; });
  binary<LogicalOrOp>(r, nullptr, [](I a, I b) { return a | b; });
}

/// An op of floats with attributes: `function(op, x)` for each element.
template <typename OpT, typename Function>
static void unaryWith(Registry &registry, Function function) {
  registry.add<OpT>([=](OpT op, const Operands &in) {
    Array y = Array::zeros(in[0].type, in[0].shape);
    for (int64_t i = 0; i < y.size(); ++i)
      y.floats[size_t(i)] = function(op, in[0].floats[size_t(i)]);
    return y;
  });
}

static void registerActivations(Registry &r) {
  using D = double;
  unaryWith<GeluOp>(r, [](GeluOp op, D x) {
    return op.getApproximate() == "tanh" ? geluTanh(x) : gelu(x);
  });
  unaryWith<LeakyReluOp>(r, [](LeakyReluOp op, D x) {
    return x > 0 ? x : x * op.getSlope().convertToDouble();
  });
  unaryWith<EluOp>(r, [](EluOp op, D x) {
    return x > 0 ? x : op.getAlpha().convertToDouble() * std::expm1(x);
  });
  unary<SoftsignOp>(r, [](D x) { return x / (1 + std::fabs(x)); });
  unary<LogSigmoidOp>(r, [](D x) { return -softplus(-x); });
  unary<MishOp>(r, mish);
  unary<HardSigmoidOp>(r, hardSigmoid);
  unary<HardSiluOp>(r, [](D x) { return x * hardSigmoid(x); });
  unary<HeavisideOp>(
      r, [](D x) { return std::isnan(x) ? x
                          : x >= 0      ? 1
                                        : 0; },
      [](int64_t x) { return int64_t(x >= 0); });
  r.add<ClipOp>([](ClipOp op, const Operands &in) {
    Array y = in[0];
    auto low = op.lowerBound(), high = op.upperBound();
    for (double &x : y.floats) {
      x = low && x < *low ? *low : x;
      x = high && x > *high ? *high : x;
    }
    for (int64_t &x : y.integers) {
      x = low && x < int64_t(*low) ? int64_t(*low) : x;
      x = high && x > int64_t(*high) ? int64_t(*high) : x;
    }
    return y;
  });
}

static void registerSpecial(Registry &r) {
  using D = double;
  unary<TanOp>(r, [](D x) { return std::tan(x); });
  unary<AsinOp>(r, [](D x) { return std::asin(x); });
  unary<AcosOp>(r, [](D x) { return std::acos(x); });
  unary<AtanOp>(r, [](D x) { return std::atan(x); });
  unary<SinhOp>(r, [](D x) { return std::sinh(x); });
  unary<CoshOp>(r, [](D x) { return std::cosh(x); });
  unary<AsinhOp>(r, [](D x) { return std::asinh(x); });
  unary<AcoshOp>(r, [](D x) { return std::acosh(x); });
  unary<AtanhOp>(r, [](D x) { return std::atanh(x); });
  unary<Log2Op>(r, [](D x) { return std::log2(x); });
  unary<Exp2Op>(r, [](D x) { return std::exp2(x); });
  unary<ErfcOp>(r, [](D x) { return std::erfc(x); });
  unary<LgammaOp>(r, logGamma);
  unary<DigammaOp>(r, [](D x) { return polygamma(0, x); });
  unary<TrigammaOp>(r, [](D x) { return polygamma(1, x); });
  unaryWith<PolygammaOp>(
      r, [](PolygammaOp op, D x) { return polygamma(int(op.getOrder()), x); });
  unary<NdtrOp>(r, ndtr);
  unary<LogNdtrOp>(r, logNdtr);
  unary<NdtriOp>(r, ndtri);
  unary<ErfinvOp>(r, erfinv);
  unary<ErfcxOp>(r, erfcx);
  unary<I0eOp>(r, besselI0e);
  unary<I1eOp>(r, besselI1e);
  ternary<BetaincOp>(r, incompleteBeta);
  ternary<BetaincinvOp>(r, incompleteBetaInverse);
  unary<LogI0Op>(r, logBesselI0);
  unary<LogI1Op>(r, logBesselI1);
}

/// A question about each float.
template <typename OpT>
static void classify(Registry &registry, bool (*holds)(double)) {
  registry.add<OpT>([=](OpT, const Operands &in) {
    Array y = Array::zeros(rt::DType::I1, in[0].shape);
    for (int64_t i = 0; i < y.size(); ++i)
      y.integers[size_t(i)] = holds(in[0].floats[size_t(i)]);
    return y;
  });
}

/// A shift, which depends on the width of its operands.
template <typename OpT>
static void shift(Registry &registry, int64_t (*by)(int64_t, int64_t, int)) {
  registry.add<OpT>([=](OpT, const Operands &in) {
    const Array &a = in[0], &b = in[1];
    Array y = Array::zeros(a.type, broadcastShapes(a.shape, b.shape));
    int width = int(8 * rt::sizeOf(a.type));
    forEachIndex(y.shape, [&](const Index &index, int64_t i) {
      y.setInteger(i,
                   by(a.integers[size_t(a.broadcastPosition(index))],
                      b.integers[size_t(b.broadcastPosition(index))], width));
    });
    return y;
  });
}

static void registerBits(Registry &r) {
  using D = double;
  using I = int64_t;
  classify<IsnanOp>(r, [](D x) { return std::isnan(x); });
  classify<IsinfOp>(r, [](D x) { return std::isinf(x); });
  classify<IsfiniteOp>(r, [](D x) { return std::isfinite(x); });
  binary<BitAndOp>(r, nullptr, [](I a, I b) { return a & b; });
  binary<BitOrOp>(r, nullptr, [](I a, I b) { return a | b; });
  binary<BitXorOp>(r, nullptr, [](I a, I b) { return a ^ b; });
  unary<BitNotOp>(r, nullptr, [](I x) { return ~x; });
  shift<ShiftLeftOp>(r, shiftLeft);
  shift<ShiftRightOp>(r, shiftRight);
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
  registerActivations(registry);
  registerSpecial(registry);
  registerBits(registry);
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
