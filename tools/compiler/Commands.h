//===- Commands.h - the subcommands that look into models -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One function a file. Each is listed in tools/leat/Commands.h, too, where
// `leat` finds it before it opens the compiler.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_COMPILER_COMMANDS_H
#define LEAT_TOOLS_COMPILER_COMMANDS_H

#include "tools/leat/Commands.h"

namespace leat::cli {

Command checkCommand();   ///< check.cpp: look at a model without running it
Command compileCommand(); ///< compile.cpp: write what the stages make
Command showCommand();    ///< show.cpp: the dataflow graph of a model
Command infoCommand();    ///< info.cpp: what this machine has

} // namespace leat::cli

#endif // LEAT_TOOLS_COMPILER_COMMANDS_H
