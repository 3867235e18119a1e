//===- CompiledEngine.cpp - functions as machine code -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// model                    -> (cache | compiler) -> interface
// model + entry + extents  -> (cache | compiler) -> shared object -> code
//
//===----------------------------------------------------------------------===//

#include "runtime/program/CompiledEngine.h"
#include "runtime/Cache.h"
#include "runtime/Executable.h"
#include "runtime/cpu/OpenMp.h"
#include "runtime/cpu/SharedObject.h"
#include "runtime/program/Kept.h"
#include "runtime/program/Program.h"

using namespace leat;

namespace {

/// Code in this process, and what it is called with.
class CompiledEntry : public Entry {
public:
  /// `profile`, which may be null, hears of the launches, `trips` of trips.
  CompiledEntry(std::unique_ptr<SharedObject> code, rt::Executable executable,
                int threads, rt::EntryProfile *profile, rt::TripCounter *trips)
      : code(std::move(code)), executable(std::move(executable)),
        threads(threads), isParallel(this->code->defines("__kmpc_fork_call")),
        profile(profile) {
    this->executable.setTracer(profile);
    this->executable.setCounter(trips);
  }

  const rt::EntrySignature &signature() const override {
    return executable.signature();
  }

  rt::Result<std::vector<rt::Tensor>> run(const std::vector<rt::Tensor> &inputs,
                                          rt::StateSlab &states) override {
    if (isParallel && !setThreads(threads))
      return rt::unavailableError("parallel code needs OpenMP's runtime: ",
                                  openMpError());
    if (!profile)
      return executable.run(inputs, &states);
    profile->beginCall();
    auto outputs = executable.run(inputs, &states);
    profile->endCall();
    return outputs;
  }

private:
  std::unique_ptr<SharedObject> code; ///< what `executable` points into
  rt::Executable executable;
  int threads;
  bool isParallel; ///< else a call needs no OpenMP, and no time for it
  rt::EntryProfile *profile;
};

class CompiledEngine : public Engine {
public:
  CompiledEngine(ModelSource source, const ProgramOptions &options);

  rt::Status findInterface();
  const ModelInterface &interface() const override { return model.interface; }
  std::string takeRemarks() override { return std::exchange(remarks, {}); }
  rt::Result<std::unique_ptr<Entry>>
  prepare(const std::string &name, const ExtentSizes &extents) override;

private:
  rt::Result<Compiler *> openCompiler();
  rt::Result<CompiledCode> findCode(const std::string &name,
                                    const ExtentSizes &extents);
  void nameFile(rt::EntrySignature &entry) const;
  template <typename T> std::optional<T> load(const Fingerprint &key);
  void say(const std::string &message) const;

  ModelSource source;
  CompilerSettings settings;
  std::shared_ptr<rt::Profile> profile;            ///< null without profile
  std::shared_ptr<rt::TripCounter> trips;          ///< null without counting
  std::function<void(const std::string &)> report; ///< if verbose
  std::shared_ptr<Cache> cache;       ///< null where it is not used
  std::unique_ptr<Compiler> compiler; ///< null until something is compiled
  ReadModel model;
  std::string remarks;
};

} // namespace

CompiledEngine::CompiledEngine(ModelSource source,
                               const ProgramOptions &options)
    : source(std::move(source)), settings(options.settings),
      profile(options.profile), trips(options.trips) {
  settings.profile = profile != nullptr;
  settings.countTrips = trips != nullptr;
  if (options.verbose)
    report = options.report;
  // Whoever wants to look at the stages wants them to run.
  if (!options.useCache || !settings.dumpDirectory.empty())
    return;
  CacheOptions cacheOptions;
  cacheOptions.buildId = compilerId();
  cacheOptions.report = options.report;
  cache = std::make_shared<Cache>(std::move(cacheOptions));
  settings.cache = cache;
}

void CompiledEngine::say(const std::string &message) const {
  if (report)
    report(message);
}

