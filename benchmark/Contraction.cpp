//===- Contraction.cpp - timings of contractions --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// leat-bench-contraction                   Google Benchmark, its own flags
//   --table          one line a case instead: fractions of the ceiling
//   --tune           time many schedules for each case instead
//   --only=TEXT      cases whose name contains TEXT
//   --schedule=TEXT  for --tune: schedules whose print contains TEXT
//
// One thread. Every case is compared with a plain f64 loop before it is timed;
// a wrong answer ends the program. Names are GROUP/CASE, see Shapes.h.
//
//===----------------------------------------------------------------------===//

#include "benchmark/Shapes.h"
#include "benchmark/Subject.h"
#include "benchmark/Tune.h"
#include "llvm/Support/Format.h"
#include <benchmark/benchmark.h>

using namespace mlir;
using namespace leat;

namespace {
struct Options {
  bool table = false, tune = false;
  std::string only, schedule;

  /// Takes `argument` if it is one of ours.
  bool take(StringRef argument) {
    if (argument.consume_front("--only="))
      return only = argument, true;
    if (argument.consume_front("--schedule="))
      return schedule = argument, true;
    if (argument == "--table")
      return table = true;
    return argument == "--tune" && (tune = true);
  }
};
} // namespace

/// `test` under the chosen schedule; ends the program if its answer is wrong.
static Subject prepare(MLIRContext &context, const Case &test) {
  Schedule schedule = chooseSchedule(test.c, hostTarget(/*threads=*/1));
  Subject subject(context, test, schedule, nullptr);
  if (!subject.isRight())
    exit(1);
  return subject;
}

static void runBenchmark(benchmark::State &state, MLIRContext &context,
                         const Case &test) {
  Subject subject = prepare(context, test);
  int64_t vectorBytes = hostTarget(1).vectorBytes;
  double flops = 2.0 * double(countMultiplyAdds(test.c));
  for (auto _ : state) {
    subject.run(vectorBytes);
    state.SetIterationTime(flops / subject.rounds().back().gflops / 1e9);
  }
  state.counters["gflops"] = subject.bestGflops();
  state.counters["of_ceiling"] = subject.median();
  state.counters["of_ceiling_quiet"] = subject.quietMedian();
}

/// Rounds until enough of them were quiet, or it takes too long.
static void printRow(MLIRContext &context, StringRef name, const Case &test) {
  constexpr int kFewest = 40, kMost = 400;
  Subject subject = prepare(context, test);
  int64_t vectorBytes = hostTarget(1).vectorBytes;
  for (int i = 0; i < kMost && (i < kFewest || subject.quietRounds() < kFewest);
       ++i)
    subject.run(vectorBytes);
  llvm::outs() << llvm::format("%6.1f %% %6.1f %% %6d %8.1f %8.1f  ",
                               100 * subject.median(),
                               100 * subject.quietMedian(),
                               int(subject.quietRounds()), subject.bestGflops(),
                               1e3 * subject.code().llvmSeconds)
               << name << "  [" << subject.schedule() << "]\n";
  llvm::outs().flush();
}

int main(int argc, char **argv) {
  Options options;
  int kept = 1;
  for (int i = 1; i < argc; ++i)
    if (!options.take(argv[i]))
      argv[kept++] = argv[i];
  argc = kept;
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return 2;
  std::unique_ptr<MLIRContext> owner = makeContext();
  MLIRContext &context = *owner;

  if (options.table)
    llvm::outs() << "  median    quiet rounds  GFLOP/s  LLVM ms  case\n";
  for (const ShapeGroup &group : benchmarkShapes(context))
    for (const Case &test : group.cases) {
      std::string name = group.name + "/" + test.name;
      if (!StringRef(name).contains(options.only))
        continue;
      if (options.table)
        printRow(context, name, test);
      else if (options.tune)
        tuneCase(context, test, options.schedule);
      else
        benchmark::RegisterBenchmark(name.c_str(),
                                     [&context, test](benchmark::State &state) {
                                       runBenchmark(state, context, test);
                                     })
            ->UseManualTime()
            ->Iterations(100)
            ->Unit(benchmark::kMicrosecond);
    }
  if (!options.table && !options.tune)
    benchmark::RunSpecifiedBenchmarks();
  return 0;
}
