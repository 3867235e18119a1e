//===- Subject.cpp - a program that is examined -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// All functions of a program go through the graph stage together.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Subject.h"
#include "runtime/Philox.h"
#include "runtime/program/InitialState.h"
#include "runtime/reference/Interpreter.h"

#include <algorithm>
#include <set>

using namespace mlir;
using namespace leat;
using namespace leat::fuzz;
using reference::Array;

std::string fuzz::transformOf(const std::string &name) {
  size_t point = name.rfind('.');
  if (point == std::string::npos)
    return "";
  std::string last = name.substr(point + 1);
  for (const char *kind :
       {"grad", "vjp", "jvp", "vmap", "jacobian", "hessian", "params"})
    if (last == kind)
      return last;
  return "";
}

std::string fuzz::baseOf(const std::string &name) {
  return name.substr(0, name.rfind('.'));
}

rt::Result<std::unique_ptr<Subject>>
Subject::read(const std::string &text, std::optional<rt::DType> floatType) {
  ModelSource source;
  source.name = "program.mlir";
  source.text = text;
  source.floatType = floatType;
  auto subject = std::make_unique<Subject>();
  LEAT_ASSIGN(subject->read_, Model::read(source));
  LEAT_TRY(subject->lower());
  return subject;
}

static std::string stateNamed(DictionaryAttr attributes) {
  auto state = attributes
                   ? attributes.getAs<FlatSymbolRefAttr>(FuncOp::kStateAttr)
                   : FlatSymbolRefAttr();
  return state ? state.getValue().str() : std::string();
}

static Callable describe(FuncOp func) {
  Callable callable;
  callable.name = func.getSymName().str();
  callable.func = func;
  for (unsigned i = 0; i < func.getNumArguments(); ++i) {
    callable.argumentStates.push_back(stateNamed(func.getArgAttrDict(i)));
    if (!callable.argumentStates.back().empty())
      continue;
    callable.names.push_back(func.getArgName(i).str());
    callable.types.push_back(func.getArgumentTypes()[i]);
  }
  for (unsigned i = 0; i < func.getNumResults(); ++i) {
    callable.resultStates.push_back(stateNamed(func.getResultAttrDict(i)));
    callable.writes |= !callable.resultStates.back().empty();
  }
  return callable;
}

rt::Status Subject::lower() {
  std::set<std::string> needed, bases;
  for (const FunctionInfo &function : read_->interface().functions) {
    if (transformOf(function.name).empty())
      continue;
    checks.push_back(function.name);
    needed.insert(function.name);
    needed.insert(baseOf(function.name));
    bases.insert(baseOf(function.name));
  }
  if (checks.empty())
    return rt::userError("the model has no function to check, such as "
                         "@main.vjp");
  for (const std::string &name : checks)
    if (!bases.count(name))
      last.push_back(name);
  LoweringOptions options;
  options.compile.entries.assign(needed.begin(), needed.end());
  LEAT_ASSIGN(lowered, read_->lower("graph", options));
  for (ModelOp model : lowered->getOps<ModelOp>())
    for (FuncOp func : model.getOps<FuncOp>())
      functions[func.getSymName().str()] = describe(func);
  for (const std::string &name : needed)
    if (!functions.count(name))
      return rt::internalError("the graph stage left no function @", name);
  return {};
}

/// Numbers by the kind that a name tells (Chains.cpp).
static void fillBy(const std::string &name, rt::Draw draw, Array &array) {
  int64_t below = name[0] == 'i' ? std::atoll(name.c_str() + 1) : 2;
  for (size_t i = 0; i < array.integers.size(); ++i)
    array.integers[i] = int64_t(draw.below(uint64_t(below), i));
  double low = name[0] == 'p' ? 0.5 : -1.5;
  for (size_t i = 0; i < array.floats.size(); ++i)
    array.floats[i] = low + (1.5 - low) * draw.uniformF64(i);
}

Arrays Subject::inputs(const Callable &function, uint64_t point) const {
  Arrays inputs;
  for (size_t i = 0; i < function.names.size(); ++i) {
    Array array = Array::zeros(function.types[i]);
    const std::string &name = function.names[i];
    fillBy(name, rt::Draw(rt::seedFor(point, name), 0), array);
    // As they are when code is given them.
    inputs.push_back(reference::convert(array, array.type));
  }
  return inputs;
}

rt::Result<States> Subject::states(uint64_t seed) {
  const std::vector<StateInfo> &infos = read_->interface().states;
  LEAT_ASSIGN(rt::StateSlab slab, createStates(infos, seed));
  States states;
  for (const StateInfo &info : infos) {
    LEAT_ASSIGN(rt::Tensor tensor, slab.tensor(info.tensor.name));
    states[info.tensor.name] = reference::fromTensor(tensor);
  }
  for (const StateInfo &info : infos) {
    if (info.kind != StateInfo::Kind::Const)
      continue;
    auto init = functions.find(info.tensor.name + ".init");
    if (init == functions.end())
      continue; // nothing that is checked needs it
    LEAT_ASSIGN(Given given, call(init->second, {}, states));
    if (!given.results.empty())
      given.states[info.tensor.name] = given.results[0];
    states = std::move(given.states);
  }
  return states;
}

rt::Result<Given> Subject::call(const Callable &function, const Arrays &inputs,
                                const States &states) const {
  Arrays arguments;
  size_t next = 0;
  for (const std::string &state : function.argumentStates)
    arguments.push_back(state.empty() ? inputs[next++] : states.at(state));
  LEAT_ASSIGN(Arrays results,
              reference::evaluate(function.func, std::move(arguments)));
  Given given;
  given.states = states;
  for (size_t i = 0; i < results.size(); ++i) {
    if (function.resultStates[i].empty())
      given.results.push_back(std::move(results[i]));
    else
      given.states[function.resultStates[i]] = std::move(results[i]);
  }
  return given;
}
