//===- Net.cpp - layers -----------------------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From their formulas, not from their decompositions, so that the two are
// witnesses of each other.
//
//===----------------------------------------------------------------------===//
#include "dialect/Dialect.h"
#include "runtime/reference/Lines.h"
#include "runtime/reference/Registry.h"

#include <cmath>

using namespace leat;
using namespace leat::reference;

// x - log(sum(e ** x)), shifted by the largest element so that no power
// overflows.
static std::vector<double> logSoftmax(std::vector<double> x) {
  double largest = x[extremePlace(x, /*largest=*/true)];
  double sum = 0;
  for (double element : x)
    sum += std::exp(element - largest);
  for (double &element : x)
    element = element - largest - std::log(sum);
  return x;
}

// e ** x / sum(e ** x), shifted by the largest element.
static std::vector<double> softmax(std::vector<double> x) {
  double largest = x[extremePlace(x, /*largest=*/true)];
  double sum = 0;
  for (double &element : x) {
    element = std::exp(element - largest);
    sum += element;
  }
  for (double &element : x)
    element /= sum;
  return x;
}

/// Adds an op that maps each line along its axis.
template <typename OpT>
static void alongAxis(Registry &registry,
                      std::vector<double> (*map)(std::vector<double>)) {
  registry.add<OpT>([=](OpT op, const Operands &in) {
    Array y = in[0];
    for (const Line &line :
         linesOver(y.shape, {axisOf(op.getAxis(), y.rank())})) {
      if (line.empty())
        continue;
      std::vector<double> mapped = map(elementsOf(in[0].floats, line));
      for (size_t i = 0; i < line.size(); ++i)
        y.floats[line[i]] = mapped[i];
    }
    return y;
  });
}

static Array evaluateNormalize(NormalizeOp op, const Operands &in) {
  const Array &mean = in[1], &variance = in[2], &weight = in[3], &bias = in[4];
  double eps = op.getEps().convertToDouble();
  Array y = in[0];
  forEachIndex(y.shape, [&](const Index &index, int64_t position) {
    size_t c = size_t(index[1]);
    double &x = y.floats[size_t(position)];
    x = (x - mean.floats[c]) / std::sqrt(variance.floats[c] + eps) *
            weight.floats[c] +
        bias.floats[c];
  });
  return y;
}

static Array evaluateTimestepEmbedding(TimestepEmbeddingOp op,
                                       const Operands &in) {
  const Array &time = in[0];
  int64_t half = int64_t(op.getDim()) / 2;
  double period = op.getPeriod().convertToDouble();
  Array y = Array::zeros(Array::zeros(op.getType()).type,
                         {time.size(), int64_t(op.getDim())});
  forEachIndex(y.shape, [&](const Index &index, int64_t position) {
    double j = double(index[1] % half);
    double angle = time.number(index[0]) * std::pow(period, -j / double(half));
    y.floats[size_t(position)] =
        index[1] < half ? std::cos(angle) : std::sin(angle);
  });
  return y;
}

// Each line becomes (x - mean) / sqrt(variance + eps), or x / sqrt(mean square
// + eps).
static void standardize(std::vector<double> &values,
                        const std::vector<Line> &lines, double eps,
                        bool center) {
  for (const Line &line : lines) {
    double mean = 0, square = 0, n = double(line.size());
    for (size_t i : line)
      mean += values[i] / n;
    if (!center)
      mean = 0;
    for (size_t i : line)
      square += (values[i] - mean) * (values[i] - mean) / n;
    for (size_t i : line)
      values[i] = (values[i] - mean) / std::sqrt(square + eps);
  }
}

static Array evaluateStandardize(StandardizeOp op, const Operands &in) {
  Array y = in[0];
  standardize(y.floats, linesOver(y.shape, axesOf(op.getAxis(), y.rank())),
              op.getEps().convertToDouble(), op.getCenter());
  return y;
}

// Operands 1 and 2, where there are any, are the weight and the bias at
// `place(index)` of each element.
template <typename Function>
static void applyAffine(Array &y, const Operands &in, Function place) {
  forEachIndex(y.shape, [&](const Index &index, int64_t position) {
    double &x = y.floats[size_t(position)];
    if (in.size() > 1)
      x *= in[1].floats[place(index)];
    if (in.size() > 2)
      x += in[2].floats[place(index)];
  });
}

template <typename OpT>
static Array normalizedLastDims(OpT op, const Operands &in, bool center) {
  Array y = in[0];
  Index axes;
  for (int64_t axis = y.rank() - op.getDims(); axis < y.rank(); ++axis)
    axes.push_back(axis);
  standardize(y.floats, linesOver(y.shape, axes), op.getEps().convertToDouble(),
              center);
  applyAffine(y, in, [&](const Index &index) {
    return size_t(in[1].broadcastPosition(index));
  });
  return y;
}

static Array normalizedGroups(const Operands &in, int64_t groups, double eps) {
  Array y = in[0];
  int64_t channels = y.shape[1], inGroup = channels / groups;
  std::vector<Line> lines(size_t(y.shape[0] * groups));
  forEachIndex(y.shape, [&](const Index &index, int64_t position) {
    lines[size_t(index[0] * groups + index[1] / inGroup)].push_back(
        size_t(position));
  });
  standardize(y.floats, lines, eps, /*center=*/true);
  applyAffine(y, in, [](const Index &index) { return size_t(index[1]); });
  return y;
}

static Array evaluateL2Normalize(L2NormalizeOp op, const Operands &in) {
  Array y = in[0];
  double eps = op.getEps().convertToDouble();
  for (const Line &line :
       linesOver(y.shape, {axisOf(op.getAxis(), y.rank())})) {
    double square = 0;
    for (size_t i : line)
      square += y.floats[i] * y.floats[i];
    for (size_t i : line)
      y.floats[i] /= std::max(std::sqrt(square), eps);
  }
  return y;
}

void leat::reference::registerNet(Registry &registry) {
  alongAxis<SoftmaxOp>(registry, softmax);
  alongAxis<LogSoftmaxOp>(registry, logSoftmax);
  registry.add<StandardizeOp>(evaluateStandardize);
  registry.add<LayerNormOp>([](LayerNormOp op, const Operands &in) {
    return normalizedLastDims(op, in, /*center=*/true);
  });
  registry.add<RmsNormOp>([](RmsNormOp op, const Operands &in) {
    return normalizedLastDims(op, in, /*center=*/false);
  });
  registry.add<GroupNormOp>([](GroupNormOp op, const Operands &in) {
    return normalizedGroups(in, op.getGroups(), op.getEps().convertToDouble());
  });
  registry.add<InstanceNormOp>([](InstanceNormOp op, const Operands &in) {
    return normalizedGroups(in, in[0].shape[1], op.getEps().convertToDouble());
  });
  registry.add<L2NormalizeOp>(evaluateL2Normalize);
  registry.add<NormalizeOp>(evaluateNormalize);
  registry.add<TimestepEmbeddingOp>(evaluateTimestepEmbedding);
}
