//===- sample.cpp - leat sample: draw what a function samples ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat sample vae.mlir --state vae.safetensors --count 64 --png digits.png
//   leat sample ddpm.mlir --state ddpm.safetensors --weights ema --gif x.gif
//
//===----------------------------------------------------------------------===//

#include "runtime/data/Describe.h"
#include "tools/leat/Call.h"
#include "tools/leat/Commands.h"
#include "tools/leat/Samples.h"
#include "tools/leat/TripProgress.h"

#include <cstdio>

using namespace leat;
using namespace leat::cli;

static constexpr int64_t kUsualFrames = 100, kUsualDelay = 50, kLeastDelay = 10,
                         kMostDelay = 60000;

namespace {

/// A picture, and what its name ends in.
struct PictureOption {
  std::string_view name, ending;
  bool moves;
};

/// What is drawn: results, by their positions.
struct Drawing {
  SampleStyle style;
  std::optional<size_t> picture, trajectory;
  int64_t frames = kUsualFrames, delay = kUsualDelay;
};

} // namespace

static constexpr PictureOption kPictures[] = {{"--png", ".png", false},
                                              {"--gif", ".gif", true},
                                              {"--apng", ".png", true}};

static bool asksForPicture(const Arguments &arguments, bool moves) {
  for (const PictureOption &picture : kPictures)
    if (picture.moves == moves && arguments.has(picture.name))
      return true;
  return false;
}

static rt::Status checkOptions(const Arguments &arguments) {
  for (const PictureOption &picture : kPictures)
    if (arguments.has(picture.name) &&
        !arguments.get(picture.name).ends_with(picture.ending))
      return rt::usageError(picture.name, " is '", arguments.get(picture.name),
                            "', expected a name that ends in ", picture.ending);
  bool stands = asksForPicture(arguments, /*moves=*/false),
       moves = asksForPicture(arguments, /*moves=*/true);
  if (arguments.has("--result") && !stands)
    return rt::usageError("--result needs --png");
  for (const char *option : {"--trajectory", "--frames", "--delay"})
    if (arguments.has(option) && !moves)
      return rt::usageError(option, " needs --gif or --apng");
  for (const char *option : {"--range", "--columns"})
    if (arguments.has(option) && !stands && !moves)
      return rt::usageError(option, " needs --png, --gif or --apng");
  return {};
}

// The result that --trajectory names, or one with a name that says so.
static rt::Result<size_t> findTrajectory(const Arguments &arguments,
                                         const FunctionInfo &function) {
  if (arguments.has("--trajectory"))
    return findResult(function, arguments.get("--trajectory"));
  for (const char *name : {"trajectory", "path"})
    if (rt::Result<size_t> found = findResult(function, name); found.ok())
      return found;
  return rt::userError("no result of ", function.signature(),
                       " is called 'trajectory' or 'path'; --trajectory names "
                       "the one whose first axis counts steps");
}

// What can not be drawn is told before the function runs.
static rt::Result<Drawing> planDrawing(const Arguments &arguments, Call &call) {
  const FunctionInfo &function = call.function.info();
  Drawing drawing;
  LEAT_ASSIGN(drawing.style, readSampleStyle(arguments, function));
  LEAT_ASSIGN(drawing.frames, arguments.integer("--frames", kUsualFrames, 1));
  LEAT_ASSIGN(drawing.delay,
              arguments.integer("--delay", kUsualDelay, kLeastDelay));
  if (drawing.delay > kMostDelay)
    return rt::usageError("--delay is ", drawing.delay, ", expected at most ",
                          kMostDelay, " milliseconds");
  LEAT_ASSIGN(const rt::EntrySignature *signature,
              prepareSampler(call.program, call.function, call.inputs));
  if (asksForPicture(arguments, /*moves=*/false)) {
    LEAT_ASSIGN(drawing.picture,
                findResult(function, arguments.get("--result",
                                                   function.results[0].name)));
    LEAT_TRY(checkSamples(signature->outputs[*drawing.picture], function));
  }
  if (asksForPicture(arguments, /*moves=*/true)) {
    LEAT_ASSIGN(drawing.trajectory, findTrajectory(arguments, function));
    LEAT_TRY(
        checkTrajectory(signature->outputs[*drawing.trajectory], function));
  }
  return drawing;
}

