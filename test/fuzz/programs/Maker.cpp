//===- Maker.cpp - where the statements of a program are made ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The name of an argument says what it holds, as Checks.h reads it.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Maker.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace leat;
using namespace leat::fuzz;
using rt::DType;

static constexpr size_t kMostArguments = 6, kMostParams = 4;

std::string fuzz::listOf(const std::vector<int64_t> &numbers) {
  std::string text;
  for (int64_t number : numbers)
    text += (text.empty() ? "" : ", ") + std::to_string(number);
  return "[" + text + "]";
}

rt::Shape fuzz::broadcast(const rt::Shape &a, const rt::Shape &b) {
  rt::Shape shape = a.size() > b.size() ? a : b;
  const rt::Shape &other = a.size() > b.size() ? b : a;
  for (size_t i = 0; i < other.size(); ++i) {
    int64_t &extent = shape[shape.size() - 1 - i];
    if (extent == 1)
      extent = other[other.size() - 1 - i];
  }
  return shape;
}

double fuzz::largest(Range range) {
  return std::max(std::abs(range.low), std::abs(range.high));
}

std::string fuzz::textOf(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", number);
  return text;
}

void Maker::begin(Function &begun) {
  function = &begun;
  statements = &begun.body.statements;
  scope.clear();
  depth = 0;
}

//===----------------------------------------------------------------------===//
// Statements
//===----------------------------------------------------------------------===//

int Maker::fresh(TensorType type, Range range, std::string name) {
  int id = int(program.values.size());
  if (name.empty())
    name = "v" + std::to_string(id);
  program.values.push_back({std::move(name), std::move(type), range});
  return id;
}

void Maker::add(Statement statement) {
  scope.insert(scope.end(), statement.results.begin(), statement.results.end());
  statements->push_back(std::move(statement));
}

int Maker::emit(std::string text, std::vector<int> operands, TensorType type,
                Range range) {
  int id = fresh(std::move(type), range);
  Statement statement;
  statement.text = std::move(text);
  statement.operands = std::move(operands);
  statement.results = {id};
  add(std::move(statement));
  bool isFloat = typeOf(id).isFloat();
  double largest = isFloat ? kLargestFloat : kLargestInteger;
  if (range.low < -largest || range.high > largest)
    return fit(id, isFloat ? kAnyFloat : Range{-9, 9});
  return id;
}

std::vector<int> Maker::emitAll(std::string text, std::vector<int> operands,
                                std::vector<Value> results) {
  Statement statement;
  statement.text = std::move(text);
  statement.operands = std::move(operands);
  for (const Value &result : results)
    statement.results.push_back(fresh(result.type, result.range));
  std::vector<int> ids = statement.results;
  add(std::move(statement));
  return ids;
}

int Maker::op(const std::string &name, std::vector<int> operands,
              const std::string &attributes, TensorType type, Range range) {
  std::string list;
  for (size_t i = 0; i < operands.size(); ++i)
    list += (i ? ", $" : "$") + std::to_string(i);
  if (!attributes.empty())
    list += (list.empty() ? "" : ", ") + attributes;
  std::string text = dice.chance(0.3) && !operands.empty()
                         ? "let " + name + "(" + list + ")"
                         : name + " " + list;
  return emit(std::move(text), std::move(operands), std::move(type), range);
}

Region Maker::region(std::vector<int> ids, const std::function<void()> &make) {
  Region region;
  size_t visible = scope.size();
  std::vector<Statement> *outer = std::exchange(statements, &region.statements);
  scope.insert(scope.end(), ids.begin(), ids.end());
  region.arguments = std::move(ids);
  ++depth;
  make();
  --depth;
  scope.resize(visible);
  statements = outer;
  return region;
}

//===----------------------------------------------------------------------===//
// Operands
//===----------------------------------------------------------------------===//

int64_t Maker::extent(int64_t least) {
  return std::max(least, dice.pick(style.extents));
}

rt::Shape Maker::shape(int64_t minRank, int64_t maxRank, int64_t least) {
  // Large tensors are of low rank.
  int64_t rank = std::min(std::max(minRank, std::min<int64_t>(2, maxRank)),
                          dice.between(minRank, maxRank));
  if (dice.chance(0.2))
    rank = dice.between(minRank, maxRank);
  rt::Shape shape;
  int64_t size = 1;
  for (int64_t i = 0; i < rank; ++i) {
    int64_t next = extent(least);
    shape.push_back(size * next > 300 ? least : next);
    size *= shape.back();
  }
  return shape;
}

