//===- Loss.cpp - losses ----------------------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From their formulas, term by term.
//
//===----------------------------------------------------------------------===//
#include "dialect/Dialect.h"
#include "runtime/reference/Lines.h"
#include "runtime/reference/Registry.h"

#include <cmath>
#include <numbers>

using namespace leat;
using namespace leat::reference;

// The terms as the loss's result.
static Array reduced(Array terms, llvm::StringRef reduction) {
  if (reduction == "none")
    return terms;
  Array y = Array::zeros(terms.type, {});
  for (double term : terms.floats)
    y.floats[0] += term;
  if (reduction == "mean")
    y.floats[0] /= double(terms.size());
  return y;
}

/// Adds a loss with one term `term(op, x)` for each element x of its operands,
/// which broadcast.
template <typename OpT, typename Function>
static void pointwise(Registry &registry, Function term) {
  registry.add<OpT>([=](OpT op, const Operands &in) {
    rt::Shape shape;
    for (size_t i = 0; i < in.size(); ++i)
      shape = broadcastShapes(shape, in[i].shape);
    Array terms = Array::zeros(in[0].type, shape);
    forEachIndex(shape, [&](const Index &index, int64_t position) {
      std::vector<double> x;
      for (size_t i = 0; i < in.size(); ++i)
        x.push_back(in[i].floats[size_t(in[i].broadcastPosition(index))]);
      terms.floats[size_t(position)] = term(op, x);
    });
    return reduced(std::move(terms), op.getReduction());
  });
}

/// Adds a loss with one term `term(op, rows)` for each row, along the last
/// axis, of operands of one shape.
template <typename OpT, typename Function>
static void rowwise(Registry &registry, Function term) {
  registry.add<OpT>([=](OpT op, const Operands &in) {
    rt::Shape shape = in[0].shape;
    std::vector<Line> lines = linesOver(shape, {in[0].rank() - 1});
    shape.pop_back();
    Array terms = Array::zeros(in[0].type, shape);
    for (size_t row = 0; row < lines.size(); ++row) {
      std::vector<std::vector<double>> rows;
      for (size_t i = 0; i < in.size(); ++i)
        rows.push_back(elementsOf(in[i].floats, lines[row]));
      terms.floats[row] = term(op, rows);
    }
    return reduced(std::move(terms), op.getReduction());
  });
}

// -log_softmax(x).
static std::vector<double> surprises(const std::vector<double> &x) {
  double largest = x[extremePlace(x, /*largest=*/true)], sum = 0;
  for (double element : x)
    sum += std::exp(element - largest);
  std::vector<double> found;
  for (double element : x)
    found.push_back(std::log(sum) - (element - largest));
  return found;
}

static Array evaluateCrossEntropy(CrossEntropyOp op, const Operands &in) {
  const Array &logits = in[0], &label = in[1];
  double smoothing = op.getLabelSmoothing().convertToDouble();
  Array terms = Array::zeros(logits.type, {logits.shape[0]});
  std::vector<Line> lines = linesOver(logits.shape, {1});
  for (size_t i = 0; i < lines.size(); ++i) {
    std::vector<double> row = surprises(elementsOf(logits.floats, lines[i]));
    terms.floats[i] = (1 - smoothing) * row[size_t(label.integers[i])];
    if (smoothing > 0)
      for (double surprise : row)
        terms.floats[i] += smoothing / double(row.size()) * surprise;
  }
  return reduced(std::move(terms), op.getReduction());
}

static Array evaluateNllLoss(NllLossOp op, const Operands &in) {
  const Array &logp = in[0], &label = in[1];
  Array terms = Array::zeros(logp.type, {logp.shape[0]});
  for (int64_t i = 0; i < logp.shape[0]; ++i)
    terms.floats[size_t(i)] =
        -logp.floats[size_t(logp.positionOf({i, label.integers[size_t(i)]}))];
  return reduced(std::move(terms), op.getReduction());
}

// |a - b + eps|.
static double distance(const std::vector<double> &a,
                       const std::vector<double> &b, double eps) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i)
    sum += (a[i] - b[i] + eps) * (a[i] - b[i] + eps);
  return std::sqrt(sum);
}

