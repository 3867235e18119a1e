//===- FunctionFigure.h - drawings of what a function gives -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A function over a grid, or its results as lines, points, a histogram, a
// matrix or a graph.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_FUNCTIONFIGURE_H
#define LEAT_TOOLS_LEAT_FUNCTIONFIGURE_H

#include "runtime/program/Program.h"
#include "tools/leat/Options.h"
#include "tools/plot/Library.h"

namespace leat::cli {

/// The value of --as that draws pixels, not a figure.
inline constexpr std::string_view kImages = "images";

/// A page without panels: the heading names the file and the function, the
/// line below it what was set.
plot::Figure pageFor(const Arguments &arguments, const FunctionInfo &function);

/// Points [N, 2] in a panel.
plot::Axes scatterPanel(const std::string &title, const rt::Tensor &points);

/// The page that --over, --as, --result, --against and --bins ask for, of
/// `function` with `inputs`, a panel for each result; `library` places the
/// nodes of graphs. Errors: those of readGrid(), of evaluate(), of the run; a
/// result that cannot be drawn so, or none that can.
rt::Result<plot::Figure> functionFigure(const Arguments &arguments,
                                        const Function &function,
                                        const rt::NamedTensors &inputs,
                                        const plot::Library &library);

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_FUNCTIONFIGURE_H
