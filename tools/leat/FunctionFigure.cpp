//===- FunctionFigure.cpp - drawings of what a function gives ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A table says what each kind of drawing makes of a result.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/FunctionFigure.h"
#include "tools/leat/Call.h"
#include "tools/leat/Grid.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <numbers>

using namespace leat;
using namespace leat::cli;

/// More curves in one panel, or panels on a page, than this nobody can tell
/// apart.
static constexpr int64_t kMostCurves = 8, kMostPanels = 16;
/// A plane whose one range is longer than this times the other one fills its
/// panel.
static constexpr double kMostStretch = 4;
/// The cells of a matrix that is longer than this times its width are no
/// squares.
static constexpr int64_t kSquareUpTo = 6;
static constexpr int64_t kMostNodes = 500, kLabelledNodes = 100,
                         kLongestSide = 16384;

namespace {

/// What drawing a result needs.
struct Request {
  const std::string &name;
  const rt::Tensor &tensor;
  const rt::Tensor *against; ///< the values of the x axis, or null
  std::string againstName;
  int64_t bins; ///< 0 for as many as the data ask for
  const plot::Library &library;
};

/// A way to draw.
struct Kind {
  std::string_view name, takes;
  bool (*fits)(const rt::Tensor &);
  rt::Status (*draw)(const Request &, std::vector<plot::Axes> &panels);
};

} // namespace

static plot::Axes panelOf(const std::string &name) {
  plot::Axes panel;
  panel.title = name;
  return panel;
}

static rt::Status drawLines(const Request &request,
                            std::vector<plot::Axes> &panels) {
  const rt::Tensor &tensor = request.tensor;
  int64_t curves = tensor.rank() == 2 ? tensor.extent(1) : 1;
  if (request.against && request.against->size() != tensor.extent(0))
    return rt::userError("result '", request.name, "' has ", tensor.extent(0),
                         " places, but '", request.againstName, "' ",
                         request.against->size());
  plot::Axes panel = panelOf(request.name);
  panel.xLabel = request.against ? request.againstName : "position";
  panel.isCounted = !request.against;
  for (int64_t c = 0; c < curves; ++c) {
    plot::Curve curve;
    if (curves > 1)
      curve.name = "[" + std::to_string(c) + "]";
    curve.color = plot::curveColor(size_t(c));
    for (int64_t i = 0; i < tensor.extent(0); ++i)
      curve.points.push_back(
          {request.against ? request.against->toDouble(i) : double(i),
           tensor.toDouble(i * curves + c)});
    panel.curves.push_back(std::move(curve));
  }
  panels.push_back(std::move(panel));
  return {};
}

plot::Axes cli::scatterPanel(const std::string &title,
                             const rt::Tensor &points) {
  plot::Axes panel = panelOf(title);
  panel.isSquare = true;
  plot::Curve cloud;
  cloud.hasLine = false;
  cloud.hasDots = true;
  cloud.dotRadius = points.extent(0) > 2000 ? 0.8 : 1.6;
  cloud.color = plot::curveColor(0).faded(0.6);
  for (int64_t i = 0; i < points.extent(0); ++i)
    cloud.points.push_back(
        {points.toDouble(2 * i), points.toDouble(2 * i + 1)});
  panel.curves.push_back(std::move(cloud));
  return panel;
}

static rt::Status drawScatter(const Request &request,
                              std::vector<plot::Axes> &panels) {
  panels.push_back(scatterPanel(request.name, request.tensor));
  return {};
}

// Freedman and Diaconis 1981: twice the distance of the quartiles, by the cube
// root of the number of values. `sorted` is not empty.
static int64_t binsFor(const std::vector<double> &sorted) {
  double range = sorted.back() - sorted.front();
  size_t n = sorted.size();
  double width = 2 * (sorted[3 * n / 4] - sorted[n / 4]) / std::cbrt(double(n));
  if (width <= 0)
    return 10;
  return std::clamp(int64_t(std::ceil(range / width)), int64_t(5),
                    int64_t(100));
}

