//===- DataflowDot.cpp - a dataflow graph in Graphviz's language *- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A kernel is a table: a coloured head, a row for each op, the states that it
// reads and writes, what it costs.
//
//===----------------------------------------------------------------------===//

#include "tools/compiler/DataflowDot.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

using namespace leat;
using namespace leat::cli;

/// A kernel shows so many ops; the others are counted.
static constexpr size_t kMaxOps = 12;
static constexpr const char *kFont = "DejaVu Sans,Verdana,sans-serif";
static constexpr const char *kGrey = "#6b7280", *kState = "#137547";

std::string cli::shortCount(int64_t count) {
  double value = double(count);
  const char *units[] = {"", " k", " M", " G", " T"};
  size_t unit = 0;
  while (value >= 999.5 && unit + 1 < std::size(units)) {
    value /= 1000;
    ++unit;
  }
  int digits = unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  std::string text;
  llvm::raw_string_ostream(text)
      << llvm::format("%.*f", digits, value) << units[unit];
  return text;
}

std::string cli::shortBytes(int64_t bytes) {
  return shortCount(bytes) + (bytes < 1000 ? " B" : "B");
}

static std::string escape(llvm::StringRef text) {
  std::string result;
  llvm::raw_string_ostream stream(result);
  llvm::printHTMLEscaped(text, stream);
  return result;
}

// A text of a table's cell, in quotes of the language where it is none.
static std::string quoted(llvm::StringRef text) {
  std::string result = "\"";
  for (char c : text)
    result += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return result + "\"";
}

static const char *colorOf(DataflowNode::Kind kind) {
  switch (kind) {
  case DataflowNode::Kind::Contraction:
    return "#2563a8";
  case DataflowNode::Kind::Pointwise:
    return "#b45f06";
  case DataflowNode::Kind::Other:
    return "#6d4aa2";
  case DataflowNode::Kind::Argument:
  case DataflowNode::Kind::Result:
    break;
  }
  return "#374151";
}

static std::string font(const char *color, int size, const std::string &text) {
  return llvm::formatv("<FONT COLOR=\"{0}\" POINT-SIZE=\"{1}\">{2}</FONT>",
                       color, size, text);
}

static std::string row(const std::string &left, const std::string &right) {
  return llvm::formatv("<TR><TD ALIGN=\"LEFT\">{0}</TD>"
                       "<TD ALIGN=\"RIGHT\">{1}</TD></TR>",
                       left, right.empty() ? " " : right);
}

// "02  matmul_add_relu"
static std::string titleOf(const DataflowNode &node) {
  std::string text;
  llvm::raw_string_ostream os(text);
  if (node.number >= 0)
    os << "<B>" << llvm::format("%02d", node.number) << "</B>  ";
  os << escape(node.name);
  return text;
}

static std::string kernelLabel(const DataflowNode &node) {
  const char *color = colorOf(node.kind);
  std::string text = llvm::formatv(
      "<<TABLE BORDER=\"1\" COLOR=\"{0}\" CELLBORDER=\"0\" CELLSPACING=\"0\" "
      "CELLPADDING=\"3\" BGCOLOR=\"white\"><TR><TD COLSPAN=\"2\" "
      "ALIGN=\"LEFT\" BGCOLOR=\"{0}\">{1}</TD></TR>",
      color, font("white", 11, titleOf(node)));
  size_t ops = 0;
  for (const DataflowLine &line : node.lines) {
    if (line.kind != DataflowLine::Kind::Op || ++ops > kMaxOps)
      continue;
    std::string left = escape(line.name);
    if (!line.details.empty() && line.details.size() <= 24)
      left += "  " + font(kGrey, 8, escape(line.details));
    text += row(left, font(kGrey, 9, escape(line.type)));
  }
  if (ops > kMaxOps)
    text += row(
        font(kGrey, 9, "and " + std::to_string(ops - kMaxOps) + " more"), "");
  for (const DataflowLine &line : node.lines)
    if (line.kind != DataflowLine::Kind::Op) {
      bool isRead = line.kind == DataflowLine::Kind::Read;
      text += row(
          font(kState, 9, (isRead ? "\u25b8 " : "\u25c2 ") + escape(line.name)),
          font(kState, 9, escape(line.type)));
    }
  std::string cost;
  if (node.multiplyAdds)
    cost = shortCount(node.multiplyAdds) + " multiply-adds, ";
  cost += shortBytes(node.bytesRead + node.bytesWritten) + " moved";
  return text + "<TR><TD COLSPAN=\"2\" ALIGN=\"RIGHT\">" +
         font(kGrey, 8, cost) + "</TD></TR></TABLE>>";
}

static std::string nodeText(const DataflowNode &node, const std::string &id) {
  if (node.isKernel())
    return llvm::formatv("{0} [id={0} class=kernel shape=plain label={1}]\n",
                         id, kernelLabel(node));
  bool isArgument = node.kind == DataflowNode::Kind::Argument;
  return llvm::formatv(
      "{0} [id={0} class=value shape=box style=\"rounded,filled\" "
      "color=\"#9ca3af\" fillcolor=\"{1}\" label=<<B>{2}</B>  {3}>]\n",
      id, isArgument ? "#eef2ff" : "#ecfdf5", escape(node.name),
      font(kGrey, 9, escape(node.type)));
}

static void writeFunction(llvm::raw_ostream &os, const Dataflow &flow,
                          size_t number) {
  std::string prefix = "f" + std::to_string(number);
  auto id = [&](size_t node) { return prefix + "n" + std::to_string(node); };
  for (size_t i = 0; i < flow.nodes.size(); ++i)
    os << nodeText(flow.nodes[i], id(i));
  for (const DataflowEdge &edge : flow.edges) {
    // What comes in says itself what it is; a space keeps the line off.
    std::string label = "  " + escape(edge.type);
    if (!edge.name.empty())
      label = "  <B>" + escape(edge.name) + "</B>" + label;
    if (flow.nodes[edge.from].kind == DataflowNode::Kind::Argument)
      label = " ";
    os << llvm::formatv("{0} -> {1} [class=\"from{0} to{1}\" label=<{2}>]\n",
                        id(edge.from), id(edge.to), font(kGrey, 8, label));
  }
}

std::string cli::writeDot(llvm::ArrayRef<Dataflow> functions, size_t first) {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << "digraph leat {\nbgcolor=white nodesep=0.3 ranksep=0.35\n"
     << "fontname=" << quoted(kFont) << " fontsize=13\n"
     << "node [fontname=" << quoted(kFont) << " fontsize=10]\n"
     << "edge [fontname=" << quoted(kFont)
     << " color=\"#9ca3af\" arrowsize=0.6]\n";
  for (size_t i = 0; i < functions.size(); ++i) {
    if (functions.size() > 1)
      os << "subgraph cluster" << i
         << " {\nlabel=" << quoted(functions[i].signature)
         << " style=rounded color=\"#d1d5db\"\n";
    writeFunction(os, functions[i], first + i);
    if (functions.size() > 1)
      os << "}\n";
  }
  os << "}\n";
  return text;
}
