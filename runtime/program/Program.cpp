//===- Program.cpp - load a model, call it, train it ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Keeps the model, its slab, and one entry per function and extents.
//
//===----------------------------------------------------------------------===//

#include "runtime/program/Program.h"
#include "runtime/program/Binding.h"
#include "runtime/program/CompiledEngine.h"

#include <algorithm>
#include <cstring>
#include <set>

using namespace leat;

/// What the handles share.
struct leat::ProgramImpl {
  std::unique_ptr<Engine> engine;
  ProgramOptions options;
  rt::StateSlab states;
  ExtentSizes extents;
  std::map<std::pair<std::string, ExtentSizes>, std::unique_ptr<Entry>> entries;
  std::set<std::string> readyConstants;

  rt::Result<Entry *> entry(const FunctionInfo &function,
                            const ExtentSizes &extents);
  rt::Status computeConstants(const Entry &entry);
  void passOnRemarks();
};

/// A call, bound: what it was given and what runs it.
struct leat::PreparedCall {
  std::vector<rt::TensorSignature> given;
  struct Argument {
    std::optional<size_t> input; ///< its place in `given`
    rt::Tensor otherwise;        ///< its default, where it has none
  };
  std::vector<Argument> arguments;
  ExtentSizes extents;    ///< of the program at that time
  Entry *entry = nullptr; ///< null before the first call
};

void ProgramImpl::passOnRemarks() {
  std::string remarks = engine->takeRemarks();
  if (options.report && !remarks.empty())
    options.report(remarks);
}

rt::Result<Entry *> ProgramImpl::entry(const FunctionInfo &function,
                                       const ExtentSizes &extents) {
  std::unique_ptr<Entry> &slot = entries[{function.name, extents}];
  if (!slot) {
    LEAT_ASSIGN(slot, engine->prepare(function.name, extents));
    passOnRemarks();
  }
  return slot.get();
}

// A constant may need others, which its function's signature names.
rt::Status ProgramImpl::computeConstants(const Entry &needed) {
  for (const std::string &name : needed.signature().states) {
    const StateInfo *state = engine->interface().findState(name);
    if (!state || state->kind != StateInfo::Kind::Const ||
        !readyConstants.insert(name).second)
      continue;
    const FunctionInfo *init = engine->interface().findFunction(name + ".init");
    if (!init)
      return rt::internalError("constant @", name, " has no function");
    LEAT_ASSIGN(Entry * entry, this->entry(*init, {}));
    LEAT_TRY(computeConstants(*entry));
    LEAT_ASSIGN(std::vector<rt::Tensor> values, entry->run({}, states));
    LEAT_ASSIGN(rt::Tensor place, states.tensor(name));
    if (values.size() != 1 || values[0].signature() != place.signature())
      return rt::internalError("constant @", name, " is ", place.signature(),
                               ", but its function gives something else");
    if (place.bytes())
      std::memcpy(place.data(), values[0].data(), size_t(place.bytes()));
  }
  return {};
}

/// Whether `inputs` have the names, types and shapes of the last call.
static bool isLike(const PreparedCall &last, const rt::NamedTensors &inputs) {
  if (!last.entry || last.given.size() != inputs.size())
    return false;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const auto &[name, tensor] = inputs[i];
    const rt::TensorSignature &given = last.given[i];
    if (given.type != tensor.dtype() || given.shape != tensor.shape() ||
        given.name != name)
      return false;
  }
  return true;
}

Function::Function(std::shared_ptr<ProgramImpl> program,
                   const FunctionInfo *facts)
    : program(std::move(program)), facts(facts),
      last(std::make_shared<PreparedCall>()) {}

rt::Status Function::prepare(const rt::NamedTensors &inputs) const {
  last->entry = nullptr;
  LEAT_ASSIGN(BoundCall call, bindCall(*facts, inputs, program->extents));
  LEAT_ASSIGN(Entry * entry, program->entry(*facts, call.extents));
  LEAT_TRY(program->computeConstants(*entry));
  last->given.clear();
  for (const auto &[name, tensor] : inputs)
    last->given.push_back({name, tensor.dtype(), tensor.shape()});
  last->arguments.clear();
  for (size_t number = 0; number < facts->arguments.size(); ++number) {
    PreparedCall::Argument &argument = last->arguments.emplace_back();
    for (size_t i = 0; i < inputs.size(); ++i)
      if (inputs[i].first == facts->arguments[number].name)
        argument.input = i;
    if (!argument.input)
      argument.otherwise = std::move(call.inputs[number]);
  }
  last->extents = program->extents;
  last->entry = entry;
  return {};
}

rt::Result<const rt::EntrySignature *>
Function::signature(const rt::NamedTensors &inputs) const {
  LEAT_TRY(prepare(inputs));
  return &last->entry->signature();
}