static rt::Status drawHistogram(const Request &request,
                                std::vector<plot::Axes> &panels) {
  std::vector<double> values;
  bool areWhole = !rt::isFloat(request.tensor.dtype());
  for (int64_t i = 0; i < request.tensor.size(); ++i)
    if (double value = request.tensor.toDouble(i); std::isfinite(value))
      values.push_back(value);
  if (values.empty())
    return rt::userError("result '", request.name,
                         "' has no finite value to count");
  std::ranges::sort(values);
  double low = values.front(), high = values.back();
  // Of whole numbers each has a bar of its own, if they are not too many.
  bool isByNumber = areWhole && request.bins == 0 && high - low < 100;
  if (isByNumber || low == high) {
    low -= 0.5;
    high += 0.5;
  }
  int64_t bins = request.bins > 0 ? request.bins
                 : isByNumber     ? int64_t(high - low)
                                  : binsFor(values);
  std::vector<double> counts(size_t(bins), 0.0);
  double sum = 0, squares = 0;
  for (double value : values) {
    auto bin = int64_t((value - low) / (high - low) * double(bins));
    ++counts[size_t(std::clamp(bin, int64_t(0), bins - 1))];
    sum += value;
  }
  double mean = sum / double(values.size());
  for (double value : values)
    squares += (value - mean) * (value - mean);
  plot::Axes panel = panelOf(request.name);
  for (int64_t bin = 0; bin < bins; ++bin)
    panel.bars.push_back({std::lerp(low, high, double(bin) / double(bins)),
                          std::lerp(low, high, double(bin + 1) / double(bins)),
                          counts[size_t(bin)]});
  char text[160];
  std::snprintf(text, sizeof text, "%zu values, mean %.4g, deviation %.4g",
                values.size(), mean,
                std::sqrt(squares / double(values.size())));
  panel.xLabel = text;
  if (size_t others = size_t(request.tensor.size()) - values.size())
    panel.xLabel += ", " + std::to_string(others) + " not finite";
  panel.yLabel = "count";
  panels.push_back(std::move(panel));
  return {};
}

static rt::Status drawMatrix(const Request &request,
                             std::vector<plot::Axes> &panels) {
  const rt::Tensor &tensor = request.tensor;
  int64_t columns = tensor.extent(tensor.rank() - 1),
          rows = tensor.rank() > 1 ? tensor.extent(tensor.rank() - 2) : 1,
          count = tensor.size() / (rows * columns);
  if (std::max(rows, columns) > kLongestSide)
    return rt::userError("result '", request.name, "' is ", tensor.signature(),
                         ", expected at most ", kLongestSide,
                         " rows and columns for a picture");
  for (int64_t i = 0; i < count; ++i) {
    plot::Axes panel =
        panelOf(count > 1 ? request.name + "[" + std::to_string(i) + "]"
                          : request.name);
    plot::Cells cells = {
        int(columns),    int(rows), {}, 0, double(columns - 1), 0,
        double(rows - 1)};
    cells.isMatrix = true;
    for (int64_t k = 0; k < rows * columns; ++k)
      cells.values.push_back(tensor.toDouble(i * rows * columns + k));
    panel.cells = std::move(cells);
    panel.isCounted = true;
    panel.isSquare =
        std::max(rows, columns) <= kSquareUpTo * std::min(rows, columns);
    panels.push_back(std::move(panel));
  }
  return {};
}

// The edges of a matrix: entries that are not 0. One that is symmetric has no
// directions.
static plot::Graph graphOf(const rt::Tensor &matrix) {
  int64_t n = matrix.extent(0);
  plot::Graph graph;
  graph.nodes = int(n);
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < i; ++j)
      graph.isDirected |=
          matrix.toDouble(i * n + j) != matrix.toDouble(j * n + i);
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = graph.isDirected ? 0 : i; j < n; ++j)
      if (matrix.toDouble(i * n + j) != 0)
        graph.edges.push_back({int(i), int(j)});
  return graph;
}

static plot::Curve circle(plot::Point center, double radius,
                          plot::Color color) {
  constexpr int kCorners = 48;
  plot::Curve curve;
  curve.color = color;
  for (int i = 0; i <= kCorners; ++i) {
    double angle = 2 * std::numbers::pi * i / kCorners;
    curve.points.push_back({center.x + radius * std::cos(angle),
                            center.y + radius * std::sin(angle)});
  }
  return curve;
}

/// The radius of a node: half of what placeNodes() says.
static constexpr double kNodeRadius = 0.375;
/// Where on an edge its weight stands: not where edges cross most.
static constexpr double kWeightAt = 0.4;

// From circle to circle, with a head where the edge has a direction.
static plot::Curve arrow(plot::Point from, plot::Point to, bool hasHead) {
  constexpr plot::Color kEdge = {0.45, 0.45, 0.50};
  double length = std::hypot(to.x - from.x, to.y - from.y);
  plot::Point unit = {(to.x - from.x) / length, (to.y - from.y) / length};
  auto along = [&](double distance, double aside) {
    return plot::Point{from.x + unit.x * distance - unit.y * aside,
                       from.y + unit.y * distance + unit.x * aside};
  };
  plot::Curve curve;
  curve.color = kEdge;
  curve.width = 1.1;
  double tip = length - kNodeRadius;
  curve.points = {along(kNodeRadius, 0), along(tip, 0)};
  if (hasHead)
    for (plot::Point point :
         {along(tip - 0.2, 0.09), along(tip, 0), along(tip - 0.2, -0.09)})
      curve.points.push_back(point);
  return curve;
}

