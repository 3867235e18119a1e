//===- Commands.h - the subcommands of leat ---------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One function a file: the command's name, options and code.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_COMMANDS_H
#define LEAT_TOOLS_LEAT_COMMANDS_H

#include "tools/leat/Options.h"

namespace leat::cli {

Command runCommand();    ///< run.cpp: call a function
Command trainCommand();  ///< train.cpp: take a trainer's steps over a data set
Command sampleCommand(); ///< sample.cpp: draw what a function samples
Command evalCommand();   ///< eval.cpp: average a function over a data set
Command plotCommand();   ///< plot.cpp: the curves of a training log
Command benchCommand();  ///< bench.cpp: how fast a function is
Command dataCommand();   ///< data.cpp: look at a data set
Command cacheCommand();  ///< cache.cpp: the compiled code on disk

/// A command that looks into models. It stands in the compiler's library, so
/// that the others start without it.
struct CompilerCommand {
  std::string_view name, summary;
};
inline constexpr CompilerCommand kCompilerCommands[] = {
    {"check",
     "verify a model; its signatures, layers, parameters, derivatives"},
    {"compile", "write the IR of a stage, or machine code"},
    {"show", "draw the dataflow graph of a model with its kernels"},
    {"info", "version, processor, targets, cache"},
};

/// Runs the one of `commands` that `words` begin with: its exit code, which for
/// an error is that of the error, after its message on stderr; nothing where
/// there is no such command.
std::optional<int> runCommand(const std::vector<Command> &commands,
                              const std::vector<std::string> &words);

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_COMMANDS_H
