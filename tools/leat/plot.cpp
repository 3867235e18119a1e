//===- plot.cpp - leat plot: the curves of a training log -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat plot mlp.jsonl -o mlp.png
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Commands.h"
#include "tools/leat/LogFigure.h"
#include "tools/plot/Library.h"

using namespace leat;
using namespace leat::cli;

static rt::Result<int> plotLog(const Arguments &arguments) {
  if (!arguments.has("-o"))
    return rt::usageError("leat plot needs -o, a file that ends in .png or "
                          ".svg");
  LEAT_ASSIGN(plot::Figure figure, logFigure(arguments.operands[0]));
  LEAT_ASSIGN(const plot::Library *library, plot::library());
  LEAT_TRY(library->saveFigure(figure, arguments.get("-o")));
  return 0;
}

Command cli::plotCommand() {
  return {"plot",
          "LOG.jsonl|.csv",
          "draw the losses, accuracies and rates of a training log",
          "leat plot mlp.jsonl -o mlp.png",
          {{"-o", "FILE.png|.svg", "the picture"}},
          plotLog};
}
