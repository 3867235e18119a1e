//===- ModelCompiler.cpp - a model's functions to machine code --*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// entry + extents -> stages on the whole -> (cache | stages, emit) for each
// kernel, side by side -> objects -> one shared object
//
//===----------------------------------------------------------------------===//

#include "runtime/jit/ModelCompiler.h"
#include "passes/emit/Emit.h"
#include "passes/emit/Link.h"
#include "runtime/jit/Kernels.h"
#include "runtime/jit/Model.h"
#include "runtime/jit/ReadSignature.h"

#include <chrono>

using namespace mlir;
using namespace leat;

/// The stage after which kernels are compiled one by one.
static constexpr char kOnBuffers[] = "memory";

namespace {

class ModelCompiler : public Compiler {
public:
  ModelCompiler(std::unique_ptr<Model> model, std::string fileName,
                CompilerSettings settings)
      : model(std::move(model)), fileName(std::move(fileName)),
        settings(std::move(settings)) {}

  const ModelInterface &interface() const override {
    return model->interface();
  }
  std::string takeRemarks() override { return model->takeRemarks(); }
  rt::Result<CompiledCode> compile(const std::string &name,
                                   const ExtentSizes &extents) override;

private:
  void dropFile(std::string &place) const {
    if (place.starts_with(fileName + ":"))
      place.erase(0, fileName.size());
  }
  rt::Result<std::string> makeCode(ModuleOp module,
                                   const LoweringOptions &lowering);
  rt::Result<std::vector<std::string>>
  makeObjects(const std::vector<ModuleOp> &modules, const TargetInfo &target);
  rt::Result<std::string> link(const std::vector<llvm::StringRef> &objects);
  void tell(const char *stage, double seconds) const {
    if (settings.onStage)
      settings.onStage(stage, seconds);
  }

  std::unique_ptr<Model> model;
  std::string fileName;
  CompilerSettings settings;
};

} // namespace

static rt::Status fromLLVM(llvm::Error error) {
  return rt::internalError(llvm::toString(std::move(error)));
}

rt::Result<std::vector<std::string>>
ModelCompiler::makeObjects(const std::vector<ModuleOp> &modules,
                           const TargetInfo &target) {
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
  std::vector<std::string> result;
  for (const EmitBuffer &object : *objects)
    result.emplace_back(object.data(), object.size());
  return result;
}

rt::Result<std::string>
ModelCompiler::link(const std::vector<llvm::StringRef> &objects) {
  auto begin = std::chrono::steady_clock::now();
  llvm::Expected<EmitBuffer> linked = linkShared(objects);
  if (!linked)
    return fromLLVM(linked.takeError());
  std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  tell("emit: link", took.count());
  return std::string(linked->data(), linked->size());
}

// From a module on buffers, whose kernels go their own ways.
rt::Result<std::string>
ModelCompiler::makeCode(ModuleOp module, const LoweringOptions &lowering) {
  const std::string last = stages().back().name.str();
  if (!lowering.dumpDirectory.empty()) {
    // Who looks at the stages looks at a module, not at its pieces.
    OwningOpRef<ModuleOp> whole = module.clone();
    LEAT_TRY(model->lowerFurther(*whole, kOnBuffers, last, lowering));
  }
  LoweringOptions pieces = lowering;
  pieces.dumpDirectory.clear();
  Kernels kernels(module, settings.cache.get(),
                  std::to_string(settings.threads));
  LEAT_TRY(model->lowerEach(kernels.missing(), kOnBuffers, last, pieces));
  LEAT_TRY(kernels.declare(module));
  LEAT_TRY(model->lowerFurther(module, kOnBuffers, last, pieces));
  std::vector<ModuleOp> modules = kernels.missingModules();
  modules.push_back(module);
  LEAT_ASSIGN(std::vector<std::string> objects,
              makeObjects(modules, lowering.compile.target));
  std::string entries = std::move(objects.back());
  objects.pop_back();
  kernels.setMissingObjects(std::move(objects));
  std::vector<llvm::StringRef> all = kernels.objects();
  all.push_back(entries);
  return link(all);
}

rt::Result<CompiledCode> ModelCompiler::compile(const std::string &name,
                                                const ExtentSizes &extents) {
  LoweringOptions lowering;
  lowering.compile.entries = {name};
  for (const auto &[extent, size] : extents)
    lowering.compile.extents.push_back(extent + "=" + std::to_string(size));
  lowering.compile.threads = settings.threads;
  lowering.compile.fuse = !settings.checkNan;
  lowering.compile.checkNan = settings.checkNan;
  lowering.compile.profile = settings.profile;
  lowering.compile.countTrips = settings.countTrips;
  lowering.dumpDirectory = settings.dumpDirectory;
  lowering.onStage = settings.onStage;
  LEAT_ASSIGN(OwningOpRef<ModuleOp> module, model->lower(kOnBuffers, lowering));
  LEAT_ASSIGN(std::string code, makeCode(*module, lowering));
  LEAT_ASSIGN(ModelSignature signature, readSignature(*module));
  const rt::EntrySignature *entry = signature.find(name);
  if (!entry)
    return rt::internalError("the compiler made no entry of @", name);
  CompiledCode result{*entry, signature.states, std::move(code),
                      model->takeRemarks()};
  for (rt::LaunchRecord &launch : result.entry.launches)
    for (std::string &place : launch.places)
      dropFile(place);
  for (rt::CheckRecord &check : result.entry.checks)
    dropFile(check.place);
  return result;
}

rt::Result<std::unique_ptr<Compiler>>
leat::createModelCompiler(const ModelSource &source,
                          const CompilerSettings &settings) {
  LEAT_ASSIGN(std::unique_ptr<Model> model, Model::read(source));
  return std::unique_ptr<Compiler>(
      std::make_unique<ModelCompiler>(std::move(model), source.name, settings));
}