static rt::Status writePictures(const Arguments &arguments,
                                const Drawing &drawing,
                                const rt::NamedTensors &results) {
  if (drawing.picture) {
    const auto &[name, samples] = results[*drawing.picture];
    LEAT_TRY(drawSamples(arguments.get("--png"), name, samples, drawing.style));
  }
  if (!drawing.trajectory)
    return {};
  const auto &[name, steps] = results[*drawing.trajectory];
  LEAT_ASSIGN(rt::Animation animation,
              animateTrajectory(name, steps, drawing.style, drawing.frames,
                                drawing.delay));
  if (arguments.has("--apng"))
    LEAT_TRY(rt::writeApng(arguments.get("--apng"), animation));
  if (!arguments.has("--gif"))
    return {};
  LEAT_ASSIGN(const plot::Library *library, plot::library());
  return library->saveGif(animation, arguments.get("--gif"));
}

// A person who asked for no file sees what there is, and how to keep it.
static void suggestFiles(const rt::NamedTensors &results) {
  const auto &[name, first] = results[0];
  std::string hint = "nothing is written: ";
  if (canBeDrawn({name, first.dtype(), first.shape()}))
    hint += "--png FILE.png draws '" + name + "', ";
  say(hint + "--output-dir DIR keeps all results as arrays");
}

static rt::Result<int> sample(const Arguments &arguments) {
  LEAT_TRY(checkOptions(arguments));
  LEAT_ASSIGN(ProgramOptions options, readProgramOptions(arguments));
  options.trips = std::make_shared<rt::TripCounter>();
  LEAT_ASSIGN(Call call, prepareCall(arguments, options,
                                     arguments.get("--entry", kSampleEntry)));
  LEAT_ASSIGN(Drawing drawing, planDrawing(arguments, call));
  rt::NamedTensors results;
  {
    TripProgress progress(call.function.info().name, *options.trips);
    LEAT_ASSIGN(results, call.function.run(call.inputs));
  }
  std::fputs(rt::describeTensors(results).c_str(), stdout);
  LEAT_TRY(writePictures(arguments, drawing, results));
  if (arguments.has("--output-dir"))
    LEAT_TRY(writeArrays(arguments.get("--output-dir"), results));
  else if (!drawing.picture && !drawing.trajectory && !arguments.has("--save"))
    suggestFiles(results);
  LEAT_TRY(finishCall(call, arguments, options));
  return 0;
}

Command cli::sampleCommand() {
  return {
      "sample",
      "FILE",
      "run a sampler of a model and draw what it gives",
      "leat sample examples/networks/vae.mlir --state vae.safetensors "
      "--count 64 --png samples.png",
      withRunOptions({
          {"--entry", "NAME", "the function (default sample)"},
          {"--input", "NAME=VALUE",
           "an argument: FILE.npy, FILE.npz, 0.5, [1,2], [[1,2],[3,4]]",
           Option::Repeats},
          {"--png", "FILE.png", "images side by side, or points of a plane",
           Option::WritesFile},
          {"--result", "NAME", "what --png draws (default: the first result)"},
          {"--range", "LOW:HIGH",
           "what is black and what is white in images (default 0:1)"},
          {"--columns", "N", "images in a row (default: about a square)"},
          {"--gif", "FILE.gif",
           "the steps of a trajectory, as pictures that move",
           Option::WritesFile},
          {"--apng", "FILE.png", "the same as an animated PNG, in all colors",
           Option::WritesFile},
          {"--trajectory", "NAME",
           "the result whose first axis counts steps (default: trajectory or "
           "path)"},
          {"--frames", "N", "at most so many steps of it (default 100)"},
          {"--delay", "MS", "how long each is shown (default 50)"},
          {"--output-dir", "DIR", "write DIR/RESULT.npy", Option::WritesFolder},
          {"--save", "FILE", "write the state after the call",
           Option::WritesFile},
      }),
      sample,
      1,
      "Draws images [n, C, H, W], C 1 or 3, or [n, H, W], W > 2, or "
      "points\n[n, 2]. "
      "Without --count there are 16 images, or 1000 points.\n\n"};
}
