//===- LogFigure.h - the curves of a training log ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which numbers of a log belong into one panel, and what they are called.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_LOGFIGURE_H
#define LEAT_TOOLS_LEAT_LOGFIGURE_H

#include "tools/plot/Axes.h"

namespace leat::cli {

/// The figure of a log: a panel of all losses, one of all that counts right or
/// wrong answers, one of the rate, one for every other number; over "step",
/// else "epoch", else the number of the record. Records of epochs and of steps
/// are two curves. Places where a killed run went on are marked. Errors: those
/// of rt::readLog(); a line that is no record; no number to draw.
rt::Result<plot::Figure> logFigure(const std::string &path);

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_LOGFIGURE_H
