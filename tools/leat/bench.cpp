//===- bench.cpp - leat bench: how fast a function is -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat bench mlp.mlir --entry fit --shape B=64
//
// Two compilations: one without a trace of profiling, whose calls are timed as
// a whole, and one whose launches are.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/BenchInputs.h"
#include "tools/leat/Commands.h"
#include "tools/leat/Common.h"
#include "tools/leat/Shapes.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

using namespace leat;
using namespace leat::cli;

namespace {

/// Seconds of calls as a whole.
struct Timing {
  double least = 0, median = 0;
  int64_t calls = 0;
};

} // namespace

/// Calls in the first round; each further round is as long as all before.
static constexpr size_t kFirstRound = 16;
/// The median is stable when a round moves it by less than this part.
static constexpr double kStable = 0.01;
/// Seconds below which nothing counts as stable: clocks of processors need
/// them.
static constexpr double kLeastSeconds = 0.1;

// Calls until the median of all calls is stable, or until `budget` seconds.
static rt::Result<Timing> time(const Function &function,
                               const rt::NamedTensors &inputs, double budget) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> samples;
  double spent = 0, median = 0;
  for (size_t round = kFirstRound;; round = 2 * samples.size()) {
    while (samples.size() < round && spent < budget) {
      auto begin = Clock::now();
      LEAT_ASSIGN(rt::NamedTensors results, function.run(inputs));
      std::chrono::duration<double> took = Clock::now() - begin;
      samples.push_back(took.count());
      spent += took.count();
    }
    std::vector<double> sorted = samples;
    std::sort(sorted.begin(), sorted.end());
    double before = std::exchange(median, sorted[sorted.size() / 2]);
    bool stable =
        spent > kLeastSeconds && std::abs(median - before) < kStable * median;
    if (stable || spent >= budget)
      return Timing{sorted.front(), median, int64_t(sorted.size())};
  }
}

// The function of a program, ready: compiled, with inputs, called once.
static rt::Result<Function> prepare(const Arguments &arguments,
                                    Program &program,
                                    rt::NamedTensors &inputs) {
  LEAT_ASSIGN(ProgramOptions options, readProgramOptions(arguments));
  LEAT_ASSIGN(Function function, program.function(arguments.get("--entry")));
  LEAT_TRY(loadState(program, arguments));
  LEAT_ASSIGN(ExtentSizes extents, readShapes(arguments, program.interface()));
  LEAT_ASSIGN(rt::NamedTensors given, readInputs(arguments, function.info()));
  LEAT_ASSIGN(inputs,
              makeInputs(function, std::move(given), extents, options.seed));
  LEAT_ASSIGN(rt::NamedTensors results, function.run(inputs));
  return function;
}

static void print(const Arguments &arguments, const Timing &timing,
                  const rt::Profile &profile, int threads) {
  Ceiling ceiling = measureCeiling(threads);
  if (arguments.has("--json")) {
    nlohmann::ordered_json report = {
        {"entry", arguments.get("--entry")},
        {"threads", threads},
        {"calls", timing.calls},
        {"seconds", {{"min", timing.least}, {"median", timing.median}}},
        {"ceiling_gflops", ceiling.gflops},
        {"kernels", nlohmann::ordered_json::parse(profile.json(ceiling))}};
    std::printf("%s\n", report.dump(2).c_str());
    return;
  }
  std::printf("@%s  median %.2f us  min %.2f us  %lld calls\n\n%s",
              arguments.get("--entry").c_str(), timing.median * 1e6,
              timing.least * 1e6, static_cast<long long>(timing.calls),
              profile.table(ceiling).c_str());
}

static rt::Result<int> bench(const Arguments &arguments) {
  /// Seconds for whole calls, and for launches.
  constexpr double kBudget = 2;
  if (!arguments.has("--entry"))
    return rt::usageError("leat bench needs --entry");
  if (arguments.has("--reference"))
    return rt::usageError("leat bench times compiled code, it excludes "
                          "--reference");
  rt::NamedTensors inputs;
  LEAT_ASSIGN(ProgramOptions options, readProgramOptions(arguments));
  LEAT_ASSIGN(Program plain, loadProgram(arguments));
  LEAT_ASSIGN(Function whole, prepare(arguments, plain, inputs));
  LEAT_ASSIGN(Timing timing, time(whole, inputs, kBudget));
  Arguments traced = arguments;
  traced.add("--profile", "");
  LEAT_ASSIGN(Program program, loadProgram(traced));
  LEAT_ASSIGN(Function function, prepare(traced, program, inputs));
  program.profile()->reset();
  LEAT_TRY(time(function, inputs, kBudget).status());
  print(arguments, timing, *program.profile(), options.settings.threads);
  return 0;
}

Command cli::benchCommand() {
  return {"bench",
          "FILE",
          "time a function and its kernels, on inputs made for it",
          "leat bench examples/networks/mlp.mlir --entry logits --shape B=64",
          withStateOptions({
              {"--entry", "NAME", "the function, or a trainer"},
              {"--input", "NAME=VALUE",
               "an argument (default: random): FILE.npy, 0.5, [1,2]", true},
              {"--json", "", "the numbers as JSON"},
          }),
          bench};
}
