//===- Sums.cpp - statements of reductions, scans and windows ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Products are taken of numbers near one.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Table.h"

#include <algorithm>
#include <cmath>

using namespace leat;
using namespace leat::fuzz;
using rt::DType;

namespace {

/// Some axes of a shape and what is left of it.
struct Axes {
  std::string text;
  rt::Shape shape;
  int64_t count = 1; ///< elements that become one
};

} // namespace

static Axes someAxes(Maker &m, const rt::Shape &shape, bool one) {
  Axes axes;
  std::vector<int64_t> numbers;
  int64_t rank = int64_t(shape.size());
  bool keeps = m.dice.chance(0.3);
  int64_t only = rank ? m.dice.below(rank) : 0;
  bool all = !one && m.dice.chance(0.25);
  for (int64_t axis = 0; axis < rank; ++axis) {
    bool isTaken = all || axis == only || (!one && m.dice.chance(0.3));
    if (!isTaken) {
      axes.shape.push_back(shape[size_t(axis)]);
      continue;
    }
    axes.count *= shape[size_t(axis)];
    numbers.push_back(m.dice.chance(0.2) ? axis - rank : axis);
    if (keeps)
      axes.shape.push_back(1);
  }
  if (one)
    axes.text = "axis = " + std::to_string(numbers[0]);
  else if (!all)
    axes.text = "axis = " + listOf(numbers);
  if (keeps)
    axes.text += axes.text.empty() ? "keepdims = true" : ", keepdims = true";
  return axes;
}

/// The range of a reduction of `n` elements.
static Range rangeOf(std::string_view op, Range in, double n) {
  if (op == "sum")
    return {in.low * n, in.high * n};
  if (op == "prod")
    return {std::min(std::pow(in.low, n), 1.0),
            std::max(std::pow(in.high, n), 1.0)};
  if (op == "var")
    return {0, std::pow(in.high - in.low, 2)};
  if (op == "logsumexp")
    return {in.low, in.high + std::log(n)};
  return in;
}

void fuzz::makeReduction(Maker &m, const Rule &rule) {
  std::string_view name = rule.op;
  int64_t least = name == "prod" || name == "var" ? 2 : 1;
  bool isInteger = rule.takesIntegers && m.dice.chance(0.2);
  int id = isInteger
               ? m.integers(0, 4, name == "prod" ? Range{-2, 2} : Range{-9, 9})
               : m.fit(m.floats(name == "var" ? 1 : 0, 4, least), rule.domain);
  Axes axes = someAxes(m, m.typeOf(id).shape, /*one=*/false);
  if (name == "var" && m.dice.chance(0.4))
    axes.text += axes.text.empty() ? "unbiased = true" : ", unbiased = true";
  m.op(rule.op, {id}, axes.text, {m.typeOf(id).element, axes.shape},
       rangeOf(name, m[id].range, double(axes.count)));
}

// The root of a variance that is 0 but for rounding has no slope to compare:
// along the axis the elements differ by construction.
void fuzz::makeDeviation(Maker &m, const Rule &rule) {
  int id = m.fit(m.floats(1, 4, 2), rule.domain);
  TensorType type = m.typeOf(id);
  int64_t axis = m.dice.below(type.rank());
  double last = double(type.shape[size_t(axis)] - 1);
  int ramp = m.emit("iota shape = " + listOf(type.shape) +
                        ", axis = " + std::to_string(axis) + ", dtype = f64",
                    {}, type, {0, last});
  Range range = {m[id].range.low, m[id].range.high + 3.7 * last};
  int spread = m.emit("let $0 + 3.7 * $1", {id, ramp}, type, range);
  rt::Shape shape = type.shape;
  std::string text = "axis = " + std::to_string(axis);
  if (m.dice.chance(0.3)) {
    text += ", keepdims = true";
    shape[size_t(axis)] = 1;
  } else {
    shape.erase(shape.begin() + axis);
  }
  bool isUnbiased = m.dice.chance(0.4);
  if (isUnbiased)
    text += ", unbiased = true";
  range = m[spread].range;
  m.op(rule.op, {spread}, text, {DType::F64, shape},
       {0, (range.high - range.low) * (isUnbiased ? 1 : 0.51)});
}

