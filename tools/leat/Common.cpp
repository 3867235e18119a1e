//===- Common.cpp - options that every command on a model takes -*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One table of options and the one place that reads them.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Common.h"
#include "runtime/cpu/Features.h"
#include "tools/leat/Commands.h"
#include "tools/leat/Input.h"
#include "tools/leat/Outputs.h"
#include "tools/leat/Shapes.h"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

using namespace leat;
using namespace leat::cli;

static constexpr Option kModelOptions[] = {
    {"--set", "CONFIG=VALUE", "another value of a config", Option::Repeats},
    {"--float", "f32|f64", "read every float type of the file as this one"},
    {"--memory-budget", "BYTES",
     "the most that an entry takes: gradients compute again what does not fit"},
    {"--shape", "NAME=DIMS", "size of an extent, or shape of an argument",
     Option::Repeats},
    {"--count", "N", "size of the extent that only results have"},
    {"--seed", "N",
     "seed of initial values and random numbers (default: that of the "
     "state, else 0)"},
    {"--threads", "N",
     "threads of compiled code (default: $OMP_NUM_THREADS, else all)"},
    {"--target", "cpu", "what runs the code: cpu, vulkan, cuda"},
    {"--reference", "", "run op by op, by the reference interpreter"},
    {"--no-cache", "", "compile anew, keep nothing on disk"},
    {"--dump-stages", "DIR", "write the IR of each stage there"},
    {"--timing", "", "say how long each stage of the compiler takes"},
    {"-v", "", "say what is compiled and what the cache held"},
};

static constexpr Option kStateOptions[] = {
    {"--state", "FILE.safetensors", "values of parameters and states"},
    {"--weights", "ema", "use the moving averages of the parameters"},
    {"--map", "OLD=NEW",
     "names in the file and in the model: a.w=b.w, 'enc.*=*'", Option::Repeats},
    {"--allow-extra", "", "ignore tensors that the model does not have"},
    {"--allow-missing", "", "keep initial values that the file does not have"},
};

static constexpr Option kRunOptions[] = {
    {"--profile", "[=FILE.json]",
     "time each kernel; FILE is a trace for chrome://tracing",
     Option::WritesFile},
    {"--check-nan", "", "stop at the first op that makes a NaN (slow)"},
};

std::vector<Option> cli::withModelOptions(std::vector<Option> own) {
  own.insert(own.end(), std::begin(kModelOptions), std::end(kModelOptions));
  return own;
}

std::vector<Option> cli::withStateOptions(std::vector<Option> own) {
  own.insert(own.end(), std::begin(kStateOptions), std::end(kStateOptions));
  return withModelOptions(std::move(own));
}

std::vector<Option> cli::withRunOptions(std::vector<Option> own) {
  own.insert(own.end(), std::begin(kRunOptions), std::end(kRunOptions));
  return withStateOptions(std::move(own));
}

std::optional<int> cli::runCommand(const std::vector<Command> &commands,
                                   const std::vector<std::string> &words) {
  for (const Command &command : commands) {
    if (command.name != words[0])
      continue;
    std::vector<std::string> rest(words.begin() + 1, words.end());
    if (rt::Status taken = takeDiagnosticsOption(rest); !taken.ok())
      return fail(taken);
    for (const std::string &word : rest)
      if (word == "--help" || word == "-h") {
        std::fputs(describe(command).c_str(), stdout);
        return 0;
      }
    rt::Result<Arguments> arguments = parseArguments(command, rest);
    if (!arguments.ok())
      return fail(arguments.status());
    if (rt::Status able = checkOutputs(command, *arguments); !able.ok())
      return fail(able);
    rt::Result<int> code = command.run(*arguments);
    return code.ok() ? *code : fail(code.status());
  }
  return std::nullopt;
}

static rt::Status checkTarget(const Arguments &arguments) {
  std::string target = arguments.get("--target", "cpu");
  if (target == "cpu")
    return {};
  if (target == "vulkan" || target == "cuda")
    return rt::unavailableError("target '", target,
                                "' is not available on this machine");
  return rt::usageError("--target is '", target,
                        "', expected cpu, vulkan or cuda");
}

// The first number in OMP_NUM_THREADS, which may be a list, or all there are.
static rt::Result<int64_t> defaultThreads() {
  const char *text = std::getenv("OMP_NUM_THREADS");
  if (!text || !*text)
    return int64_t(std::thread::hardware_concurrency());
  int count = 0;
  const char *end = text + std::strcspn(text, ",");
  auto [last, error] = std::from_chars(text, end, count);
  if (error != std::errc() || last != end || count < 1)
    return rt::usageError("OMP_NUM_THREADS is '", text,
                          "', expected a number of threads");
  return count;
}

