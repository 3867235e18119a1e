//===- Cells.cpp - numbers on a grid, as colors -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Colors are those of maps that are even to the eye and survive in grey.
//
//===----------------------------------------------------------------------===//

#include "tools/plot/Cells.h"
#include "tools/plot/Scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

using namespace leat;
using namespace leat::plot;

/// Steps of the maps "viridis" and "PuOr", reversed.
static constexpr std::array<Color, 7> kSequential = {{{0.267, 0.005, 0.329},
                                                      {0.276, 0.227, 0.517},
                                                      {0.191, 0.407, 0.556},
                                                      {0.128, 0.567, 0.551},
                                                      {0.267, 0.678, 0.480},
                                                      {0.626, 0.855, 0.223},
                                                      {0.993, 0.906, 0.144}}},
                                      kDiverging = {{{0.08, 0.25, 0.49},
                                                     {0.26, 0.50, 0.73},
                                                     {0.65, 0.79, 0.89},
                                                     {0.97, 0.97, 0.97},
                                                     {0.97, 0.78, 0.58},
                                                     {0.85, 0.48, 0.16},
                                                     {0.55, 0.26, 0.03}}};
static constexpr Color kNoNumber = {0.82, 0.82, 0.82};
/// A sign that fewer than this share of the range has does not matter.
static constexpr double kMattersFrom = 0.05;
/// Numbers are written into cells of at least this size, in points.
static constexpr double kNumberWidth = 24, kNumberHeight = 12;

Box Cells::bounds() const {
  auto half = [](double low, double high, int count) {
    return count > 1 ? (high - low) / (count - 1) / 2 : 0.5;
  };
  double x = half(left, right, columns), y = half(bottom, top, rows);
  return {left - x, bottom - y, right - left + 2 * x, top - bottom + 2 * y};
}

ColorScale::ColorScale(const std::vector<double> &values) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (double value : values)
    if (std::isfinite(value)) {
      low = std::min(low, value);
      high = std::max(high, value);
    }
  if (low > high) // none is finite
    return;
  diverges = std::min(-low, high) > kMattersFrom * (high - low);
  double most = std::max(-low, high);
  lowest = diverges ? -most : low;
  highest = diverges ? most : high;
}

Color ColorScale::at(double value) const {
  if (!std::isfinite(value))
    return kNoNumber;
  const auto &steps = diverges ? kDiverging : kSequential;
  double part = highest > lowest ? (value - lowest) / (highest - lowest) : 0.5;
  double place = std::clamp(part, 0.0, 1.0) * double(steps.size() - 1);
  size_t step = std::min(size_t(place), steps.size() - 2);
  double t = place - double(step);
  const Color &a = steps[step], &b = steps[step + 1];
  return {std::lerp(a.red, b.red, t), std::lerp(a.green, b.green, t),
          std::lerp(a.blue, b.blue, t)};
}

// Where the line between two corners has `level`, if one is above it.
static bool cross(Point a, double atA, Point b, double atB, double level,
                  Point &result) {
  if ((atA > level) == (atB > level))
    return false;
  double t = (level - atA) / (atB - atA);
  result = {std::lerp(a.x, b.x, t), std::lerp(a.y, b.y, t)};
  return true;
}

// Marching triangles: the four that a cell's corners make with their mean have
// at most one piece of the contour each, so none is ambiguous.
static void drawContour(Canvas &canvas, const Cells &cells, double level,
                        Color ink, const std::function<Point(Point)> &place) {
  double dx = (cells.right - cells.left) / (cells.columns - 1),
         dy = (cells.top - cells.bottom) / (cells.rows - 1);
  for (int row = 0; row + 1 < cells.rows; ++row)
    for (int column = 0; column + 1 < cells.columns; ++column) {
      auto corner = [&](int i, int j) {
        return Point{cells.left + dx * (column + j),
                     cells.bottom + dy * (row + i)};
      };
      const Point corners[] = {corner(0, 0), corner(0, 1), corner(1, 1),
                               corner(1, 0)};
      const double values[] = {cells.at(row, column), cells.at(row, column + 1),
                               cells.at(row + 1, column + 1),
                               cells.at(row + 1, column)};
      double mean = (values[0] + values[1] + values[2] + values[3]) / 4;
      if (!std::isfinite(mean))
        continue;
      Point middle = {(corners[0].x + corners[2].x) / 2,
                      (corners[0].y + corners[2].y) / 2};
      for (int i = 0; i < 4; ++i) {
        int next = (i + 1) % 4;
        std::vector<Point> piece;
        Point found;
        if (cross(corners[i], values[i], corners[next], values[next], level,
                  found))
          piece.push_back(place(found));
        if (cross(corners[next], values[next], middle, mean, level, found))
          piece.push_back(place(found));
        if (cross(middle, mean, corners[i], values[i], level, found))
          piece.push_back(place(found));
        if (piece.size() == 2)
          canvas.line(piece, ink, 0.8);
      }
    }
}

