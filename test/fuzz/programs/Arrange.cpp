//===- Arrange.cpp - statements that cut, join and repeat -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Diagonals and triangles too, and the sums of products that einsum writes.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Table.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace leat;
using namespace leat::fuzz;
using rt::DType;

/// Of a result: beyond, nothing is made.
static constexpr int64_t kMostElements = 800;

/// `range` with 0.
static Range withZero(Range range) {
  return {std::min(range.low, 0.0), std::max(range.high, 0.0)};
}

/// Something to move that is a number.
static int number(Maker &m, int64_t minRank, int64_t maxRank) {
  return m.dice.chance(0.85) ? m.floats(minRank, maxRank)
                             : m.integers(minRank, maxRank, {-9, 9});
}

void fuzz::makeSplit(Maker &m, const Rule &rule) {
  int id = m.movable(1);
  TensorType type = m.typeOf(id);
  int64_t axis = m.dice.below(type.rank());
  int64_t extent = type.shape[size_t(axis)];
  std::vector<int64_t> sizes;
  int64_t parts = extent % 3 == 0 ? 3 : extent % 2 == 0 ? 2 : 1;
  std::string text = "parts = " + std::to_string(parts);
  if (m.dice.chance(0.5)) {
    sizes.assign(size_t(parts), extent / parts);
  } else {
    int64_t first = m.dice.between(1, extent);
    sizes = {first};
    if (first < extent)
      sizes.push_back(extent - first);
    text = "sizes = " + listOf(sizes);
  }
  std::vector<Value> pieces;
  for (int64_t size : sizes) {
    type.shape[size_t(axis)] = size;
    pieces.push_back({"", type, m[id].range});
  }
  m.emitAll(std::string(rule.op) + " $0, " + text +
                ", axis = " + std::to_string(axis),
            {id}, pieces);
}

void fuzz::makeStack(Maker &m, const Rule &rule) {
  int id = m.movable(0, 3);
  TensorType type = m.typeOf(id);
  std::vector<int> operands = {id};
  Range range = m[id].range;
  for (int64_t i = m.dice.between(0, 2); i > 0; --i) {
    int other = m.valueOf(type, kAnyFloat);
    operands.push_back(other);
    range = {std::min(range.low, m[other].range.low),
             std::max(range.high, m[other].range.high)};
  }
  int64_t axis = m.dice.between(0, type.rank());
  int64_t written = m.dice.chance(0.3) ? axis - type.rank() - 1 : axis;
  type.shape.insert(type.shape.begin() + axis, int64_t(operands.size()));
  if (type.size() <= kMostElements)
    m.op(rule.op, operands, "axis = " + std::to_string(written), type, range);
}

void fuzz::makeTile(Maker &m, const Rule &rule) {
  int id = m.movable(0, 3);
  TensorType type = m.typeOf(id);
  if (m.dice.chance(0.3))
    type.shape.insert(type.shape.begin(), 1);
  if (type.shape.empty())
    return;
  std::vector<int64_t> repeats;
  for (int64_t &extent : type.shape) {
    repeats.push_back(m.dice.between(1, 3));
    extent *= repeats.back();
  }
  if (type.size() <= kMostElements)
    m.op(rule.op, {id}, "repeats = " + listOf(repeats), type, m[id].range);
}

void fuzz::makeRoll(Maker &m, const Rule &rule) {
  int id = m.movable(1);
  std::vector<int64_t> axes, shifts;
  for (int64_t axis = 0; axis < m.typeOf(id).rank(); ++axis)
    if (axes.empty() || m.dice.chance(0.4)) {
      axes.push_back(axis);
      shifts.push_back(m.dice.between(-7, 7));
    }
  m.op(rule.op, {id}, "shift = " + listOf(shifts) + ", axis = " + listOf(axes),
       m.typeOf(id), m[id].range);
}

void fuzz::makeEdgePad(Maker &m, const Rule &rule) {
  int id = m.movable(1, 3);
  TensorType type = m.typeOf(id);
  std::string_view name = rule.op;
  std::vector<int64_t> low, high;
  for (int64_t &extent : type.shape) {
    int64_t most = name == "pad_circular"  ? extent
                   : name == "pad_reflect" ? extent - 1
                                           : 3;
    low.push_back(m.dice.between(0, std::min<int64_t>(most, 3)));
    high.push_back(m.dice.between(0, std::min<int64_t>(most, 2)));
    extent += low.back() + high.back();
  }
  if (type.size() <= kMostElements)
    m.op(rule.op, {id}, "low = " + listOf(low) + ", high = " + listOf(high),
         type, m[id].range);
}