int Maker::find(const std::function<bool(const Value &)> &fits) {
  std::vector<int> found;
  for (const std::vector<int> *ids : {&function->arguments, &scope})
    for (int id : *ids)
      if (fits(program.values[size_t(id)]))
        found.push_back(id);
  if (found.empty())
    return -1;
  size_t last = found.size() - 1;
  return found[std::max(size_t(dice.below(int64_t(last) + 1)),
                        size_t(dice.below(int64_t(last) + 1)))];
}

int Maker::floats(int64_t minRank, int64_t maxRank, int64_t least) {
  int id = find([&](const Value &value) {
    const TensorType &type = value.type;
    return type.element == DType::F64 && type.rank() >= minRank &&
           type.rank() <= maxRank &&
           std::ranges::all_of(type.shape,
                               [&](int64_t e) { return e >= least; });
  });
  if (id < 0 || dice.chance(0.1))
    return leaf({DType::F64, shape(minRank, maxRank, least)}, kAnyFloat);
  return id;
}

int Maker::integers(int64_t minRank, int64_t maxRank, Range range) {
  int id = find([&](const Value &value) {
    return value.type.element == DType::I64 && value.type.rank() >= minRank &&
           value.type.rank() <= maxRank;
  });
  if (id < 0 || dice.chance(0.3))
    return leaf({DType::I64, shape(minRank, maxRank)}, range);
  return fit(id, range);
}

int Maker::bools(int64_t minRank, int64_t maxRank) {
  int id = find([&](const Value &value) {
    return value.type.element == DType::I1 && value.type.rank() >= minRank &&
           value.type.rank() <= maxRank;
  });
  if (id >= 0 && !dice.chance(0.2))
    return id;
  TensorType type = {DType::I1, shape(minRank, maxRank)};
  return leaf(type, {0, 1});
}

int Maker::movable(int64_t minRank, int64_t maxRank) {
  if (dice.chance(0.85))
    return floats(minRank, maxRank);
  return dice.chance(0.6) ? integers(minRank, maxRank, {-9, 9})
                          : bools(minRank, maxRank);
}

int Maker::valueOf(TensorType type, Range range) {
  int id = find([&](const Value &value) { return value.type == type; });
  if (id < 0 || dice.chance(0.15))
    return leaf(type, range);
  return fit(id, range);
}

int Maker::argument(TensorType type, Range range) {
  if (function->arguments.size() >= kMostArguments || depth > 2)
    return -1;
  std::string name = "x";
  Range held = kAnyFloat;
  if (type.element == DType::I1) {
    name = "c";
    held = {0, 1};
  } else if (!type.isFloat()) {
    int64_t count = range.low <= 0 && range.high < 50 && range.high > 0
                        ? int64_t(range.high) + 1
                        : 4;
    name = "i" + std::to_string(count) + "_";
    held = {0, double(count - 1)};
  } else if (range.low > 0) {
    name = "p";
    held = kPositive;
  }
  name += std::to_string(function->arguments.size());
  int id = fresh(type, held, name);
  function->arguments.push_back(id);
  return fit(id, range);
}

int Maker::param(const TensorType &type) {
  std::vector<std::string> fitting;
  for (const auto &[name, of] : program.params)
    if (of == type)
      fitting.push_back(name);
  if (fitting.empty()) {
    if (program.params.size() >= kMostParams)
      return -1;
    std::string name = "w" + std::to_string(program.params.size());
    program.params.emplace_back(name, type);
    program.declarations.push_back("param @" + name + " : " + type.text() +
                                   " = uniform(-1.5, 1.5)");
    fitting = {name};
  }
  function->traits.readsParams = true;
  return emit("get @" + dice.pick(fitting), {}, type, kAnyFloat);
}

int Maker::drawn(const TensorType &type) {
  std::string from = "key($0)";
  std::vector<int> operands;
  if (dice.chance(0.7) && !isPure) {
    from = "@rng";
    function->traits.draws = true;
  } else {
    operands = {leaf({DType::I64, {2}}, {0, 9})};
  }
  if (type.element == DType::I64)
    return emit("randint " + from + " (-1, 4) : " + type.text(),
                std::move(operands), type, {-1, 4});
  switch (dice.below(3)) {
  case 0:
    return emit("uniform " + from + " (-1.5, 1.5) : " + type.text(),
                std::move(operands), type, kAnyFloat);
  case 1:
    return emit("bernoulli " + from + " (0.4) : " + type.text(),
                std::move(operands), type, {0, 1});
  default:
    return emit("normal " + from + " : " + type.text(), std::move(operands),
                type, {-6, 6});
  }
}

