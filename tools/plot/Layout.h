//===- Layout.h - a graph, laid out as SVG ----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Graphviz decides where nodes stand and how edges run.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_PLOT_LAYOUT_H
#define LEAT_TOOLS_PLOT_LAYOUT_H

#include "runtime/Status.h"

namespace leat::plot {

/// The SVG file, from its <svg> on, of a graph in the DOT language. Errors: no
/// graph; what Graphviz reports.
rt::Result<std::string> layOut(const std::string &dot);

} // namespace leat::plot

#endif // LEAT_TOOLS_PLOT_LAYOUT_H
