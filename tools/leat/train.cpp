//===- train.cpp - leat train: learn from a data set ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat train mlp.mlir --data fashion-mnist --epochs 5 --eval accuracy \
//     --save mlp.safetensors --log mlp.jsonl
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Commands.h"
#include "tools/leat/Interrupt.h"
#include "tools/leat/Training.h"

#include <optional>

using namespace leat;
using namespace leat::cli;

static constexpr int64_t kDefaultBatch = 64;

// A run that goes on and is not told how far makes the steps that were planned.
static rt::Result<int64_t> readTotal(const Arguments &arguments,
                                     const Start &start, int64_t perEpoch) {
  if (arguments.has("--steps") && arguments.has("--epochs"))
    return rt::usageError("--steps and --epochs exclude each other");
  if (arguments.has("--steps"))
    return arguments.integer("--steps", 0, 0);
  if (!arguments.has("--epochs") && !start.file.empty())
    return start.planned;
  LEAT_ASSIGN(int64_t epochs, arguments.integer("--epochs", 1, 0));
  return epochs * perEpoch;
}

// Options that make no sense without another one.
static rt::Status checkNeeds(const Arguments &arguments) {
  constexpr std::pair<const char *, const char *> kNeeds[] = {
      {"--checkpoint-every", "--save"}, {"--log-every", "--log"},
      {"--sample-every", "--sample"},   {"--range", "--sample"},
      {"--columns", "--sample"},        {"--input", "--sample"}};
  for (auto [option, needed] : kNeeds)
    if (arguments.has(option) && !arguments.has(needed))
      return rt::usageError(option, " needs ", needed);
  return {};
}

// A set that has examples for testing is evaluated on those.
static rt::Result<rt::DataSet> loadEvalData(const std::string &text,
                                            uint64_t seed) {
  LEAT_ASSIGN(rt::DataSpec spec, rt::parseDataSpec(text));
  LEAT_ASSIGN(spec.isTest, rt::hasTestExamples(spec));
  return rt::loadData(spec, seed);
}

static rt::Result<std::optional<rt::Log>> openLog(const Arguments &arguments,
                                                  const Start &start,
                                                  const rt::Metadata &facts) {
  if (!arguments.has("--log"))
    return std::optional<rt::Log>();
  std::string path = arguments.get("--log");
  bool isResumed = arguments.has("--resume");
  LEAT_ASSIGN(rt::Log log, isResumed ? rt::Log::resume(path, start.step)
                                     : rt::Log::create(path));
  rt::LogRecord header;
  for (const auto &[name, value] : facts)
    header.push_back({name, value});
  if (isResumed) {
    header.push_back({"resumed_after_step", start.step});
    header.push_back({"repeated_steps", log.repeated()});
  }
  LEAT_TRY(log.start(header));
  return std::optional<rt::Log>(std::move(log));
}

static rt::Result<int> train(const Arguments &arguments) {
  if (!arguments.has("--data"))
    return rt::usageError("leat train needs --data");
  TrainingPlan plan;
  plan.save = arguments.get("--save");
  LEAT_TRY(checkNeeds(arguments));
  LEAT_ASSIGN(plan.checkpointEvery,
              arguments.integer("--checkpoint-every", 0, 1));
  LEAT_ASSIGN(plan.logEvery, arguments.integer("--log-every", 0, 1));
  rt::BatchOptions batches;
  LEAT_ASSIGN(batches.size, arguments.integer("--batch", kDefaultBatch, 1));
  batches.shuffle = batches.dropLast = true;
  catchInterrupts();

  LEAT_ASSIGN(ProgramOptions options, readProgramOptions(arguments));
  batches.seed = options.seed;
  LEAT_ASSIGN(Program program,
              loadProgram(arguments, options,
                          arguments.has("--sample") ? kSampleEntry : ""));
  LEAT_ASSIGN(Trainer trainer, program.trainer(arguments.get("--trainer")));
  std::string spec = arguments.get("--data");
  LEAT_ASSIGN(rt::DataSet examples, rt::loadData(spec, options.seed));
  LEAT_ASSIGN(plan.facts, describeTraining(arguments, options, trainer.info(),
                                           examples.hash(), batches.size));
  LEAT_ASSIGN(Start start, loadStart(program, trainer, arguments, plan.facts));
  LEAT_ASSIGN(BoundData data,
              BoundData::create(std::move(examples), trainer.info(), batches));
  LEAT_ASSIGN(plan.total,
              readTotal(arguments, start, data.batches().perEpoch()));
  std::optional<Evaluation> evaluation;
  if (arguments.has("--eval")) {
    LEAT_ASSIGN(Function function, program.function(arguments.get("--eval")));
    LEAT_ASSIGN(rt::DataSet test, loadEvalData(spec, options.seed));
    LEAT_ASSIGN(evaluation,
                Evaluation::create(function, std::move(test), kEvalBatch));
  }
  std::optional<SampleGrids> grids;
  if (arguments.has("--sample")) {
    LEAT_ASSIGN(grids, SampleGrids::create(arguments, program));
  }
  LEAT_ASSIGN(std::optional<rt::Log> log,
              openLog(arguments, start, plan.facts));
  Training training(program, trainer, std::move(data), std::move(plan),
                    std::move(start), evaluation ? &*evaluation : nullptr,
                    grids ? &*grids : nullptr, log ? &*log : nullptr);
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
          {"--sample", "FILE.png",
           "draw what @sample gives after each epoch; %d in the name is the "
           "step",
           Option::WritesFile},
          {"--sample-every", "N", "after every N steps and the last instead"},
          {"--range", "LOW:HIGH",
           "what is black and what is white in images (default 0:1)"},
          {"--columns", "N", "images in a row (default: about a square)"},
          {"--input", "NAME=VALUE", "an argument of @sample", Option::Repeats},
          {"--save", "FILE.safetensors", "where the state goes",
           Option::WritesFile},
          {"--resume", "",
           "go on from --save, if it exists, or from --state; or start"},
          {"--checkpoint-every", "N",
           "save after every N steps, too (default: once a minute, at the end "
           "of an epoch)"},
          {"--log", "FILE.jsonl|.csv", "a record of each epoch",
           Option::WritesFile},
          {"--log-every", "N", "and one of every N steps"},
      }),
      train};
}
