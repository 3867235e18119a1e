//===- run.cpp - leat run: call a function ----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat run softsign.mlir --input x=[1,2]     prints y = [0.5 0.66666667]
//
//===----------------------------------------------------------------------===//

#include "runtime/Report.h"
#include "runtime/io/Npy.h"
#include "tools/leat/Commands.h"
#include "tools/leat/Common.h"

#include <cstdio>
#include <filesystem>

using namespace leat;
using namespace leat::cli;

static rt::Status write(const std::string &directory,
                        const rt::NamedTensors &results) {
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  if (failed)
    return rt::userError("can not make the folder '", directory,
                         "': ", failed.message());
  for (const auto &[name, tensor] : results)
    LEAT_TRY(rt::writeNpy(directory + "/" + name + ".npy", tensor));
  return {};
}

static rt::Result<int> run(const Arguments &arguments) {
  LEAT_ASSIGN(Program program, loadProgram(arguments));
  LEAT_ASSIGN(Function function,
              program.function(arguments.get("--entry", "main")));
  LEAT_ASSIGN(rt::NamedTensors inputs, readInputs(arguments, function.info()));
  LEAT_TRY(loadState(program, arguments));
  LEAT_ASSIGN(rt::NamedTensors results, function.run(inputs));
  if (arguments.has("--output-dir"))
    LEAT_TRY(write(arguments.get("--output-dir"), results));
  else
    for (const auto &[name, tensor] : results)
      std::fputs(rt::namedText(name, tensor).c_str(), stdout);
  if (arguments.has("--save")) {
    rt::Metadata facts;
    LEAT_ASSIGN(ProgramOptions options, readProgramOptions(arguments));
    for (const auto &[name, value] : describeRun(arguments, options))
      facts[name] = value;
    LEAT_TRY(program.saveState(arguments.get("--save"), facts));
  }
  LEAT_TRY(writeProfile(program, arguments));
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
               "an argument: FILE.npy, 0.5, [1,2], [[1,2],[3,4]]", true},
              {"--output-dir", "DIR", "write DIR/RESULT.npy, print nothing"},
              {"--save", "FILE", "write the state after the call"},
          }),
          run};
}
