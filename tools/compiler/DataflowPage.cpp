//===- DataflowPage.cpp - dataflow graphs as a page to explore --*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The graph is on the left, what is known of the clicked node on the right.
//
//===----------------------------------------------------------------------===//

#include "tools/compiler/DataflowPage.h"
#include "tools/compiler/DataflowDot.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

using namespace leat;
using namespace leat::cli;
namespace json = llvm::json;

static constexpr llvm::StringLiteral kStyle = R"css(
* { box-sizing: border-box }
body { margin: 0; height: 100vh; display: grid; color: #1f2937;
  font: 14px/1.45 system-ui, "DejaVu Sans", Verdana, sans-serif;
  grid-template: auto 1fr / 1fr minmax(300px, 27vw) }
header { grid-column: 1 / 3; padding: 10px 18px 0; border-bottom: 1px solid #e5e7eb }
h1 { font-size: 18px; margin: 0 0 6px }
nav button { font: inherit; border: 0; background: none; padding: 6px 12px;
  cursor: pointer; border-bottom: 3px solid transparent; color: #4b5563 }
nav button[aria-selected=true] { border-color: #2563a8; color: #111827; font-weight: 600 }
main { position: relative; overflow: hidden; background: #fff; cursor: grab }
main.moving { cursor: grabbing }
main section { display: none; position: absolute; inset: 0 }
main section.shown { display: block }
main svg { width: 100%; height: 100% }
svg text { font-family: "DejaVu Sans", Verdana, sans-serif }
.node { cursor: pointer }
.hovering .node:not(.near), .hovering .edge:not(.near) { opacity: .22 }
.edge.near path { stroke: #111827; stroke-width: 1.6 }
.edge.near polygon { fill: #111827; stroke: #111827 }
.node.chosen polygon { stroke-width: 2.6 }
aside { border-left: 1px solid #e5e7eb; padding: 14px 18px; overflow: auto; background: #fafafa }
aside h2 { font-size: 15px; margin: 0 0 8px; overflow-wrap: anywhere }
aside h3 { font-size: 12px; margin: 16px 0 4px; color: #6b7280; font-weight: 600 }
aside code { overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100%; font-size: 12.5px }
td { padding: 2px 6px 2px 0; vertical-align: top; overflow-wrap: anywhere }
td:last-child { text-align: right; color: #4b5563; padding-right: 0 }
pre { background: #fff; border: 1px solid #e5e7eb; padding: 8px; overflow: auto; font-size: 11.5px }
.key span { display: inline-block; width: 11px; height: 11px; margin-right: 7px }
.tools { position: absolute; right: 12px; bottom: 12px }
.tools button { font: inherit; width: 34px; height: 34px; border: 1px solid #d1d5db;
  background: #fff; cursor: pointer }
)css";

static constexpr llvm::StringLiteral kScript = R"js(
const functions = JSON.parse(document.getElementById('data').textContent);
const main = document.querySelector('main'), aside = document.querySelector('aside');
const sections = [...document.querySelectorAll('main section')];
const tabs = [...document.querySelectorAll('nav button')];
const views = sections.map(() => null); // what each picture shows: x, y, width, height
let shown = 0;

function element(name, text, parent) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (parent) parent.append(made);
  return made;
}
function rows(title, lines) {
  if (!lines.length) return;
  element('h3', title, aside);
  const table = element('table', undefined, aside);
  for (const cells of lines) {
    const row = element('tr', undefined, table);
    for (const cell of cells) element('td', cell, row);
  }
}
function describeFunction() {
  const f = functions[shown];
  aside.replaceChildren();
  element('h2', '@' + f.name, aside);
  element('code', f.signature, aside);
  rows('Size', f.facts);
  element('h3', 'Kernels', aside);
  for (const [color, text] of [['#2563a8', 'contraction or convolution, with what is fused to it'],
      ['#b45f06', 'pointwise only'], ['#6d4aa2', 'reductions, windows, movements']]) {
    const line = element('div', undefined, aside);
    line.className = 'key';
    element('span', '', line).style.background = color;
    line.append(text);
  }
  element('p', 'A box is a kernel: ops that run as one piece of code, in the order of their numbers. '
    + '\u25b8 states that it reads, \u25c2 that it writes. Click one for its code; the wheel zooms, dragging moves.', aside);
}
function describeNode(n) {
  aside.replaceChildren();
  element('h2', (n.number >= 0 ? String(n.number).padStart(2, '0') + '  ' : '') + n.name, aside);
  if (n.type) element('code', n.type, aside);
  rows('Cost', n.facts);
  rows('Ops', n.lines.filter(l => l.kind == 'op').map(l => [l.name + (l.details ? '  ' + l.details : ''), l.type]));
  rows('Reads', n.lines.filter(l => l.kind == 'read').map(l => [l.name, l.type]));
  rows('Writes', n.lines.filter(l => l.kind == 'write').map(l => [l.name, l.type]));
  if (n.text) { element('h3', 'Code', aside); element('pre', n.text, aside); }
}
const picture = () => sections[shown].querySelector('svg');
function show(view) {
  views[shown] = view;
  picture().setAttribute('viewBox', [view.x, view.y, view.width, view.height].join(' '));
}
function fit() { // all of it, but not smaller than can be read: then its top
  const svg = picture(), box = svg.getBBox(), pixels = main.getBoundingClientRect();
  const margin = 16, readable = 0.75;
  const across = pixels.width / (box.width + 2 * margin), down = pixels.height / (box.height + 2 * margin);
  const scale = Math.min(1.4, Math.max(Math.min(across, down), Math.min(across, readable), 0.4));
  const width = pixels.width / scale, height = pixels.height / scale;
  show({x: box.x + box.width / 2 - width / 2, width, height,
    y: height > box.height + 2 * margin ? box.y + box.height / 2 - height / 2 : box.y - margin});
}
function zoom(factor, at) {
  const v = views[shown], pixels = main.getBoundingClientRect();
  const u = at ? (at.clientX - pixels.left) / pixels.width : 0.5, w = at ? (at.clientY - pixels.top) / pixels.height : 0.5;
  show({x: v.x + u * v.width * (1 - factor), y: v.y + w * v.height * (1 - factor),
    width: v.width * factor, height: v.height * factor});
}
function choose(number) {
  shown = number;
  sections.forEach((s, i) => s.classList.toggle('shown', i == number));
  tabs.forEach((t, i) => t.setAttribute('aria-selected', i == number));
  if (views[shown]) show(views[shown]); else fit();
  describeFunction();
}
sections.forEach((section, f) => section.querySelectorAll('.node').forEach(node => {
  const svg = section.querySelector('svg');
  const near = () => [node, ...svg.querySelectorAll('.from' + node.id + ', .to' + node.id)];
  node.addEventListener('mouseenter', () => {
    svg.classList.add('hovering');
    for (const part of near()) {
      part.classList.add('near');
      for (const name of part.classList) {
        const other = name.match(/^(?:from|to)(f\d+n\d+)$/);
        if (other) document.getElementById(other[1]).classList.add('near');
      }
    }
  });
  node.addEventListener('mouseleave', () => {
    svg.classList.remove('hovering');
    svg.querySelectorAll('.near').forEach(part => part.classList.remove('near'));
  });
  node.addEventListener('click', event => {
    event.stopPropagation();
    svg.querySelectorAll('.chosen').forEach(other => other.classList.remove('chosen'));
    node.classList.add('chosen');
    describeNode(functions[f].nodes[+node.id.replace(/^f\d+n/, '')]);
  });
}));
main.addEventListener('wheel', event => {
  event.preventDefault();
  zoom(Math.exp(event.deltaY * 0.0012), event);
}, {passive: false});
let grip = null;
main.addEventListener('pointerdown', event => { grip = {x: event.clientX, y: event.clientY, view: views[shown]}; });
window.addEventListener('pointerup', () => { grip = null; main.classList.remove('moving'); });
window.addEventListener('pointermove', event => {
  if (!grip) return;
  main.classList.add('moving');
  const scale = grip.view.width / main.clientWidth;
  show({...grip.view, x: grip.view.x - (event.clientX - grip.x) * scale, y: grip.view.y - (event.clientY - grip.y) * scale});
});
tabs.forEach((tab, i) => tab.addEventListener('click', () => {
  history.replaceState(null, '', '#' + functions[i].name); // a link to this picture
  choose(i);
}));
const [closer, further, all] = document.querySelectorAll('.tools button');
closer.addEventListener('click', () => zoom(0.8));
further.addEventListener('click', () => zoom(1.25));
all.addEventListener('click', fit);
main.addEventListener('dblclick', fit);
window.addEventListener('resize', fit);
choose(Math.max(0, functions.findIndex(f => '#' + f.name == location.hash)));
)js";

static json::Array
facts(std::initializer_list<std::pair<llvm::StringRef, std::string>> list) {
  json::Array result;
  for (const auto &[name, value] : list)
    result.push_back(json::Array{name, value});
  return result;
}

static json::Object toJson(const DataflowNode &node) {
  json::Array lines;
  for (const DataflowLine &line : node.lines) {
    llvm::StringRef kind = line.kind == DataflowLine::Kind::Op     ? "op"
                           : line.kind == DataflowLine::Kind::Read ? "read"
                                                                   : "write";
    lines.push_back(json::Object{{"kind", kind},
                                 {"name", line.name},
                                 {"details", line.details},
                                 {"type", line.type}});
  }
  json::Object result{{"name", node.name},
                      {"type", node.type},
                      {"number", node.number},
                      {"lines", std::move(lines)},
                      {"text", node.text}};
  result["facts"] =
      node.number < 0
          ? json::Array()
          : facts({{"multiply-adds", shortCount(node.multiplyAdds)},
                   {"bytes read", shortBytes(node.bytesRead)},
                   {"bytes written", shortBytes(node.bytesWritten)}});
  return result;
}

static json::Object toJson(const Dataflow &flow) {
  json::Array nodes;
  for (const DataflowNode &node : flow.nodes)
    nodes.push_back(toJson(node));
  return json::Object{
      {"name", flow.function},
      {"signature", flow.signature},
      {"nodes", std::move(nodes)},
      {"facts", facts({{"kernels", std::to_string(flow.kernels)},
                       {"parameters", shortCount(flow.parameters)},
                       {"multiply-adds", shortCount(flow.multiplyAdds)},
                       {"bytes moved", shortBytes(flow.bytesMoved)}})}};
}

static std::string escape(llvm::StringRef text) {
  std::string result;
  llvm::raw_string_ostream stream(result);
  llvm::printHTMLEscaped(text, stream);
  return result;
}

// JSON in a script element: nothing in it may look like the element's end.
static std::string scriptData(const std::vector<Dataflow> &functions) {
  json::Array list;
  for (const Dataflow &flow : functions)
    list.push_back(toJson(flow));
  std::string text = llvm::formatv("{0}", json::Value(std::move(list)));
  for (size_t at = 0; (at = text.find('<', at)) != std::string::npos;)
    text.replace(at, 1, "\\u003c");
  return text;
}

std::string cli::writePage(const std::string &title,
                           const std::vector<Dataflow> &functions,
                           const std::vector<std::string> &pictures) {
  std::string page;
  llvm::raw_string_ostream os(page);
  os << "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
     << "<title>" << escape(title) << "</title>\n<style>" << kStyle
     << "</style>\n<header><h1>" << escape(title) << "</h1><nav>";
  for (const Dataflow &flow : functions)
    os << "<button>@" << escape(flow.function) << "</button>";
  os << "</nav></header>\n<main>\n";
  for (const std::string &picture : pictures)
    os << "<section>" << picture << "</section>\n";
  os << "<div class=\"tools\"><button title=\"closer\">+</button>"
     << "<button title=\"further\">&minus;</button>"
     << "<button title=\"all\">&#x2922;</button></div>\n</main>\n"
     << "<aside></aside>\n<script type=\"application/json\" id=\"data\">"
     << scriptData(functions) << "</script>\n<script>" << kScript
     << "</script>\n</html>\n";
  return page;
}
