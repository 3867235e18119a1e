//===- Grid.cpp - a function over ranges of its arguments -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of an argument says how it takes the points: one by one or all.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Grid.h"

#include <algorithm>
#include <cmath>

using namespace leat;
using namespace leat::cli;

static constexpr int64_t kCountOfLine = 201, kCountOfPlane = 101,
                         kMostPoints = 1 << 20;

size_t Grid::size() const {
  size_t product = 1;
  for (const GridRange &range : ranges)
    product *= range.values.size();
  return product;
}

static std::vector<std::string> splitAt(const std::string &text, char mark) {
  std::vector<std::string> parts(1);
  for (char c : text)
    if (c == mark)
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

// "-3:3" or "-3:3:201"; `missing` is the count where there is none.
static rt::Result<std::vector<double>> readRange(const std::string &text,
                                                 const std::string &whole,
                                                 rt::DType type,
                                                 int64_t missing) {
  std::vector<std::string> parts = splitAt(text, ':');
  std::vector<double> numbers;
  for (const std::string &part : parts)
    if (auto number = readNumber(part))
      numbers.push_back(*number);
  bool isWhole = !rt::isFloat(type);
  if (numbers.size() != parts.size() || parts.size() < 2 || parts.size() > 3 ||
      numbers[0] >= numbers[1])
    return rt::usageError("--over is '", whole, "', expected NAME=LOW:HIGH or ",
                          "NAME=LOW:HIGH:COUNT with LOW below HIGH");
  double low = numbers[0], high = numbers[1];
  double count = numbers.size() == 3 ? numbers[2]
                 : isWhole           ? std::floor(high) - std::ceil(low) + 1
                                     : double(missing);
  if (count != std::floor(count) || count < 2 || count > double(kMostPoints))
    return rt::usageError("--over is '", whole, "' with ", count,
                          " values, expected 2 to ", kMostPoints);
  std::vector<double> values;
  for (int64_t i = 0; i < int64_t(count); ++i) {
    double value = std::lerp(low, high, double(i) / (count - 1));
    values.push_back(isWhole ? std::nearbyint(value) : value);
  }
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

rt::Result<Grid> cli::readGrid(const Arguments &arguments,
                               const FunctionInfo &function) {
  Grid grid;
  std::vector<std::string> texts = arguments.all("--over");
  for (const std::string &text : texts) {
    LEAT_ASSIGN(auto assignment, splitAssignment("--over", text));
    const auto &[name, value] = assignment;
    const ValueInfo *argument = function.findArgument(name);
    if (!argument)
      return rt::usageError("--over names '", name, "', which is no argument ",
                            "of ", function.signature());
    std::vector<std::string> parts = splitAt(value, ',');
    bool isPoint = parts.size() > 1;
    for (size_t i = 0; i < parts.size(); ++i) {
      GridRange range = {name, name, {}};
      if (isPoint)
        range.label += "[" + std::to_string(i) + "]";
      bool isLine = texts.size() * parts.size() == 1;
      LEAT_ASSIGN(range.values,
                  readRange(parts[i], text, argument->type,
                            isLine ? kCountOfLine : kCountOfPlane));
      grid.ranges.push_back(std::move(range));
    }
    grid.isPlane |= isPoint;
  }
  if (grid.ranges.size() > 2)
    return rt::usageError("--over gives ", grid.ranges.size(),
                          " ranges, expected one or two");
  if (grid.ranges.size() == 2 && !grid.isPlane &&
      grid.ranges[0].argument == grid.ranges[1].argument)
    return rt::usageError("--over gives '", grid.ranges[0].argument,
                          "' twice; the ranges of a point stand in one, with "
                          "a comma between them");
  if (grid.size() > size_t(kMostPoints))
    return rt::usageError("--over asks for ", grid.size(),
                          " points, expected at most ", kMostPoints);
  return grid;
}

namespace {

/// How the arguments take the points of a grid.
enum class Form : uint8_t {
  Single, ///< a call for each
  All,    ///< one call with all of them
  Table   ///< one call with the two ranges; results are tables
};

} // namespace

static rt::Result<Form> formOf(const FunctionInfo &function, const Grid &grid) {
  size_t pointRank = grid.isPlane ? 1 : 0;
  std::vector<Form> forms;
  std::vector<std::string> extents;
  for (const GridRange &range : grid.ranges) {
    const ValueInfo &argument = *function.findArgument(range.argument);
    const auto &dimensions = argument.dimensions;
    bool fits =
        dimensions.size() == pointRank || dimensions.size() == pointRank + 1;
    if (fits && grid.isPlane)
      fits = dimensions.back().size == 2 || dimensions.back().size == -1;
    if (!fits)
      return rt::usageError(
          "--over is for '", argument.name, ": ", argument.signature(),
          "', expected ",
          grid.isPlane ? "a point [2] or points [N, 2]"
                       : "a number or a vector",
          grid.isPlane ? ""
                       : "; of a point in a plane, both ranges: NAME=-1:1,"
                         "-1:1");
    forms.push_back(dimensions.size() == pointRank ? Form::Single : Form::All);
    extents.push_back(forms.back() == Form::All ? dimensions[0].name : "");
  }
  if (grid.isPlane || forms.size() == 1)
    return forms[0];
  if (forms[0] != forms[1])
    return rt::usageError("--over: of '", grid.ranges[0].argument, "' and '",
                          grid.ranges[1].argument,
                          "' one is a number, the other a vector; expected "
                          "two of a kind");
  bool haveOneExtent = extents[0] == extents[1] && !extents[0].empty();
  return forms[0] == Form::All && !haveOneExtent ? Form::Table : forms[0];
}

// Of range `axis`, the value at a point.
static double coordinate(const Grid &grid, size_t axis, size_t point) {
  size_t first = grid.ranges[0].values.size();
  return grid.ranges[axis].values[axis == 0 ? point % first : point / first];
}

// The arguments for the points from `begin` to before `end`.
static rt::Result<rt::NamedTensors> makePoints(const FunctionInfo &function,
                                               const Grid &grid, Form form,
                                               size_t begin, size_t end) {
  rt::NamedTensors inputs;
  for (size_t axis = 0; axis < grid.ranges.size(); ++axis) {
    const GridRange &range = grid.ranges[axis];
    std::vector<double> values;
    rt::Shape shape;
    if (form == Form::Table)
      values = range.values;
    else
      for (size_t point = begin; point < end; ++point)
        for (size_t i = axis; i < (grid.isPlane ? 2 : axis + 1); ++i)
          values.push_back(coordinate(grid, i, point));
    if (form != Form::Single)
      shape.push_back(
          int64_t(form == Form::Table ? values.size() : end - begin));
    if (grid.isPlane)
      shape.push_back(2);
    LEAT_ASSIGN(rt::Tensor tensor, rt::Tensor::from(shape, values));
    LEAT_ASSIGN(rt::Tensor cast,
                tensor.cast(function.findArgument(range.argument)->type));
    inputs.push_back({range.argument, cast});
    if (grid.isPlane)
      break; // one argument has both
  }
  return inputs;
}

// The number of values that a result has for each of `points`, 0 where it does
// not go by points.
static int64_t componentsOf(const rt::Tensor &tensor, Form form,
                            const Grid &grid) {
  if (form == Form::Single)
    return tensor.size();
  if (form == Form::Table)
    return tensor.shape() == rt::Shape{int64_t(grid.ranges[0].values.size()),
                                       int64_t(grid.ranges[1].values.size())};
  bool fits = tensor.rank() > 0 && tensor.extent(0) == int64_t(grid.size());
  return fits ? tensor.size() / tensor.extent(0) : 0;
}

// Where component `c` of the result at a point lies in the tensor.
static int64_t positionOf(const Grid &grid, Form form, size_t point, int64_t c,
                          int64_t components) {
  if (form == Form::Single)
    return c;
  if (form == Form::All)
    return int64_t(point) * components + c;
  size_t first = grid.ranges[0].values.size();
  return int64_t(point % first * grid.ranges[1].values.size() + point / first);
}

rt::Result<std::vector<GridValues>> cli::evaluate(const Function &function,
                                                  const Grid &grid,
                                                  rt::NamedTensors others) {
  LEAT_ASSIGN(Form form, formOf(function.info(), grid));
  std::vector<GridValues> values;
  size_t calls = form == Form::Single ? grid.size() : 1,
         pointsOfCall = grid.size() / calls;
  for (size_t call = 0; call < calls; ++call) {
    size_t begin = call * pointsOfCall, end = begin + pointsOfCall;
    LEAT_ASSIGN(rt::NamedTensors inputs,
                makePoints(function.info(), grid, form, begin, end));
    inputs.insert(inputs.end(), others.begin(), others.end());
    LEAT_ASSIGN(rt::NamedTensors results, function.run(inputs));
    size_t number = 0; // of the list of values
    for (const auto &[name, tensor] : results) {
      int64_t components = componentsOf(tensor, form, grid);
      for (int64_t c = 0; c < components; ++c, ++number) {
        if (call == 0)
          values.push_back({name,
                            components > 1 ? "[" + std::to_string(c) + "]" : "",
                            !rt::isFloat(tensor.dtype()),
                            {}});
        if (number >= values.size()) // a result that depends on data grew
          return rt::userError("result '", name,
                               "' has another shape at each "
                               "point, which can not be drawn");
        for (size_t point = begin; point < end; ++point)
          values[number].values.push_back(
              tensor.toDouble(positionOf(grid, form, point, c, components)));
      }
    }
  }
  return values;
}