rt::Result<ProgramOptions> cli::readProgramOptions(const Arguments &arguments) {
  LEAT_TRY(checkTarget(arguments));
  ProgramOptions options;
  for (const std::string &text : arguments.all("--set")) {
    LEAT_ASSIGN(auto setting, splitAssignment("--set", text));
    options.configs[setting.first] = setting.second;
  }
  if (arguments.has("--float")) {
    std::string type = arguments.get("--float");
    if (type != "f32" && type != "f64")
      return rt::usageError("--float is '", type, "', expected f32 or f64");
    options.floatType = rt::parseDType(type);
  }
  if (arguments.has("--memory-budget")) {
    LEAT_ASSIGN(options.memoryBudget,
                arguments.integer("--memory-budget", 0, 0));
  }
  LEAT_ASSIGN(int64_t usual, defaultThreads());
  LEAT_ASSIGN(int64_t threads, arguments.integer("--threads", usual, 1));
  options.settings.threads = int(threads);
  LEAT_ASSIGN(int64_t seed, arguments.integer("--seed", 0, 0));
  options.seed = uint64_t(seed);
  options.useCache = !arguments.has("--no-cache");
  options.settings.dumpDirectory = arguments.get("--dump-stages");
  if (arguments.has("--timing"))
    options.settings.onStage = [](const std::string &stage, double seconds) {
      char time[32];
      std::snprintf(time, sizeof time, "%10.2f ms  ", seconds * 1e3);
      say(time + stage);
    };
  options.report = say;
  options.verbose = arguments.has("-v");
  options.interpret = arguments.has("--reference");
  for (const char *option : {"--profile", "--check-nan"})
    if (options.interpret && arguments.has(option))
      return rt::usageError(option, " is for compiled code, it excludes "
                                    "--reference");
  options.settings.checkNan = arguments.has("--check-nan");
  if (arguments.has("--profile"))
    options.profile =
        std::make_shared<rt::Profile>(!arguments.get("--profile").empty());
  return options;
}

rt::Result<LoadOptions> cli::readLoadOptions(const Arguments &arguments) {
  LoadOptions options;
  options.allowExtra = arguments.has("--allow-extra");
  options.allowMissing = arguments.has("--allow-missing");
  options.report = say;
  for (const std::string &rule : arguments.all("--map"))
    LEAT_TRY(options.names.add(rule).at("--map"));
  return options;
}

rt::Status cli::loadStateFile(Program &program, const std::string &path,
                              const Arguments &arguments, bool withoutSlots) {
  LEAT_ASSIGN(LoadOptions options, readLoadOptions(arguments));
  options.withoutSlots = withoutSlots;
  LEAT_TRY(program.loadState(path, options));
  // A seed that is asked for counts, though the file has generators, too.
  return arguments.has("--seed") ? program.resetGenerators() : rt::Status();
}

rt::Result<rt::NamedTensors> cli::readInputs(const Arguments &arguments,
                                             const FunctionInfo &function) {
  rt::NamedTensors inputs;
  for (const std::string &text : arguments.all("--input")) {
    LEAT_ASSIGN(auto input, splitAssignment("--input", text));
    const ValueInfo *argument = function.findArgument(input.first);
    if (!argument)
      return rt::userError("there is no argument '", input.first, "' of ",
                           function.signature());
    rt::Result<rt::Tensor> tensor =
        readInput(input.first, input.second, argument->type);
    if (!tensor.ok())
      return std::move(tensor).status().at("input '" + input.first + "'");
    inputs.push_back({input.first, *std::move(tensor)});
  }
  return inputs;
}

rt::Status cli::writeProfile(const Program &program,
                             const Arguments &arguments) {
  if (!program.profile())
    return {};
  LEAT_ASSIGN(ProgramOptions options, readProgramOptions(arguments));
  say(program.profile()->table(measureCeiling(options.settings.threads)));
  std::string path = arguments.get("--profile");
  return path.empty() ? rt::Status() : program.profile()->writeTrace(path);
}

rt::Status cli::loadState(Program &program, const Arguments &arguments) {
  if (arguments.has("--state"))
    LEAT_TRY(loadStateFile(program, arguments.get("--state"), arguments));
  else
    for (const char *option : {"--map", "--allow-extra", "--allow-missing"})
      if (arguments.has(option))
        return rt::usageError(option, " needs --state");
  if (!arguments.has("--weights"))
    return {};
  if (arguments.get("--weights") != "ema")
    return rt::usageError("--weights is '", arguments.get("--weights"),
                          "', expected ema");
  return program.useMovingAverages();
}

rt::Result<ModelSource> cli::readModelSource(const Arguments &arguments) {
  LEAT_ASSIGN(ProgramOptions options, readProgramOptions(arguments));
  LEAT_ASSIGN(ModelSource source, ModelSource::read(arguments.operands[0]));
  source.configs = std::move(options.configs);
  source.floatType = options.floatType;
  source.memoryBudget = options.memoryBudget;
  return source;
}

rt::Result<Program> cli::loadProgram(const Arguments &arguments,
                                     const ProgramOptions &options,
                                     const std::string &entry) {
  LEAT_ASSIGN(Program program, Program::load(arguments.operands[0], options));
  if (!entry.empty())
    LEAT_TRY(program.function(entry).status());
  LEAT_ASSIGN(ExtentSizes extents,
              readShapes(arguments, program.interface(), entry));
  program.setExtents(extents);
  return program;
}

std::vector<std::pair<std::string, std::string>>
cli::describeRun(const Arguments &arguments, const ProgramOptions &options) {
  std::string configs;
  for (const auto &[name, value] : options.configs)
    configs += (configs.empty() ? "" : " ") + name + "=" + value;
  return {{"version", LEAT_VERSION},
          {"file", arguments.operands[0]},
          {"configs", configs},
          {"seed", std::to_string(options.seed)},
          {"cpu", cpuName()},
          {"threads", std::to_string(options.settings.threads)}};
}