void fuzz::makeVectorNorm(Maker &m, const Rule &rule) {
  int id = m.moved(m.fit(m.floats(0, 4), rule.domain));
  Axes axes = someAxes(m, m.typeOf(id).shape, /*one=*/false);
  static const std::vector<std::string> powers = {"", "p = 1", "p = 3",
                                                  "p = inf", "p = 2.5"};
  const std::string &p = m.dice.pick(powers);
  axes.text += (axes.text.empty() || p.empty() ? "" : ", ") + p;
  m.op(rule.op, {id}, axes.text, {DType::F64, axes.shape},
       {0, largest(m[id].range) * double(axes.count)});
}

void fuzz::makeCount(Maker &m, const Rule &rule) {
  bool counts = std::string_view(rule.op) == "count_nonzero";
  int id = counts ? m.movable(0) : m.bools();
  if (m.typeOf(id).isFloat())
    id = m.moved(id);
  Axes axes = someAxes(m, m.typeOf(id).shape, /*one=*/false);
  if (counts)
    m.op(rule.op, {id}, axes.text, {DType::I64, axes.shape},
         {0, double(axes.count)});
  else
    m.op(rule.op, {id}, axes.text, {DType::I1, axes.shape}, {0, 1});
}

void fuzz::makeCov(Maker &m, const Rule &rule) {
  int id = m.fit(m.floats(2, 2, 2), rule.domain);
  int64_t rows = m.typeOf(id).shape[0];
  double bound = std::pow(m[id].range.high - m[id].range.low, 2);
  m.op(rule.op, {id}, m.dice.chance(0.4) ? "unbiased = false" : "",
       {DType::F64, {rows, rows}}, {-bound, bound});
}

void fuzz::makeArgReduction(Maker &m, const Rule &rule) {
  int id = m.dice.chance(0.8) ? m.floats(1, 4) : m.integers(1, 3, {-9, 9});
  Axes axes = someAxes(m, m.typeOf(id).shape, /*one=*/true);
  m.op(rule.op, {id}, axes.text + ", dtype = i64", {DType::I64, axes.shape},
       {0, double(axes.count - 1)});
}

void fuzz::makeScan(Maker &m, const Rule &rule) {
  std::string_view name = rule.op;
  bool isProduct = name == "cumprod";
  bool isInteger = rule.takesIntegers && m.dice.chance(0.15);
  int id = isInteger ? m.integers(1, 3, {-9, 9})
                     : m.fit(m.floats(1, 4, isProduct ? 2 : 1), rule.domain);
  TensorType type = m.typeOf(id);
  int64_t axis = m.dice.below(type.rank());
  std::string text = "axis = " + std::to_string(axis);
  if (m.dice.chance(0.4))
    text += ", reverse = true";
  Range range = m[id].range;
  double n = double(type.shape[size_t(axis)]);
  Range result = range;
  if (isProduct)
    result = rangeOf("prod", range, n);
  else if (name == "cumsum")
    result = {std::min(range.low, range.low * n),
              std::max(range.high, range.high * n)};
  else if (name == "logcumsumexp")
    result = {range.low, range.high + std::log(n)};
  m.op(rule.op, {id}, text, type, result);
}

namespace {

/// A window over the spatial extents of a tensor [N, C, ...].
struct Window {
  std::string text;
  rt::Shape input, result; ///< whole shapes
  int64_t count = 1;
};

} // namespace

/// A window for `input`; one that `leaves` elements free may not cover all.
static Window someWindow(Maker &m, const rt::Shape &input) {
  Window window;
  window.input = window.result = input;
  std::vector<int64_t> kernel, stride, padding;
  for (size_t d = 2; d < input.size(); ++d) {
    kernel.push_back(m.dice.between(1, std::min<int64_t>(3, input[d])));
    stride.push_back(m.dice.between(1, 3));
    padding.push_back(m.dice.between(0, kernel.back() / 2));
    window.count *= kernel.back();
    window.result[d] =
        (input[d] + 2 * padding.back() - kernel.back()) / stride.back() + 1;
  }
  window.text = "kernel = " + listOf(kernel) + ", stride = " + listOf(stride) +
                ", padding = " + listOf(padding);
  return window;
}

