//===- Attention.cpp - every query over every key ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One query after the other: the products with the keys that it sees, their
// softmax, the sum of the values.
//
//===----------------------------------------------------------------------===//
#include "dialect/Dialect.h"
#include "runtime/reference/Registry.h"

#include <cmath>

using namespace leat;
using namespace leat::reference;

namespace {
/// One head of one query.
struct Query {
  Index lead;
  int64_t head, row;
};
} // namespace

// The element of `x` [..., rows, heads * n] at `row` and feature `i` of `head`.
static double elementAt(const Array &x, const Query &q, int64_t heads,
                        int64_t row, int64_t i) {
  Index at = q.lead;
  at.push_back(row);
  at.push_back(q.head * (x.shape.back() / heads) + i);
  return x.floats[size_t(x.broadcastPosition(at))];
}

// The product of a query with key `j`; nothing where it does not see that key.
static std::optional<double> scoreOf(AttentionOp op, const Operands &in,
                                     const Query &q, int64_t j) {
  int64_t heads = op.getHeads(), window = op.getWindow();
  int64_t features = in[0].shape.back() / heads;
  if (op.getCausal() && j > q.row)
    return std::nullopt;
  if (window && std::abs(j - q.row) >= window)
    return std::nullopt;
  double scale = op.getScale().convertToDouble();
  if (scale == 0)
    scale = 1 / std::sqrt(double(features));
  double score = 0;
  for (int64_t i = 0; i < features; ++i)
    score += elementAt(in[0], q, heads, q.row, i) *
             elementAt(in[1], q, heads, j, i) * scale;
  if (in.size() < 4)
    return score;
  const Array &mask = in[3];
  Index at = q.lead;
  if (heads > 1)
    at.push_back(q.head);
  at.push_back(q.row);
  at.push_back(j);
  int64_t place = mask.broadcastPosition(at);
  if (mask.isFloat())
    return score + mask.floats[size_t(place)];
  return mask.integers[size_t(place)] ? std::optional<double>(score)
                                      : std::nullopt;
}

// The weights of all keys.
static std::vector<double> weightsOf(AttentionOp op, const Operands &in,
                                     const Query &q, int64_t keys) {
  std::vector<std::optional<double>> scores;
  double largest = -INFINITY, sum = 0;
  for (int64_t j = 0; j < keys; ++j) {
    scores.push_back(scoreOf(op, in, q, j));
    largest = std::max(largest, scores.back().value_or(-INFINITY));
  }
  std::vector<double> weights;
  for (const std::optional<double> &score : scores) {
    weights.push_back(score ? std::exp(*score - largest) : 0);
    sum += weights.back();
  }
  for (double &weight : weights)
    weight = sum > 0 ? weight / sum : weight;
  return weights;
}

static Array evaluateAttention(AttentionOp op, const Operands &in) {
  const Array &query = in[0], &key = in[1], &value = in[2];
  auto leadOf = [](const Array &x) {
    return llvm::ArrayRef<int64_t>(x.shape).drop_back(2);
  };
  rt::Shape shape = broadcastShapes(broadcastShapes(leadOf(query), leadOf(key)),
                                    leadOf(value));
  int64_t heads = op.getHeads(), outputs = value.shape.back() / heads;
  int64_t keys = key.shape[key.shape.size() - 2];
  shape.push_back(query.shape[query.shape.size() - 2]);
  shape.push_back(heads);
  rt::Shape result = shape;
  result.back() = value.shape.back();
  Array y = Array::zeros(query.type, result);
  forEachIndex(shape, [&](const Index &index, int64_t position) {
    Query q{Index(llvm::ArrayRef(index).drop_back(2)), index.back(),
            index.end()[-2]};
    std::vector<double> weights = weightsOf(op, in, q, keys);
    for (int64_t i = 0; i < outputs; ++i)
      for (int64_t j = 0; j < keys; ++j)
        y.floats[size_t(position * outputs + i)] +=
            weights[size_t(j)] * elementAt(value, q, heads, j, i);
  });
  return y;
}

void leat::reference::registerAttention(Registry &registry) {
  registry.add<AttentionOp>(evaluateAttention);
}
