//===- Calls.cpp - states, calls and transforms -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Derivatives are of any size: whoever uses them brings them into range.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Table.h"

#include <algorithm>

using namespace leat;
using namespace leat::fuzz;
using rt::DType;

static constexpr Range kUnbounded = {-1e4, 1e4};
/// What no tensor has: the type of bundles.
static const TensorType kBundle = {DType::I8, {-1}};

//===----------------------------------------------------------------------===//
// Draws and states
//===----------------------------------------------------------------------===//

/// What a draw comes from: the generator, or a key among the operands.
static bool drawsFromState(Maker &m, std::vector<int> &operands) {
  if (m.style.hasDraws && !m.isPure && m.dice.chance(0.6)) {
    m.function->traits.draws = true;
    return true;
  }
  operands.push_back(m.valueOf({DType::I64, {2}}, {0, 9}));
  return false;
}

void fuzz::makeDraw(Maker &m, const Rule &rule) {
  std::vector<int> operands;
  std::string name = rule.op;
  std::string from = drawsFromState(m, operands) ? "@rng" : "key($0)";
  TensorType type = {name == "randint" ? DType::I64 : DType::F64,
                     m.shape(0, 3)};
  if (name == "randint")
    from += " (-1, 4)";
  else if (name == "uniform")
    from += " (-1.5, 1.5)";
  else if (name == "bernoulli")
    from += " (0.4)";
  bool isNormal = name == "normal";
  m.emit(name + " " + from + " : " + type.text(), operands, type,
         isNormal ? Range{-6, 6} : Range{-1.5, 4});
}

void fuzz::makePermutation(Maker &m, const Rule &rule) {
  std::vector<int> operands;
  std::string from = drawsFromState(m, operands) ? "@rng" : "key($0)";
  TensorType type = {DType::I64, m.shape(1, 3)};
  m.emit(rule.op + (" " + from) + " : " + type.text(), operands, type,
         {0, double(type.shape.back() - 1)});
}

void fuzz::makeCategorical(Maker &m, const Rule &rule) {
  std::vector<int> operands;
  std::string text = "dtype = i64";
  if (drawsFromState(m, operands))
    text = "rng = @rng, " + text;
  operands.push_back(m.fit(m.floats(1, 3), {-9, 9}));
  rt::Shape shape = m.typeOf(operands.back()).shape;
  double classes = double(shape.back());
  shape.pop_back();
  m.op(rule.op, operands, text, {DType::I64, shape}, {0, classes - 1});
}

void fuzz::makeAdvance(Maker &m, const Rule &rule) {
  int key = m.valueOf({DType::I64, {2}}, {0, 9});
  m.op(rule.op, {key}, "", {DType::I64, {2}}, {0, 10});
}

void fuzz::makeRandomBits(Maker &m, const Rule &rule) {
  int key = m.valueOf({DType::I64, {2}}, {0, 9});
  rt::Shape shape = m.shape(0, 2);
  std::string text = "shape = " + listOf(shape) + ", words = 2";
  shape.push_back(2);
  int bits = m.op(rule.op, {key}, text, {DType::I32, shape}, {0, 1});
  m.emit("convert $0, dtype = f64", {bits}, {DType::F64, shape},
         {-2147483648.0, 2147483647.0});
}

static void declareState(Maker &m) {
  std::string name = "s" + std::to_string(m.program.states.size());
  TensorType type = {DType::F64, m.shape(0, 2)};
  m.program.states.emplace_back(name, type);
  m.program.declarations.push_back("state @" + name + " : " + type.text() +
                                   " = uniform(-1.5, 1.5)");
}

