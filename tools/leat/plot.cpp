//===- plot.cpp - leat plot: drawings as PNG or SVG -------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat plot mlp.jsonl -o mlp.png                        curves of a log
//   leat plot net.mlir --entry f --over x=-3:3 -o f.png   a function
//   leat plot flow.mlir --entry sample --count 1000 --as scatter -o x.png
//
//===----------------------------------------------------------------------===//

#include "runtime/io/ImageGrid.h"
#include "tools/leat/Call.h"
#include "tools/leat/Commands.h"
#include "tools/leat/FunctionFigure.h"
#include "tools/leat/LogFigure.h"

#include <algorithm>

using namespace leat;
using namespace leat::cli;

/// What a log takes of the options.
static constexpr std::string_view kOptionsOfLogs[] = {"-o"};

static bool isLog(const std::string &path) {
  return path.ends_with(".jsonl") || path.ends_with(".csv");
}

// The images [n, C, H, W] that a function gives, side by side.
static rt::Status drawImages(const Arguments &arguments,
                             const Function &function,
                             const rt::NamedTensors &inputs) {
  if (!arguments.get("-o").ends_with(".png"))
    return rt::usageError("output '", arguments.get("-o"),
                          "', expected a name that ends in .png for images");
  LEAT_ASSIGN(rt::NamedTensors results, function.run(inputs));
  const rt::Tensor *images = nullptr;
  for (const auto &[name, tensor] : results)
    if (arguments.has("--result") ? name == arguments.get("--result")
                                  : tensor.rank() == 4 && !images)
      images = &tensor;
  if (!images)
    return rt::userError("no result of ", function.info().signature(),
                         arguments.has("--result")
                             ? " is that of --result"
                             : " is of shape [n, C, H, W]");
  if (images->rank() == 0)
    return rt::userError("result '", arguments.get("--result"), "' is ",
                         images->signature(), ", expected [n, C, H, W]");
  return rt::writeImageGrid(arguments.get("-o"), *images, images->extent(0));
}

static rt::Status drawModel(const Arguments &arguments) {
  LEAT_ASSIGN(ProgramOptions options, readProgramOptions(arguments));
  LEAT_ASSIGN(Call call, prepareCall(arguments, options,
                                     arguments.get("--entry", "main")));
  if (arguments.get("--as") == kImages && !arguments.has("--over"))
    return drawImages(arguments, call.function, call.inputs);
  LEAT_ASSIGN(const plot::Library *library, plot::library());
  LEAT_ASSIGN(plot::Figure figure,
              functionFigure(arguments, call.function, call.inputs, *library));
  return library->saveFigure(figure, arguments.get("-o"));
}

static rt::Status drawLog(const Arguments &arguments) {
  const std::string &path = arguments.operands[0];
  for (const Option &option : plotCommand().options)
    if (arguments.has(option.name) &&
        std::ranges::find(kOptionsOfLogs, option.name) ==
            std::end(kOptionsOfLogs))
      return rt::usageError(option.name, " is for a model, '", path,
                            "' is a log");
  LEAT_ASSIGN(plot::Figure figure, logFigure(path));
  LEAT_ASSIGN(const plot::Library *library, plot::library());
  return library->saveFigure(figure, arguments.get("-o"));
}

static rt::Result<int> draw(const Arguments &arguments) {
  if (!arguments.has("-o"))
    return rt::usageError("leat plot needs -o, a file that ends in .png or "
                          ".svg");
  LEAT_TRY(isLog(arguments.operands[0]) ? drawLog(arguments)
                                        : drawModel(arguments));
  return 0;
}

Command cli::plotCommand() {
  return {
      "plot",
      "LOG.jsonl|LOG.csv|FILE",
      "draw a training log, a function or what it gives",
      "leat plot mlp.jsonl -o mlp.png",
      withStateOptions({
          {"-o", "FILE.png|.svg", "the picture", Option::WritesFile},
          {"--entry", "NAME", "the function (default main)"},
          {"--input", "NAME=VALUE",
           "an argument: FILE.npy, FILE.npz, 0.5, [1,2], [[1,2],[3,4]]",
           Option::Repeats},
          {"--over", "NAME=LOW:HIGH[:COUNT]",
           "draw results over values of an argument; of two, heat maps",
           Option::Repeats},
          {"--as", "KIND",
           "draw results as line, scatter, histogram, matrix, graph or images"},
          {"--result", "NAME", "draw only this result", Option::Repeats},
          {"--against", "NAME", "the result that lines are drawn over"},
          {"--bins", "N", "bars of a histogram"},
      }),
      draw,
      1,
      "A point of a plane takes two ranges: --over x=-2:2,-1:1\n"};
}
