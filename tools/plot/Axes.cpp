//===- Axes.cpp - a frame with scales, and what is drawn in it --*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Little ink: no box, pale grid lines, curves in front of everything.
//
//===----------------------------------------------------------------------===//

#include "tools/plot/Axes.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace leat;
using namespace leat::plot;

static constexpr Color kGrid = {0.90, 0.90, 0.91}, kAxis = {0.55, 0.55, 0.58},
                       kMark = {0.62, 0.62, 0.66};
/// Room for labels around the frame, in points.
static constexpr double kLeft = 46, kRight = 12, kTop = 34, kBottom = 38;
/// More points than this a curve shows as the range of neighbours: a screen
/// has not more columns, and an SVG stays small.
static constexpr size_t kMaxPoints = 3000;
/// Room for the bar of colors and its labels.
static constexpr double kColorBar = 62, kColorBarWidth = 11;
/// A logarithmic axis pays from this ratio of the largest to the smallest.
static constexpr double kLogarithmicFrom = 100;

namespace {

/// The smallest and the largest of some numbers.
struct Range {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  void add(double value) {
    if (!std::isfinite(value))
      return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

/// A frame on the canvas, with its scales.
struct Frame {
  Box box;
  Scale x, y;
  bool growsDown = false; ///< y, as the rows of a matrix do

