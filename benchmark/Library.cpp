//===- Library.cpp - kernels beside OpenBLAS and oneDNN ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat-bench-library [flags of Google Benchmark]
//
// Products, convolutions, pointwise work, softmax and layer norm, each first
// checked against the peers' results and then timed as `kind/size/library`, on
// one thread. To compare, let Google Benchmark mix the repetitions:
//   --benchmark_enable_random_interleaving=true --benchmark_repetitions=9
// Leat is called as a program calls it: tensors in, tensors out.
//
//===----------------------------------------------------------------------===//

#include "benchmark/Peers.h"
#include "runtime/Philox.h"
#include "runtime/program/Program.h"

#include <benchmark/benchmark.h>
#include <cmath>
#include <cstdlib>
#include <unistd.h>

using namespace leat;
using namespace leat::peers;

namespace {

/// One piece of work: its model for Leat, its inputs, its peers.
struct Work {
  std::string name;
  double flops = 0, bytes = 0; ///< counted once for all libraries
  std::string model;           ///< the body of @main, which gives %y
  rt::NamedTensors inputs;
  Peer openblas, onednn;
};

} // namespace

static rt::Tensor makeInput(const char *name, rt::Shape shape) {
  rt::Tensor tensor = *rt::Tensor::zeros(rt::DType::F32, std::move(shape));
  rt::Draw draw(rt::seedFor(0, name), 0);
  int64_t i = 0;
  for (float &value : tensor.values<float>())
    value = float(draw.normalF64(uint64_t(i++)));
  return tensor;
}

static std::string dims(const rt::Shape &shape) {
  std::string text;
  for (int64_t size : shape)
    text += (text.empty() ? "" : "x") + std::to_string(size);
  return text;
}

static float *data(const rt::NamedTensors &inputs, size_t i) {
  rt::Tensor tensor = inputs[i].second;
  return tensor.values<float>().data();
}

static Work product(int64_t m, int64_t n, int64_t k, bool transposed = false) {
  Product p = {m, n, k, transposed};
  Work work;
  work.name = (transposed ? "linear/" : "matmul/") + dims({m, n, k});
  work.flops = 2.0 * double(m) * double(n) * double(k);
  work.bytes = 4.0 * double(m * n + m * k + n * k);
  work.inputs = {
      {"a", makeInput("a", {m, k})},
      {"b", makeInput("b", transposed ? rt::Shape{n, k} : rt::Shape{k, n})}};
  work.model = transposed ? "linear(%a, %b)" : "matmul(%a, %b)";
  work.openblas = openblas(p, data(work.inputs, 0), data(work.inputs, 1));
  work.onednn = onednn(p, data(work.inputs, 0), data(work.inputs, 1));
  return work;
}

static Work convolution(int64_t n, int64_t in, int64_t out, int64_t h,
                        int64_t size) {
  Convolution c = {n, in, out, h, h, size};
  Work work;
  work.name = "conv/" + dims({n, in, out, h, h, size});
  work.flops = 2.0 * double(n * out * h * h) * double(in * size * size);
  work.bytes = 4.0 * double(n * h * h * (in + out) + in * out * size * size);
  work.inputs = {{"x", makeInput("x", {n, in, h, h})},
                 {"w", makeInput("w", {out, in, size, size})}};
  work.model = "conv(%x, %w, padding = [" + std::to_string(size / 2) + ", " +
               std::to_string(size / 2) + "])";
  work.onednn = onednn(c, data(work.inputs, 0), data(work.inputs, 1));
  return work;
}

static Work rows(const char *name, RowWork kind, int64_t rows, int64_t columns,
                 double flops, const char *model) {
  Work work;
  work.name = std::string(name) + "/" + dims({rows, columns});
  work.flops = flops * double(rows * columns);
  work.bytes = 8.0 * double(rows * columns);
  work.inputs = {{"x", makeInput("x", {rows, columns})},
                 {"w", makeInput("w", {columns})},
                 {"b", makeInput("b", {columns})}};
  work.model = model;
  work.onednn = onednn(Rows{rows, columns, kind}, data(work.inputs, 0),
                       data(work.inputs, 1), data(work.inputs, 2));
  return work;
}

static rt::Result<Function> compile(const Work &work) {
  std::string text = "leat.model @m {\n  func @main(";
  for (const auto &[name, tensor] : work.inputs)
    text += (name == work.inputs[0].first ? "%" : ", %") + name + ": " +
            tensor.signature();
  text += ") -> (y: f32[";
  // The result has the first extent of the first input; others are inferred.
  ProgramOptions options;
  options.settings.threads = 1;
  std::string shape = work.name.substr(0, 4) == "conv" ? "A, B, C, D" : "A, B";
  text +=
      shape + "]) {\n    %y = let " + work.model + "\n    return %y\n  }\n}\n";
  LEAT_ASSIGN(Program program, Program::parse(text, work.name, options));
  return program.function("main");
}

