//===- train.cpp - leat train: learn from a data set ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat train mlp.mlir --data fashion-mnist --epochs 5 --eval accuracy \
//     --save mlp.safetensors --log mlp.jsonl
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Commands.h"
#include "tools/leat/Common.h"
#include "tools/leat/Training.h"

#include <filesystem>
#include <optional>

using namespace leat;
using namespace leat::cli;

static constexpr int64_t kDefaultBatch = 64;

// Where a run starts: fresh, from given weights, or where another one ended.
static rt::Status loadStart(Program &program, const Arguments &arguments) {
  if (arguments.has("--resume")) {
    std::string path = arguments.get("--state", arguments.get("--save"));
    if (path.empty())
      return rt::usageError("--resume needs --state or --save, the file that "
                            "it goes on from");
    return loadStateFile(program, path, arguments);
  }
  if (arguments.has("--weights") || !arguments.has("--state"))
    return loadState(program, arguments);
  return loadStateFile(program, arguments.get("--state"), arguments,
                       /*withoutSlots=*/true);
}

static rt::Result<int64_t> readTotal(const Arguments &arguments,
                                     int64_t perEpoch) {
  if (arguments.has("--steps") && arguments.has("--epochs"))
    return rt::usageError("--steps and --epochs exclude each other");
  if (arguments.has("--steps"))
    return arguments.integer("--steps", 0, 0);
  LEAT_ASSIGN(int64_t epochs, arguments.integer("--epochs", 1, 0));
  return epochs * perEpoch;
}

// A set that has examples for testing is evaluated on those.
static rt::Result<rt::DataSet> loadEvalData(const std::string &text,
                                            uint64_t seed) {
  LEAT_ASSIGN(rt::DataSpec spec, rt::parseDataSpec(text));
  LEAT_ASSIGN(spec.isTest, rt::hasTestExamples(spec));
  return rt::loadData(spec, seed);
}

static rt::Result<std::optional<rt::Log>> openLog(const Arguments &arguments,
                                                  const rt::Metadata &facts) {
  if (!arguments.has("--log"))
    return std::optional<rt::Log>();
  bool append = arguments.has("--resume") &&
                std::filesystem::exists(arguments.get("--log"));
  LEAT_ASSIGN(rt::Log log, rt::Log::open(arguments.get("--log"), append));
  rt::LogRecord header;
  for (const auto &[name, value] : facts)
    header.push_back({name, value});
  if (!append)
    LEAT_TRY(log.start(header));
  return std::optional<rt::Log>(std::move(log));
}

static rt::Result<int> train(const Arguments &arguments) {
  if (!arguments.has("--data"))
    return rt::usageError("leat train needs --data");
  LEAT_ASSIGN(ProgramOptions options, readProgramOptions(arguments));
  LEAT_ASSIGN(Program program, loadProgram(arguments));
  LEAT_ASSIGN(Trainer trainer, program.trainer(arguments.get("--trainer")));
  LEAT_TRY(loadStart(program, arguments));
  std::string spec = arguments.get("--data");
  LEAT_ASSIGN(rt::DataSet examples, rt::loadData(spec, options.seed));
  TrainingPlan plan;
  for (const auto &[name, value] : describeRun(arguments, options))
    plan.facts[name] = value;
  plan.facts["data"] = spec;
  plan.facts["data_hash"] = examples.hash();
  plan.save = arguments.get("--save");
  LEAT_ASSIGN(plan.checkpointEvery,
              arguments.integer("--checkpoint-every", 0, 1));
  rt::BatchOptions batches;
  LEAT_ASSIGN(batches.size, arguments.integer("--batch", kDefaultBatch, 1));
  batches.shuffle = batches.dropLast = true;
  batches.seed = options.seed;
  LEAT_ASSIGN(BoundData data,
              BoundData::create(std::move(examples), trainer.info(), batches));
  LEAT_ASSIGN(plan.total, readTotal(arguments, data.batches().perEpoch()));
  std::optional<Evaluation> evaluation;
  if (arguments.has("--eval")) {
    LEAT_ASSIGN(Function function, program.function(arguments.get("--eval")));
    LEAT_ASSIGN(rt::DataSet test, loadEvalData(spec, options.seed));
    LEAT_ASSIGN(evaluation,
                Evaluation::create(function, std::move(test), kEvalBatch));
  }
  LEAT_ASSIGN(std::optional<rt::Log> log, openLog(arguments, plan.facts));
  Training training(program, trainer, std::move(data), std::move(plan),
                    evaluation ? &*evaluation : nullptr, log ? &*log : nullptr);
  LEAT_ASSIGN(int code, training.run());
  LEAT_TRY(writeProfile(program, arguments));
  return code;
}

Command cli::trainCommand() {
  return {
      "train",
      "FILE",
      "take a trainer's steps over a data set",
      "leat train examples/networks/mlp.mlir --data fashion-mnist --epochs 5 "
      "--eval accuracy --save mlp.safetensors",
      withRunOptions({
          {"--data", "SPEC",
           "the examples: fashion-mnist, two-moons ... ('leat data --help')"},
          {"--trainer", "NAME", "the trainer (default: the only one)"},
          {"--epochs", "N", "times over the data (default 1)"},
          {"--steps", "N", "batches, instead of --epochs"},
          {"--batch", "N", "examples a step (default 64)"},
          {"--eval", "FUNC",
           "average this function after each epoch, on test data if there is"},
          {"--save", "FILE.safetensors", "where the state goes"},
          {"--resume", "", "go on from --state, or from --save"},
          {"--checkpoint-every", "N", "save after every N steps, too"},
          {"--log", "FILE.jsonl|.csv", "a record of each epoch"},
      }),
      train};
}
