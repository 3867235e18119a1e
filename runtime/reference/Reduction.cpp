//===- Reduction.cpp - reductions and scans ---------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each op is a function of a list of numbers; elements are combined in
// ascending order.
//
//===----------------------------------------------------------------------===//
#include "dialect/Dialect.h"
#include "runtime/reference/Lines.h"
#include "runtime/reference/Registry.h"

#include <algorithm>
#include <cmath>

using namespace leat;
using namespace leat::reference;

namespace {
using Floats = std::vector<double>;
using Integers = std::vector<int64_t>;
using FloatFold = double (*)(const Floats &);
using IntegerFold = int64_t (*)(const Integers &);
} // namespace

//===----------------------------------------------------------------------===//
// Functions of lists
//===----------------------------------------------------------------------===//

static double sumOf(const Floats &x) {
  double sum = 0;
  for (double element : x)
    sum += element;
  return sum;
}

static int64_t sumOf(const Integers &x) {
  uint64_t sum = 0;
  for (int64_t element : x)
    sum += uint64_t(element);
  return int64_t(sum);
}

static double productOf(const Floats &x) {
  double product = 1;
  for (double element : x)
    product *= element;
  return product;
}

static int64_t productOf(const Integers &x) {
  uint64_t product = 1;
  for (int64_t element : x)
    product *= uint64_t(element);
  return int64_t(product);
}

template <typename T> static T largestOf(const std::vector<T> &x) {
  return x[extremePlace(x, /*largest=*/true)];
}
template <typename T> static T smallestOf(const std::vector<T> &x) {
  return x[extremePlace(x, /*largest=*/false)];
}

static double meanOf(const Floats &x) { return sumOf(x) / double(x.size()); }

static double varianceOf(const Floats &x) {
  double mean = meanOf(x);
  Floats squares;
  for (double element : x)
    squares.push_back((element - mean) * (element - mean));
  return meanOf(squares);
}

static double divisorFor(bool unbiased, size_t count) {
  return double(count) - (unbiased ? 1 : 0);
}

