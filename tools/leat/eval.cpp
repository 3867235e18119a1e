//===- eval.cpp - leat eval: average a function over a data set -*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat eval mlp.mlir --entry accuracy --data fashion-mnist:test \
//     --state mlp.safetensors                  prints accuracy = 0.8712
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Commands.h"
#include "tools/leat/Common.h"
#include "tools/leat/Evaluation.h"

#include <cstdio>

using namespace leat;
using namespace leat::cli;

static rt::Result<int> eval(const Arguments &arguments) {
  for (const char *option : {"--entry", "--data"})
    if (!arguments.has(option))
      return rt::usageError("leat eval needs ", option);
  LEAT_ASSIGN(ProgramOptions options, readProgramOptions(arguments));
  std::string entry = arguments.get("--entry");
  LEAT_ASSIGN(Program program, loadProgram(arguments, options, entry));
  LEAT_ASSIGN(Function function, program.function(entry));
  LEAT_TRY(loadState(program, arguments));
  LEAT_ASSIGN(int64_t size, arguments.integer("--batch", kEvalBatch, 1));
  LEAT_ASSIGN(rt::DataSet data,
              rt::loadData(arguments.get("--data"), options.seed));
  LEAT_ASSIGN(Evaluation evaluation,
              Evaluation::create(function, std::move(data), size));
  LEAT_ASSIGN(auto averages, evaluation.run());
  for (const auto &[name, value] : averages)
    std::printf("%s = %.7g\n", name.c_str(), value);
  LEAT_TRY(writeProfile(program, arguments));
  return 0;
}

Command cli::evalCommand() {
  return {"eval",
          "FILE",
          "average a function's results over the examples of a data set",
          "leat eval examples/networks/mlp.mlir --entry accuracy --data "
          "fashion-mnist:test --state mlp.safetensors",
          withRunOptions({
              {"--entry", "FUNC", "a function with scalar results"},
              {"--data", "SPEC",
               "the examples: fashion-mnist:test ... ('leat data --help')"},
              {"--batch", "N", "examples per call (default 500)"},
          }),
          eval};
}
