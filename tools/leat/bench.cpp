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
#include "tools/leat/Call.h"
#include "tools/leat/Commands.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

using namespace leat;
using namespace leat::cli;

namespace {

/// An entry in a program of its own, with inputs.
struct Subject {
  std::string entry;
  Program program;
  Function function;
  rt::NamedTensors inputs;
};

/// Seconds of calls as a whole, in the order in which they were made.
using Samples = std::vector<double>;

} // namespace

/// Calls in the first round; each further round is as long as all before.
static constexpr size_t kFirstRound = 16;
/// The median is stable when a round moves it by less than this part.
static constexpr double kStable = 0.01;
/// Seconds below which nothing counts as stable: clocks of processors need
/// them.
static constexpr double kLeastSeconds = 0.1;

static double median(Samples samples) {
  std::sort(samples.begin(), samples.end());
  return samples[samples.size() / 2];
}

static double least(const Samples &samples) {
  return *std::min_element(samples.begin(), samples.end());
}

static rt::Result<double> timeCall(const Subject &subject) {
  using Clock = std::chrono::steady_clock;
  auto begin = Clock::now();
  LEAT_ASSIGN(rt::NamedTensors results, subject.function.run(subject.inputs));
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// Calls until the median of all calls is stable, or until `budget` seconds for
// each subject. Subjects take turns, so that a busy machine slows all of them.
static rt::Result<std::vector<Samples>>
time(const std::vector<Subject> &subjects, double budget) {
  budget *= double(subjects.size());
  std::vector<Samples> samples(subjects.size());
  std::vector<double> medians(subjects.size());
  double spent = 0;
  for (size_t round = kFirstRound;; round = 2 * samples.front().size()) {
    while (samples.front().size() < round && spent < budget)
      for (size_t i = 0; i < subjects.size(); ++i) {
        LEAT_ASSIGN(double seconds, timeCall(subjects[i]));
        samples[i].push_back(seconds);
        spent += seconds;
      }
    bool stable = spent > kLeastSeconds;
    for (size_t i = 0; i < subjects.size(); ++i) {
      double before = std::exchange(medians[i], median(samples[i]));
      stable &= std::abs(medians[i] - before) < kStable * medians[i];
    }
    if (stable || spent >= budget)
      return samples;
  }
}

// The function of a program, ready: compiled, with inputs, called once.
static rt::Result<Subject> prepare(const Arguments &arguments,
                                   const std::string &entry) {
  LEAT_ASSIGN(ProgramOptions options, readProgramOptions(arguments));
  LEAT_ASSIGN(Call call, prepareCall(arguments, options, entry));
  LEAT_ASSIGN(rt::NamedTensors inputs,
              makeInputs(call.function, std::move(call.inputs),
                         call.program.extents(), options.seed));
  LEAT_ASSIGN(rt::NamedTensors results, call.function.run(inputs));
  return Subject{entry, std::move(call.program), std::move(call.function),
                 std::move(inputs)};
}

static nlohmann::ordered_json describe(const Subject &traced,
                                       const Samples &samples,
                                       const Ceiling &ceiling) {
  return {{"entry", traced.entry},
          {"calls", samples.size()},
          {"seconds", {{"min", least(samples)}, {"median", median(samples)}}},
          {"kernels", nlohmann::ordered_json::parse(
                          traced.program.profile()->json(ceiling))}};
}

// Each subject's times by those of the first.
static Samples ratios(const std::vector<Samples> &samples, size_t subject) {
  Samples ratios;
  for (size_t i = 0; i < samples[subject].size(); ++i)
    ratios.push_back(samples[subject][i] / samples[0][i]);
  return ratios;
}

static void print(const Arguments &arguments,
                  const std::vector<Samples> &samples,
                  const std::vector<Subject> &traced, int threads) {
  Ceiling ceiling = measureCeiling(threads);
  if (arguments.has("--json")) {
    nlohmann::ordered_json report = describe(traced[0], samples[0], ceiling);
    report["threads"] = threads;
    report["ceiling_gflops"] = ceiling.gflops;
    for (size_t i = 1; i < traced.size(); ++i) {
      report["against"] = describe(traced[i], samples[i], ceiling);
      report["against"]["ratio"] = {
          {"min", least(samples[i]) / least(samples[0])},
          {"median", median(ratios(samples, i))}};
    }
    std::printf("%s\n", report.dump(2).c_str());
    return;
  }
  for (size_t i = 0; i < traced.size(); ++i) {
    std::printf("%s@%s  median %.2f us  min %.2f us  %zu calls", i ? "\n" : "",
                traced[i].entry.c_str(), median(samples[i]) * 1e6,
                least(samples[i]) * 1e6, samples[i].size());
    if (i)
      std::printf("  %.2f times @%s", median(ratios(samples, i)),
                  traced[0].entry.c_str());
    std::printf("\n\n%s", traced[i].program.profile()->table(ceiling).c_str());
  }
}

static rt::Result<int> bench(const Arguments &arguments) {
  /// Seconds for whole calls, and for launches.
  constexpr double kBudget = 2;
  if (!arguments.has("--entry"))
    return rt::usageError("leat bench needs --entry");
  if (arguments.has("--reference"))
    return rt::usageError("leat bench times compiled code, it excludes "
                          "--reference");
  LEAT_ASSIGN(ProgramOptions options, readProgramOptions(arguments));
  Arguments profiled = arguments;
  profiled.add("--profile", "");
  std::vector<Subject> whole, traced;
  for (const char *option : {"--entry", "--against"}) {
    if (!arguments.has(option))
      continue;
    LEAT_ASSIGN(Subject subject, prepare(arguments, arguments.get(option)));
    whole.push_back(std::move(subject));
    LEAT_ASSIGN(subject, prepare(profiled, arguments.get(option)));
    subject.program.profile()->reset();
    traced.push_back(std::move(subject));
  }
  LEAT_ASSIGN(std::vector<Samples> samples, time(whole, kBudget));
  LEAT_TRY(time(traced, kBudget).status());
  print(arguments, samples, traced, options.settings.threads);
  return 0;
}

Command cli::benchCommand() {
  return {"bench",
          "FILE",
          "time a function and its kernels, on inputs made for it",
          "leat bench examples/networks/mlp.mlir --entry logits --shape B=64",
          withStateOptions({
              {"--entry", "NAME", "the function, or a trainer"},
              {"--against", "NAME", "another, whose calls take turns with its"},
              {"--input", "NAME=VALUE",
               "an argument (default: random): FILE.npy, FILE.npz, 0.5, [1,2]",
               Option::Repeats},
              {"--json", "", "the numbers as JSON"},
          }),
          bench};
}
