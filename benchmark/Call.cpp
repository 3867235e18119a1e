//===- Call.cpp - what a call costs besides its work ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat-bench-call [flags of Google Benchmark]
//
// Calls of a small function in this process, from tensors to tensors:
// y = x / (1 + |x|) on N elements, and the same with an input and a state.
//
//===----------------------------------------------------------------------===//

#include "runtime/program/Program.h"

#include <benchmark/benchmark.h>

using namespace leat;

static constexpr char kModel[] = R"(
leat.model @small {
  param @w: f64[N] = ones
  config @N = 16
  func @softsign(%x: f64[K]) -> (y: f64[K]) {
    %y = let %x / (1 + abs(%x))
    return %y
  }
  func @scaled(%x: f64[N]) -> (y: f64[N]) {
    %y = let @w * %x / (1 + abs(%x))
    return %y
  }
}
)";

static rt::Status time(benchmark::State &state, const char *name) {
  ProgramOptions options;
  options.settings.threads = 1;
  LEAT_ASSIGN(Program program, Program::parse(kModel, "small.mlir", options));
  LEAT_ASSIGN(Function function, program.function(name));
  LEAT_ASSIGN(rt::Tensor x,
              rt::Tensor::zeros(rt::DType::F64, {state.range(0)}));
  for (double &value : x.values<double>())
    value = -3;
  LEAT_ASSIGN(rt::NamedTensors first, function.run({{"x", x}}));
  if (first[0].second.values<double>()[0] != -0.75)
    return rt::userError("@", name, " of -3 is ",
                         first[0].second.values<double>()[0],
                         ", expected -0.75");
  rt::NamedTensors inputs = {{"x", x}};
  for ([[maybe_unused]] auto _ : state)
    LEAT_TRY(function.run(inputs).status());
  return {};
}

static void call(benchmark::State &state, const char *name) {
  rt::Status status = time(state, name);
  if (!status.ok())
    state.SkipWithError(status.message().c_str());
}

BENCHMARK_CAPTURE(call, softsign, "softsign")->Arg(16)->Arg(256)->Arg(4096);
BENCHMARK_CAPTURE(call, scaled, "scaled")->Arg(16);
BENCHMARK_MAIN();
