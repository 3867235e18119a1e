//===- ReferenceEngine.cpp - functions run by the interpreter ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After the graph stage states are arguments and results with the attribute
// `leat.state`; here they come from the slab and go back to it.
//
//===----------------------------------------------------------------------===//

#include "tools/compiler/ReferenceEngine.h"
#include "dialect/Dialect.h"
#include "runtime/reference/Interpreter.h"

#include <cstring>

using namespace mlir;
using namespace leat;
using namespace leat::cli;

namespace {

class ReferenceEntry : public Entry {
public:
  ReferenceEntry(OwningOpRef<ModuleOp> owner, FuncOp func);

  rt::Status describe();
  const rt::EntrySignature &signature() const override { return facts; }
  rt::Result<std::vector<rt::Tensor>> run(const std::vector<rt::Tensor> &inputs,
                                          rt::StateSlab &states) override;

private:
  OwningOpRef<ModuleOp> module; ///< owns `func`
  FuncOp func;
  rt::EntrySignature facts;
  /// For each argument and result the state it stands for, or an empty name.
  std::vector<std::string> argumentStates, resultStates;
};

class ReferenceEngine : public Engine {
public:
  ReferenceEngine(std::unique_ptr<Model> model, LoweringOptions lowering)
      : model(std::move(model)), lowering(std::move(lowering)) {}

  const ModelInterface &interface() const override {
    return model->interface();
  }
  std::string takeRemarks() override { return model->takeRemarks(); }
  rt::Result<std::unique_ptr<Entry>>
  prepare(const std::string &name, const ExtentSizes &extents) override;

private:
  std::unique_ptr<Model> model;
  LoweringOptions lowering;
};

} // namespace

rt::Result<std::unique_ptr<Engine>>
cli::createReferenceEngine(const ModelSource &source,
                           const CompilerSettings &settings) {
  LoweringOptions lowering;
  lowering.dumpDirectory = settings.dumpDirectory;
  lowering.onStage = settings.onStage;
  LEAT_ASSIGN(std::unique_ptr<Model> model, Model::read(source));
  return std::unique_ptr<Engine>(
      std::make_unique<ReferenceEngine>(std::move(model), std::move(lowering)));
}

FuncOp cli::findFunction(ModuleOp module, StringRef name) {
  for (ModelOp model : module.getOps<ModelOp>())
    for (FuncOp func : model.getOps<FuncOp>())
      if (func.getSymName() == name)
        return func;
  return {};
}

static std::string stateNamed(DictionaryAttr attributes) {
  auto state = attributes
                   ? attributes.getAs<FlatSymbolRefAttr>(FuncOp::kStateAttr)
                   : FlatSymbolRefAttr();
  return state ? state.getValue().str() : std::string();
}

static rt::Result<rt::TensorSignature> signatureOf(StringRef name, Type type) {
  rt::TensorSignature result;
  result.name = name.str();
  LEAT_ASSIGN(result.type, reference::checkType(type));
  ArrayRef<int64_t> shape = cast<RankedTensorType>(type).getShape();
  result.shape.assign(shape.begin(), shape.end());
  return result;
}

ReferenceEntry::ReferenceEntry(OwningOpRef<ModuleOp> owner, FuncOp func)
    : module(std::move(owner)), func(func) {
  facts.name = func.getSymName().str();
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    argumentStates.push_back(stateNamed(func.getArgAttrDict(i)));
  for (unsigned i = 0; i < func.getNumResults(); ++i)
    resultStates.push_back(stateNamed(func.getResultAttrDict(i)));
}

rt::Status ReferenceEntry::describe() {
  for (auto [i, type] : llvm::enumerate(func.getArgumentTypes())) {
    LEAT_ASSIGN(rt::TensorSignature tensor,
                signatureOf(func.getArgName(i), type));
    if (argumentStates[i].empty())
      facts.inputs.push_back(std::move(tensor));
    else
      facts.states.push_back(argumentStates[i]);
  }
  for (auto [i, type] : llvm::enumerate(func.getResultTypes())) {
    LEAT_ASSIGN(rt::TensorSignature tensor,
                signatureOf(func.getResultName(i), type));
    if (resultStates[i].empty())
      facts.outputs.push_back(std::move(tensor));
    else
      facts.writes.push_back(resultStates[i]);
  }
  return {};
}

rt::Result<std::vector<rt::Tensor>>
ReferenceEntry::run(const std::vector<rt::Tensor> &inputs,
                    rt::StateSlab &states) {
  std::vector<rt::Tensor> arguments, outputs;
  size_t next = 0;
  for (const std::string &state : argumentStates) {
    if (state.empty()) {
      if (next == inputs.size())
        return rt::internalError("@", facts.name, " is given too few inputs");
      arguments.push_back(inputs[next++]);
      continue;
    }
    LEAT_ASSIGN(rt::Tensor value, states.tensor(state));
    arguments.push_back(std::move(value));
  }
  LEAT_ASSIGN(std::vector<rt::Tensor> results,
              reference::interpret(func, arguments));
  for (size_t i = 0; i < results.size(); ++i) {
    if (resultStates[i].empty()) {
      outputs.push_back(std::move(results[i]));
      continue;
    }
    LEAT_ASSIGN(rt::Tensor place, states.tensor(resultStates[i]));
    if (place.bytes())
      std::memcpy(place.data(), results[i].data(), size_t(place.bytes()));
  }
  return outputs;
}

rt::Result<std::unique_ptr<Entry>>
ReferenceEngine::prepare(const std::string &name, const ExtentSizes &extents) {
  LoweringOptions options = lowering;
  options.compile.entries = {name};
  for (const auto &[extent, size] : extents)
    options.compile.extents.push_back(extent + "=" + std::to_string(size));
  LEAT_ASSIGN(OwningOpRef<ModuleOp> module, model->lower("graph", options));
  FuncOp func = findFunction(*module, name);
  if (!func)
    return rt::internalError("the graph stage left no function @", name);
  auto entry = std::make_unique<ReferenceEntry>(std::move(module), func);
  LEAT_TRY(entry->describe());
  return std::unique_ptr<Entry>(std::move(entry));
}
