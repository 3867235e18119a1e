//===- LogFigure.cpp - the curves of a training log -------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Names decide: "eval_loss" is a loss, "accuracy" a share.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/LogFigure.h"
#include "runtime/LogReader.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>

using namespace leat;
using namespace leat::cli;

/// Names in a record that say where it is, not what was found there.
static constexpr std::string_view kPlaces[] = {"step", "epoch", "batches"};

/// Up to so many points are told from the line between them.
static constexpr size_t kMaxDots = 40;
/// Points of a line of averages.
static constexpr size_t kSmoothPoints = 150;

namespace {

/// Numbers of one name, from records of epochs or from others.
struct Series {
  std::string name;
  bool ofEpochs = false;
  std::vector<plot::Point> points;
};

/// What a log says, sorted.
struct Contents {
  std::vector<Series> series; ///< in the order of appearance
  std::vector<double> resumed;
  rt::LogRecord facts; ///< of the first header
  std::string xLabel;
};

} // namespace

// The title of the panel that a number belongs into.
static std::string panelOf(const std::string &name) {
  auto has = [&](std::string_view part) {
    return name.find(part) != std::string::npos;
  };
  if (has("loss"))
    return "loss";
  if (has("accuracy") || has("precision") || has("recall") || has("error_rate"))
    return "accuracy";
  return name;
}

// A header says how the run was made; other records what came of it.
static bool isHeader(const rt::LogLine &line) {
  return line.isFacts ||
         (line.find("step") == std::nullopt &&
          std::ranges::any_of(line.record, [](const auto &entry) {
            return entry.first == "version";
          }));
}

static void addHeader(Contents &contents, const rt::LogLine &line,
                      bool isFirst) {
  // --resume also begins a run.
  if (auto step = line.find("resumed_after_step"); step && *step > 0)
    contents.resumed.push_back(*step);
  if (isFirst)
    contents.facts.insert(contents.facts.end(), line.record.begin(),
                          line.record.end());
}

static void addRecord(Contents &contents, const rt::LogLine &line, double x) {
  bool ofEpochs = line.find("epoch").has_value();
  for (const auto &[name, unused] : line.record) {
    std::optional<double> value = line.find(name);
    if (!value || std::ranges::find(kPlaces, name) != std::end(kPlaces))
      continue;
    auto found = std::ranges::find_if(contents.series, [&](const Series &s) {
      return s.name == name && s.ofEpochs == ofEpochs;
    });
    if (found == contents.series.end())
      found = contents.series.insert(found, {name, ofEpochs, {}});
    found->points.push_back({x, *value});
  }
}

static rt::Result<Contents> sortLog(const std::string &path) {
  LEAT_ASSIGN(rt::LogContent log, rt::readLog(path));
  Contents contents;
  for (const char *place : {"step", "epoch"})
    if (contents.xLabel.empty() &&
        std::ranges::any_of(log.lines,
                            [&](const auto &l) { return !!l.find(place); }))
      contents.xLabel = place;
  double number = 0;
  for (const rt::LogLine &line : log.lines) {
    // A run that is being made, or was killed, may be in the middle of a line.
    if (!line.fault.empty() && line.isTorn)
      continue;
    if (!line.fault.empty())
      return rt::userError("'", path, "', line ", line.number, ": ",
                           line.fault);
    if (line.isNames)
      continue;
    if (isHeader(line))
      addHeader(contents, line, number == 0 && contents.resumed.empty());
    else if (contents.xLabel.empty())
      addRecord(contents, line, ++number);
    else if (auto x = line.find(contents.xLabel))
      addRecord(contents, line, (++number, *x));
  }
  if (contents.xLabel.empty())
    contents.xLabel = "record";
  return contents;
}

static std::string factOf(const Contents &contents, std::string_view name) {
  for (const auto &[key, value] : contents.facts)
    if (key == name) {
      if (const auto *text = std::get_if<std::string>(&value))
        return *text;
      if (const auto *integer = std::get_if<int64_t>(&value))
        return std::to_string(*integer);
    }
  return "";
}

