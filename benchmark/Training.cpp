//===- Training.cpp - training steps and compile times ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat-bench-training [--threads=N] [flags of Google Benchmark]
//
// For both example networks: `step/NETWORK/BATCH` is one training step on a
// batch of fashion-mnist that lies in memory (forward, backward, update);
// `compile/NETWORK/BATCH` is the way from the model file to the end of the
// first step, nothing cached. Steps are checked before they are timed: on one
// batch, they must lower the loss. Run it from the root of the project.
//
//===----------------------------------------------------------------------===//

#include "runtime/data/Batches.h"
#include "runtime/data/Spec.h"
#include "runtime/program/Program.h"

#include <benchmark/benchmark.h>
#include <cmath>
#include <cstdlib>
#include <cstring>

using namespace leat;

static int threads = 1;

// The first `size` images of fashion-mnist as the network takes them.
static rt::Result<rt::NamedTensors> makeBatch(const std::string &network,
                                              int64_t size) {
  LEAT_ASSIGN(rt::DataSet data, rt::loadData("fashion-mnist", /*seed=*/0));
  LEAT_TRY(data.castField("label", rt::DType::I32));
  rt::BatchOptions options;
  options.size = size;
  LEAT_ASSIGN(rt::Batches batches,
              rt::Batches::create(std::move(data), options));
  std::vector<int64_t> shape = {size, 784};
  if (network == "convnet")
    shape = {size, 1, 28, 28};
  LEAT_ASSIGN(rt::Tensor image, rt::Tensor::zeros(rt::DType::F32, shape));
  LEAT_ASSIGN(rt::Tensor label, rt::Tensor::zeros(rt::DType::I32, {size}));
  LEAT_TRY(batches.copy(0, "image", image));
  LEAT_TRY(batches.copy(0, "label", label));
  return rt::NamedTensors{{"image", image}, {"label", label}};
}

static rt::Result<Trainer> open(const std::string &network, bool useCache) {
  ProgramOptions options;
  options.settings.threads = threads;
  options.useCache = useCache;
  LEAT_ASSIGN(Program program,
              Program::load("examples/networks/" + network + ".mlir", options));
  return program.trainer("fit");
}

// Twenty steps, which must make the loss smaller.
static rt::Status check(const Trainer &trainer, const rt::NamedTensors &batch) {
  double first = 0, last = 0;
  for (int i = 0; i < 20; ++i) {
    LEAT_ASSIGN(rt::NamedTensors results, trainer.step(batch));
    last = results[0].second.toDouble();
    if (i == 0)
      first = last;
  }
  if (std::isfinite(last) && last < first)
    return {};
  return rt::userError("the loss went from ", std::to_string(first), " to ",
                       std::to_string(last), ", expected it to fall");
}

static rt::Status timeSteps(benchmark::State &state, const std::string &network,
                            int64_t size) {
  LEAT_ASSIGN(rt::NamedTensors batch, makeBatch(network, size));
  LEAT_ASSIGN(Trainer trainer, open(network, /*useCache=*/true));
  LEAT_TRY(check(trainer, batch));
  for ([[maybe_unused]] auto _ : state)
    LEAT_TRY(trainer.step(batch).status());
  state.counters["images_per_second"] = benchmark::Counter(
      double(state.iterations() * size), benchmark::Counter::kIsRate);
  return {};
}

static rt::Status timeCompilation(benchmark::State &state,
                                  const std::string &network, int64_t size) {
  LEAT_ASSIGN(rt::NamedTensors batch, makeBatch(network, size));
  for ([[maybe_unused]] auto _ : state) {
    LEAT_ASSIGN(Trainer trainer, open(network, /*useCache=*/false));
    LEAT_TRY(trainer.step(batch).status());
  }
  return {};
}

using Measurement = rt::Status (*)(benchmark::State &, const std::string &,
                                   int64_t);

static void add(const std::string &kind, const std::string &network,
                int64_t size, Measurement measure, benchmark::TimeUnit unit) {
  auto run = [=](benchmark::State &state) {
    rt::Status status = measure(state, network, size);
    if (!status.ok())
      state.SkipWithError(status.message().c_str());
  };
  std::string name = kind + "/" + network + "/" + std::to_string(size);
  benchmark::RegisterBenchmark(name.c_str(), run)->UseRealTime()->Unit(unit);
}

int main(int argc, char **argv) {
  benchmark::Initialize(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    constexpr const char *flag = "--threads=";
    threads = std::strncmp(argv[i], flag, std::strlen(flag)) == 0
                  ? std::atoi(argv[i] + std::strlen(flag))
                  : 0;
    if (threads < 1) {
      std::fprintf(stderr, "usage: leat-bench-training [--threads=N] "
                           "[--benchmark_...]\n");
      return 2;
    }
  }
  for (const char *network : {"mlp", "convnet"})
    for (int64_t size : {64, 256}) {
      add("step", network, size, timeSteps, benchmark::kMicrosecond);
      add("compile", network, size, timeCompilation, benchmark::kMillisecond);
    }
  benchmark::RunSpecifiedBenchmarks();
}
