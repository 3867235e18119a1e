//===- Generator.cpp - random programs --------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Values of the types of vmap and jvp are only made by what the table holds;
// here stands what a program as a whole is.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Generator.h"
#include "test/fuzz/programs/Table.h"

#include <algorithm>
#include <set>

using namespace leat;
using namespace leat::fuzz;
using rt::DType;

/// Of the derivatives that a program is checked by.
static constexpr int kHighestOrder = 3;

/// Ops that a program is made for.
static constexpr size_t kWanted = 4;

static Style someStyle(Dice &dice) {
  Style style;
  for (int i = 0; i < 3; ++i)
    style.extents.push_back(dice.between(1, 5));
  // Longer than a vector, with and without a tail.
  if (dice.chance(0.3))
    style.extents[2] =
        dice.pick(std::vector<int64_t>{7, 8, 9, 15, 16, 17, 24, 33});
  style.hasStates = dice.chance(0.45);
  style.hasParams = dice.chance(0.45);
  style.hasDraws = dice.chance(0.35);
  style.isRough = dice.chance(0.1);
  return style;
}

/// Marks what the statements of `region` use.
static void markUsed(const Region &region, std::set<int> &used) {
  for (const Statement &statement : region.statements) {
    used.insert(statement.operands.begin(), statement.operands.end());
    for (const Region &inner : statement.regions)
      markUsed(inner, used);
  }
}

/// What the function gives: a scalar that all floats go into which nothing
/// else uses, and some values as they are.
static void addResults(Maker &m) {
  std::set<int> used;
  markUsed(m.function->body, used);
  std::vector<int> floats, others;
  for (const Statement &statement : m.function->body.statements)
    for (int id : statement.results) {
      if (m.typeOf(id).size() < 0) // a bundle
        continue;
      if (m.typeOf(id).element == DType::F64 && !used.count(id))
        floats.push_back(id);
      else
        others.push_back(id);
    }
  while (floats.size() > 4)
    floats.erase(floats.begin() + m.dice.below(int64_t(floats.size())));
  if (floats.empty())
    floats.push_back(m.floats());
  int sum = -1;
  for (int id : floats) {
    int scalar = m.scalarOf(m.fit(id, {-kLargestFloat, kLargestFloat}));
    sum = sum < 0 ? scalar
                  : m.emit("let $0 * 0.8 + sin($1 + 0.3)", {sum, scalar},
                           {DType::F64, {}}, {-kLargestFloat, kLargestFloat});
  }
  m.function->results = {sum};
  others.push_back(floats.back());
  for (int64_t i = m.dice.between(0, 2); i > 0; --i) {
    int id = m.dice.pick(others);
    if (m.typeOf(id).size() <= 200)
      m.function->results.push_back(id);
  }
}

/// Takes away arguments that nothing needs, but for one of float type.
static void dropUnused(Maker &m, Function &function) {
  std::set<int> used(function.results.begin(), function.results.end());
  markUsed(function.body, used);
  auto isFloat = [&](int id) { return m.typeOf(id).isFloat(); };
  auto isUsed = [&](int id) { return used.count(id) > 0; };
  std::vector<int> &arguments = function.arguments;
  if (std::ranges::none_of(arguments,
                           [&](int id) { return isFloat(id) && isUsed(id); }))
    used.insert(*std::ranges::find_if(arguments, isFloat));
  std::erase_if(arguments, [&](int id) { return !isUsed(id); });
}

/// A function of the ops `wanted` and about `count` others.
static void addFunction(Maker &m, const std::string &name, int64_t count,
                        const std::vector<const Rule *> &wanted) {
  Function function;
  function.name = name;
  m.begin(function);
  do
    m.argument({DType::F64, m.shape(0, 3)}, kAnyFloat);
  while (m.dice.chance(0.3));
  int64_t before = m.dice.between(0, count);
  fill(m, before);
  for (const Rule *rule : wanted)
    rule->make(m, *rule);
  fill(m, count - before);
  addResults(m);
  dropUnused(m, function);
  m.program.functions.push_back(std::move(function));
}

