//===- Layout.cpp - where the nodes of a graph stand ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Graphviz as a library: no program is started, no file written.
//
//===----------------------------------------------------------------------===//

#include "tools/plot/Layout.h"

#include <graphviz/gvc.h>
#include <memory>
#include <string>

using namespace leat;
using namespace leat::plot;

/// What Graphviz said last; it reports through a function without context.
static std::string &lastMessage() {
  static std::string text;
  return text;
}

static int keepMessage(char *text) {
  lastMessage() += text;
  return 0;
}

namespace {

/// A graph of Graphviz with places; freed in the right order.
struct LaidOut {
  std::unique_ptr<GVC_t, int (*)(GVC_t *)> context{nullptr, gvFreeContext};
  std::unique_ptr<Agraph_t, int (*)(Agraph_t *)> graph{nullptr, agclose};
  ~LaidOut() {
    if (graph)
      gvFreeLayout(context.get(), graph.get());
  }
};

} // namespace

static rt::Status failure() {
  std::string &text = lastMessage();
  text.erase(text.find_last_not_of('\n') + 1);
  return rt::internalError("the graph can not be laid out: ", text);
}

// `engine` is what Graphviz calls the way to place nodes.
static rt::Status layOut(LaidOut &result, const std::string &dot,
                         const char *engine) {
  lastMessage().clear();
  agseterrf(keepMessage);
  result.context.reset(gvContext());
  std::unique_ptr<Agraph_t, int (*)(Agraph_t *)> graph(agmemread(dot.c_str()),
                                                       agclose);
  if (!result.context || !graph ||
      gvLayout(result.context.get(), graph.get(), engine) != 0)
    return failure();
  result.graph = std::move(graph);
  return {};
}

rt::Result<std::string> plot::layOut(const std::string &dot) {
  LaidOut laidOut;
  LEAT_TRY(::layOut(laidOut, dot, "dot"));
  char *data = nullptr;
  unsigned length = 0;
  int code = gvRenderData(laidOut.context.get(), laidOut.graph.get(), "svg",
                          &data, &length);
  std::string svg = code == 0 ? std::string(data, length) : "";
  gvFreeRenderData(data);
  size_t start = svg.find("<svg");
  if (start == std::string::npos)
    return failure();
  return svg.substr(start);
}

rt::Result<std::vector<Point>> plot::placeNodes(const Graph &graph) {
  std::string dot = graph.isDirected ? "digraph {" : "graph {";
  dot +=
      "node [shape=circle fixedsize=true width=0.75 label=\"\"] edge [len=1.6] "
      "nodesep=0.6 ranksep=0.8 start=1 overlap=false\n";
  for (int node = 0; node < graph.nodes; ++node)
    dot += std::to_string(node) + "\n";
  for (const Edge &edge : graph.edges)
    dot += std::to_string(edge.from) + (graph.isDirected ? "->" : "--") +
           std::to_string(edge.to) + "\n";
  LaidOut laidOut;
  LEAT_TRY(::layOut(laidOut, dot + "}", graph.isDirected ? "dot" : "neato"));
  constexpr double kPointsPerInch = 72;
  std::vector<Point> places;
  for (int node = 0; node < graph.nodes; ++node) {
    std::string name = std::to_string(node);
    Agnode_t *found = agnode(laidOut.graph.get(), name.data(), 0);
    places.push_back({ND_coord(found).x / kPointsPerInch,
                      ND_coord(found).y / kPointsPerInch});
  }
  return places;
}
