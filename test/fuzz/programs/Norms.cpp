//===- Norms.cpp - statements that normalise and attend ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is divided by is away from zero: by eps, or because the input is moved.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Table.h"

#include <algorithm>
#include <cmath>

using namespace leat;
using namespace leat::fuzz;
using rt::DType;

void fuzz::makeStandardize(Maker &m, const Rule &rule) {
  int id = m.fit(m.floats(1, 4), rule.domain);
  const rt::Shape &shape = m.typeOf(id).shape;
  std::vector<int64_t> axes;
  double count = 1;
  int64_t rank = int64_t(shape.size()), only = m.dice.below(rank);
  for (int64_t axis = 0; axis < rank; ++axis)
    if (axis == only || m.dice.chance(0.3)) {
      axes.push_back(axis);
      count *= double(shape[size_t(axis)]);
    }
  std::string text = "axis = " + listOf(axes) + ", eps = 0.01";
  if (m.dice.chance(0.4))
    text += ", center = false";
  double bound = std::sqrt(count);
  m.op(rule.op, {id}, text, m.typeOf(id), {-bound, bound});
}

/// The attributes of a norm of `shape`, the shape of its weight, and how many
/// elements a statistic is of.
static std::string normOf(Maker &m, std::string_view name,
                          const rt::Shape &shape, rt::Shape &weight,
                          double &count) {
  count = 1;
  if (name == "layer_norm" || name == "rms_norm") {
    int64_t dims = m.dice.between(1, int64_t(shape.size()));
    weight.assign(shape.end() - dims, shape.end());
    for (int64_t extent : weight)
      count *= double(extent);
    return "dims = " + std::to_string(dims) + ", ";
  }
  weight = {shape[1]};
  for (size_t d = 2; d < shape.size(); ++d)
    count *= double(shape[d]);
  if (name == "instance_norm")
    return "";
  int64_t groups = 1;
  for (int64_t n : {2, 3, 5})
    if (shape[1] % n == 0 && m.dice.chance(0.6))
      groups = n;
  count *= double(shape[1] / groups);
  return "groups = " + std::to_string(groups) + ", ";
}

void fuzz::makeNorm(Maker &m, const Rule &rule) {
  std::string_view name = rule.op;
  int64_t least = name == "group_norm" ? 2 : name == "instance_norm" ? 3 : 1;
  int id = m.fit(m.floats(least, 4), rule.domain);
  rt::Shape weight;
  double count;
  std::string text = normOf(m, name, m.typeOf(id).shape, weight, count);
  std::vector<int> operands = {id};
  for (int64_t i = m.dice.between(0, 2); i > 0; --i)
    operands.push_back(
        m.fit(m.valueOf({DType::F64, weight}, kAnyFloat), kAnyFloat));
  double bound = 1.5 * std::sqrt(count) + 1.5;
  m.op(rule.op, operands, text + "eps = 0.01", m.typeOf(id), {-bound, bound});
}

void fuzz::makeL2Normalize(Maker &m, const Rule &rule) {
  int id = m.moved(m.fit(m.floats(1, 4), rule.domain));
  int64_t axis = m.dice.below(m.typeOf(id).rank());
  m.op(rule.op, {id}, "axis = " + std::to_string(axis), m.typeOf(id), {-1, 1});
}

/// A mask for the products of this shape, or one that broadcasts to it.
static int mask(Maker &m, rt::Shape products) {
  if (m.dice.chance(0.5))
    products.erase(products.begin(), products.end() - 2);
  if (m.dice.chance(0.5))
    return m.fit(m.valueOf({DType::F64, products}, kAnyFloat), {-5, 5});
  return m.leaf({DType::I1, products}, {0, 1});
}

void fuzz::makeAttention(Maker &m, const Rule &rule) {
  int query = m.fit(m.floats(2, 4), rule.domain);
  rt::Shape shape = m.typeOf(query).shape;
  rt::Shape batch(shape.begin(), shape.end() - 2);
  int64_t features = shape.back(), queries = shape[shape.size() - 2];
  int64_t keys = m.dice.chance(0.5) ? queries : m.extent();
  int64_t heads = features % 2 == 0 && m.dice.chance(0.5) ? 2 : 1;
  int64_t outputs = heads * std::min<int64_t>(m.extent(), 4);
  auto with = [&](int64_t rows, int64_t columns) {
    rt::Shape all = m.dice.chance(0.7) ? batch : rt::Shape();
    all.insert(all.end(), {rows, columns});
    return TensorType{DType::F64, all};
  };
  std::vector<int> operands = {
      query, m.fit(m.valueOf(with(keys, features), rule.domain), rule.domain),
      m.valueOf(with(keys, outputs), kAnyFloat)};
  Range range = m[operands[2]].range;
  rt::Shape products = batch, result = batch;
  if (heads > 1)
    products.push_back(heads);
  products.insert(products.end(), {queries, keys});
  result.insert(result.end(), {queries, outputs});
  if (TensorType{DType::F64, products}.size() > 800)
    return;
  if (m.dice.chance(0.4))
    operands.push_back(mask(m, products));
  std::string text = "heads = " + std::to_string(heads);
  if (m.dice.chance(0.4))
    text += ", causal = true";
  if (m.dice.chance(0.3))
    text += ", window = " + std::to_string(m.dice.between(1, 3));
  if (m.dice.chance(0.3))
    text += ", scale = 0.7";
  m.op(rule.op, operands, text, {DType::F64, result},
       {std::min(0.0, range.low), std::max(0.0, range.high)});
}