void fuzz::makeGet(Maker &m, const Rule &) {
  std::vector<std::pair<std::string, TensorType>> &states = m.program.states;
  if (!m.style.hasStates)
    return;
  if (m.dice.chance(0.25)) {
    int64_t count = m.extent();
    std::string name = "k" + std::to_string(m.program.declarations.size());
    m.program.declarations.push_back("const @" + name +
                                     " = linspace(-1.0, 1.0, " +
                                     std::to_string(count) + ", dtype = f64)");
    m.emit("get @" + name, {}, {DType::F64, {count}}, {-1, 1});
    return;
  }
  if (states.empty() || (states.size() < 3 && m.dice.chance(0.5)))
    declareState(m);
  const auto &[name, type] = m.dice.pick(states);
  m.emit("get @" + name, {}, type, kAnyFloat);
}

void fuzz::readWritten(Maker &m, const std::string &name,
                       const TensorType &type) {
  if (m.dice.chance(0.7))
    m.emit("get @" + name, {}, type, kAnyFloat);
}

void fuzz::makeSet(Maker &m, const Rule &rule) {
  if (!m.style.hasStates || m.isPure)
    return makeGet(m, rule);
  if (m.program.states.empty())
    declareState(m);
  const auto [name, type] = m.dice.pick(m.program.states);
  Statement set;
  set.operands = {m.valueOf(type, kAnyFloat)};
  set.text = "set @" + name + " = $0";
  m.function->traits.writes = true;
  m.add(std::move(set));
  readWritten(m, name, type);
}

// A condition that always holds, also of NaN.
void fuzz::makeAssert(Maker &m, const Rule &) {
  int some = m.bools();
  TensorType type = m.typeOf(some);
  int others = m.op("logical_not", {some}, "", type, {0, 1});
  Statement check;
  check.operands = {m.op("logical_or", {some, others}, "", type, {0, 1})};
  check.text = "assert $0, \"one of both holds\"";
  m.add(std::move(check));
}

