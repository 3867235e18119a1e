//===- run.cpp - leat run: call a function ----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat run softsign.mlir --input x=[1,2]     prints y = [0.5 0.66666667]
//
//===----------------------------------------------------------------------===//

#include "runtime/Report.h"
#include "tools/leat/Call.h"
#include "tools/leat/Commands.h"

#include <cstdio>

using namespace leat;
using namespace leat::cli;

static rt::Result<int> run(const Arguments &arguments) {
  LEAT_ASSIGN(ProgramOptions options, readProgramOptions(arguments));
  LEAT_ASSIGN(Call call, prepareCall(arguments, options,
                                     arguments.get("--entry", "main")));
  LEAT_ASSIGN(rt::NamedTensors results, call.function.run(call.inputs));
  if (arguments.has("--output-dir"))
    LEAT_TRY(writeArrays(arguments.get("--output-dir"), results));
  else
    for (const auto &[name, tensor] : results)
      std::fputs(rt::namedText(name, tensor).c_str(), stdout);
  LEAT_TRY(finishCall(call, arguments, options));
  return 0;
}

Command cli::runCommand() {
  return {"run",
          "FILE",
          "call a function of a model and print its results",
          "leat run examples/lessons/01_softsign.mlir --input x=[-1,0,2]",
          withRunOptions({
              {"--entry", "NAME", "the function (default main)"},
              {"--input", "NAME=VALUE",
               "an argument: FILE.npy, FILE.npz, 0.5, [1,2], [[1,2],[3,4]]",
               Option::Repeats},
              {"--output-dir", "DIR", "write DIR/RESULT.npy, print nothing",
               Option::WritesFolder},
              {"--save", "FILE", "write the state after the call",
               Option::WritesFile},
          }),
          run};
}
