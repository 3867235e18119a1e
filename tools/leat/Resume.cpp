//===- Resume.cpp - where a training run starts -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The facts in the file's metadata are compared before anything is loaded.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Resume.h"
#include "runtime/Hash.h"
#include "runtime/io/File.h"

#include <filesystem>

using namespace leat;
using namespace leat::cli;

rt::Result<rt::Metadata> cli::describeTraining(const Arguments &arguments,
                                               const ProgramOptions &options,
                                               const FunctionInfo &trainer,
                                               const std::string &dataHash,
                                               int64_t batch) {
  rt::Metadata facts;
  for (const auto &[name, value] : describeRun(arguments, options))
    facts[name] = value;
  // A pipe can be read once only, and was.
  std::error_code ignored;
  if (std::filesystem::is_regular_file(arguments.operands[0], ignored)) {
    LEAT_ASSIGN(rt::Bytes model, rt::readFile(arguments.operands[0]));
    Hasher hasher;
    hasher.append({reinterpret_cast<const char *>(model.data()), model.size()});
    facts["model_hash"] = hasher.finish().hex();
  }
  facts["trainer"] = trainer.name;
  facts["data"] = arguments.get("--data");
  facts["data_hash"] = dataHash;
  facts["batch"] = std::to_string(batch);
  return facts;
}

static std::string fact(const rt::Metadata &facts, const std::string &name) {
  auto found = facts.find(name);
  return found == facts.end() ? "" : found->second;
}

// What makes other batches, or another step, of the same command.
static rt::Status checkFacts(const rt::Metadata &saved, const rt::Metadata &now,
                             const std::string &path) {
  static constexpr const char *kFresh =
      "; --state without --resume starts anew from its weights";
  if (!saved.count("trainer"))
    return rt::userError("cannot go on from '", path, "': its metadata lack ",
                         "'trainer', so that leat train did not save it",
                         kFresh);
  std::string different;
  for (const char *name : {"trainer", "seed", "batch", "data_hash"}) {
    if (fact(saved, name) == fact(now, name))
      continue;
    std::string shown = name, was = fact(saved, name), is = fact(now, name);
    if (shown == "data_hash") {
      shown = "data";
      was = fact(saved, "data") + " (" + was + ")";
      is = fact(now, "data") + " (" + is + ")";
    }
    different += (different.empty() ? ": " : ", ") + shown + " is " + is +
                 ", was " + was;
  }
  if (!different.empty())
    return rt::userError("cannot go on from '", path, "', which another run ",
                         "saved", different, kFresh);
  return {};
}

// What a person may change in the middle, and should know of.
static void warnOfChanges(const rt::Metadata &saved, const rt::Metadata &now,
                          const std::string &path) {
  auto differs = [&](const char *name) {
    return fact(saved, name) != fact(now, name);
  };
  std::string since = " since '" + path + "' was saved";
  if (now.count("model_hash") && differs("model_hash"))
    say("warning: the model file has changed" + since);
  if (differs("configs"))
    say("warning: --set has changed" + since + ": is '" + fact(now, "configs") +
        "', was '" + fact(saved, "configs") + "'");
  for (const char *name : {"version", "cpu"})
    if (differs(name))
      say("warning: the " + std::string(name) + " has changed" + since +
          ": is " + fact(now, name) + ", was " + fact(saved, name) +
          "; results may differ by rounding");
}

// A slot that starts at zero beside a counter that does not would make steps
// that no uninterrupted run makes.
static rt::Status checkSlots(const Program &program, const std::string &trainer,
                             const rt::State &file, const std::string &path) {
  for (const AlternationInfo &alternation : program.interface().alternations)
    if (alternation.function.name == trainer)
      for (const AlternationInfo::Turn &turn : alternation.turns)
        LEAT_TRY(checkSlots(program, turn.trainer, file, path));
  for (const StateInfo &state : program.interface().states) {
    const std::string &name = state.tensor.name;
    if (state.kind == StateInfo::Kind::Slot && state.copyOf.empty() &&
        name.starts_with(trainer + ".") && !file.find(name))
      return rt::userError("cannot go on from '", path, "': it lacks '", name,
                           "' of the trainer @", trainer);
  }
  return {};
}

static rt::Result<Start> loadCheckpoint(Program &program,
                                        const Trainer &trainer,
                                        const std::string &path,
                                        const Arguments &arguments,
                                        const rt::Metadata &facts) {
  const std::string &name = trainer.info().name;
  LEAT_ASSIGN(rt::State file, rt::State::load(path));
  LEAT_TRY(checkFacts(file.metadata(), facts, path));
  LEAT_TRY(checkSlots(program, name, file, path));
  warnOfChanges(file.metadata(), facts, path);
  LEAT_ASSIGN(LoadOptions options, readLoadOptions(arguments));
  LEAT_TRY(program.loadState(file, options).at(path));
  Start start;
  start.file = path;
  start.step = trainer.steps();
  LEAT_ASSIGN(rt::Tensor total, program.state(name + ".total"));
  start.planned = total.values<int64_t>()[0];
  rt::Result<Averages> averages =
      Averages::parse(fact(file.metadata(), kAveragesFact));
  if (!averages.ok())
    return std::move(averages).status().at(path);
  start.averages = *std::move(averages);
  return start;
}

rt::Result<Start> cli::loadStart(Program &program, const Trainer &trainer,
                                 const Arguments &arguments,
                                 const rt::Metadata &facts) {
  std::string save = arguments.get("--save"), state = arguments.get("--state");
  if (!arguments.has("--resume")) {
    if (arguments.has("--weights") || state.empty())
      LEAT_TRY(loadState(program, arguments));
    else
      LEAT_TRY(loadStateFile(program, state, arguments, /*withoutSlots=*/true));
    return Start();
  }
  if (arguments.has("--weights"))
    return rt::usageError("--resume and --weights exclude each other");
  if (save.empty() && state.empty())
    return rt::usageError("--resume needs --state or --save, the file that "
                          "it goes on from");
  // A command that is started again and again with both goes on from what it
  // saved itself.
  std::error_code ignored;
  bool hasSaved = !save.empty() && std::filesystem::exists(save, ignored);
  if (!hasSaved && state.empty()) {
    say("no checkpoint at '" + save + "': starting from the first step");
    return Start();
  }
  LEAT_ASSIGN(Start start,
              loadCheckpoint(program, trainer, hasSaved ? save : state,
                             arguments, facts));
  say("going on from '" + start.file + "' after step " +
      std::to_string(start.step));
  return start;
}
