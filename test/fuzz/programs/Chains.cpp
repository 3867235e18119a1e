//===- Chains.cpp - transforms of a program's functions as text -*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The first letter of an argument's name says what it holds: x, t, u floats, p
// positive ones, i4_ integers below 4, c flags. Behind a lane's argument stands
// _l and the axis of the lanes.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Chains.h"
#include "test/fuzz/programs/Checks.h"
#include "test/fuzz/programs/WriteOut.h"

#include <algorithm>
#include <set>

using namespace leat;
using namespace leat::fuzz;
using rt::DType;

/// Of a result: beyond, a step is left out.
static constexpr int64_t kMostElements = 400;

namespace {

struct Named {
  std::string name;
  TensorType type;
};

/// A function as its caller sees it.
struct Signature {
  std::string name;
  std::vector<Named> arguments, results;
  Traits traits;
};

class Chains {
public:
  explicit Chains(const Written &program) : program(program) {}
  std::string print();

private:
  bool apply(const Step &step);
  bool reverse(bool isGrad);
  bool forward();
  bool lanes(int64_t choice);
  bool jacobian();
  bool hessian();
  bool params();
  void begin(const std::string &kind);
  void end();
  std::string call(const std::string &word) const;
  std::string results(size_t count) const;

  const Written &program;
  Signature from, to;
  std::string text, body;
  std::set<std::string> written;
};

} // namespace

static std::string list(const std::vector<Named> &values, const char *sign,
                        bool types) {
  std::string text;
  for (const Named &value : values)
    text += (text.empty() ? "" : ", ") + (sign + value.name) +
            (types ? ": " + value.type.text() : "");
  return text;
}

std::string Chains::call(const std::string &word) const {
  return word + " @" + from.name + "(" + list(from.arguments, "%", false) + ")";
}

static std::vector<Named> floatsOf(const std::vector<Named> &values) {
  std::vector<Named> floats;
  for (const Named &value : values)
    if (value.type.isFloat())
      floats.push_back(value);
  return floats;
}

void Chains::begin(const std::string &kind) {
  to = from;
  to.name += "." + kind;
  to.traits.hasTransform = true;
  body.clear();
}

void Chains::end() {
  for (size_t i = 0; i < to.results.size(); ++i)
    to.results[i].name = "r" + std::to_string(i);
  if (written.insert(to.name).second)
    text += "  func @" + to.name + "(" + list(to.arguments, "%", true) +
            ") -> (" + list(to.results, "", true) + ") {\n" + body +
            "    return " + list(to.results, "%", false) + "\n  }\n";
  from = to;
}

/// "%r0, ... = ", as many as `to` has by now.
std::string Chains::results(size_t count) const {
  std::string names;
  for (size_t i = 0; i < count; ++i)
    names += (i ? ", %r" : "%r") + std::to_string(i);
  return "    " + names + " = ";
}

bool Chains::reverse(bool isGrad) {
  std::vector<Named> floats = floatsOf(from.arguments);
  if (floats.empty() || (isGrad && from.results[0].type != TensorType{}))
    return false;
  begin(isGrad ? "grad" : "vjp");
  std::string cotangents;
  if (!isGrad) {
    std::vector<Named> bars = floatsOf(from.results);
    if (bars.empty())
      return false;
    for (Named &bar : bars)
      bar.name = "u" + std::to_string(to.arguments.size()) + bar.name;
    to.arguments.insert(to.arguments.end(), bars.begin(), bars.end());
    cotangents = " cotangent(" + list(bars, "%", false) + ")";
  }
  to.results.insert(to.results.end(), floats.begin(), floats.end());
  body = results(to.results.size()) + call(isGrad ? "grad" : "vjp") +
         cotangents + " wrt(" + list(floats, "", false) + ")\n";
  end();
  return true;
}

bool Chains::forward() {
  std::vector<Named> floats = floatsOf(from.arguments);
  if (floats.empty() || from.traits.onlyReverse)
    return false;
  begin("jvp");
  std::vector<Named> tangents = floats;
  for (Named &tangent : tangents)
    tangent.name = "t" + std::to_string(to.arguments.size()) + tangent.name;
  to.arguments.insert(to.arguments.end(), tangents.begin(), tangents.end());
  std::vector<Named> moved = floatsOf(from.results);
  to.results.insert(to.results.end(), moved.begin(), moved.end());
  body = results(to.results.size()) + call("jvp") + " tangent(" +
         list(tangents, "%", false) + ") wrt(" + list(floats, "", false) +
         ")\n";
  end();
  return true;
}