// log(sum(e ** (x - m))) + m with m the largest element. Where that is infinite
// or NaN it is the answer: x - m would be inf - inf.
static double logsumexpOf(const Floats &x) {
  if (x.empty())
    return -INFINITY;
  double largest = largestOf(x);
  if (!std::isfinite(largest))
    return largest;
  Floats powers;
  for (double element : x)
    powers.push_back(std::exp(element - largest));
  return std::log(sumOf(powers)) + largest;
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

// Whether every list of a reduction has an element.
static rt::Status requireElements(const std::vector<Line> &lines) {
  for (const Line &line : lines)
    if (line.empty())
      return rt::userError("found no elements along the axes, expected at "
                           "least one");
  return {};
}

/// Adds a reduction. One without `neutral` has no value for an empty list.
template <typename OpT>
static void reduction(Registry &registry, bool neutral, FloatFold onFloats,
                      IntegerFold onIntegers = nullptr) {
  registry.add<OpT>([=](OpT op, const Operands &in) -> rt::Result<Array> {
    const Array &x = in[0];
    Index axes = axesOf(op.getAxis(), x.rank());
    std::vector<Line> lines = linesOver(x.shape, axes);
    if (!neutral)
      LEAT_TRY(requireElements(lines));
    Array y =
        Array::zeros(x.type, reducedShape(x.shape, axes, op.getKeepdims()));
    for (size_t i = 0; i < lines.size(); ++i) {
      if (x.isFloat())
        y.floats[i] = onFloats(elementsOf(x.floats, lines[i]));
      else
        y.setInteger(int64_t(i), onIntegers(elementsOf(x.integers, lines[i])));
    }
    return y;
  });
}

// The sum of products of two lists' distances from their means.
static double codeviation(const Floats &x, const Floats &y) {
  double a = meanOf(x), b = meanOf(y), sum = 0;
  for (size_t i = 0; i < x.size(); ++i)
    sum += (x[i] - a) * (y[i] - b);
  return sum;
}

static rt::Result<Array> evaluateStd(StdOp op, const Operands &in) {
  const Array &x = in[0];
  Index axes = axesOf(op.getAxis(), x.rank());
  std::vector<Line> lines = linesOver(x.shape, axes);
  LEAT_TRY(requireElements(lines));
  Array y = Array::zeros(x.type, reducedShape(x.shape, axes, op.getKeepdims()));
  for (size_t i = 0; i < lines.size(); ++i) {
    Floats list = elementsOf(x.floats, lines[i]);
    y.floats[i] = std::sqrt(codeviation(list, list) /
                            divisorFor(op.getUnbiased(), list.size()));
  }
  return y;
}

static Array evaluateCov(CovOp op, const Operands &in) {
  const Array &x = in[0];
  std::vector<Line> rows = linesOver(x.shape, {1});
  Array y = Array::zeros(x.type, {x.shape[0], x.shape[0]});
  for (size_t i = 0; i < rows.size(); ++i)
    for (size_t j = 0; j < rows.size(); ++j)
      y.floats[i * rows.size() + j] =
          codeviation(elementsOf(x.floats, rows[i]),
                      elementsOf(x.floats, rows[j])) /
          divisorFor(op.getUnbiased(), rows[i].size());
  return y;
}

static Array evaluateVectorNorm(VectorNormOp op, const Operands &in) {
  const Array &x = in[0];
  double p = op.getP().convertToDouble();
  Index axes = axesOf(op.getAxis(), x.rank());
  std::vector<Line> lines = linesOver(x.shape, axes);
  Array y = Array::zeros(x.type, reducedShape(x.shape, axes, op.getKeepdims()));
  for (size_t i = 0; i < lines.size(); ++i) {
    double sum = 0, largest = 0;
    for (double element : elementsOf(x.floats, lines[i])) {
      double length = std::fabs(element);
      sum += std::pow(length, p);
      largest = length > largest || length != length ? length : largest;
    }
    y.floats[i] = std::isinf(p) ? largest : std::pow(sum, 1 / p);
  }
  return y;
}

/// Adds a reduction that counts the elements that are not 0: `result(count,
/// length of the line)`.
template <typename OpT>
static void counting(Registry &registry, int64_t (*result)(int64_t, int64_t)) {
  registry.add<OpT>([=](OpT op, const Operands &in) {
    const Array &x = in[0];
    Index axes = axesOf(op.getAxis(), x.rank());
    std::vector<Line> lines = linesOver(x.shape, axes);
    Array y = Array::zeros(op.getType());
    for (size_t i = 0; i < lines.size(); ++i) {
      int64_t count = 0;
      for (size_t place : lines[i])
        count += x.number(int64_t(place)) != 0;
      y.setInteger(int64_t(i), result(count, int64_t(lines[i].size())));
    }
    return y;
  });
}

template <typename OpT>
static void argReduction(Registry &registry, bool largest) {
  registry.add<OpT>([=](OpT op, const Operands &in) -> rt::Result<Array> {
    const Array &x = in[0];
    Index axes = {axisOf(op.getAxis(), x.rank())};
    std::vector<Line> lines = linesOver(x.shape, axes);
    LEAT_TRY(requireElements(lines));
    rt::DType type = op.getDtype() && op.getDtype()->isInteger(64)
                         ? rt::DType::I64
                         : rt::DType::I32;
    Array y = Array::zeros(type, reducedShape(x.shape, axes, op.getKeepdims()));
    for (size_t i = 0; i < lines.size(); ++i) {
      size_t place =
          x.isFloat() ? extremePlace(elementsOf(x.floats, lines[i]), largest)
                      : extremePlace(elementsOf(x.integers, lines[i]), largest);
      y.integers[i] = int64_t(place);
    }
    return y;
  });
}

/// Adds a scan: y[i] combines x[0] ... x[i], or x[n - 1] ... x[i], in this
/// order.
template <typename OpT>
static void scan(Registry &registry, double (*onFloats)(double, double),
                 uint64_t (*onIntegers)(uint64_t, uint64_t) = nullptr) {
  registry.add<OpT>([=](OpT op, const Operands &in) {
    Array y = in[0];
    for (Line line : linesOver(y.shape, {axisOf(op.getAxis(), y.rank())})) {
      if (op.getReverse())
        std::reverse(line.begin(), line.end());
      for (size_t i = 1; i < line.size(); ++i) {
        size_t before = line[i - 1], here = line[i];
        if (y.isFloat())
          y.floats[here] = onFloats(y.floats[before], y.floats[here]);
        else
          y.setInteger(int64_t(here),
                       int64_t(onIntegers(uint64_t(y.integers[before]),
                                          uint64_t(y.integers[here]))));
      }
    }
    return y;
  });
}

void leat::reference::registerReduction(Registry &registry) {
  reduction<SumOp>(registry, /*neutral=*/true, sumOf, sumOf);
  reduction<ProdOp>(registry, /*neutral=*/true, productOf, productOf);
  reduction<MaxOp>(registry, /*neutral=*/false, largestOf, largestOf);
  reduction<MinOp>(registry, /*neutral=*/false, smallestOf, smallestOf);
  reduction<MeanOp>(registry, /*neutral=*/false, meanOf);
  reduction<VarOp>(registry, /*neutral=*/false, varianceOf);
  reduction<LogsumexpOp>(registry, /*neutral=*/true, logsumexpOf);
  registry.add<StdOp>(evaluateStd);
  registry.add<CovOp>(evaluateCov);
  registry.add<VectorNormOp>(evaluateVectorNorm);
  counting<AnyOp>(registry,
                  [](int64_t hits, int64_t) -> int64_t { return hits > 0; });
  counting<AllOp>(registry, [](int64_t hits, int64_t length) -> int64_t {
    return hits == length;
  });
  counting<CountNonzeroOp>(registry,
                           [](int64_t hits, int64_t) { return hits; });
  argReduction<ArgmaxOp>(registry, /*largest=*/true);
  argReduction<ArgminOp>(registry, /*largest=*/false);
  scan<CumsumOp>(
      registry, [](double a, double b) { return a + b; },
      [](uint64_t a, uint64_t b) { return a + b; });
  scan<CumprodOp>(
      registry, [](double a, double b) { return a * b; },
      [](uint64_t a, uint64_t b) { return a * b; });
  scan<CummaxOp>(
      registry, [](double a, double b) { return a != a || a > b ? a : b; },
      [](uint64_t a, uint64_t b) { return int64_t(a) > int64_t(b) ? a : b; });
  scan<CumminOp>(
      registry, [](double a, double b) { return a != a || a < b ? a : b; },
      [](uint64_t a, uint64_t b) { return int64_t(a) < int64_t(b) ? a : b; });
  scan<LogcumsumexpOp>(registry, [](double a, double b) {
    double largest = a > b ? a : b;
    return a == b ? a + std::log(2)
                  : largest + std::log1p(std::exp(-std::fabs(a - b)));
  });
}
