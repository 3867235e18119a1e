//===- Net.cpp - layers and losses ------------------------------*- C++ -*-===//
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

static Array evaluateCrossEntropy(CrossEntropyOp op, const Operands &in) {
  const Array &logits = in[0], &label = in[1];
  double sum = 0;
  std::vector<Line> rows = linesOver(logits.shape, {1});
  for (size_t i = 0; i < rows.size(); ++i)
    sum -= logSoftmax(
        elementsOf(logits.floats, rows[i]))[size_t(label.integers[i])];
  Array y = Array::zeros(logits.type, {});
  y.floats[0] = sum / double(rows.size());
  return y;
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

void leat::reference::registerNet(Registry &registry) {
  alongAxis<SoftmaxOp>(registry, softmax);
  alongAxis<LogSoftmaxOp>(registry, logSoftmax);
  registry.add<CrossEntropyOp>(evaluateCrossEntropy);
  registry.add<NormalizeOp>(evaluateNormalize);
  registry.add<TimestepEmbeddingOp>(evaluateTimestepEmbedding);
}