  double placeOfY(double value) const {
    double part = y.at(value) * box.height;
    return growsDown ? box.top + part : box.bottom() - part;
  }
  Point at(Point value) const {
    return {box.left + x.at(value.x) * box.width, placeOfY(value.y)};
  }
};

} // namespace

static bool isFinite(const Point &point) {
  return std::isfinite(point.x) && std::isfinite(point.y);
}

// What the axes must show of y, and of x into `x`.
static Range rangesOf(const Axes &axes, Range &x) {
  Range y;
  if (axes.xLow <= axes.xHigh)
    x = {axes.xLow, axes.xHigh};
  if (axes.yLow <= axes.yHigh)
    y = {axes.yLow, axes.yHigh};
  for (const Curve &curve : axes.curves)
    for (const Point &point : curve.points)
      if (isFinite(point)) {
        x.add(point.x);
        y.add(point.y);
      }
  for (const Bar &bar : axes.bars) {
    x.add(bar.left);
    x.add(bar.right);
    y.add(0);
    y.add(bar.height);
  }
  if (axes.cells) {
    Box bounds = axes.cells->bounds();
    x.add(bounds.left);
    x.add(bounds.right());
    y.add(bounds.top);
    y.add(bounds.bottom());
  }
  for (Range *range : {&x, &y})
    if (range->low > range->high) // nothing but gaps
      *range = {0, 1};
  return y;
}

static Frame makeFrame(const Box &box, const Axes &axes) {
  Range x, y = rangesOf(axes, x);
  double bar = axes.cells ? kColorBar : 0, label = axes.yLabel.empty() ? 0 : 14;
  Frame frame = {{box.left + kLeft + label, box.top + kTop,
                  box.width - kLeft - kRight - bar - label,
                  box.height - kTop - kBottom},
                 Scale::exact(x.low, x.high, 6, axes.isCounted ? 1 : 0),
                 Scale::exact(y.low, y.high, 6, axes.isCounted ? 1 : 0)};
  if (axes.cells) {
    frame.growsDown = axes.cells->isMatrix;
  } else if (!axes.isSquare) {
    bool isLogarithmic =
        axes.mayBeLogarithmic && y.low > 0 && y.high > kLogarithmicFrom * y.low;
    // A range that nearly reaches 0 is easier to read with it.
    if (y.low > 0 && y.low < 0.5 * y.high)
      y.low = isLogarithmic ? y.low : 0;
    frame.y = isLogarithmic ? Scale::logarithmic(y.low, y.high)
                            : Scale::linear(y.low, y.high);
  }
  if (axes.isSquare) {
    // The length of a unit on each axis; the longer one shrinks.
    double unitX = frame.box.width * (frame.x.at(1) - frame.x.at(0)),
           unitY = frame.box.height * (frame.y.at(1) - frame.y.at(0));
    double width = frame.box.width;
    if (unitX > unitY)
      frame.box.width *= unitY / unitX;
    else
      frame.box.height *= unitX / unitY;
    if (!axes.hasFrame) // nothing at the left to be close to
      frame.box.left += (width - frame.box.width) / 2;
  }
  return frame;
}

static void drawFrame(Canvas &canvas, const Frame &frame, const Axes &axes,
                      double titleLeft) {
  const Box &box = frame.box;
  canvas.text(axes.title, {axes.hasFrame ? box.left : titleLeft, box.top - 20},
              {.size = 12.5, .isBold = true});
  if (!axes.hasFrame)
    return;
  TextStyle label = {.size = 10, .color = {0.35, 0.35, 0.38}};
  for (const Tick &tick : frame.y.ticks()) {
    double y = frame.placeOfY(tick.value);
    canvas.line(std::vector<Point>{{box.left, y}, {box.right(), y}}, kGrid);
    label.alignX = 1;
    canvas.text(tick.label, {box.left - 6, y}, label);
  }
  canvas.line(
      std::vector<Point>{{box.left, box.bottom()}, {box.right(), box.bottom()}},
      kAxis);
  for (const Tick &tick : frame.x.ticks()) {
    double x = box.left + frame.x.at(tick.value) * box.width;
    canvas.line(std::vector<Point>{{x, box.bottom()}, {x, box.bottom() + 4}},
                kAxis);
    label.alignX = 0.5;
    canvas.text(tick.label, {x, box.bottom() + 13}, label);
  }
  canvas.text(axes.xLabel, {box.left + box.width / 2, box.bottom() + 28},
              {.size = 10.5, .alignX = 0.5});
  canvas.text(axes.yLabel, {box.left - kLeft, box.top + box.height / 2},
              {.size = 10.5, .alignX = 0.5, .isUpward = true});
}

// The points on the canvas: of each of many neighbours the lowest and highest.
static std::vector<Point> thin(const std::vector<Point> &points) {
  if (points.size() <= kMaxPoints)
    return points;
  std::vector<Point> result;
  size_t group = (2 * points.size() + kMaxPoints - 1) / kMaxPoints;
  for (size_t begin = 0; begin < points.size(); begin += group) {
    size_t end = std::min(begin + group, points.size());
    auto [low, high] = std::minmax_element(
        points.begin() + ptrdiff_t(begin), points.begin() + ptrdiff_t(end),
        [](const Point &a, const Point &b) { return a.y < b.y; });
    result.push_back(std::min(low, high)[0]);
    result.push_back(std::max(low, high)[0]);
  }
  return result;
}

static void drawCurve(Canvas &canvas, const Frame &frame, const Curve &curve) {
  std::vector<Point> piece, dots;
  auto flush = [&] {
    if (curve.hasLine)
      canvas.line(piece, curve.color, curve.width);
    if (piece.size() == 1 || curve.hasDots)
      for (const Point &point : piece)
        dots.push_back(point);
    piece.clear();
  };
  std::vector<Point> whole;
  auto flushWhole = [&] {
    for (const Point &point : curve.hasLine ? thin(whole) : whole)
      piece.push_back(frame.at(point));
    flush();
    whole.clear();
  };
  for (const Point &point : curve.points)
    if (isFinite(point))
      whole.push_back(point);
    else
      flushWhole();
  flushWhole();
  for (const Point &point : dots)
    canvas.dot(point, curve.dotRadius, curve.color);
}

// In one line at the right end of the title's.
static void drawLegend(Canvas &canvas, const Frame &frame, const Axes &axes) {
  constexpr double kStroke = 16, kGap = 5, kSpace = 14;
  TextStyle style = {.size = 10};
  double x = frame.box.right(), y = frame.box.top - 20;
  auto add = [&](const std::string &name, Color color, double width,
                 double dash) {
    x -= canvas.textWidth(name, style);
    canvas.text(name, {x, y}, style);
    x -= kGap + kStroke;
    canvas.line(std::vector<Point>{{x, y}, {x + kStroke, y}}, color, width,
                dash);
    x -= kSpace;
  };
  if (!axes.marks.empty() && !axes.marksName.empty())
    add(axes.marksName, kMark, 1, 3);
  size_t named = size_t(std::ranges::count_if(
      axes.curves, [](const Curve &curve) { return !curve.name.empty(); }));
  // A single curve is what the title says.
  if (named > 1 || (named == 1 && axes.curves[0].name != axes.title))
    for (size_t i = axes.curves.size(); i-- > 0;)
      if (!axes.curves[i].name.empty())
        add(axes.curves[i].name, axes.curves[i].color,
            std::max(axes.curves[i].width, 1.6), 0);
}

void plot::draw(Canvas &canvas, const Box &box, const Axes &axes) {
  Frame frame = makeFrame(box, axes);
  drawFrame(canvas, frame, axes, box.left + kLeft);
  drawLegend(canvas, frame, axes);
  // Lines have a width: half of it lies outside at the extremes.
  Box inside = {frame.box.left - 3, frame.box.top - 3, frame.box.width + 6,
                frame.box.height + 6};
  if (axes.cells)
    draw(canvas, *axes.cells, [&](Point point) { return frame.at(point); },
         {frame.box.right() + 10, frame.box.top, kColorBarWidth,
          frame.box.height});
  canvas.clip(inside);
  for (const Bar &bar : axes.bars) {
    Point from = frame.at({bar.left, bar.height}),
          to = frame.at({bar.right, 0});
    canvas.fill(
        {from.x, from.y, std::max(to.x - from.x - 0.5, 0.5), to.y - from.y},
        curveColor(0));
  }
  for (double mark : axes.marks) {
    double x = frame.box.left + frame.x.at(mark) * frame.box.width;
    canvas.line(std::vector<Point>{{x, frame.box.top}, {x, frame.box.bottom()}},
                kMark, 1, 3);
  }
  for (const Curve &curve : axes.curves)
    drawCurve(canvas, frame, curve);
  canvas.unclip();
  for (const Label &label : axes.labels)
    canvas.text(label.text, frame.at(label.at),
                {.size = 10, .color = label.color, .alignX = 0.5});
}

// As much of the text as fits into `width`.
static std::string shortened(Canvas &canvas, std::string text,
                             const TextStyle &style, double width) {
  if (canvas.textWidth(text, style) <= width)
    return text;
  while (!text.empty() && canvas.textWidth(text + " ...", style) > width)
    text.pop_back();
  return text + " ...";
}

/// Draws a figure on the page that `make` makes of its size.
template <typename Make>
static rt::Result<Canvas> drawPage(const Figure &figure, Make &&make) {
  constexpr double kMargin = 14, kHeading = 46, kLow = 250, kTall = 400;
  bool hasCells = std::ranges::any_of(
      figure.panels, [](const Axes &panel) { return panel.cells.has_value(); });
  bool isTall = hasCells || std::ranges::any_of(figure.panels, &Axes::isSquare);
  double height = isTall ? kTall : kLow;
  size_t columns = figure.panels.size() > 1 ? 2 : 1,
         rows = (figure.panels.size() + columns - 1) / columns;
  double panelWidth = hasCells       ? 470 // with their bar of colors
                      : isTall       ? 410
                      : columns == 1 ? 560
                                     : 430;
  LEAT_ASSIGN(Canvas canvas,
              make(panelWidth * double(columns) + 2 * kMargin,
                   kHeading + height * double(rows) + 2 * kMargin));
  canvas.text(figure.title, {kMargin + 4, kMargin + 10},
              {.size = 15, .isBold = true});
  const TextStyle small = {.size = 10.5, .color = {0.45, 0.45, 0.48}};
  canvas.text(shortened(canvas, figure.subtitle, small,
                        panelWidth * double(columns) - 8),
              {kMargin + 4, kMargin + 29}, small);
  for (size_t i = 0; i < figure.panels.size(); ++i)
    draw(canvas,
         {kMargin + panelWidth * double(i % columns),
          kMargin + kHeading + height * double(i / columns), panelWidth,
          height},
         figure.panels[i]);
  return canvas;
}

rt::Status plot::save(const Figure &figure, const std::string &path) {
  LEAT_ASSIGN(Canvas canvas, drawPage(figure, [&](double width, double height) {
                return Canvas::create(path, width, height);
              }));
  return canvas.finish();
}

rt::Result<rt::Picture> plot::render(const Figure &figure) {
  LEAT_ASSIGN(Canvas canvas, drawPage(figure, Canvas::ofPixels));
  return canvas.pixels();
}
