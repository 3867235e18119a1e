//===- Cells.h - numbers on a grid, as colors -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A heat map with contours, or the entries of a matrix.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_PLOT_CELLS_H
#define LEAT_TOOLS_PLOT_CELLS_H

#include "tools/plot/Canvas.h"

#include <functional>
#include <vector>

namespace leat::plot {

/// Numbers in rows and columns. Those that are not finite are grey.
struct Cells {
  int columns = 0, rows = 0;
  std::vector<double> values; ///< row by row
  /// The middles of the first and the last column, and of those rows.
  double left = 0, right = 0, bottom = 0, top = 0;
  bool isMatrix = false; ///< row 0 is above; numbers where there is room
  bool hasContours = false;

  /// The bounds of the grid, with the halves of cells around the middles.
  Box bounds() const;
  double at(int row, int column) const {
    return values[size_t(row) * size_t(columns) + size_t(column)];
  }
};

/// From numbers to colors: from dark to light where all have one sign, from
/// blue by white to orange around 0 where both signs matter.
class ColorScale {
public:
  explicit ColorScale(const std::vector<double> &values);
  Color at(double value) const;
  double low() const { return lowest; }
  double high() const { return highest; }
  /// Both signs matter.
  bool isWhiteAmid() const { return diverges; }

private:
  double lowest = 0, highest = 1;
  bool diverges = false;
};

/// Draws the cells where `place` says, contours and numbers, and the colors'
/// meaning as a bar into `barBox`.
void draw(Canvas &canvas, const Cells &cells,
          const std::function<Point(Point)> &place, const Box &barBox);

} // namespace leat::plot

#endif // LEAT_TOOLS_PLOT_CELLS_H
