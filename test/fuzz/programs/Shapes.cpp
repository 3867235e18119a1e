//===- Shapes.cpp - statements that move elements ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Ranges stay as they are, but for what is put between.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Table.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace leat;
using namespace leat::fuzz;
using rt::DType;

void fuzz::makeReshape(Maker &m, const Rule &rule) {
  int id = m.movable(0);
  TensorType type = m.typeOf(id);
  // Two axes become one, or one becomes two.
  rt::Shape shape = type.shape;
  if (shape.size() > 1 && m.dice.chance(0.7)) {
    size_t at = size_t(m.dice.below(int64_t(shape.size()) - 1));
    shape[at] *= shape[at + 1];
    shape.erase(shape.begin() + int64_t(at) + 1);
  } else if (shape.empty()) {
    shape = m.dice.chance(0.5) ? rt::Shape{1} : rt::Shape{1, 1};
  } else {
    size_t at = size_t(m.dice.below(int64_t(shape.size())));
    int64_t factor = 1;
    for (int64_t f : {2, 3, 5, 7})
      if (shape[at] % f == 0)
        factor = f;
    shape[at] /= factor;
    shape.insert(shape.begin() + int64_t(at), factor);
  }
  std::vector<int64_t> written = shape;
  if (m.dice.chance(0.3))
    written[size_t(m.dice.below(int64_t(written.size())))] = -1;
  m.op(rule.op, {id}, "shape = " + listOf(written), {type.element, shape},
       m[id].range);
}

void fuzz::makeTranspose(Maker &m, const Rule &rule) {
  int id = m.movable(1);
  TensorType type = m.typeOf(id);
  std::vector<int64_t> axes(type.shape.size());
  std::iota(axes.begin(), axes.end(), 0);
  for (size_t i = axes.size(); i > 1; --i)
    std::swap(axes[i - 1], axes[size_t(m.dice.below(int64_t(i)))]);
  bool isReversed = m.dice.chance(0.2);
  if (isReversed)
    for (size_t i = 0; i < axes.size(); ++i)
      axes[i] = int64_t(axes.size() - 1 - i);
  rt::Shape shape;
  for (int64_t axis : axes)
    shape.push_back(type.shape[size_t(axis)]);
  m.op(rule.op, {id}, isReversed ? "" : "axes = " + listOf(axes),
       {type.element, shape}, m[id].range);
}

void fuzz::makeBroadcast(Maker &m, const Rule &rule) {
  int id = m.movable(0, 3);
  TensorType type = m.typeOf(id);
  rt::Shape shape = type.shape;
  for (int64_t &extent : shape)
    if (extent == 1)
      extent = m.extent();
  if (type.size() < 100 && m.dice.chance(0.7))
    shape.insert(shape.begin(), m.extent());
  m.op(rule.op, {id}, "shape = " + listOf(shape), {type.element, shape},
       m[id].range);
}

void fuzz::makeUnsqueeze(Maker &m, const Rule &rule) {
  int id = m.movable(0, 3);
  rt::Shape shape = m.typeOf(id).shape;
  int64_t axis = m.dice.between(0, int64_t(shape.size()));
  shape.insert(shape.begin() + axis, 1);
  int64_t written = m.dice.chance(0.3) ? axis - int64_t(shape.size()) : axis;
  m.op(rule.op, {id}, "axis = " + std::to_string(written),
       {m.typeOf(id).element, shape}, m[id].range);
}

void fuzz::makeSqueeze(Maker &m, const Rule &rule) {
  int id = m.find([](const Value &value) {
    return std::ranges::count(value.type.shape, 1) > 0;
  });
  if (id < 0) {
    rt::Shape shape = m.shape(0, 2);
    shape.insert(shape.begin() + m.dice.between(0, int64_t(shape.size())), 1);
    id = m.leaf({DType::F64, shape}, kAnyFloat);
  }
  rt::Shape shape = m.typeOf(id).shape;
  auto at = std::ranges::find(shape, 1);
  int64_t axis = at - shape.begin();
  shape.erase(at);
  m.op(rule.op, {id}, "axis = " + std::to_string(axis),
       {m.typeOf(id).element, shape}, m[id].range);
}

void fuzz::makeSlice(Maker &m, const Rule &rule) {
  int id = m.movable(1);
  TensorType type = m.typeOf(id);
  int64_t axis = m.dice.below(type.rank());
  int64_t &extent = type.shape[size_t(axis)];
  int64_t start = m.dice.below(extent);
  int64_t stop = m.dice.between(start + 1, extent);
  int64_t step = m.dice.between(1, 2);
  std::string text = "axis = " + std::to_string(axis);
  text += ", start = " +
          std::to_string(m.dice.chance(0.3) ? start - extent : start);
  if (stop < extent || m.dice.chance(0.5))
    text += ", stop = " + std::to_string(stop);
  if (step > 1)
    text += ", step = 2";
  extent = (stop - start + step - 1) / step;
  m.op(rule.op, {id}, text, type, m[id].range);
}

void fuzz::makePad(Maker &m, const Rule &rule) {
  int id = m.movable(1, 3);
  if (m.typeOf(id).element == DType::I1)
    id = m.floats(1, 3);
  TensorType type = m.typeOf(id);
  std::vector<int64_t> low, high, between;
  for (int64_t &extent : type.shape) {
    low.push_back(m.dice.between(0, 2));
    high.push_back(m.dice.between(0, 1));
    between.push_back(m.dice.chance(0.25) ? 1 : 0);
    extent += low.back() + high.back() + between.back() * (extent - 1);
  }
  std::string text = "low = " + listOf(low) + ", high = " + listOf(high);
  if (std::ranges::count(between, 1))
    text += ", interior = " + listOf(between);
  Range range = m[id].range;
  double value = 0;
  if (type.isFloat() && m.dice.chance(0.4)) {
    value = 0.75;
    text += ", value = 0.75";
  }
  m.op(rule.op, {id}, text, type,
       {std::min(range.low, value), std::max(range.high, value)});
}