void fuzz::makeDiag(Maker &m, const Rule &rule) {
  int id = number(m, 1, 3);
  TensorType type = m.typeOf(id);
  int64_t offset = m.dice.between(-2, 2);
  type.shape.back() += std::abs(offset);
  type.shape.push_back(type.shape.back());
  if (type.size() <= kMostElements)
    m.op(rule.op, {id}, offset ? "offset = " + std::to_string(offset) : "",
         type, withZero(m[id].range));
}

void fuzz::makeDiagPart(Maker &m, const Rule &rule) {
  int id = m.movable(2);
  TensorType type = m.typeOf(id);
  int64_t columns = type.shape.back(), rows = type.shape[type.shape.size() - 2];
  int64_t offset = m.dice.between(1 - rows, columns - 1);
  type.shape.pop_back();
  type.shape.back() = offset >= 0 ? std::min(rows, columns - offset)
                                  : std::min(rows + offset, columns);
  m.op(rule.op, {id}, offset ? "offset = " + std::to_string(offset) : "", type,
       m[id].range);
}

void fuzz::makeTrace(Maker &m, const Rule &rule) {
  int id = number(m, 2, 4);
  TensorType type = m.typeOf(id);
  double n = double(type.shape.back());
  type.shape.resize(type.shape.size() - 2);
  Range range = withZero(m[id].range);
  m.op(rule.op, {id}, "", type, {range.low * n, range.high * n});
}

void fuzz::makeTriangle(Maker &m, const Rule &rule) {
  int id = number(m, 2, 4);
  int64_t offset = m.dice.between(-2, 2);
  m.op(rule.op, {id}, offset ? "offset = " + std::to_string(offset) : "",
       m.typeOf(id), withZero(m[id].range));
}

void fuzz::makeOuter(Maker &m, const Rule &rule) {
  int a = m.fit(m.floats(1, 1), rule.domain);
  int b = m.fit(m.floats(1, 1), rule.second);
  double bound = largest(m[a].range) * largest(m[b].range);
  m.op(rule.op, {a, b}, "",
       {DType::F64, {m.typeOf(a).shape[0], m.typeOf(b).shape[0]}},
       {-bound, bound});
}

void fuzz::makeEinsum(Maker &m, const Rule &rule) {
  static const std::vector<std::string> equations = {
      "ij,jk->ik",    "ij->ji",    "ii->i",          "ii->",
      "bij,bjk->bik", "ij,ij->",   "i,j->ij",        "ij,jk,kl->il",
      "ijj->i",       "ij,kj->ki", "bqd,bkd->bqk",   "ij,jk",
      "ba",           "ij->i",     "bhi,hij,bj->bh", "ij,j,j->j"};
  const std::string &equation = m.dice.pick(equations);
  std::map<char, int64_t> extents;
  size_t arrow = std::min(equation.find("->"), equation.size());
  std::string operandLetters = equation.substr(0, arrow);
  std::map<char, int> uses;
  for (char letter : operandLetters)
    if (letter != ',' && ++uses[letter] == 1)
      extents[letter] = std::min<int64_t>(m.extent(), 5);
  std::string given;
  if (arrow < equation.size())
    given = equation.substr(arrow + 2);
  else
    for (auto [letter, count] : uses)
      given += count == 1 ? std::string(1, letter) : "";
  std::vector<int> operands;
  double bound = 1;
  for (size_t at = 0; at < operandLetters.size();) {
    size_t end = std::min(operandLetters.find(',', at), operandLetters.size());
    TensorType type;
    for (; at < end; ++at)
      type.shape.push_back(extents[operandLetters[at]]);
    operands.push_back(m.fit(m.valueOf(type, rule.domain), rule.domain));
    bound *= largest(m[operands.back()].range);
    ++at;
  }
  TensorType result;
  for (char letter : given)
    result.shape.push_back(extents[letter]);
  for (auto [letter, extent] : extents)
    if (given.find(letter) == std::string::npos)
      bound *= double(extent);
  m.op(rule.op, operands, "equation = \"" + equation + "\"", result,
       {-bound, bound});
}

void fuzz::makeBarrier(Maker &m, const Rule &rule) {
  std::vector<int> operands = {m.movable(0)};
  for (int64_t i = m.dice.between(0, 2); i > 0; --i)
    operands.push_back(m.movable(0));
  m.op(rule.op, operands, "", m.typeOf(operands[0]), m[operands[0]].range);
}