static rt::Status drawGraph(const Request &request,
                            std::vector<plot::Axes> &panels) {
  int64_t n = request.tensor.extent(0);
  if (n > kMostNodes)
    return rt::userError("result '", request.name, "' is a graph of ", n,
                         " nodes, expected at most ", kMostNodes);
  plot::Graph graph = graphOf(request.tensor);
  LEAT_ASSIGN(std::vector<plot::Point> places,
              request.library.placeNodes(graph));
  plot::Axes panel = panelOf(request.name);
  panel.isSquare = true;
  panel.hasFrame = false;
  panel.xLabel = std::to_string(n) + " nodes";
  bool areAlike = std::ranges::all_of(graph.edges, [&](plot::Edge edge) {
    return request.tensor.toDouble(edge.from * n + edge.to) == 1;
  });
  for (plot::Edge edge : graph.edges) {
    plot::Point from = places[size_t(edge.from)], to = places[size_t(edge.to)];
    if (edge.from == edge.to) {
      panel.curves.push_back(circle({to.x, to.y + 1.4 * kNodeRadius},
                                    0.6 * kNodeRadius, {0.45, 0.45, 0.50}));
      continue;
    }
    panel.curves.push_back(arrow(from, to, graph.isDirected));
    if (areAlike || n > kLabelledNodes)
      continue;
    char weight[32];
    std::snprintf(weight, sizeof weight, "%.3g",
                  request.tensor.toDouble(edge.from * n + edge.to));
    panel.labels.push_back({weight,
                            {std::lerp(from.x, to.x, kWeightAt),
                             std::lerp(from.y, to.y, kWeightAt)},
                            {0.76, 0.22, 0.25}});
  }
  for (int64_t node = 0; node < n; ++node) {
    panel.curves.push_back(
        circle(places[size_t(node)], kNodeRadius, plot::curveColor(0)));
    if (n <= kLabelledNodes)
      panel.labels.push_back({std::to_string(node), places[size_t(node)]});
  }
  panels.push_back(std::move(panel));
  return {};
}

static constexpr Kind kKinds[] = {
    {"line", "[N] or, for up to 8 lines, [N, K]",
     [](const rt::Tensor &t) {
       return t.size() > 0 &&
              (t.rank() == 1 || (t.rank() == 2 && t.extent(1) <= kMostCurves));
     },
     drawLines},
    {"scatter", "[N, 2]",
     [](const rt::Tensor &t) {
       return t.size() > 0 && t.rank() == 2 && t.extent(1) == 2;
     },
     drawScatter},
    {"histogram", "any shape", [](const rt::Tensor &t) { return t.size() > 1; },
     drawHistogram},
    {"matrix", "[N], [N, M] or, for up to 16 matrices, [K, N, M]",
     [](const rt::Tensor &t) {
       return t.size() > 0 && (t.rank() == 1 || t.rank() == 2 ||
                               (t.rank() == 3 && t.extent(0) <= kMostPanels));
     },
     drawMatrix},
    {"graph", "[N, N], which is not 0 where there is an edge",
     [](const rt::Tensor &t) {
       return t.size() > 0 && t.rank() == 2 && t.extent(0) == t.extent(1);
     },
     drawGraph},
};

static rt::Result<const Kind *> kindOf(const Arguments &arguments) {
  std::string name = arguments.get("--as"), names;
  for (const Kind &kind : kKinds) {
    if (kind.name == name)
      return &kind;
    names += (names.empty() ? "" : ", ") + std::string(kind.name);
  }
  return rt::usageError(name.empty() ? "leat plot of a function needs --over "
                                       "or --as"
                                     : "--as is '" + name + "'",
                        ", expected one of ", names, ", ", kImages);
}

static bool isWanted(const Arguments &arguments, const std::string &name) {
  std::vector<std::string> wanted = arguments.all("--result");
  return wanted.empty() || std::ranges::find(wanted, name) != wanted.end();
}

static rt::Status checkResults(const Arguments &arguments,
                               const FunctionInfo &function) {
  std::vector<std::string> names = arguments.all("--result");
  if (arguments.has("--against"))
    names.push_back(arguments.get("--against"));
  for (const std::string &name : names)
    LEAT_TRY(findResult(function, name).status());
  return {};
}

// One range makes curves.
static void addCurve(std::vector<plot::Axes> &panels, const Grid &grid,
                     const GridValues &values) {
  auto panel = std::ranges::find(panels, values.result, &plot::Axes::title);
  if (panel == panels.end())
    panel = panels.insert(panel, panelOf(values.result));
  const GridRange &range = grid.ranges[0];
  panel->xLabel = range.label;
  panel->xLow = range.values.front();
  panel->xHigh = range.values.back();
  plot::Curve curve;
  curve.name = values.component;
  curve.color = plot::curveColor(panel->curves.size());
  for (size_t i = 0; i < range.values.size(); ++i)
    curve.points.push_back({range.values[i], values.values[i]});
  panel->curves.push_back(std::move(curve));
}

