//===- CompiledEngine.cpp - functions as machine code -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// model + entry + extents -> (cache | stages, emit) -> objects -> linked code
//
//===----------------------------------------------------------------------===//

#include "runtime/jit/CompiledEngine.h"
#include "passes/emit/Emit.h"
#include "runtime/Cache.h"
#include "runtime/Executable.h"
#include "runtime/cpu/Features.h"
#include "runtime/cpu/OpenMp.h"
#include "runtime/jit/Loader.h"
#include "runtime/jit/Model.h"
#include "runtime/jit/Program.h"
#include "runtime/jit/ReadSignature.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"

using namespace mlir;
using namespace leat;

namespace {

/// Code in this process, and what it is called with.
class CompiledEntry : public Entry {
public:
  CompiledEntry(std::unique_ptr<Loader> code, rt::Executable executable,
                int threads)
      : code(std::move(code)), executable(std::move(executable)),
        threads(threads) {}

  const rt::EntrySignature &signature() const override {
    return executable.signature();
  }

  rt::Result<std::vector<rt::Tensor>> run(const std::vector<rt::Tensor> &inputs,
                                          rt::StateSlab &states) override {
    if (!setThreads(threads))
      return rt::unavailableError("parallel code needs OpenMP's runtime: ",
                                  openMpError());
    return executable.run(inputs, &states);
  }

private:
  std::unique_ptr<Loader> code; ///< what `executable` points into
  rt::Executable executable;
  int threads;
};

class CompiledEngine : public Engine {
public:
  explicit CompiledEngine(const ProgramOptions &options) : options(options) {
    if (!options.useCache)
      return;
    CacheOptions cacheOptions;
    cacheOptions.buildId = buildId();
    cacheOptions.report = options.report;
    cache = std::make_unique<Cache>(std::move(cacheOptions));
  }

  rt::Result<std::unique_ptr<Entry>>
  prepare(Model &model, const std::string &name,
          const ExtentSizes &extents) override;

private:
  rt::Result<CodeBlob> compile(Model &model, const std::string &name,
                               const LoweringOptions &lowering);

  ProgramOptions options;
  std::unique_ptr<Cache> cache;
};

} // namespace

std::string leat::buildId() {
  std::string id = "leat " LEAT_VERSION ", LLVM " LLVM_VERSION_STRING;
  // Another build of the program is another file.
  llvm::sys::fs::file_status status;
  if (!llvm::sys::fs::status("/proc/self/exe", status)) {
    id += ", " + std::to_string(status.getSize());
    id += " bytes of ";
    id += std::to_string(
        status.getLastModificationTime().time_since_epoch().count());
  }
  return id;
}

std::shared_ptr<Engine>
leat::createCompiledEngine(const ProgramOptions &options) {
  return std::make_shared<CompiledEngine>(options);
}

static rt::Status fromLLVM(llvm::Error error) {
  return rt::internalError(llvm::toString(std::move(error)));
}

rt::Result<CodeBlob> CompiledEngine::compile(Model &model,
                                             const std::string &name,
                                             const LoweringOptions &lowering) {
  LEAT_ASSIGN(OwningOpRef<ModuleOp> module,
              model.lower(stages().back().name.str(), lowering));
  LEAT_ASSIGN(ModelSignature signature, readSignature(*module));
  const rt::EntrySignature *entry = signature.find(name);
  if (!entry)
    return rt::internalError("the compiler made no entry of @", name);
  CodeBlob blob{*entry, signature.states, {}};
  auto parts = splitByFunction(*module, unsigned(options.threads));
  std::vector<ModuleOp> modules;
  for (OwningOpRef<ModuleOp> &part : parts)
    modules.push_back(*part);
  EmitOptions emitOptions;
  emitOptions.target = lowering.compile.target;
  EmitTimes times;
  llvm::Expected<std::vector<EmitBuffer>> objects =
      emitAll(modules, EmitFormat::Object, emitOptions,
              unsigned(options.threads), &times);
  if (!objects)
    return fromLLVM(objects.takeError());
  if (options.onStage) {
    options.onStage("emit: translate", times.translate);
    options.onStage("emit: optimise", times.optimize);
    options.onStage("emit: generate code", times.codegen);
  }
  for (const EmitBuffer &object : *objects)
    blob.objects.emplace_back(object.data(), object.size());
  return blob;
}

rt::Result<std::unique_ptr<Entry>>
CompiledEngine::prepare(Model &model, const std::string &name,
                        const ExtentSizes &extents) {
  LoweringOptions lowering;
  lowering.compile.entries = {name};
  std::string sizes;
  for (const auto &[extent, size] : extents) {
    lowering.compile.extents.push_back(extent + "=" + std::to_string(size));
    sizes += lowering.compile.extents.back() + "\n";
  }
  lowering.compile.threads = options.threads;
  lowering.dumpDirectory = options.dumpDirectory;
  lowering.onStage = options.onStage;
  std::optional<CodeBlob> blob;
  Fingerprint key;
  // Whoever wants to look at the stages wants them to run.
  bool useCache = cache && options.dumpDirectory.empty();
  if (useCache) {
    key = cache->key({"entry", model.identity(), name, sizes,
                      std::to_string(options.threads),
                      lowering.compile.target.features, cpuFeatures()});
    if (std::optional<std::string> bytes = cache->load(key))
      blob = unpackCode(*bytes);
  }
  if (options.verbose && options.report)
    options.report("@" + name + (blob ? " is in the cache" : " is compiled"));
  if (!blob) {
    LEAT_ASSIGN(blob, compile(model, name, lowering));
    if (useCache)
      cache->store(key, packCode(*blob));
  }
  std::vector<rt::TensorSignature> states;
  for (const StateInfo &state : model.interface().states)
    states.push_back(state.tensor);
  if (states != blob->states)
    return rt::internalError("the compiler laid out other states for @", name,
                             " than the program has");
  std::vector<llvm::StringRef> objects(blob->objects.begin(),
                                       blob->objects.end());
  llvm::Expected<std::unique_ptr<Loader>> code = Loader::load(objects);
  if (!code)
    return fromLLVM(code.takeError());
  auto function = (*code)->function<rt::EntryFunction>(blob->entry.symbol);
  if (!function)
    return fromLLVM(function.takeError());
  LEAT_ASSIGN(rt::Executable executable,
              rt::Executable::create(blob->entry, *function));
  return std::unique_ptr<Entry>(std::make_unique<CompiledEntry>(
      std::move(*code), std::move(executable), options.threads));
}
