//===- Samples.cpp - what a function samples, as pictures -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of a result tells images from points.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Samples.h"
#include "tools/leat/Shapes.h"

#include <algorithm>
#include <cmath>

using namespace leat;
using namespace leat::cli;

/// As many of them make a picture, where nobody says how many.
static constexpr int64_t kUsualImages = 16, kUsualPoints = 1000;

static constexpr std::string_view kDrawable =
    "images [n, C, H, W] with C = 1 or 3, or [n, H, W] with W > 2, or points "
    "[n, 2]";

//===----------------------------------------------------------------------===//
// Options
//===----------------------------------------------------------------------===//

rt::Result<SampleStyle> cli::readSampleStyle(const Arguments &arguments,
                                             const FunctionInfo &function) {
  SampleStyle style = {{}, pageFor(arguments, function)};
  LEAT_ASSIGN(style.grid.columns, arguments.integer("--columns", 0, 1));
  if (!arguments.has("--range"))
    return style;
  std::string text = arguments.get("--range");
  size_t colon = std::min(text.find(':'), text.size());
  auto black = readNumber(text.substr(0, colon)),
       white = readNumber(text.substr(std::min(colon + 1, text.size())));
  if (!black || !white || *black == *white)
    return rt::usageError("--range is '", text,
                          "', expected what is black and what is white, such "
                          "as -1:1");
  style.grid.black = *black;
  style.grid.white = *white;
  return style;
}

rt::Result<const rt::EntrySignature *>
cli::prepareSampler(Program &program, const Function &function,
                    const rt::NamedTensors &inputs) {
  const FunctionInfo &info = function.info();
  if (info.results.empty())
    return rt::userError(info.signature(), " has no result to draw");
  bool arePoints = info.results[0].dimensions.size() == 2;
  program.setExtents(withOpenExtents(info, program.extents(),
                                     arePoints ? kUsualPoints : kUsualImages));
  return function.signature(inputs);
}

//===----------------------------------------------------------------------===//
// What can be drawn
//===----------------------------------------------------------------------===//

static bool arePoints(const rt::Shape &shape) {
  return shape.size() == 2 && shape[1] == 2;
}

static bool areImages(const rt::TensorSignature &result) {
  const rt::Shape &shape = result.shape;
  return rt::isFloat(result.type) &&
         ((shape.size() == 3 && shape[2] > 2) || // not steps of points
          (shape.size() == 4 && (shape[1] == 1 || shape[1] == 3)));
}

bool cli::canBeDrawn(const rt::TensorSignature &result) {
  return std::ranges::find(result.shape, 0) == result.shape.end() &&
         (arePoints(result.shape) || areImages(result));
}

rt::Status cli::checkSamples(const rt::TensorSignature &result,
                             const FunctionInfo &function) {
  if (canBeDrawn(result))
    return {};
  return rt::userError("result '", result.name, "' of @", function.name, " is ",
                       rt::signatureOf(result.type, result.shape),
                       ", expected ", kDrawable);
}

// A step, where there is one.
static rt::TensorSignature stepOf(rt::TensorSignature trajectory) {
  if (!trajectory.shape.empty() && trajectory.shape[0] > 0)
    trajectory.shape.erase(trajectory.shape.begin());
  return trajectory;
}

rt::Status cli::checkTrajectory(const rt::TensorSignature &result,
                                const FunctionInfo &function) {
  bool hasSteps = !result.shape.empty() && result.shape[0] > 0;
  if (hasSteps && canBeDrawn(stepOf(result)))
    return {};
  return rt::userError("result '", result.name, "' of @", function.name, " is ",
                       rt::signatureOf(result.type, result.shape),
                       ", expected steps [S, ...] of ", kDrawable);
}

//===----------------------------------------------------------------------===//
// Drawing
//===----------------------------------------------------------------------===//

rt::Status cli::drawSamples(const std::string &path, const std::string &name,
                            const rt::Tensor &samples,
                            const SampleStyle &style) {
  if (!arePoints(samples.shape()))
    return rt::writeImageGrid(path, samples, samples.extent(0), style.grid);
  LEAT_ASSIGN(const plot::Library *library, plot::library());
  plot::Figure figure = style.page;
  figure.panels = {scatterPanel(name, samples)};
  return library->saveFigure(figure, path);
}

// Part `index` of a tensor along its first axis, borrowed.
static rt::Result<rt::Tensor> partOf(const rt::Tensor &whole, int64_t index) {
  rt::Shape shape(whole.shape().begin() + 1, whole.shape().end());
  int64_t bytes = whole.bytes() / whole.extent(0);
  auto *first = const_cast<char *>(static_cast<const char *>(whole.data()));
  return rt::Tensor::wrap(whole.dtype(), std::move(shape),
                          first + index * bytes);
}

// Panels of all steps show the same part of the plane.
static plot::Axes rangeOf(const rt::Tensor &trajectory) {
  plot::Axes axes;
  axes.xLow = axes.yLow = INFINITY;
  axes.xHigh = axes.yHigh = -INFINITY;
  for (int64_t i = 0; i < trajectory.size(); ++i) {
    double value = trajectory.toDouble(i);
    if (!std::isfinite(value))
      continue;
    double &low = i % 2 == 0 ? axes.xLow : axes.yLow,
           &high = i % 2 == 0 ? axes.xHigh : axes.yHigh;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  return axes;
}

static rt::Result<rt::Picture> drawPoints(const plot::Library &library,
                                          const plot::Figure &page,
                                          const plot::Axes &range,
                                          const std::string &title,
                                          const rt::Tensor &points) {
  plot::Axes panel = scatterPanel(title, points);
  panel.xLow = range.xLow;
  panel.xHigh = range.xHigh;
  panel.yLow = range.yLow;
  panel.yHigh = range.yHigh;
  plot::Figure figure = page;
  figure.panels = {std::move(panel)};
  return library.renderFigure(figure);
}

rt::Result<rt::Animation> cli::animateTrajectory(const std::string &name,
                                                 const rt::Tensor &trajectory,
                                                 const SampleStyle &style,
                                                 int64_t frames,
                                                 int64_t delay) {
  int64_t steps = trajectory.extent(0);
  rt::Animation animation = {std::min(frames, steps), delay, {}};
  auto stepAt = [steps, last = animation.frames - 1](int64_t frame) {
    return last == 0 ? steps - 1 : frame * (steps - 1) / last;
  };
  bool arePoints = trajectory.rank() == 3;
  if (!arePoints) {
    animation.draw =
        [=, grid = style.grid](int64_t frame) -> rt::Result<rt::Picture> {
      LEAT_ASSIGN(rt::Tensor images, partOf(trajectory, stepAt(frame)));
      return rt::makeImageGrid(images, images.extent(0), grid);
    };
    return animation;
  }
  LEAT_ASSIGN(const plot::Library *library, plot::library());
  animation.draw = [=, page = style.page, range = rangeOf(trajectory)](
                       int64_t frame) -> rt::Result<rt::Picture> {
    int64_t step = stepAt(frame);
    LEAT_ASSIGN(rt::Tensor points, partOf(trajectory, step));
    return drawPoints(*library, page, range,
                      name + "[" + std::to_string(step) + "]", points);
  };
  return animation;
}