// Two make a heat map.
static void addHeatMap(std::vector<plot::Axes> &panels, const Grid &grid,
                       GridValues values) {
  const auto &[x, y] = std::tie(grid.ranges[0], grid.ranges[1]);
  plot::Axes panel = panelOf(values.result + values.component);
  panel.xLabel = x.label;
  panel.yLabel = y.label;
  double across = x.values.back() - x.values.front(),
         along = y.values.back() - y.values.front();
  panel.isSquare = grid.isPlane && std::max(across, along) <=
                                       kMostStretch * std::min(across, along);
  panel.cells = {int(x.values.size()),     int(y.values.size()),
                 std::move(values.values), x.values.front(),
                 x.values.back(),          y.values.front(),
                 y.values.back()};
  panel.cells->hasContours = !values.isWhole;
  panels.push_back(std::move(panel));
}

static rt::Result<std::vector<plot::Axes>>
panelsOver(const Arguments &arguments, const Function &function,
           const rt::NamedTensors &inputs) {
  LEAT_ASSIGN(Grid grid, readGrid(arguments, function.info()));
  LEAT_ASSIGN(std::vector<GridValues> values, evaluate(function, grid, inputs));
  std::vector<plot::Axes> panels;
  for (GridValues &one : values) {
    if (!isWanted(arguments, one.result))
      continue;
    if (grid.ranges.size() == 1)
      addCurve(panels, grid, one);
    else
      addHeatMap(panels, grid, std::move(one));
    if (int64_t(panels.back().curves.size()) > kMostCurves)
      return rt::userError("result '", one.result, "' has more than ",
                           kMostCurves, " values at each point");
  }
  if (panels.empty())
    return rt::userError("no result of ", function.info().signature(),
                         " has a value for each point of --over");
  return panels;
}

static rt::Result<std::vector<plot::Axes>>
panelsOfResults(const Arguments &arguments, const Function &function,
                const rt::NamedTensors &inputs, const plot::Library &library) {
  LEAT_ASSIGN(const Kind *kind, kindOf(arguments));
  LEAT_ASSIGN(int64_t bins, arguments.integer("--bins", 0, 1));
  LEAT_ASSIGN(rt::NamedTensors results, function.run(inputs));
  std::string againstName = arguments.get("--against");
  const rt::Tensor *against = nullptr;
  for (const auto &[name, tensor] : results)
    if (name == againstName)
      against = &tensor;
  std::vector<plot::Axes> panels;
  for (const auto &[name, tensor] : results) {
    if (!isWanted(arguments, name) || name == againstName)
      continue;
    if (!kind->fits(tensor)) {
      if (!arguments.has("--result"))
        continue;
      return rt::userError("result '", name, "' is ", tensor.signature(),
                           ", expected ", kind->takes, " for --as ",
                           kind->name);
    }
    LEAT_TRY(kind->draw({name, tensor, against, againstName, bins, library},
                        panels));
  }
  if (panels.empty())
    return rt::userError("no result of ", function.info().signature(),
                         " can be drawn with --as ", kind->name,
                         ", which takes ", kind->takes);
  return panels;
}

plot::Figure cli::pageFor(const Arguments &arguments,
                          const FunctionInfo &function) {
  plot::Figure figure;
  figure.title =
      std::filesystem::path(arguments.operands[0]).filename().string() + ", @" +
      function.name;
  auto add = [&](const std::string &text) {
    figure.subtitle += (figure.subtitle.empty() ? "" : "   ") + text;
  };
  for (const char *option : {"--set", "--shape", "--input"})
    for (const std::string &setting : arguments.all(option))
      add(setting);
  for (const char *option : {"--count", "--state", "--weights", "--seed"})
    if (arguments.has(option))
      add(std::string(option + 2) + " " + arguments.get(option));
  return figure;
}

rt::Result<plot::Figure> cli::functionFigure(const Arguments &arguments,
                                             const Function &function,
                                             const rt::NamedTensors &inputs,
                                             const plot::Library &library) {
  LEAT_TRY(checkResults(arguments, function.info()));
  if (arguments.has("--over") && arguments.has("--as"))
    return rt::usageError(
        "--over draws curves or a heat map and excludes --as");
  plot::Figure figure = pageFor(arguments, function.info());
  if (arguments.has("--over")) {
    LEAT_ASSIGN(figure.panels, panelsOver(arguments, function, inputs));
  } else {
    LEAT_ASSIGN(figure.panels,
                panelsOfResults(arguments, function, inputs, library));
  }
  if (int64_t(figure.panels.size()) > kMostPanels)
    return rt::userError("there are ", figure.panels.size(),
                         " panels to draw, expected at most ", kMostPanels,
                         "; --result chooses");
  return figure;
}