// How far two results lie apart, as a part of the largest value.
static double difference(const std::vector<float> &a, const float *b) {
  double largest = 0, apart = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    largest = std::max(largest, double(std::fabs(a[i])));
    apart = std::max(apart, std::fabs(double(a[i]) - double(b[i])));
  }
  return apart / largest;
}

static rt::Status check(const Work &work, const Function &function) {
  LEAT_ASSIGN(rt::NamedTensors results, function.run(work.inputs));
  const float *own = data(results, 0);
  for (const Peer *peer : {&work.openblas, &work.onednn}) {
    if (!*peer)
      continue;
    peer->run();
    double apart = difference(peer->result(), own);
    if (!(apart < 1e-4))
      return rt::userError(work.name, ": results lie ", apart,
                           " apart, expected less than 1e-4");
  }
  return {};
}

static void report(benchmark::State &state, const Work &work) {
  using benchmark::Counter;
  state.counters["FLOPS"] =
      Counter(work.flops * double(state.iterations()), Counter::kIsRate);
  state.counters["bytes"] =
      Counter(work.bytes * double(state.iterations()), Counter::kIsRate);
}

static void timeLeat(benchmark::State &state, const Work &work) {
  rt::Result<Function> function = compile(work);
  rt::Status status =
      function.ok() ? check(work, *function) : function.status();
  if (!status.ok())
    return state.SkipWithError(status.message().c_str());
  for ([[maybe_unused]] auto _ : state)
    if (rt::Status failed = function->run(work.inputs).status(); !failed.ok())
      return state.SkipWithError(failed.message().c_str());
  report(state, work);
}

static void timePeer(benchmark::State &state, const Work &work,
                     const Peer &peer) {
  for ([[maybe_unused]] auto _ : state)
    peer.run();
  report(state, work);
}

static std::vector<Work> makeWork() {
  std::vector<Work> all;
  for (int64_t n : {64, 128, 256, 512, 1024})
    all.push_back(product(n, n, n));
  for (auto [m, n, k] : {std::array<int64_t, 3>{8, 256, 784},
                         {32, 256, 784},
                         {128, 256, 784},
                         {64, 10, 256},
                         {64, 512, 3072},
                         {512, 3072, 768},
                         {1, 256, 784}})
    all.push_back(product(m, n, k, /*transposed=*/true));
  all.push_back(convolution(64, 64, 64, 32, 3));
  all.push_back(convolution(8, 64, 64, 56, 3));
  all.push_back(convolution(8, 128, 128, 28, 3));
  all.push_back(convolution(8, 256, 256, 14, 3));
  all.push_back(convolution(8, 512, 512, 7, 3));
  for (auto [n, columns] :
       {std::array<int64_t, 2>{64, 10}, {1024, 1024}, {16384, 64}}) {
    all.push_back(rows("relu", RowWork::Relu, n, columns, 1, "relu(%x)"));
    all.push_back(rows("gelu", RowWork::Gelu, n, columns, 1, "gelu(%x)"));
    all.push_back(rows("softmax", RowWork::Softmax, n, columns, 4,
                       "softmax(%x, axis = 1)"));
    all.push_back(
        rows("layer_norm", RowWork::LayerNorm, n, columns, 6,
             "(%x - unsqueeze(mean(%x, axis = 1), axis = 1)) * "
             "rsqrt(unsqueeze(var(%x, axis = 1), axis = 1) + 1e-5) * %w + %b"));
  }
  return all;
}

int main(int argc, char **argv) {
  // OpenMP's runtime reads it when it is loaded, so it must stand there before.
  if (!std::getenv("OMP_NUM_THREADS")) {
    ::setenv("OMP_NUM_THREADS", "1", 1);
    ::execv("/proc/self/exe", argv);
  }
  benchmark::Initialize(&argc, argv);
  static const std::vector<Work> all = makeWork();
  auto add = [](const Work &work, const char *library, auto run) {
    benchmark::RegisterBenchmark((work.name + "/" + library).c_str(), run)
        ->Unit(benchmark::kMicrosecond);
  };
  for (const Work &work : all) {
    add(work, "leat", [&](benchmark::State &s) { timeLeat(s, work); });
    for (auto [peer, library] : {std::pair{&work.openblas, "openblas"},
                                 std::pair{&work.onednn, "onednn"}})
      if (*peer)
        add(work, library, [&work, peer = peer](benchmark::State &s) {
          timePeer(s, work, *peer);
        });
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