void fuzz::makeConcat(Maker &m, const Rule &rule) {
  int id = m.movable(1);
  TensorType type = m.typeOf(id);
  int64_t axis = m.dice.below(type.rank());
  std::vector<int> operands = {id};
  Range range = m[id].range;
  for (int64_t i = m.dice.between(1, 2); i > 0; --i) {
    TensorType next = m.typeOf(id);
    int other = m.find([&](const Value &value) {
      if (value.type.element != next.element ||
          value.type.rank() != next.rank())
        return false;
      for (size_t d = 0; d < next.shape.size(); ++d)
        if (int64_t(d) != axis && value.type.shape[d] != next.shape[d])
          return false;
      return true;
    });
    if (other < 0 || m.dice.chance(0.3)) {
      next.shape[size_t(axis)] = m.extent();
      other = m.leaf(next, kAnyFloat);
    }
    operands.push_back(other);
    type.shape[size_t(axis)] += m.typeOf(other).shape[size_t(axis)];
    range = {std::min(range.low, m[other].range.low),
             std::max(range.high, m[other].range.high)};
  }
  if (type.size() > 600)
    return;
  m.op(rule.op, operands, "axis = " + std::to_string(axis), type, range);
}

void fuzz::makeFlip(Maker &m, const Rule &rule) {
  int id = m.movable(1);
  int64_t rank = m.typeOf(id).rank();
  std::vector<int64_t> axes;
  for (int64_t axis = 0; axis < rank; ++axis)
    if (m.dice.chance(0.5))
      axes.push_back(axis);
  if (axes.empty())
    axes = {rank - 1};
  m.op(rule.op, {id}, "axis = " + listOf(axes), m.typeOf(id), m[id].range);
}

void fuzz::makeIndex(Maker &m, const Rule &rule) {
  int table = m.movable(1, 3);
  rt::Shape rows = m.typeOf(table).shape;
  int indices =
      m.integers(0, rows.size() > 2 ? 1 : 2, {0, double(rows[0] - 1)});
  rt::Shape shape = m.typeOf(indices).shape;
  shape.insert(shape.end(), rows.begin() + 1, rows.end());
  TensorType type = {m.typeOf(table).element, shape};
  if (type.size() > 600)
    return;
  if (m.dice.chance(0.3))
    m.emit("let $0[$1]", {table, indices}, type, m[table].range);
  else
    m.op(rule.op, {table, indices}, "", type, m[table].range);
}

void fuzz::makeScatter(Maker &m, const Rule &rule) {
  int updates = m.floats(0, 3);
  rt::Shape shape = m.typeOf(updates).shape;
  int64_t taken = m.dice.between(0, m.typeOf(updates).rank());
  int64_t rows = m.extent();
  rt::Shape indexed(shape.begin(), shape.begin() + taken);
  int indices = m.fit(m.valueOf({DType::I64, indexed}, {0, double(rows - 1)}),
                      {0, double(rows - 1)});
  double count = double(m.typeOf(indices).size());
  rt::Shape result = {rows};
  result.insert(result.end(), shape.begin() + taken, shape.end());
  Range range = m[updates].range;
  m.op(rule.op, {updates, indices}, "rows = " + std::to_string(rows),
       {DType::F64, result},
       {std::min(0.0, range.low * count), std::max(0.0, range.high * count)});
}

void fuzz::makeOneHot(Maker &m, const Rule &rule) {
  int64_t depth = m.extent();
  int indices = m.integers(0, 2, {0, double(depth - 1)});
  rt::Shape shape = m.typeOf(indices).shape;
  shape.push_back(depth);
  DType element = m.dice.chance(0.7) ? DType::F64 : DType::I64;
  m.op(rule.op, {indices},
       "depth = " + std::to_string(depth) +
           ", dtype = " + std::string(rt::nameOf(element)),
       {element, shape}, {0, 1});
}

// Constants are made wherever a value is missing; here on purpose.
void fuzz::makeLeaf(Maker &m, const Rule &rule) {
  std::string name = rule.op;
  if (name == "linspace") {
    int64_t count = m.extent();
    m.emit("linspace start = -1.0, stop = 1.3, count = " +
               std::to_string(count) + ", dtype = f64",
           {}, {DType::F64, {count}}, {-1, 1.3});
    return;
  }
  if (name == "eye") {
    int64_t count = m.extent();
    m.emit("eye count = " + std::to_string(count) + ", dtype = f64", {},
           {DType::F64, {count, count}}, {0, 1});
    return;
  }
  if (name == "iota") {
    TensorType type = {m.dice.chance(0.6) ? DType::I64 : DType::F64,
                       m.shape(1, 3)};
    int64_t axis = m.dice.below(type.rank());
    m.emit("iota shape = " + listOf(type.shape) +
               ", axis = " + std::to_string(axis) +
               ", dtype = " + std::string(rt::nameOf(type.element)),
           {}, type, {0, double(type.shape[size_t(axis)] - 1)});
    return;
  }
  if (name == "full" && m.dice.chance(0.6)) {
    int scalar = m.floats(0, 0);
    TensorType type = {DType::F64, m.shape(1, 3)};
    m.emit("full $0 : " + type.text(), {scalar}, type, m[scalar].range);
    return;
  }
  double number = m.dice.number(-1.5, 1.5);
  TensorType type = {DType::F64, m.shape(0, 2)};
  m.emit(name + " " + textOf(number) + " : " + type.text(), {}, type,
         {number, number});
}