// "mlp.mlir, @fit on fashion-mnist", or the name of the log.
static void addHeading(plot::Figure &figure, const Contents &contents,
                       const std::string &path) {
  namespace fs = std::filesystem;
  std::string file = fs::path(factOf(contents, "file")).filename(),
              trainer = factOf(contents, "trainer"),
              data = factOf(contents, "data");
  figure.title = file.empty() ? fs::path(path).filename().string() : file;
  if (!trainer.empty())
    figure.title += ", @" + trainer;
  if (!data.empty())
    figure.title += " on " + data;
  for (const char *name : {"configs", "batch", "seed", "version", "cpu"})
    if (std::string value = factOf(contents, name); !value.empty())
      figure.subtitle += (figure.subtitle.empty() ? "" : "   ") +
                         std::string(name) + " " + value;
}

// Losses first, then shares, then in the order of the log.
static void sortSeries(std::vector<Series> &series) {
  std::vector<Series> sorted;
  auto take = [&](auto &&isWanted) {
    for (const Series &one : series)
      if (isWanted(panelOf(one.name)))
        sorted.push_back(one);
  };
  take([](const std::string &panel) { return panel == "loss"; });
  take([](const std::string &panel) { return panel == "accuracy"; });
  take([](const std::string &panel) {
    return panel != "loss" && panel != "accuracy";
  });
  series = std::move(sorted);
}

// Means of `count` neighbours, in their middle; a gap where one is none.
static std::vector<plot::Point> average(const std::vector<plot::Point> &points,
                                        size_t count) {
  std::vector<plot::Point> result;
  for (size_t begin = 0; begin + count <= points.size(); begin += count) {
    plot::Point sum;
    for (size_t i = begin; i < begin + count; ++i)
      sum = {sum.x + points[i].x, sum.y + points[i].y};
    result.push_back({sum.x / double(count), sum.y / double(count)});
  }
  return result;
}

// What single steps scatter about is a thick line: the epochs' averages, or
// without them averages of neighbours.
static void addCurves(plot::Axes &panel, const Series &series, bool hasEpochs,
                      plot::Color color) {
  plot::Curve curve{series.name, series.points, color};
  curve.hasDots = series.ofEpochs && series.points.size() <= kMaxDots;
  size_t count = series.points.size() / kSmoothPoints;
  bool isSmoothed = !hasEpochs && !series.ofEpochs && count >= 3;
  if (series.ofEpochs || !(hasEpochs || isSmoothed)) {
    panel.curves.push_back(std::move(curve));
    return;
  }
  plot::Curve raw = curve;
  raw.name += " of a step";
  raw.color = color.faded(0.35);
  raw.width = 0.8;
  panel.curves.push_back(std::move(raw));
  if (!isSmoothed)
    return;
  curve.name += ", mean of " + std::to_string(count);
  curve.points = average(series.points, count);
  panel.curves.push_back(std::move(curve));
}

// All panels show the same places.
static void setPlaces(plot::Figure &figure, const Contents &contents) {
  double low = std::numeric_limits<double>::infinity(), high = 0;
  for (const Series &series : contents.series)
    for (const plot::Point &point : series.points) {
      low = std::min(low, point.x);
      high = std::max(high, point.x);
    }
  for (plot::Axes &panel : figure.panels) {
    panel.xLabel = contents.xLabel;
    panel.marks = contents.resumed;
    panel.xLow = low > 0.3 * high ? low : 0;
    panel.xHigh = high;
    panel.isCounted = panel.mayBeLogarithmic = true;
  }
  figure.panels[0].marksName = "resumed";
}

rt::Result<plot::Figure> cli::logFigure(const std::string &path) {
  LEAT_ASSIGN(Contents contents, sortLog(path));
  if (contents.series.empty())
    return rt::userError("'", path,
                         "' has no number to draw, expected records such as ",
                         "{\"step\":1,\"loss\":0.5}");
  plot::Figure figure;
  addHeading(figure, contents, path);
  sortSeries(contents.series);
  std::map<std::string, std::vector<std::string>> names; // of a panel
  for (const Series &series : contents.series) {
    std::string title = panelOf(series.name);
    auto panel = std::ranges::find(figure.panels, title, &plot::Axes::title);
    if (panel == figure.panels.end()) {
      panel = figure.panels.insert(panel, plot::Axes());
      panel->title = title;
    }
    std::vector<std::string> &known = names[title];
    auto number = std::ranges::find(known, series.name) - known.begin();
    if (size_t(number) == known.size())
      known.push_back(series.name);
    bool hasEpochs =
        std::ranges::any_of(contents.series, [&](const Series &other) {
          return other.name == series.name && other.ofEpochs;
        });
    addCurves(*panel, series, hasEpochs, plot::curveColor(size_t(number)));
  }
  setPlaces(figure, contents);
  return figure;
}
