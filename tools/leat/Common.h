//===- Common.h - options that every command on a model takes ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From `--set`, `--float`, `--seed` ... to a program with its state loaded.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_COMMON_H
#define LEAT_TOOLS_LEAT_COMMON_H

#include "runtime/program/Program.h"
#include "tools/leat/Options.h"

namespace leat::cli {

/// `own` and behind them the options of every command that reads a model.
std::vector<Option> withModelOptions(std::vector<Option> own);

/// `own`, those of withModelOptions(), and those about a file of weights.
std::vector<Option> withStateOptions(std::vector<Option> own);

/// `own`, those of withStateOptions(), and those about what runs.
std::vector<Option> withRunOptions(std::vector<Option> own);

/// What the options say. Errors (usage): values that are none; a target that is
/// not available (exit code 3); options that are not supported yet.
rt::Result<ProgramOptions> readProgramOptions(const Arguments &arguments);

/// The model file of the first operand with what --set and --float change.
/// Errors: those of readProgramOptions() and ModelSource::read().
rt::Result<ModelSource> readModelSource(const Arguments &arguments);

/// The model of the first operand as a program in its initial state, with the
/// sizes of readShapes(). `options` are those of readProgramOptions(); `entry`
/// is the function that runs, or empty for several. Errors: those of
/// Program::load() and readShapes(); no such function.
rt::Result<Program> loadProgram(const Arguments &arguments,
                                const ProgramOptions &options,
                                const std::string &entry);

/// What --map, --allow-extra and --allow-missing say. Errors (usage): --map
/// without '='.
rt::Result<LoadOptions> readLoadOptions(const Arguments &arguments);

/// Loads `path` as --map, --allow-extra and --allow-missing say. Errors: those
/// of Program::loadState().
rt::Status loadStateFile(Program &program, const std::string &path,
                         const Arguments &arguments, bool withoutSlots = false);

/// Loads --state, if given, and puts moving averages in the parameters' places
/// where --weights asks for them. Errors: also another value of --weights, and
/// an option about --state without it.
rt::Status loadState(Program &program, const Arguments &arguments);

/// The arguments of `function` that --input gives. Errors: a name that is none;
/// those of readInput().
rt::Result<rt::NamedTensors> readInputs(const Arguments &arguments,
                                        const FunctionInfo &function);

/// What --profile asks for, after all runs: a table on stderr, a trace in a
/// file. Errors: the file cannot be written.
rt::Status writeProfile(const Program &program, const Arguments &arguments);

/// Facts about a run, for logs and saved states: version, file, configs, seed,
/// CPU, threads.
std::vector<std::pair<std::string, std::string>>
describeRun(const Arguments &arguments, const ProgramOptions &options);

/// Writes an error to stderr; the exit code that it stands for.
int fail(const rt::Status &status);

/// Takes `--diagnostics=json` out of the words of a command line; from then on
/// fail() and say() write one JSON object a line. Errors (usage): another
/// value, or none.
rt::Status takeDiagnosticsOption(std::vector<std::string> &words);

/// Writes a message for the person to stderr.
void say(const std::string &message);

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_COMMON_H