static Array evaluateCosineSimilarity(CosineSimilarityOp op,
                                      const Operands &in) {
  rt::Shape shape = broadcastShapes(in[0].shape, in[1].shape);
  int64_t axis = axisOf(op.getAxis(), int64_t(shape.size()));
  double eps = op.getEps().convertToDouble();
  Array y =
      Array::zeros(in[0].type, reducedShape(shape, {axis}, /*keep=*/false));
  std::vector<double> dot(y.floats), left(y.floats), right(y.floats);
  forEachIndex(shape, [&](const Index &index, int64_t) {
    double a = in[0].floats[size_t(in[0].broadcastPosition(index))];
    double b = in[1].floats[size_t(in[1].broadcastPosition(index))];
    Index at = index;
    at.erase(at.begin() + axis);
    size_t place = size_t(y.positionOf(at));
    dot[place] += a * b;
    left[place] += a * a;
    right[place] += b * b;
  });
  for (size_t i = 0; i < y.floats.size(); ++i)
    y.floats[i] = dot[i] / (std::max(std::sqrt(left[i]), eps) *
                            std::max(std::sqrt(right[i]), eps));
  return y;
}

using Terms = std::vector<double>;
using Rows = std::vector<std::vector<double>>;

// scale * |d|, less a constant, beyond the knee; a square within it.
static double smooth(double d, double knee, double scale) {
  double size = std::fabs(d);
  return scale * (size < knee ? d * d / (2 * knee) : size - knee / 2);
}

static double gaussianNll(GaussianNllLossOp op, const Terms &x) {
  double v = std::max(x[2], op.getEps().convertToDouble());
  double d = x[0] - x[1];
  double all = std::log(v) + d * d / v;
  return 0.5 * (op.getFull() ? all + std::log(2 * std::numbers::pi) : all);
}

static double klNormal(KlNormalOp, const Terms &x) {
  double mean = x.size() > 2 ? x[2] : 0, logvar = x.size() > 2 ? x[3] : 0;
  double d = x[0] - mean, ratio = x[1] - logvar;
  return 0.5 * (std::expm1(ratio) - ratio + d * d / std::exp(logvar));
}

static double bceWithLogits(BceWithLogitsOp, const Terms &x) {
  double weight = x.size() > 2 ? x[2] : 1;
  double yes = std::max(-x[0], 0.0) + std::log1p(std::exp(-std::fabs(x[0])));
  return weight * x[1] * yes + (1 - x[1]) * (yes + x[0]);
}

static double softCrossEntropy(SoftCrossEntropyOp, const Rows &rows) {
  std::vector<double> row = surprises(rows[0]);
  double sum = 0;
  for (size_t c = 0; c < row.size(); ++c)
    sum += rows[1][c] * row[c];
  return sum;
}

static double tripletMargin(TripletMarginLossOp op, const Rows &rows) {
  double eps = op.getEps().convertToDouble();
  double excess = distance(rows[0], rows[1], eps) -
                  distance(rows[0], rows[2], eps) +
                  op.getMargin().convertToDouble();
  return std::max(excess, 0.0);
}

void leat::reference::registerLoss(Registry &registry) {
  pointwise<MseLossOp>(registry, [](MseLossOp, const Terms &x) {
    return (x[0] - x[1]) * (x[0] - x[1]);
  });
  pointwise<L1LossOp>(registry, [](L1LossOp, const Terms &x) {
    return std::fabs(x[0] - x[1]);
  });
  pointwise<SmoothL1LossOp>(registry, [](SmoothL1LossOp op, const Terms &x) {
    return smooth(x[0] - x[1], op.getBeta().convertToDouble(), 1);
  });
  pointwise<HuberLossOp>(registry, [](HuberLossOp op, const Terms &x) {
    double delta = op.getDelta().convertToDouble();
    return smooth(x[0] - x[1], delta, delta);
  });
  pointwise<HingeLossOp>(registry, [](HingeLossOp op, const Terms &x) {
    return std::max(op.getMargin().convertToDouble() - x[0] * x[1], 0.0);
  });
  pointwise<GaussianNllLossOp>(registry, gaussianNll);
  pointwise<KlNormalOp>(registry, klNormal);
  pointwise<BceWithLogitsOp>(registry, bceWithLogits);
  rowwise<SoftCrossEntropyOp>(registry, softCrossEntropy);
  rowwise<TripletMarginLossOp>(registry, tripletMargin);
  registry.add<CrossEntropyOp>(evaluateCrossEntropy);
  registry.add<NllLossOp>(evaluateNllLoss);
  registry.add<CosineSimilarityOp>(evaluateCosineSimilarity);
}