/// A function with a derivative of its own, which is the true one.
static void addCustom(Maker &m) {
  TensorType type = {DType::F64, m.shape(0, 2)};
  Function forward, backward;
  forward.name = "own";
  forward.customVjp = "own.back";
  forward.traits.onlyReverse = true;
  m.begin(forward);
  int x = m.fresh(type, kAnyFloat, "x0");
  forward.arguments = {x};
  forward.results = {m.emit("let sin($0 * 1.3) + $0", {x}, type, {-2.5, 2.5})};
  m.program.functions.push_back(forward);
  backward.name = "own.back";
  m.begin(backward);
  x = m.fresh(type, kAnyFloat, "x0");
  int y = m.fresh(type, kAnyFloat, "x1"), d = m.fresh(type, kAnyFloat, "x2");
  backward.arguments = {x, y, d};
  backward.results = {
      m.emit("let $1 * (1.3 * cos($0 * 1.3) + 1)", {x, d}, type, {-4, 4})};
  m.program.functions.push_back(backward);
}

/// The order of derivatives that a step adds.
static int orderOf(const std::string &kind) {
  return kind == "vmap" ? 0 : kind == "hessian" ? 2 : 1;
}

/// Some `steps` or fewer. Each order has a few times the ops of the one before:
/// derivatives of order 4 of a program with loops are compiled for minutes.
static Chain someChain(Dice &dice, int function, bool hasTransform,
                       int64_t steps) {
  Chain chain;
  chain.function = function;
  int order = hasTransform ? 1 : 0;
  static const std::vector<std::string> kinds = {
      "grad", "vjp",  "vjp",      "jvp",     "jvp",
      "vmap", "vmap", "jacobian", "hessian", "params"};
  for (; steps > 0; --steps) {
    const std::string &kind = dice.pick(kinds);
    int64_t choice = dice.below(1 << 30);
    if (order + orderOf(kind) > kHighestOrder)
      continue;
    order += orderOf(kind);
    chain.steps.push_back({kind, choice});
  }
  return chain;
}

/// Ops of the table in turn, so that none is rare.
static std::vector<const Rule *> someWanted(uint64_t seed, uint64_t which) {
  const std::vector<Rule> &rules = table();
  std::vector<const Rule *> wanted;
  for (uint64_t i = 0; i < kWanted; ++i)
    wanted.push_back(&rules[(which * kWanted + i + seed) % rules.size()]);
  return wanted;
}

/// A rule that makes something of another function.
static const Rule *someUse(Dice &dice) {
  static const std::vector<std::string_view> ops = {
      "call", "call", "grad", "vjp", "jvp", "vmap", "jacobian", "hessian"};
  std::string_view op = dice.pick(ops);
  return &*std::ranges::find_if(
      table(), [&](const Rule &rule) { return rule.op == op; });
}

/// Whether the region calls or transforms the function of that number.
static bool uses(const Region &region, int function) {
  return std::ranges::any_of(region.statements, [&](const Statement &s) {
    return s.callee == function ||
           std::ranges::any_of(s.regions, [&](const Region &inner) {
             return uses(inner, function);
           });
  });
}

Written fuzz::generate(uint64_t seed, uint64_t which) {
  Written program;
  Dice dice(seed, which);
  std::vector<const Rule *> wanted = someWanted(seed, which);
  Style style = someStyle(dice);
  for (const Rule *rule : wanted) {
    std::string_view op = rule->op;
    style.hasStates |= op == "get" || op == "set";
    style.hasParams |= op == "bundle";
  }
  Maker m(program, dice, style);
  if (m.style.hasDraws)
    program.declarations.push_back("state @rng = seed");
  if (dice.chance(0.08))
    addCustom(m);
  int helper = -1;
  if (dice.chance(0.5)) {
    helper = int(program.functions.size());
    addFunction(m, "f0", dice.between(0, 1), wanted);
    wanted = {someUse(dice)};
  }
  addFunction(m, "main", dice.between(0, 2), wanted);
  int last = int(program.functions.size()) - 1;
  auto addChain = [&](int function, int64_t steps) {
    const Traits &traits = program.functions[size_t(function)].traits;
    program.chains.push_back(
        someChain(dice, function, traits.hasTransform, steps));
  };
  addChain(last, dice.chance(0.3) ? 2 : dice.chance(0.1) ? 3 : 1);
  // What nothing uses is checked by itself.
  if (helper >= 0 &&
      (dice.chance(0.2) || !uses(program.functions[size_t(last)].body, helper)))
    addChain(helper, dice.between(1, 2));
  return program;
}
