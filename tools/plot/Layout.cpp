//===- Layout.cpp - a graph, laid out as SVG --------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Graphviz as a library: no program is started, no file written.
//
//===----------------------------------------------------------------------===//

#include "tools/plot/Layout.h"

#include <graphviz/gvc.h>
#include <memory>

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

rt::Result<std::string> plot::layOut(const std::string &dot) {
  lastMessage().clear();
  agseterrf(keepMessage);
  auto failure = [] {
    std::string &text = lastMessage();
    text.erase(text.find_last_not_of('\n') + 1);
    return rt::internalError("the graph can not be laid out: ", text);
  };
  std::unique_ptr<GVC_t, int (*)(GVC_t *)> context(gvContext(), gvFreeContext);
  std::unique_ptr<Agraph_t, int (*)(Agraph_t *)> graph(agmemread(dot.c_str()),
                                                       agclose);
  if (!context || !graph || gvLayout(context.get(), graph.get(), "dot") != 0)
    return failure();
  char *data = nullptr;
  unsigned length = 0;
  int code = gvRenderData(context.get(), graph.get(), "svg", &data, &length);
  std::string svg = code == 0 ? std::string(data, length) : "";
  gvFreeRenderData(data);
  gvFreeLayout(context.get(), graph.get());
  size_t start = svg.find("<svg");
  if (start == std::string::npos)
    return failure();
  return svg.substr(start);
}
