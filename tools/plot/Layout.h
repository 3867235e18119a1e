//===- Layout.h - where the nodes of a graph stand --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Graphviz decides where nodes stand and how edges run.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_PLOT_LAYOUT_H
#define LEAT_TOOLS_PLOT_LAYOUT_H

#include "tools/plot/Canvas.h"

#include <vector>

namespace leat::plot {

/// The SVG file, from its <svg> on, of a graph in the DOT language. Errors: no
/// graph; what Graphviz reports.
rt::Result<std::string> layOut(const std::string &dot);

/// An edge between two nodes, by their numbers from 0.
struct Edge {
  int from, to;
};

/// A graph without names.
struct Graph {
  int nodes = 0;
  std::vector<Edge> edges;
  bool isDirected = false;
};

/// Where the nodes stand, y upward: in layers along the edges of a directed
/// graph, else so that distances fit the graph's; the same places every time.
/// A node is about 0.75 wide. Errors: what Graphviz reports.
rt::Result<std::vector<Point>> placeNodes(const Graph &graph);

} // namespace leat::plot

#endif // LEAT_TOOLS_PLOT_LAYOUT_H