void fuzz::makeBundle(Maker &m, const Rule &) {
  if (!m.style.hasParams)
    return;
  if (m.program.params.empty())
    m.param({DType::F64, m.shape(0, 2)});
  const auto [name, type] = m.program.params[0];
  int tensor = m.valueOf(type, kAnyFloat);
  int bundle = m.emit("bundle(@" + name + " = $0)", {tensor}, kBundle, {0, 0});
  bundle = m.emit("let $0 * 0.5 + 0.9", {bundle}, kBundle, {0, 0});
  m.emit("let norm($0)", {bundle}, {DType::F64, {}}, kUnbounded);
  m.emit("at $0, name = \"" + name + "\"", {bundle}, type, {0.15, 1.65});
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

/// One of those that are complete and `fits`; -1 where there is none.
template <typename Fits> static int someCallee(Maker &m, Fits &&fits) {
  std::vector<int> found;
  for (size_t i = 0; i < m.program.functions.size(); ++i)
    if (const Function &f = m.program.functions[i];
        fits(f) && f.name.find('.') == std::string::npos &&
        !(m.isPure && (f.traits.writes || f.traits.draws)))
      found.push_back(int(i));
  return found.empty() ? -1 : m.dice.pick(found);
}

static void addMarks(std::string &text, std::vector<int> &operands, int id) {
  text += (text.back() == '(' ? "$" : ", $") + std::to_string(operands.size());
  operands.push_back(id);
}

/// The function in the making uses that one.
static void noteUse(Maker &m, int callee) {
  const Traits &traits = m.program.functions[size_t(callee)].traits;
  m.function->traits.add(traits);
  // Running averages are constants to a gradient, and none to a quotient.
  m.function->traits.isRough |= traits.averages && m.program.hasTrained;
}

/// Begins `text` with "@f($0, $1"; the arguments are found.
static Statement callOf(Maker &m, const std::string &word, int callee) {
  Statement call;
  call.callee = callee;
  call.text = word + " @" + m.program.functions[size_t(callee)].name + "(";
  for (int argument :
       std::vector<int>(m.program.functions[size_t(callee)].arguments)) {
    Range range = m[argument].range;
    int id = m.fit(m.valueOf(m.typeOf(argument), range), range);
    addMarks(call.text, call.operands, id);
  }
  call.text += ")";
  noteUse(m, callee);
  return call;
}

static void addResults(Maker &m, Statement &call) {
  const Function &f = m.program.functions[size_t(call.callee)];
  for (int result : f.results)
    call.results.push_back(m.fresh(m.typeOf(result), m[result].range));
}

void fuzz::makeCall(Maker &m, const Rule &) {
  int callee = someCallee(m, [](const Function &) { return true; });
  if (callee < 0)
    return;
  bool isReplaced = m.program.functions[size_t(callee)].traits.readsParams &&
                    !m.program.params.empty() && m.dice.chance(0.5);
  int bundle = -1;
  if (isReplaced) {
    bundle = m.emit("get @params", {}, kBundle, {0, 0});
    bundle = m.emit("let $0 * 0.9 + 0.05", {bundle}, kBundle, {0, 0});
  }
  Statement call = callOf(m, "call", callee);
  if (isReplaced) {
    call.text +=
        " with(params = $" + std::to_string(call.operands.size()) + ")";
    call.operands.push_back(bundle);
  }
  if (m.dice.chance(0.3)) {
    bool trains = m.dice.chance(0.6);
    call.text += trains ? " mode(train)" : " mode(infer)";
    m.program.hasTrained |=
        trains && m.program.functions[size_t(callee)].traits.averages;
  }
  addResults(m, call);
  m.add(std::move(call));
}

/// The names of some arguments of float type, and their numbers.
static std::vector<int> someWrt(Maker &m, const Function &f) {
  std::vector<int> floats, some;
  for (int argument : f.arguments)
    if (m.typeOf(argument).isFloat())
      floats.push_back(argument);
  for (int argument : floats)
    if (m.dice.chance(0.6))
      some.push_back(argument);
  if (some.empty() && !floats.empty())
    some.push_back(floats[0]);
  return some;
}

static std::string wrtText(Maker &m, const std::vector<int> &wrt) {
  std::string text = " wrt(";
  for (int argument : wrt)
    text += (text.back() == '(' ? "" : ", ") + m[argument].name;
  return text + ")";
}

static bool hasScalar(Maker &m, const Function &f) {
  return m.typeOf(f.results[0]) == TensorType{DType::F64, {}};
}

static int64_t floatCount(Maker &m, const Function &f) {
  return std::ranges::count_if(f.arguments,
                               [&](int id) { return m.typeOf(id).isFloat(); });
}

static void makeReverse(Maker &m, bool isGrad) {
  int callee = someCallee(m, [&](const Function &f) {
    return floatCount(m, f) && (!isGrad || hasScalar(m, f));
  });
  if (callee < 0)
    return;
  Statement call = callOf(m, isGrad ? "grad" : "vjp", callee);
  addResults(m, call);
  const Function &f = m.program.functions[size_t(callee)];
  if (!isGrad) {
    std::string cotangents = " cotangent(";
    for (int result : f.results)
      if (m.typeOf(result).isFloat())
        addMarks(cotangents, call.operands,
                 m.valueOf(m.typeOf(result), kAnyFloat));
    call.text += cotangents + ")";
  }
  const Function &found = m.program.functions[size_t(callee)];
  bool byParams = found.traits.readsParams && m.dice.chance(0.4);
  std::vector<int> wrt = someWrt(m, found);
  call.text += byParams ? " wrt(params)" : wrtText(m, wrt);
  if (byParams) {
    int bundle = m.fresh(kBundle, {0, 0});
    call.results.push_back(bundle);
    m.add(std::move(call));
    const auto [name, type] = m.dice.pick(m.program.params);
    m.emit("at $0, name = \"" + name + "\"", {bundle}, type, kUnbounded);
    return;
  }
  for (int argument : wrt)
    call.results.push_back(m.fresh(m.typeOf(argument), kUnbounded));
  m.add(std::move(call));
}

static void makeForward(Maker &m) {
  int callee = someCallee(m, [&](const Function &f) {
    return floatCount(m, f) && !f.traits.onlyReverse;
  });
  if (callee < 0)
    return;
  Statement call = callOf(m, "jvp", callee);
  addResults(m, call);
  std::vector<int> wrt = someWrt(m, m.program.functions[size_t(callee)]);
  std::string tangents = " tangent(";
  for (int argument : wrt)
    addMarks(tangents, call.operands, m.valueOf(m.typeOf(argument), kAnyFloat));
  call.text += tangents + ")" + wrtText(m, wrt);
  for (int result : m.program.functions[size_t(callee)].results)
    if (m.typeOf(result).isFloat())
      call.results.push_back(m.fresh(m.typeOf(result), kUnbounded));
  m.add(std::move(call));
}

static void makeLanes(Maker &m) {
  int callee = someCallee(m, [&](const Function &f) {
    // Lanes that go different ways can not share a generator.
    return !f.arguments.empty() && !f.traits.writes &&
           !(f.traits.draws && f.traits.hasControl);
  });
  if (callee < 0)
    return;
  const std::vector<int> arguments =
      m.program.functions[size_t(callee)].arguments;
  int64_t lanes = m.dice.between(1, 3);
  Statement call;
  call.callee = callee;
  call.text = "vmap @" + m.program.functions[size_t(callee)].name + "(";
  std::string axes;
  for (size_t i = 0; i < arguments.size(); ++i) {
    TensorType type = m.typeOf(arguments[i]);
    Range range = m[arguments[i]].range;
    bool isShared = i > 0 && m.dice.chance(0.4);
    int64_t axis = m.dice.between(0, std::min<int64_t>(1, type.rank()));
    if (!isShared)
      type.shape.insert(type.shape.begin() + axis, lanes);
    axes += (i ? ", " : "") + (isShared ? "none" : std::to_string(axis));
    addMarks(call.text, call.operands, m.fit(m.valueOf(type, range), range));
  }
  call.text += ") in_axes(" + axes + ")";
  noteUse(m, callee);
  for (int result : m.program.functions[size_t(callee)].results) {
    TensorType type = m.typeOf(result);
    type.shape.insert(type.shape.begin(), lanes);
    call.results.push_back(m.fresh(type, m[result].range));
  }
  m.add(std::move(call));
}

static void makeMatrix(Maker &m, bool isHessian) {
  auto first = [&](const Function &f) {
    auto at = std::ranges::find_if(
        f.arguments, [&](int id) { return m.typeOf(id).isFloat(); });
    return at == f.arguments.end() ? -1 : *at;
  };
  auto sizeFor = [&](const Function &f) {
    int64_t n = m.typeOf(first(f)).size();
    return n * (isHessian ? n : m.typeOf(f.results[0]).size());
  };
  int callee = someCallee(m, [&](const Function &f) {
    return first(f) >= 0 && !f.traits.onlyReverse &&
           m.typeOf(f.results[0]).isFloat() &&
           (!isHessian || hasScalar(m, f)) && sizeFor(f) <= 150;
  });
  if (callee < 0)
    return;
  Statement call = callOf(m, isHessian ? "hessian" : "jacobian", callee);
  const Function &f = m.program.functions[size_t(callee)];
  int argument = first(f);
  call.text += wrtText(m, {argument});
  TensorType type = m.typeOf(isHessian ? argument : f.results[0]);
  for (int64_t extent : rt::Shape(m.typeOf(argument).shape))
    type.shape.push_back(extent);
  call.results = {m.fresh(type, kUnbounded)};
  m.add(std::move(call));
}

void fuzz::makeTransform(Maker &m, const Rule &rule) {
  std::string_view name = rule.op;
  // Derivatives in loops in loops: nobody waits for their code.
  if (m.depth > 1)
    return;
  size_t before = m.program.values.size();
  if (name == "grad" || name == "vjp")
    makeReverse(m, name == "grad");
  else if (name == "jvp")
    makeForward(m);
  else if (name == "vmap")
    makeLanes(m);
  else
    makeMatrix(m, name == "hessian");
  m.function->traits.hasTransform |= m.program.values.size() > before;
}
