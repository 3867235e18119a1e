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

Command runCommand();     ///< run.cpp: call a function
Command trainCommand();   ///< train.cpp: take a trainer's steps over a data set
Command evalCommand();    ///< eval.cpp: average a function over a data set
Command checkCommand();   ///< check.cpp: look at a model without running it
Command compileCommand(); ///< compile.cpp: write what the stages make
Command plotCommand();    ///< plot.cpp: the curves of a training log
Command infoCommand();    ///< info.cpp: what this machine has
Command cacheCommand();   ///< cache.cpp: the compiled code on disk

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_COMMANDS_H
