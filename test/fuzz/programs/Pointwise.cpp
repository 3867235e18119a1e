//===- Pointwise.cpp - statements of one element at a time ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The range of a result is that of samples.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Table.h"

#include <algorithm>
#include <cmath>

using namespace leat;
using namespace leat::fuzz;
using rt::DType;

/// The range of f over `range`.
static Range imageOf(UnaryFunction *f, Range range) {
  constexpr int samples = 64;
  Range image = {HUGE_VAL, -HUGE_VAL};
  for (int i = 0; i <= samples; ++i) {
    double y = f(range.low + (range.high - range.low) * i / samples);
    image = {std::min(image.low, y), std::max(image.high, y)};
  }
  return image;
}

/// The same of a function that is largest and smallest at corners, or where an
/// operand is nearest to 0.
static Range imageOf(BinaryFunction *f, Range a, Range b) {
  Range image = {HUGE_VAL, -HUGE_VAL};
  for (double x : {a.low, std::clamp(0.0, a.low, a.high), a.high})
    for (double y : {b.low, std::clamp(0.0, b.low, b.high), b.high})
      image = {std::min(image.low, f(x, y)), std::max(image.high, f(x, y))};
  return image;
}

static Range within(Range range, Range domain) {
  return {std::max(range.low, domain.low), std::min(range.high, domain.high)};
}

void fuzz::makeUnary(Maker &m, const Rule &rule) {
  if (rule.takesIntegers && m.dice.chance(0.25)) {
    int id = m.integers(0, 3, {-9, 9});
    m.op(rule.op, {id}, rule.attributes, m.typeOf(id),
         imageOf(rule.unary, m[id].range));
    return;
  }
  int id = m.fit(m.floats(), rule.domain);
  if (rule.hasKink)
    id = m.moved(id);
  // Here and there the domain is given by what a value is, not by its bounds.
  m.op(rule.op, {id}, rule.attributes, m.typeOf(id),
       imageOf(rule.unary, m[id].range));
}

void fuzz::makeBinary(Maker &m, const Rule &rule) {
  bool isInteger = rule.takesIntegers && m.dice.chance(0.2);
  int a =
      isInteger ? m.integers(0, 3, {-9, 9}) : m.fit(m.floats(), rule.domain);
  int b = m.partner(a, isInteger ? Range{-9, 9} : rule.second);
  if (!isInteger && rule.hasKink)
    b = m.moved(b);
  if (m.dice.chance(0.5) && rule.domain.holds(m[b].range) &&
      rule.second.holds(m[a].range))
    std::swap(a, b);
  TensorType type = {m.typeOf(a).element,
                     broadcast(m.typeOf(a).shape, m.typeOf(b).shape)};
  m.op(rule.op, {a, b}, "", type,
       imageOf(rule.binary, within(m[a].range, rule.domain),
               within(m[b].range, rule.second)));
}

// The two parameters, then the argument.
void fuzz::makeBeta(Maker &m, const Rule &rule) {
  int a = m.fit(m.floats(), rule.domain);
  int b = m.partner(a, rule.domain);
  int x = m.partner(a, rule.second);
  // What fits the first need not fit the other.
  if (m.typeOf(b).rank() && m.typeOf(b).shape != m.typeOf(x).shape)
    b = a;
  rt::Shape shape = broadcast(m.typeOf(a).shape, m.typeOf(b).shape);
  m.op(rule.op, {a, b, x}, "",
       {DType::F64, broadcast(shape, m.typeOf(x).shape)}, {0, 1});
}

// Divided by no float near zero; integers by any.
void fuzz::makeDivision(Maker &m, const Rule &rule) {
  bool isModulus = std::string_view(rule.op) == "mod";
  bool isInteger = m.dice.chance(0.4);
  int a = isInteger ? m.integers(0, 3, {-9, 9})
                    : m.fit(m.floats(), {-kLargestFloat, kLargestFloat});
  int b = m.partner(a, isInteger ? Range{-9, 9} : rule.second);
  if (!isInteger)
    b = m.moved(b);
  double bound = isModulus   ? largest(m[b].range)
                 : isInteger ? largest(m[a].range) + 1
                             : largest(m[a].range) / m[b].range.low + 1;
  m.op(rule.op, {a, b}, "",
       {m.typeOf(a).element, broadcast(m.typeOf(a).shape, m.typeOf(b).shape)},
       {-bound, bound});
}

void fuzz::makeBits(Maker &m, const Rule &rule) {
  std::string_view name = rule.op;
  int a = m.integers(0, 3, {-9, 9});
  if (name == "bit_not") {
    Range range = m[a].range;
    m.op(rule.op, {a}, "", m.typeOf(a), {-1 - range.high, -1 - range.low});
    return;
  }
  bool isShift = name.starts_with("shift");
  int b = m.partner(a, isShift ? Range{-1, 5} : Range{-9, 9});
  double bound = 1;
  while (bound <= std::max(largest(m[a].range), largest(m[b].range)))
    bound *= 2;
  if (name == "shift_left")
    bound *= 32;
  m.op(rule.op, {a, b}, "",
       {DType::I64, broadcast(m.typeOf(a).shape, m.typeOf(b).shape)},
       {-bound, bound});
}

