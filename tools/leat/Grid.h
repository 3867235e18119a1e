//===- Grid.h - a function over ranges of its arguments ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   --over x=-3:3   --over x=-3:3 --over y=0:1:201   --over point=-2:2,-1:1
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_GRID_H
#define LEAT_TOOLS_LEAT_GRID_H

#include "runtime/program/Program.h"
#include "tools/leat/Options.h"

namespace leat::cli {

/// The values that an argument, or a coordinate of a point, takes.
struct GridRange {
  std::string argument;
  std::string label; ///< "x", or "point[0]"
  std::vector<double> values;
};

/// One or two ranges. Point number `i + j * ranges[0].values.size()` has value
/// i of the first range and value j of the second one.
struct Grid {
  std::vector<GridRange> ranges;
  /// The two are coordinates of one argument.
  bool isPlane = false;

  size_t size() const;
};

/// What a result, or an element of it, is at each point of a grid.
struct GridValues {
  std::string result;    ///< its name
  std::string component; ///< "[2]" for an element, else empty
  bool isWhole = false;  ///< integers, or true and false
  std::vector<double> values;
};

/// What --over says: NAME=LOW:HIGH or NAME=LOW:HIGH:COUNT, without COUNT 201
/// values, of two ranges 101 each; of an integer all between the bounds; two
/// ranges with a comma between them for an argument that is a point of a plane.
/// Errors (usage): text that is none of these; a name that `function` does not
/// have; more than two ranges.
rt::Result<Grid> readGrid(const Arguments &arguments,
                          const FunctionInfo &function);

/// Runs `function` on all points, with `others` as its other arguments. Where
/// the arguments are single numbers (points) it is called for each; where they
/// are vectors (matrices of points) once, with all of them; two vectors of
/// different extents make a table. Results that do not have a value for each
/// point are left out. Errors: arguments of other shapes; those of the runs.
rt::Result<std::vector<GridValues>>
evaluate(const Function &function, const Grid &grid, rt::NamedTensors others);

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_GRID_H
