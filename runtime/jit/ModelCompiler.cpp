//===- ModelCompiler.cpp - a model's functions to machine code --*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// entry + extents -> stages -> modules of a few functions -> objects, on
// several threads -> one shared object
//
//===----------------------------------------------------------------------===//

#include "runtime/jit/ModelCompiler.h"
#include "passes/emit/Emit.h"
#include "passes/emit/Link.h"
#include "runtime/jit/Model.h"
#include "runtime/jit/ReadSignature.h"

#include <chrono>

using namespace mlir;
using namespace leat;

namespace {

class ModelCompiler : public Compiler {
public:
  ModelCompiler(std::unique_ptr<Model> model, CompilerSettings settings)
      : model(std::move(model)), settings(std::move(settings)) {}

  const ModelInterface &interface() const override {
    return model->interface();
  }
  std::string takeRemarks() override { return model->takeRemarks(); }
  rt::Result<CompiledCode> compile(const std::string &name,
                                   const ExtentSizes &extents) override;

private:
  rt::Result<std::string> makeCode(ModuleOp module, const TargetInfo &target);
  void tell(const char *stage, double seconds) const {
    if (settings.onStage)
      settings.onStage(stage, seconds);
  }

  std::unique_ptr<Model> model;
  CompilerSettings settings;
};

} // namespace

static rt::Status fromLLVM(llvm::Error error) {
  return rt::internalError(llvm::toString(std::move(error)));
}

rt::Result<std::string> ModelCompiler::makeCode(ModuleOp module,
                                                const TargetInfo &target) {
  auto parts = splitByFunction(module, unsigned(settings.threads));
  std::vector<ModuleOp> modules;
  for (OwningOpRef<ModuleOp> &part : parts)
    modules.push_back(*part);
  EmitOptions options;
  options.target = target;
  EmitTimes times;
  llvm::Expected<std::vector<EmitBuffer>> objects = emitAll(
      modules, EmitFormat::Object, options, unsigned(settings.threads), &times);
  if (!objects)
    return fromLLVM(objects.takeError());
  tell("emit: translate", times.translate);
  tell("emit: optimise", times.optimize);
  tell("emit: generate code", times.codegen);
  auto begin = std::chrono::steady_clock::now();
  std::vector<llvm::StringRef> views;
  for (const EmitBuffer &object : *objects)
    views.emplace_back(object.data(), object.size());
  llvm::Expected<EmitBuffer> linked = linkShared(views);
  if (!linked)
    return fromLLVM(linked.takeError());
  std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  tell("emit: link", took.count());
  return std::string(linked->data(), linked->size());
}

rt::Result<CompiledCode> ModelCompiler::compile(const std::string &name,
                                                const ExtentSizes &extents) {
  LoweringOptions lowering;
  lowering.compile.entries = {name};
  for (const auto &[extent, size] : extents)
    lowering.compile.extents.push_back(extent + "=" + std::to_string(size));
  lowering.compile.threads = settings.threads;
  lowering.dumpDirectory = settings.dumpDirectory;
  lowering.onStage = settings.onStage;
  LEAT_ASSIGN(OwningOpRef<ModuleOp> module,
              model->lower(stages().back().name.str(), lowering));
  LEAT_ASSIGN(ModelSignature signature, readSignature(*module));
  const rt::EntrySignature *entry = signature.find(name);
  if (!entry)
    return rt::internalError("the compiler made no entry of @", name);
  LEAT_ASSIGN(std::string code, makeCode(*module, lowering.compile.target));
  return CompiledCode{*entry, signature.states, std::move(code),
                      model->takeRemarks()};
}

rt::Result<std::unique_ptr<Compiler>>
leat::createModelCompiler(const ModelSource &source,
                          const CompilerSettings &settings) {
  LEAT_ASSIGN(std::unique_ptr<Model> model, Model::read(source));
  return std::unique_ptr<Compiler>(
      std::make_unique<ModelCompiler>(std::move(model), settings));
}