// Dark on light colors, white on dark ones.
static Color inkOn(const Color &color) {
  double light = 0.3 * color.red + 0.59 * color.green + 0.11 * color.blue;
  return light > 0.55 ? Color{0.15, 0.15, 0.17} : Color{1, 1, 1};
}

static void drawNumbers(Canvas &canvas, const Cells &cells,
                        const ColorScale &colors,
                        const std::function<Point(Point)> &place,
                        double cellWidth, double cellHeight) {
  if (cellWidth < kNumberWidth || cellHeight < kNumberHeight)
    return;
  double most = std::max(std::abs(colors.low()), std::abs(colors.high()));
  bool areWhole = std::ranges::all_of(
      cells.values, [](double v) { return v == std::nearbyint(v); });
  for (int row = 0; row < cells.rows; ++row)
    for (int column = 0; column < cells.columns; ++column) {
      double value = cells.at(row, column);
      canvas.text(tickLabel(value, areWhole ? 1 : most / 100, most),
                  place({cells.left + column, cells.bottom + row}),
                  {.size = 9, .color = inkOn(colors.at(value)), .alignX = 0.5});
    }
}

static void drawBar(Canvas &canvas, const ColorScale &colors, const Box &box) {
  constexpr int kSteps = 64;
  std::vector<Color> steps;
  for (int i = 0; i < kSteps; ++i)
    steps.push_back(colors.at(
        std::lerp(colors.high(), colors.low(), double(i) / (kSteps - 1))));
  canvas.image(box, 1, kSteps, steps);
  Scale scale = Scale::exact(colors.low(), colors.high(), 5);
  for (const Tick &tick : scale.ticks())
    canvas.text(
        tick.label,
        {box.right() + 5, box.bottom() - scale.at(tick.value) * box.height},
        {.size = 9.5, .color = {0.35, 0.35, 0.38}});
}

void plot::draw(Canvas &canvas, const Cells &cells,
                const std::function<Point(Point)> &place, const Box &barBox) {
  ColorScale colors(cells.values);
  Box bounds = cells.bounds();
  Point first = place({bounds.left, bounds.top}),
        last = place({bounds.right(), bounds.bottom()});
  Box box = {first.x, std::min(first.y, last.y), last.x - first.x,
             std::abs(last.y - first.y)};
  std::vector<Color> image;
  for (int row = 0; row < cells.rows; ++row)
    for (int column = 0; column < cells.columns; ++column)
      image.push_back(colors.at(
          cells.at(cells.isMatrix ? row : cells.rows - 1 - row, column)));
  canvas.image(box, cells.columns, cells.rows, image);
  if (cells.isMatrix)
    drawNumbers(canvas, cells, colors, place, box.width / cells.columns,
                box.height / cells.rows);
  if (cells.hasContours && cells.columns > 1 && cells.rows > 1)
    for (const Tick &tick :
         Scale::exact(colors.low(), colors.high(), 8).ticks())
      drawContour(canvas, cells, tick.value,
                  colors.isWhiteAmid() ? Color{0.2, 0.2, 0.2, 0.6}
                                       : Color{1, 1, 1, 0.7},
                  place);
  if (colors.low() < colors.high())
    drawBar(canvas, colors, barBox);
}