void fuzz::makeClassify(Maker &m, const Rule &rule) {
  int id = m.floats();
  m.op(rule.op, {id}, "", {DType::I1, m.typeOf(id).shape}, {0, 1});
}

void fuzz::makeCompare(Maker &m, const Rule &rule) {
  bool isInteger = m.dice.chance(0.4);
  int a = isInteger ? m.integers(0, 3, {-9, 9}) : m.floats();
  int b = m.partner(a, isInteger ? Range{-9, 9} : kAnyFloat);
  if (!isInteger)
    b = m.moved(b);
  m.op(rule.op, {a, b}, "",
       {DType::I1, broadcast(m.typeOf(a).shape, m.typeOf(b).shape)}, {0, 1});
}

void fuzz::makeLogical(Maker &m, const Rule &rule) {
  int a = m.bools();
  if (std::string_view(rule.op) == "logical_not") {
    m.op(rule.op, {a}, "", m.typeOf(a), {0, 1});
    return;
  }
  int b = m.partner(a, {0, 1});
  m.op(rule.op, {a, b}, "",
       {DType::I1, broadcast(m.typeOf(a).shape, m.typeOf(b).shape)}, {0, 1});
}

void fuzz::makeWhere(Maker &m, const Rule &rule) {
  int a = m.dice.chance(0.8) ? m.floats() : m.integers(0, 3, {-9, 9});
  int b = m.partner(a, m.typeOf(a).isFloat() ? rule.domain : Range{-9, 9});
  TensorType type = {m.typeOf(a).element,
                     broadcast(m.typeOf(a).shape, m.typeOf(b).shape)};
  int condition = m.find([&](const Value &value) {
    return value.type == TensorType{DType::I1, type.shape};
  });
  if (condition < 0)
    condition = m.leaf(
        {DType::I1, m.dice.chance(0.5) ? type.shape : rt::Shape{}}, {0, 1});
  m.op(rule.op, {condition, a, b}, "", type,
       {std::min(m[a].range.low, m[b].range.low),
        std::max(m[a].range.high, m[b].range.high)});
}

static int convertTo(Maker &m, int id, DType type, Range range) {
  std::string name(rt::nameOf(type));
  if (m.dice.chance(0.5))
    return m.emit("let " + name + "($0)", {id}, {type, m.typeOf(id).shape},
                  range);
  return m.emit("convert $0, dtype = " + name, {id}, {type, m.typeOf(id).shape},
                range);
}

void fuzz::makeConvert(Maker &m, const Rule &rule) {
  switch (m.dice.below(4)) {
  case 0: { // to an integer, not at a step, through a narrower one or not
    int id = m.moved(m.fit(m.floats(0, 3), {-9, 9}));
    Range range = {std::floor(m[id].range.low), std::ceil(m[id].range.high)};
    DType type =
        m.dice.pick(std::vector{DType::I64, DType::I64, DType::I32, DType::I8});
    id = convertTo(m, id, type, range);
    if (type != DType::I64)
      convertTo(m, id, DType::I64, range);
    return;
  }
  case 1: {
    int id = m.integers(0, 3, {-9, 9});
    convertTo(m, id, DType::F64, m[id].range);
    return;
  }
  case 2: {
    int id = m.bools();
    convertTo(m, id, m.dice.chance(0.5) ? DType::F64 : DType::I64, {0, 1});
    return;
  }
  default:
    if (!m.style.isRough) {
      int id = m.integers(0, 3, {-9, 9});
      convertTo(m, id, DType::I1, {0, 1});
      return;
    }
    int id = m.fit(m.floats(), rule.domain);
    Range range = m[id].range;
    m.function->traits.isRough = true;
    DType narrow =
        m.dice.pick(std::vector{DType::F32, DType::BF16, DType::F16});
    id = convertTo(m, id, narrow, range);
    id = m.emit("let $0 * 0.5 + tanh($0)", {id}, m.typeOf(id),
                {range.low / 2 - 1, range.high / 2 + 1});
    convertTo(m, id, DType::F64, m[id].range);
  }
}

// A difference quotient sees through it: only where that does not matter.
void fuzz::makeStop(Maker &m, const Rule &rule) {
  int id = m.style.isRough ? m.floats() : m.integers(0, 3, {-9, 9});
  m.function->traits.isRough |= m.style.isRough;
  m.op(rule.op, {id}, "", m.typeOf(id), m[id].range);
}
