//===- Nets.cpp - statements of contractions and layers ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Extents of channels and features are those of the program.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Table.h"

#include <algorithm>
#include <cmath>

using namespace leat;
using namespace leat::fuzz;
using rt::DType;

/// The range of sums of `n` products.
static Range sumsOf(Range a, Range b, double n) {
  double bound = largest(a) * largest(b) * n;
  return {-bound, bound};
}

void fuzz::makeMatmul(Maker &m, const Rule &rule) {
  int a = m.fit(m.floats(2, 4), rule.domain);
  rt::Shape left = m.typeOf(a).shape;
  bool turnsLeft = m.dice.chance(0.3), turnsRight = m.dice.chance(0.3);
  int64_t rows = left[left.size() - (turnsLeft ? 1 : 2)];
  int64_t inner = left[left.size() - (turnsLeft ? 2 : 1)];
  int64_t columns = m.extent();
  rt::Shape batch(left.begin(), left.end() - 2);
  rt::Shape right = m.dice.chance(0.5) ? batch : rt::Shape();
  for (int64_t &extent : right)
    if (m.dice.chance(0.3))
      extent = 1;
  right.push_back(turnsRight ? columns : inner);
  right.push_back(turnsRight ? inner : columns);
  int b = m.fit(m.valueOf({DType::F64, right}, rule.second), rule.second);
  std::string text;
  if (turnsLeft)
    text = "transpose_lhs = true";
  if (turnsRight)
    text += text.empty() ? "transpose_rhs = true" : ", transpose_rhs = true";
  rt::Shape shape = batch;
  shape.push_back(rows);
  shape.push_back(columns);
  m.op(rule.op, {a, b}, text, {DType::F64, shape},
       sumsOf(m[a].range, m[b].range, double(inner)));
}

void fuzz::makeLinear(Maker &m, const Rule &rule) {
  int x = m.fit(m.floats(1, 3), rule.domain);
  rt::Shape shape = m.typeOf(x).shape;
  int64_t inner = shape.back(), outer = m.extent();
  std::vector<int> operands = {
      x, m.valueOf({DType::F64, {outer, inner}}, rule.second)};
  if (m.dice.chance(0.6))
    operands.push_back(m.valueOf({DType::F64, {outer}}, kAnyFloat));
  shape.back() = outer;
  Range range = sumsOf(m[x].range, rule.second, double(inner));
  m.op(rule.op, operands, "", {DType::F64, shape},
       {range.low - 1.5, range.high + 1.5});
}

namespace {

/// A convolution, by its three shapes.
struct Convolution {
  rt::Shape input, weight, result;
  std::string text;
  double count = 1; ///< products in a sum
};

} // namespace

static Convolution someConvolution(Maker &m) {
  Convolution conv;
  int64_t groups = m.dice.chance(0.3) ? 2 : 1;
  int64_t in = groups * m.dice.between(1, 2),
          out = groups * m.dice.between(1, 3);
  int64_t batch = m.dice.between(1, 3);
  conv.input = {batch, in};
  conv.weight = {out, in / groups};
  conv.result = {batch, out};
  conv.count = double(in / groups);
  std::vector<int64_t> stride, padding, dilation;
  for (int64_t d = m.dice.between(1, m.dice.chance(0.1) ? 3 : 2); d > 0; --d) {
    int64_t extent = std::min<int64_t>(m.extent(2), 12);
    int64_t kernel = m.dice.between(1, 3);
    dilation.push_back(m.dice.chance(0.3) ? 2 : 1);
    stride.push_back(m.dice.between(1, 2));
    padding.push_back(m.dice.between(0, 2));
    int64_t reach = (kernel - 1) * dilation.back() + 1;
    extent = std::max(extent, reach - 2 * padding.back());
    conv.input.push_back(extent);
    conv.weight.push_back(kernel);
    conv.result.push_back(
        (extent + 2 * padding.back() - reach) / stride.back() + 1);
    conv.count *= double(kernel);
  }
  conv.text = "stride = " + listOf(stride) + ", padding = " + listOf(padding) +
              ", dilation = " + listOf(dilation) +
              ", groups = " + std::to_string(groups);
  return conv;
}

void fuzz::makeConv(Maker &m, const Rule &rule) {
  Convolution conv = someConvolution(m);
  std::vector<int> operands = {
      m.valueOf({DType::F64, conv.input}, rule.domain),
      m.valueOf({DType::F64, conv.weight}, rule.second)};
  if (m.dice.chance(0.5))
    operands.push_back(m.valueOf({DType::F64, {conv.weight[0]}}, kAnyFloat));
  Range range = sumsOf(rule.domain, rule.second, conv.count);
  m.op(rule.op, operands, conv.text, {DType::F64, conv.result},
       {range.low - 1.5, range.high + 1.5});
}

void fuzz::makeConvGrad(Maker &m, const Rule &rule) {
  Convolution conv = someConvolution(m);
  bool byInput = std::string_view(rule.op) == "conv_input_grad";
  int cotangent = m.valueOf({DType::F64, conv.result}, rule.domain);
  const rt::Shape &shape = byInput ? conv.input : conv.weight;
  int other =
      m.valueOf({DType::F64, byInput ? conv.weight : conv.input}, rule.second);
  std::string size = std::string(byInput ? "input_size" : "kernel_size") +
                     " = " + listOf({shape.begin() + 2, shape.end()});
  double count = byInput ? conv.count * double(conv.weight[0])
                         : double(m.typeOf(cotangent).size());
  std::vector<int> operands = {cotangent, other};
  if (!byInput)
    std::swap(operands[0], operands[1]);
  m.op(rule.op, operands, size + ", " + conv.text, {DType::F64, shape},
       sumsOf(rule.domain, rule.second, count));
}