template <typename T>
std::optional<T> CompiledEngine::load(const Fingerprint &key) {
  std::optional<std::string> bytes =
      cache ? cache->load(key) : std::optional<std::string>();
  return bytes ? fromBytes<T>(*bytes) : std::optional<T>();
}

rt::Result<Compiler *> CompiledEngine::openCompiler() {
  if (!compiler) {
    LEAT_ASSIGN(const CompilerLibrary *library, compilerLibrary());
    LEAT_ASSIGN(compiler, library->read(source, settings));
  }
  return compiler.get();
}

rt::Status CompiledEngine::findInterface() {
  Fingerprint key;
  if (cache)
    key = cache->key({"interface", source.identity()});
  if (std::optional<ReadModel> found = load<ReadModel>(key)) {
    model = *std::move(found);
  } else {
    LEAT_ASSIGN(Compiler * opened, openCompiler());
    model = {opened->interface(), opened->takeRemarks()};
    if (cache)
      cache->store(key, toBytes(model));
  }
  remarks += model.remarks;
  return {};
}

rt::Result<CompiledCode> CompiledEngine::findCode(const std::string &name,
                                                  const ExtentSizes &extents) {
  Fingerprint key;
  if (cache) {
    std::string sizes;
    for (const auto &[extent, size] : extents)
      sizes += extent + "=" + std::to_string(size) + "\n";
    key = cache->key({"entry", source.identity(), name, sizes,
                      std::to_string(settings.threads),
                      settings.checkNan ? "check NaN" : "",
                      settings.profile ? "profile" : "",
                      settings.countTrips ? "count trips" : ""});
  }
  if (std::optional<CompiledCode> found = load<CompiledCode>(key)) {
    say("@" + name + " is in the cache");
    return *std::move(found);
  }
  say("@" + name + " is compiled");
  LEAT_ASSIGN(Compiler * opened, openCompiler());
  LEAT_ASSIGN(CompiledCode code, opened->compile(name, extents));
  if (cache)
    cache->store(key, toBytes(code));
  return code;
}

// Places in the model's own file come without its name.
void CompiledEngine::nameFile(rt::EntrySignature &entry) const {
  auto complete = [this](std::string &place) {
    if (place.starts_with(":"))
      place.insert(0, source.name);
  };
  for (rt::LaunchRecord &launch : entry.launches)
    for (std::string &place : launch.places)
      complete(place);
  for (rt::CheckRecord &check : entry.checks)
    complete(check.place);
}

rt::Result<std::unique_ptr<Entry>>
CompiledEngine::prepare(const std::string &name, const ExtentSizes &extents) {
  LEAT_ASSIGN(CompiledCode found, findCode(name, extents));
  remarks += found.remarks;
  nameFile(found.entry);
  std::vector<rt::TensorSignature> states;
  for (const StateInfo &state : interface().states)
    states.push_back(state.tensor);
  if (states != found.states)
    return rt::internalError("the compiler laid out other states for @", name,
                             " than the program has");
  LEAT_ASSIGN(std::unique_ptr<SharedObject> code,
              SharedObject::load(found.code));
  LEAT_ASSIGN(auto *function,
              code->function<rt::EntryFunction>(found.entry.symbol.c_str()));
  rt::EntryProfile *listener = profile ? &profile->add(found.entry) : nullptr;
  LEAT_ASSIGN(rt::Executable executable,
              rt::Executable::create(std::move(found.entry), function));
  return std::unique_ptr<Entry>(
      std::make_unique<CompiledEntry>(std::move(code), std::move(executable),
                                      settings.threads, listener, trips.get()));
}

rt::Result<std::unique_ptr<Engine>>
leat::createCompiledEngine(ModelSource source, const ProgramOptions &options) {
  auto engine = std::make_unique<CompiledEngine>(std::move(source), options);
  LEAT_TRY(engine->findInterface());
  return std::unique_ptr<Engine>(std::move(engine));
}