static rt::Shape spaceOf(const rt::Shape &shape) {
  return {shape.begin() + 2, shape.end()};
}

/// A float tensor [N, C, ...] of a few elements.
static int image(Maker &m) {
  int id = m.find([](const Value &value) {
    return value.type.element == DType::F64 && value.type.rank() >= 3 &&
           value.type.rank() <= 5;
  });
  if (id >= 0 && m.dice.chance(0.6))
    return id;
  rt::Shape shape = m.shape(2, 2);
  shape = {std::min<int64_t>(shape[0], 3), std::min<int64_t>(shape[1], 3)};
  for (int64_t d = m.dice.between(1, 2); d > 0; --d)
    shape.push_back(std::min<int64_t>(m.extent(2), 9));
  return m.leaf({DType::F64, shape}, kAnyFloat);
}

void fuzz::makeUpsample(Maker &m, const Rule &rule) {
  int id = image(m);
  TensorType type = m.typeOf(id);
  std::vector<int64_t> scale;
  for (size_t d = 2; d < type.shape.size(); ++d) {
    scale.push_back(m.dice.between(1, type.size() < 60 ? 3 : 2));
    type.shape[d] *= scale.back();
  }
  if (type.size() > 1000)
    return;
  m.op(rule.op, {id}, "scale = " + listOf(scale), type, m[id].range);
}

void fuzz::makePool(Maker &m, const Rule &rule) {
  int id = image(m);
  Window window = someWindow(m, m.typeOf(id).shape);
  Range range = m[id].range;
  if (std::string_view(rule.op) == "max_pool_index") {
    double last = 1;
    for (int64_t extent : spaceOf(window.input))
      last *= double(extent);
    m.op(rule.op, {id}, window.text, {DType::I32, window.result},
         {0, last - 1});
    return;
  }
  m.op(rule.op, {id}, window.text, {DType::F64, window.result},
       {std::min(0.0, range.low), std::max(0.0, range.high)});
}

void fuzz::makeMaxUnpool(Maker &m, const Rule &rule) {
  int id = image(m);
  Window window = someWindow(m, m.typeOf(id).shape);
  int index = m.emit("max_pool_index $0, " + window.text, {id},
                     {DType::I32, window.result}, {0, 900});
  int value = m.valueOf({DType::F64, window.result}, kAnyFloat);
  double n = double(window.count);
  Range range = m[value].range;
  m.op(rule.op, {value, index},
       "input_size = " + listOf(spaceOf(window.input)) + ", " + window.text,
       {DType::F64, window.input},
       {std::min(0.0, range.low * n), std::max(0.0, range.high * n)});
}

void fuzz::makePoolRead(Maker &m, const Rule &rule) {
  int id = image(m);
  Window window = someWindow(m, m.typeOf(id).shape);
  int index = m.emit("max_pool_index $0, " + window.text, {id},
                     {DType::I32, window.result}, {0, 900});
  int other = m.valueOf({DType::F64, window.input}, kAnyFloat);
  m.op(rule.op, {other, index}, window.text, {DType::F64, window.result},
       m[other].range);
}

void fuzz::makeAvgUnpool(Maker &m, const Rule &rule) {
  rt::Shape shape = m.typeOf(image(m)).shape;
  Window window = someWindow(m, shape);
  int value = m.valueOf({DType::F64, window.result}, kAnyFloat);
  double n = double(window.count);
  Range range = m[value].range;
  m.op(rule.op, {value},
       "input_size = " + listOf(spaceOf(window.input)) + ", " + window.text,
       {DType::F64, window.input},
       {std::min(range.low * n, 0.0), std::max(range.high * n, 0.0)});
}
