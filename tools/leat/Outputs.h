//===- Outputs.h - where a command is going to write ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEAT_TOOLS_LEAT_OUTPUTS_H
#define LEAT_TOOLS_LEAT_OUTPUTS_H

#include "tools/leat/Options.h"

namespace leat::cli {

/// Whether all that a command is asked to write can be made, now: a night of
/// training shall not end at the name of a folder. Nothing is left behind.
/// Errors: a file or folder can not be made, which is named.
rt::Status checkOutputs(const Command &command, const Arguments &arguments);

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_OUTPUTS_H
