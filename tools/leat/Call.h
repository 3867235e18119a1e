//===- Call.h - a function, called from the command line --------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `leat run`, `leat sample` and others have in common: a function with its
// inputs and the state that it starts from, and where results go.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_CALL_H
#define LEAT_TOOLS_LEAT_CALL_H

#include "tools/leat/Common.h"

namespace leat::cli {

/// A function of a program that is ready for it.
struct Call {
  Program program;
  Function function;
  rt::NamedTensors inputs;
};

/// The function `entry` of the model of the first operand, with --input,
/// --state and --weights; `options` are those of readProgramOptions(). Errors:
/// those of loadProgram(), readInputs() and loadState().
rt::Result<Call> prepareCall(const Arguments &arguments,
                             const ProgramOptions &options,
                             const std::string &entry);

/// Where a result stands. Errors (usage): there is none of that name.
rt::Result<size_t> findResult(const FunctionInfo &function,
                              const std::string &name);

/// Writes each result to NAME.npy in `directory`, which is made where it is
/// missing. Errors: those of the disk.
rt::Status writeArrays(const std::string &directory,
                       const rt::NamedTensors &results);

/// What --save and --profile ask for, after the call. Errors: those of
/// Program::saveState() and writeProfile().
rt::Status finishCall(const Call &call, const Arguments &arguments,
                      const ProgramOptions &options);

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_CALL_H
