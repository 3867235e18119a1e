//===- Call.cpp - a function, called from the command line ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Inputs are read before the state, so that a typing error is told before a
// large file is.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Call.h"
#include "runtime/io/Npy.h"

#include <filesystem>

using namespace leat;
using namespace leat::cli;

rt::Result<Call> cli::prepareCall(const Arguments &arguments,
                                  const ProgramOptions &options,
                                  const std::string &entry) {
  LEAT_ASSIGN(Program program, loadProgram(arguments, options, entry));
  LEAT_ASSIGN(Function function, program.function(entry));
  LEAT_ASSIGN(rt::NamedTensors inputs, readInputs(arguments, function.info()));
  LEAT_TRY(loadState(program, arguments));
  return Call{std::move(program), std::move(function), std::move(inputs)};
}

rt::Result<size_t> cli::findResult(const FunctionInfo &function,
                                   const std::string &name) {
  for (size_t i = 0; i < function.results.size(); ++i)
    if (function.results[i].name == name)
      return i;
  return rt::usageError("there is no result '", name, "' of ",
                        function.signature());
}

rt::Status cli::writeArrays(const std::string &directory,
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

rt::Status cli::finishCall(const Call &call, const Arguments &arguments,
                           const ProgramOptions &options) {
  if (arguments.has("--save")) {
    rt::Metadata facts;
    for (const auto &[name, value] : describeRun(arguments, options))
      facts[name] = value;
    LEAT_TRY(call.program.saveState(arguments.get("--save"), facts));
  }
  return writeProfile(call.program, arguments);
}