void fuzz::makeConvTranspose(Maker &m, const Rule &rule) {
  Convolution conv = someConvolution(m);
  int64_t groups = m.dice.chance(0.3) ? 2 : 1;
  int64_t in = groups * m.dice.between(1, 2), out = m.dice.between(1, 2);
  rt::Shape input = {conv.input[0], in}, weight = {in, out};
  rt::Shape result = {conv.input[0], out * groups};
  std::vector<int64_t> stride, padding, more, dilation;
  double count = double(in);
  for (size_t d = 2; d < conv.input.size(); ++d) {
    int64_t extent = std::min<int64_t>(conv.input[d], 6);
    int64_t kernel = conv.weight[d];
    stride.push_back(m.dice.between(1, 3));
    dilation.push_back(m.dice.chance(0.3) ? 2 : 1);
    int64_t whole =
        (extent - 1) * stride.back() + dilation.back() * (kernel - 1) + 1;
    padding.push_back(m.dice.between(0, std::min<int64_t>(2, (whole - 1) / 2)));
    more.push_back(m.dice.between(0, stride.back() - 1));
    input.push_back(extent);
    weight.push_back(kernel);
    result.push_back(whole - 2 * padding.back() + more.back());
    count *= double(kernel);
  }
  std::vector<int> operands = {m.valueOf({DType::F64, input}, rule.domain),
                               m.valueOf({DType::F64, weight}, rule.second)};
  if (m.dice.chance(0.5))
    operands.push_back(m.valueOf({DType::F64, {result[1]}}, kAnyFloat));
  Range range = sumsOf(rule.domain, rule.second, count);
  m.op(rule.op, operands,
       "stride = " + listOf(stride) + ", padding = " + listOf(padding) +
           ", output_padding = " + listOf(more) + ", dilation = " +
           listOf(dilation) + ", groups = " + std::to_string(groups),
       {DType::F64, result}, {range.low - 1.5, range.high + 1.5});
}

void fuzz::makeSoftmax(Maker &m, const Rule &rule) {
  int id = m.fit(m.floats(1, 4), rule.domain);
  int64_t axis = m.dice.below(m.typeOf(id).rank());
  bool isLog = std::string_view(rule.op) == "log_softmax";
  double n = double(m.typeOf(id).shape[size_t(axis)]);
  Range range = m[id].range;
  m.op(rule.op, {id}, "axis = " + std::to_string(axis), m.typeOf(id),
       isLog ? Range{range.low - range.high - std::log(n), 0} : Range{0, 1});
}

void fuzz::makeCrossEntropy(Maker &m, const Rule &rule) {
  int id = m.fit(m.floats(2, 2), rule.domain);
  rt::Shape shape = m.typeOf(id).shape;
  int label = m.valueOf({DType::I64, {shape[0]}}, {0, double(shape[1] - 1)});
  label = m.fit(label, {0, double(shape[1] - 1)});
  m.op(rule.op, {id, label}, "", {DType::F64, {}},
       {0, m[id].range.high - m[id].range.low + std::log(double(shape[1]))});
}

void fuzz::makeNormalize(Maker &m, const Rule &rule) {
  int id = m.fit(m.floats(2, 4), rule.domain);
  TensorType vector = {DType::F64, {m.typeOf(id).shape[1]}};
  int mean = m.valueOf(vector, kAnyFloat);
  int variance = m.valueOf(vector, {0.3, 2});
  int weight = m.valueOf(vector, kAnyFloat);
  int bias = m.valueOf(vector, kAnyFloat);
  m.op(rule.op, {id, mean, variance, weight, bias}, "eps = 0.01", m.typeOf(id),
       {-18, 18});
}

static std::string newState(Maker &m, const TensorType &type,
                            const std::string &start) {
  std::string name = "n" + std::to_string(m.program.declarations.size());
  m.program.declarations.push_back("state @" + name + " : " + type.text() +
                                   " = " + start);
  return "@" + name;
}

void fuzz::makeBatchNorm(Maker &m, const Rule &rule) {
  if (!m.style.hasStates || m.isPure)
    return;
  int id = m.fit(m.floats(2, 4, 2), rule.domain);
  TensorType vector = {DType::F64, {m.typeOf(id).shape[1]}};
  int weight = m.valueOf(vector, kAnyFloat);
  int bias = m.valueOf(vector, kAnyFloat);
  std::string mean = newState(m, vector, "zeros");
  std::string variance = newState(m, vector, "ones");
  m.function->traits.writes = true;
  m.function->traits.averages = true;
  m.op(rule.op, {id, weight, bias},
       "mean = " + mean + ", variance = " + variance + ", eps = 0.01",
       m.typeOf(id), {-20, 20});
}

void fuzz::makeDropout(Maker &m, const Rule &rule) {
  if (!m.style.hasDraws || m.isPure)
    return;
  int id = m.fit(m.floats(0, 4), rule.domain);
  m.function->traits.draws = true;
  Range range = m[id].range;
  m.op(rule.op, {id}, "rng = @rng, p = 0.25", m.typeOf(id),
       {std::min(0.0, range.low * 1.4), std::max(0.0, range.high * 1.4)});
}

void fuzz::makeEmbedding(Maker &m, const Rule &rule) {
  int id = m.dice.chance(0.7) ? m.floats(1, 1) : m.integers(1, 1, {-9, 9});
  int64_t dim = 2 * m.dice.between(1, 3);
  m.op(rule.op, {id},
       "dim = " + std::to_string(dim) + ", period = 20.0, dtype = f64",
       {DType::F64, {m.typeOf(id).shape[0], dim}}, {-1, 1});
}
