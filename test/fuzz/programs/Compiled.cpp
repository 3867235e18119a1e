//===- Compiled.cpp - a program as machine code, in several ways -*- C++ -*-==//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// All functions in one module, from the graph stage on.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Compiled.h"
#include "passes/emit/Link.h"
#include "runtime/jit/ReadSignature.h"

#include <cstring>

using namespace mlir;
using namespace leat;
using namespace leat::fuzz;

static constexpr int kCalls = 2;

const std::vector<Way> &fuzz::ways() {
  static const std::vector<Way> all = {
      {.name = "fused, quick tier, one thread"},
      {.name = "op by op, two threads, vectors of 16 bytes",
       .fuse = false,
       .threads = 2,
       .vectorBytes = 16},
      {.name = "final tier, two threads", .tier = Tier::Final, .threads = 2},
  };
  return all;
}

static rt::Status fromLLVM(llvm::Error error) {
  return rt::internalError(llvm::toString(std::move(error)));
}

rt::Result<std::unique_ptr<Compiled>> Compiled::make(Subject &subject,
                                                     const Way &way) {
  LoweringOptions lowering;
  lowering.compile.entries = subject.last;
  lowering.compile.threads = way.threads;
  lowering.compile.fuse = way.fuse;
  lowering.compile.target.vectorBytes = way.vectorBytes;
  OwningOpRef<ModuleOp> module = subject.graph().clone();
  for (ModelOp model : module->getOps<ModelOp>())
    for (FuncOp func : llvm::make_early_inc_range(model.getOps<FuncOp>()))
      if (!llvm::is_contained(subject.last, func.getSymName()))
        func.erase();
  LEAT_TRY(subject.model().lowerFurther(*module, "graph",
                                        stages().back().name.str(), lowering));
  LEAT_ASSIGN(ModelSignature signature, readSignature(*module));
  EmitOptions options;
  options.tier = way.tier;
  llvm::Expected<EmitBuffer> object =
      emit(*module, EmitFormat::Object, options);
  if (!object)
    return fromLLVM(object.takeError());
  llvm::Expected<EmitBuffer> linked =
      linkShared(StringRef(object->data(), object->size()));
  if (!linked)
    return fromLLVM(linked.takeError());
  auto compiled = std::make_unique<Compiled>();
  LEAT_ASSIGN(compiled->object,
              SharedObject::load({linked->data(), linked->size()}));
  LEAT_ASSIGN(compiled->layout, rt::StateLayout::make(signature.states));
  for (const rt::EntrySignature &entry : signature.entries) {
    LEAT_ASSIGN(auto *function, compiled->object->function<rt::EntryFunction>(
                                    entry.symbol.c_str()));
    LEAT_ASSIGN(rt::Executable executable,
                rt::Executable::create(entry, function));
    compiled->entries.emplace(entry.name, std::move(executable));
  }
  return compiled;
}

rt::Result<rt::NamedTensors> Compiled::run(const Callable &function,
                                           const Arrays &inputs,
                                           const States &states) {
  auto entry = entries.find(function.name);
  if (entry == entries.end())
    return rt::internalError("the compiler made no entry of @", function.name);
  LEAT_ASSIGN(rt::StateSlab slab, rt::StateSlab::create(layout));
  for (const rt::StateSlot &slot : layout.slots) {
    LEAT_ASSIGN(rt::Tensor place, slab.tensor(slot.tensor.name));
    LEAT_ASSIGN(rt::Tensor value,
                reference::toTensor(states.at(slot.tensor.name)));
    if (place.bytes())
      std::memcpy(place.data(), value.data(), size_t(place.bytes()));
  }
  std::vector<rt::Tensor> given;
  for (const reference::Array &input : inputs) {
    LEAT_ASSIGN(rt::Tensor tensor, reference::toTensor(input));
    given.push_back(std::move(tensor));
  }
  rt::NamedTensors outcome;
  for (int call = 0; call < kCalls; ++call) {
    LEAT_ASSIGN(std::vector<rt::Tensor> results,
                entry->second.run(given, &slab));
    for (size_t i = 0; i < results.size(); ++i)
      outcome.emplace_back("result " + std::to_string(i) + " of call " +
                               std::to_string(call + 1),
                           std::move(results[i]));
  }
  for (const std::string &name : function.resultStates)
    if (!name.empty()) {
      LEAT_ASSIGN(rt::Tensor tensor, slab.tensor(name));
      LEAT_ASSIGN(tensor, tensor.clone());
      outcome.emplace_back("state " + name, std::move(tensor));
    }
  return outcome;
}

rt::Result<rt::NamedTensors> fuzz::interpret(const Subject &subject,
                                             const Callable &function,
                                             const Arrays &inputs,
                                             const States &states) {
  rt::NamedTensors outcome;
  States now = states;
  for (int call = 0; call < kCalls; ++call) {
    LEAT_ASSIGN(Given given, subject.call(function, inputs, now));
    for (size_t i = 0; i < given.results.size(); ++i) {
      LEAT_ASSIGN(rt::Tensor tensor, reference::toTensor(given.results[i]));
      outcome.emplace_back("result " + std::to_string(i) + " of call " +
                               std::to_string(call + 1),
                           std::move(tensor));
    }
    now = std::move(given.states);
    // States are kept in their own types.
    for (auto &[name, array] : now)
      array = reference::convert(array, array.type);
  }
  for (const std::string &name : function.resultStates)
    if (!name.empty()) {
      LEAT_ASSIGN(rt::Tensor tensor, reference::toTensor(now.at(name)));
      outcome.emplace_back("state " + name, std::move(tensor));
    }
  return outcome;
}