rt::Result<rt::NamedTensors>
Function::run(const rt::NamedTensors &inputs) const {
  if (!isLike(*last, inputs) || last->extents != program->extents)
    LEAT_TRY(prepare(inputs));
  std::vector<rt::Tensor> ordered;
  ordered.reserve(last->arguments.size());
  for (const PreparedCall::Argument &argument : last->arguments)
    ordered.push_back(argument.input ? inputs[*argument.input].second
                                     : argument.otherwise);
  LEAT_ASSIGN(std::vector<rt::Tensor> outputs,
              last->entry->run(ordered, program->states));
  rt::NamedTensors results;
  results.reserve(outputs.size());
  for (size_t i = 0; i < outputs.size(); ++i)
    results.emplace_back(facts->results[i].name, std::move(outputs[i]));
  return results;
}

rt::Result<Program> Program::load(const std::string &path,
                                  const ProgramOptions &options) {
  LEAT_ASSIGN(ModelSource source, ModelSource::read(path));
  return make(std::move(source), options);
}

rt::Result<Program> Program::parse(const std::string &text,
                                   const std::string &name,
                                   const ProgramOptions &options) {
  ModelSource source;
  source.name = name;
  source.text = text;
  source.folder = options.includeFolder;
  return make(std::move(source), options);
}

rt::Result<Program> Program::make(ModelSource source,
                                  const ProgramOptions &options) {
  source.configs = options.configs;
  source.floatType = options.floatType;
  source.memoryBudget = options.memoryBudget;
  std::unique_ptr<Engine> engine;
  if (options.interpret) {
    LEAT_ASSIGN(const CompilerLibrary *library, compilerLibrary());
    LEAT_ASSIGN(engine, library->interpret(source, options.settings));
  } else {
    LEAT_ASSIGN(engine, createCompiledEngine(std::move(source), options));
  }
  LEAT_ASSIGN(rt::StateSlab states,
              createStates(engine->interface().states, options.seed));
  Program program;
  program.impl = std::make_shared<ProgramImpl>(
      ProgramImpl{std::move(engine), options, std::move(states), {}, {}, {}});
  program.impl->passOnRemarks();
  return program;
}

const ModelInterface &Program::interface() const {
  return impl->engine->interface();
}

void Program::setExtents(const ExtentSizes &extents) {
  impl->extents = extents;
}

const ExtentSizes &Program::extents() const { return impl->extents; }

rt::Profile *Program::profile() const { return impl->options.profile.get(); }

rt::Result<Function> Program::function(const std::string &name) const {
  LEAT_ASSIGN(const FunctionInfo *found, interface().requireFunction(name));
  return Function(impl, found);
}

rt::Result<rt::Tensor> Program::state(const std::string &name) const {
  return impl->states.tensor(name);
}

rt::Status Program::loadState(const rt::State &state,
                              const LoadOptions &options) {
  return loadStates(impl->states, interface().states, state, options);
}

rt::Status Program::loadState(const std::string &path,
                              const LoadOptions &options) {
  LEAT_ASSIGN(rt::State state, rt::State::load(path));
  return loadState(state, options).at(path);
}

rt::Result<rt::State> Program::copyState() const {
  LEAT_ASSIGN(rt::State all, impl->states.store());
  rt::State result;
  for (const StateInfo &info : interface().states)
    if (info.kind != StateInfo::Kind::Const)
      LEAT_TRY(result.insert(info.tensor.name, *all.find(info.tensor.name)));
  return result;
}

rt::Status Program::saveState(const std::string &path,
                              const rt::Metadata &facts) const {
  LEAT_ASSIGN(rt::State state, copyState());
  state.metadata() = facts;
  return state.save(path);
}

bool Program::keepsMovingAverages() const {
  return std::ranges::any_of(interface().states, [](const StateInfo &info) {
    return !info.copyOf.empty();
  });
}

rt::Status Program::useMovingAverages() {
  if (!keepsMovingAverages())
    return rt::userError("the model keeps no moving averages: no trainer has "
                         "ema(...)");
  for (const StateInfo &info : interface().states) {
    if (info.copyOf.empty())
      continue;
    LEAT_ASSIGN(rt::Tensor average, state(info.tensor.name));
    LEAT_ASSIGN(rt::Tensor param, state(info.copyOf));
    if (param.bytes())
      std::memcpy(param.data(), average.data(), size_t(param.bytes()));
  }
  return {};
}

rt::Status Program::resetGenerators() {
  for (const StateInfo &info : interface().states)
    if (info.isSeed)
      LEAT_TRY(resetState(impl->states, info, impl->options.seed));
  return {};
}
