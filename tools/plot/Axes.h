//===- Axes.h - a frame with scales, and what is drawn in it ----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One panel of a figure: a title, two axes with ticks, a legend, and curves,
// bars, colored cells and labels in it.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_PLOT_AXES_H
#define LEAT_TOOLS_PLOT_AXES_H

#include "tools/plot/Canvas.h"
#include "tools/plot/Cells.h"
#include "tools/plot/Scale.h"

#include <optional>
#include <vector>

namespace leat::plot {

/// Points in the order in which a line joins them. One that is not finite
/// leaves a gap.
struct Curve {
  std::string name; ///< in the legend; empty for none
  std::vector<Point> points;
  Color color;
  double width = 1.6;   ///< of the line, in points
  bool hasDots = false; ///< at each point
  bool hasLine = true;
  double dotRadius = 2.2; ///< in points
};

/// A column that stands on 0.
struct Bar {
  double left, right, height;
};

/// A text whose middle is at a place of the axes.
struct Label {
  std::string text;
  Point at;
  Color color = {0.2, 0.2, 0.22};
};

/// A panel.
struct Axes {
  std::string title, xLabel, yLabel;
  std::vector<Curve> curves;
  std::vector<Bar> bars;
  std::vector<Label> labels;
  std::optional<Cells> cells; ///< behind everything else
  std::vector<double> marks;  ///< places on the x axis that a dashed line shows
  std::string marksName;      ///< what they are, for the legend
  /// What the axes show at least, so that panels, or frames, agree; the range
  /// of the curves where the first is above the second.
  double xLow = 1, xHigh = 0, yLow = 1, yHigh = 0;
  bool isCounted = false; ///< x has whole numbers only
  /// The y axis is logarithmic where all values are above 0 and the largest is
  /// more than a hundred times the smallest.
  bool mayBeLogarithmic = false;
  bool isSquare = false; ///< a unit is as long on both axes
  bool hasFrame = true;  ///< axes, ticks and grid are drawn
};

/// The color of the curve of that number; after eight they begin again.
inline Color curveColor(size_t number) {
  constexpr Color kColors[] = {{0.16, 0.41, 0.69}, {0.87, 0.45, 0.10},
                               {0.15, 0.58, 0.38}, {0.76, 0.22, 0.25},
                               {0.47, 0.34, 0.65}, {0.55, 0.38, 0.28},
                               {0.83, 0.42, 0.66}, {0.30, 0.63, 0.70}};
  return kColors[number % std::size(kColors)];
}

/// Draws frame, grid, curves and legend into `box`, with labels inside it.
void draw(Canvas &canvas, const Box &box, const Axes &axes);

/// A page of small multiples: a title, a line below it in grey, and the panels
/// in one or two columns.
struct Figure {
  std::string title, subtitle;
  std::vector<Axes> panels;
};

/// Draws a figure to a ".png" or ".svg" file. Errors: those of Canvas.
rt::Status save(const Figure &figure, const std::string &path);

/// Draws a figure as a frame of an animation, a pixel a point. Errors: those of
/// Canvas.
rt::Result<rt::Picture> render(const Figure &figure);

} // namespace leat::plot

#endif // LEAT_TOOLS_PLOT_AXES_H