bool Chains::lanes(int64_t choice) {
  // Lanes that go different ways can not share a generator.
  if (from.arguments.empty() || from.traits.writes ||
      (from.traits.draws && from.traits.hasControl))
    return false;
  int64_t extent = 1 + choice % 3;
  for (const Named &result : from.results)
    if (result.type.size() * extent > kMostElements)
      return false;
  begin("vmap");
  std::string axes;
  for (size_t i = 0; i < to.arguments.size(); ++i) {
    Named &argument = to.arguments[i];
    int64_t axis = (choice >> (2 + 2 * i)) % 4 - 1; // -1: shared
    axis = std::min(axis, argument.type.rank());
    if (i == 0)
      axis = std::max<int64_t>(axis, 0);
    axes += (i ? ", " : "") + (axis < 0 ? "none" : std::to_string(axis));
    if (axis < 0)
      continue;
    argument.type.shape.insert(argument.type.shape.begin() + axis, extent);
    argument.name += "_l" + std::to_string(axis);
  }
  for (Named &result : to.results)
    result.type.shape.insert(result.type.shape.begin(), extent);
  from.arguments = to.arguments;
  body = results(to.results.size()) + call("vmap") + " in_axes(" + axes + ")\n";
  end();
  return true;
}

bool Chains::jacobian() {
  std::vector<Named> floats = floatsOf(from.arguments);
  // Each column runs the function in a lane of its own.
  if (floats.empty() || from.traits.onlyReverse ||
      (from.traits.draws && from.traits.hasControl) ||
      !from.results[0].type.isFloat() ||
      floats[0].type.size() * from.results[0].type.size() > kMostElements)
    return false;
  begin("jacobian");
  TensorType type = from.results[0].type;
  type.shape.insert(type.shape.end(), floats[0].type.shape.begin(),
                    floats[0].type.shape.end());
  to.results = {{"", type}};
  body = results(1) + call("jacobian") + " wrt(" + floats[0].name + ")\n";
  end();
  return true;
}

bool Chains::hessian() {
  std::vector<Named> floats = floatsOf(from.arguments);
  // Two calls, which must find the same states.
  if (floats.empty() || from.traits.onlyReverse || from.traits.draws ||
      from.traits.writes || from.results[0].type != TensorType{} ||
      floats[0].type.size() * floats[0].type.size() > kMostElements)
    return false;
  begin("hessian");
  size_t count = from.results.size();
  TensorType type = floats[0].type;
  type.shape.insert(type.shape.end(), floats[0].type.shape.begin(),
                    floats[0].type.shape.end());
  to.results.push_back(floats[0]);
  to.results.push_back({"", type});
  std::string wrt = " wrt(" + floats[0].name + ")\n";
  body = results(count + 1) + call("grad") + wrt + "    %r" +
         std::to_string(count + 1) + " = " + call("hessian") + wrt;
  end();
  return true;
}

bool Chains::params() {
  if (!from.traits.readsParams || from.results[0].type != TensorType{})
    return false;
  begin("params");
  size_t count = to.results.size();
  body = results(count);
  body.resize(body.size() - 3);
  body += ", %g = " + call("grad") + " wrt(params)\n";
  for (const auto &[name, type] : program.params) {
    body += "    %r" + std::to_string(to.results.size()) +
            " = at %g, name = \"" + name + "\"\n";
    to.results.push_back({"", type});
  }
  end();
  return true;
}

bool Chains::apply(const Step &step) {
  if (step.kind == "grad" || step.kind == "vjp")
    return reverse(step.kind == "grad");
  if (step.kind == "jvp")
    return forward();
  if (step.kind == "vmap")
    return lanes(step.choice);
  if (step.kind == "jacobian")
    return jacobian();
  return step.kind == "hessian" ? hessian() : params();
}

std::string Chains::print() {
  Traits all;
  for (const Function &function : program.functions)
    all.add(function.traits);
  text = std::string(all.isRough ? kRoughMark : "") +
         "leat.model @program {\n" + program.print();
  for (const Chain &chain : program.chains) {
    const Function &function = program.functions[size_t(chain.function)];
    from = {};
    from.name = function.name;
    from.traits = function.traits;
    for (int id : function.arguments)
      from.arguments.push_back(
          {program.values[size_t(id)].name, program.values[size_t(id)].type});
    for (size_t i = 0; i < function.results.size(); ++i)
      from.results.push_back(
          {"r" + std::to_string(i),
           program.values[size_t(function.results[i])].type});
    bool isAny = false;
    for (const Step &step : chain.steps)
      isAny |= apply(step);
    if (!isAny) // what every function allows
      apply({"vjp", 0});
  }
  return text + "}\n";
}

std::string fuzz::modelText(const Written &program) {
  std::string text = Chains(program).print();
  if (std::optional<Written> plain = writeOut(program))
    text += kPlainMark + Chains(*plain).print();
  return text;
}
