//===- Losses.cpp - statements of what training makes small -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Targets are moved, so that no difference is zero where a loss has a kink.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Table.h"

#include <algorithm>
#include <cmath>

using namespace leat;
using namespace leat::fuzz;
using rt::DType;

/// A loss whose terms have this shape and range, with some reduction.
static void loss(Maker &m, const Rule &rule, std::vector<int> operands,
                 std::string text, const rt::Shape &terms, Range range) {
  TensorType all = {DType::F64, terms};
  double n = double(all.size());
  switch (m.dice.below(3)) {
  case 0:
    text += ", reduction = \"none\"";
    break;
  case 1:
    text += ", reduction = \"sum\"";
    range = {range.low * n, range.high * n};
    all.shape.clear();
    break;
  default:
    text += m.dice.chance(0.5) ? ", reduction = \"mean\"" : "";
    all.shape.clear();
  }
  text.erase(0, text.starts_with(", ") ? 2 : 0);
  m.op(rule.op, std::move(operands), text, all, range);
}

/// ", name = value", or nothing.
static std::string maybe(Maker &m, const char *name, double &value,
                         double other) {
  if (m.dice.chance(0.5))
    return "";
  value = other;
  return std::string(", ") + name + " = " + textOf(other);
}

static rt::Shape shapeOf(Maker &m, int a, int b) {
  return broadcast(m.typeOf(a).shape, m.typeOf(b).shape);
}

/// A float whose shape broadcasts with these terms, without making more.
static int joining(Maker &m, const rt::Shape &terms, Range range) {
  rt::Shape shape = m.dice.chance(0.6) ? terms : rt::Shape();
  return m.fit(m.valueOf({DType::F64, shape}, range), range);
}

void fuzz::makePairLoss(Maker &m, const Rule &rule) {
  std::string_view name = rule.op;
  int input = m.fit(m.floats(), rule.domain);
  int target = m.moved(m.partner(input, rule.second));
  double a = largest(m[input].range), b = largest(m[target].range);
  double bound = a + b, number = 1;
  std::string text;
  if (name == "mse_loss") {
    bound *= bound;
  } else if (name == "smooth_l1_loss") {
    text = maybe(m, "beta", number, 0.5);
  } else if (name == "huber_loss") {
    text = maybe(m, "delta", number, 2);
    bound *= number;
  } else if (name == "hinge_loss") {
    text = maybe(m, "margin", number, 0.4);
    bound = a * b + number;
  }
  loss(m, rule, {input, target}, text, shapeOf(m, input, target), {0, bound});
}

void fuzz::makeGaussianNll(Maker &m, const Rule &rule) {
  int input = m.fit(m.floats(), rule.domain);
  int target = m.partner(input, rule.domain);
  rt::Shape terms = shapeOf(m, input, target);
  int variance = joining(m, terms, rule.second);
  double difference = largest(m[input].range) + largest(m[target].range);
  bool isFull = m.dice.chance(0.4);
  double low = m[variance].range.low, more = isFull ? 1 : 0;
  loss(m, rule, {input, target, variance}, isFull ? ", full = true" : "", terms,
       {std::log(low) / 2,
        (std::log(2.0) + difference * difference / low) / 2 + more});
}

void fuzz::makeKlNormal(Maker &m, const Rule &rule) {
  int mean = m.fit(m.floats(), rule.domain);
  std::vector<int> operands = {mean, m.partner(mean, rule.second)};
  rt::Shape terms = shapeOf(m, operands[0], operands[1]);
  bool hasPrior = m.dice.chance(0.5);
  if (hasPrior) {
    operands.push_back(joining(m, terms, rule.domain));
    operands.push_back(joining(m, terms, rule.second));
  }
  double apart = hasPrior ? 3 : 1.5, ratio = hasPrior ? 2 : 1;
  loss(m, rule, operands, "", terms,
       {0, (std::exp(ratio) + 1 + apart * apart * std::exp(1)) / 2});
}

void fuzz::makeBce(Maker &m, const Rule &rule) {
  int input = m.fit(m.floats(), rule.domain);
  int target = m.partner(input, rule.second);
  std::vector<int> operands = {input, target};
  rt::Shape terms = shapeOf(m, input, target);
  if (m.dice.chance(0.4))
    operands.push_back(joining(m, terms, {0.3, 2}));
  double a = largest(m[input].range), bound = 2 * a + 3 * (a + 1);
  loss(m, rule, operands, "", terms, {-bound, bound});
}

void fuzz::makeLabelLoss(Maker &m, const Rule &rule) {
  int id = m.fit(m.floats(2, 2), rule.domain);
  rt::Shape shape = m.typeOf(id).shape;
  Range labels = {0, double(shape[1] - 1)};
  int label = m.fit(m.valueOf({DType::I64, {shape[0]}}, labels), labels);
  Range range = m[id].range;
  loss(m, rule, {id, label}, "", {shape[0]}, {-range.high, -range.low});
}

void fuzz::makeSoftLoss(Maker &m, const Rule &rule) {
  int id = m.fit(m.floats(1, 4), rule.domain);
  TensorType type = m.typeOf(id);
  int target = m.fit(m.valueOf(type, rule.second), rule.second);
  double classes = double(type.shape.back());
  double bound = classes * (2 * largest(m[id].range) + std::log(classes));
  type.shape.pop_back();
  loss(m, rule, {id, target}, "", type.shape, {-bound, bound});
}

// Each vector is moved by another number: no two are the same.
void fuzz::makeTriplet(Maker &m, const Rule &rule) {
  int anchor = m.fit(m.floats(1, 4), rule.domain);
  TensorType type = m.typeOf(anchor);
  int like = m.moved(m.fit(m.valueOf(type, rule.domain), rule.domain));
  int unlike = m.moved(m.fit(m.valueOf(type, rule.domain), rule.domain));
  unlike = m.emit("let $0 + 0.71", {unlike}, type,
                  {m[unlike].range.low + 0.71, m[unlike].range.high + 0.71});
  double bound = 9 * std::sqrt(double(type.shape.back())), margin = 1;
  std::string text = maybe(m, "margin", margin, 0.3);
  type.shape.pop_back();
  loss(m, rule, {anchor, like, unlike}, text, type.shape, {0, bound + margin});
}

void fuzz::makeCosine(Maker &m, const Rule &rule) {
  int a = m.moved(m.fit(m.floats(1, 4), rule.domain));
  int b = m.moved(m.partner(a, rule.domain));
  rt::Shape shape = shapeOf(m, a, b);
  int64_t axis = m.dice.below(int64_t(shape.size()));
  shape.erase(shape.begin() + axis);
  m.op(rule.op, {a, b}, "axis = " + std::to_string(axis), {DType::F64, shape},
       {-1, 1});
}