int Maker::constant(const TensorType &type, Range range) {
  if (type.element == DType::I1) {
    int number = leaf({DType::I64, type.shape}, {0, 3});
    return emit("let $0 > 1", {number}, type, {0, 1});
  }
  if (type.rank() > 0 && type.size() > 0 && dice.chance(0.6)) {
    if (type.rank() == 1 && type.isFloat() && dice.chance(0.6))
      return emit("linspace start = -1.0, stop = 1.3, count = " +
                      std::to_string(type.shape[0]) + ", dtype = f64",
                  {}, type, {-1, 1.3});
    int64_t axis = dice.below(type.rank());
    Range held = {0, double(type.shape[size_t(axis)] - 1)};
    return emit("iota shape = " + listOf(type.shape) +
                    ", axis = " + std::to_string(axis) +
                    ", dtype = " + std::string(rt::nameOf(type.element)),
                {}, type, held);
  }
  double value =
      type.isFloat()
          ? dice.number(std::max(range.low, -2.0), std::min(range.high, 2.0))
          : double(dice.between(int64_t(std::max(range.low, -3.0)),
                                int64_t(std::min(range.high, 5.0))));
  const char *name = dice.chance(0.7) ? "full " : "number ";
  return emit(name + textOf(value) + " : " + type.text(), {}, type,
              {value, value});
}

int Maker::leaf(TensorType type, Range range) {
  int id = -1;
  bool isNumber = type.element == DType::F64 || type.element == DType::I64;
  if (dice.chance(0.65))
    id = argument(type, range);
  if (id < 0 && style.hasParams && type.isFloat() && dice.chance(0.5))
    id = param(type);
  if (id < 0 && style.hasDraws && isNumber && type.size() > 2 &&
      dice.chance(0.4))
    id = drawn(type);
  if (id < 0)
    id = constant(type, range);
  return fit(id, range);
}

int Maker::fit(int id, Range range) {
  const Value value = (*this)[id];
  if (range.holds(value.range) || value.type.element == DType::I1)
    return id;
  if (!value.type.isFloat()) {
    std::string low = std::to_string(int64_t(std::ceil(range.low)));
    std::string high = std::to_string(int64_t(std::floor(range.high)));
    return emit("let maximum(minimum($0, " + high + "), " + low + ")", {id},
                value.type, range);
  }
  double middle = (range.low + range.high) / 2;
  double half = (range.high - range.low) / 2;
  // Squashed to (-1, 1) first: by a function that is not flat where it is.
  double reach =
      std::max(std::abs(value.range.low), std::abs(value.range.high));
  std::string squashed = reach < 4 ? "tanh($0)" : "sin($0)";
  if (reach < 2 && dice.chance(0.3))
    squashed = "($0 * " + textOf(0.99 / reach) + ")";
  else if (reach >= 4 && dice.chance(0.5))
    squashed = "$0 / sqrt($0 * $0 + 1)";
  return emit("let " + squashed + " * " + textOf(half * 0.98) +
                  (middle < 0 ? " - " : " + ") + textOf(std::abs(middle)),
              {id}, value.type, range);
}

int Maker::moved(int id) {
  double by = dice.number(0.05, 0.45) + 0.0173;
  Range range = (*this)[id].range;
  return emit("let $0 + " + textOf(by), {id}, typeOf(id),
              {range.low + by, range.high + by});
}

int Maker::scalarOf(int id) {
  if (typeOf(id).rank() == 0)
    return id;
  TensorType scalar = {typeOf(id).element, {}};
  if (dice.chance(0.5))
    return op("mean", {id}, "", scalar, (*this)[id].range);
  double n = double(typeOf(id).size());
  double scale = 1 / std::sqrt(n);
  Range range = (*this)[id].range;
  return emit("let sum($0) * " + textOf(scale), {id}, scalar,
              {range.low * n * scale, range.high * n * scale});
}

/// Whether the shapes broadcast, and to the first one's rank or size.
static bool areFriends(const rt::Shape &a, const rt::Shape &b) {
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    int64_t x = a[a.size() - 1 - i], y = b[b.size() - 1 - i];
    if (x != y && x != 1 && y != 1)
      return false;
  }
  return true;
}

int Maker::partner(int id, Range range) {
  TensorType type = typeOf(id);
  int other = find([&](const Value &value) {
    return value.type.element == type.element &&
           areFriends(value.type.shape, type.shape) &&
           value.type.size() * type.size() < 2000;
  });
  if (other >= 0 && dice.chance(0.8))
    return fit(other, range);
  // Fewer axes, or some of extent 1.
  rt::Shape shape = type.shape;
  if (!shape.empty() && dice.chance(0.4))
    shape.erase(shape.begin(),
                shape.begin() + dice.between(0, int64_t(shape.size())));
  for (int64_t &extent : shape)
    if (dice.chance(0.2))
      extent = 1;
  return leaf({type.element, shape}, range);
}
