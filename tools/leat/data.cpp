//===- data.cpp - leat data: look at a data set -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat data two-moons                      fields, shapes, ranges, classes
//   leat data fashion-mnist:test --count 100 -o some.npz --png some.png
//
//===----------------------------------------------------------------------===//

#include "runtime/data/Describe.h"
#include "runtime/data/Spec.h"
#include "runtime/io/ImageGrid.h"
#include "runtime/io/Npy.h"
#include "tools/leat/Commands.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>

using namespace leat;
using namespace leat::cli;

/// The forms of a SPEC, for help.
static constexpr std::string_view kSpecs =
    R"(SPEC, with :train or :test behind it; docs/data.md tells more:
  fashion-mnist[:DIR]         image, label; without DIR, Debian's files
  mnist:DIR                   image, label, from IDX files, gzipped or not
  cifar10:DIR                 image, label, from the binary version
  images:DIR                  image, label, from a folder for each class
  npz:FILE                    its arrays; NAME_test is NAME for testing
  csv:FILE                    its columns; x0, x1, ... make up x
  mnist1d gauss-mixture two-moons swiss-roll spirals checkerboard
                              made here; two-moons:n=50 makes 50 examples

)";

/// Images that --png draws where --count says nothing.
static constexpr int64_t kDefaultImages = 64;

/// Prints what a set holds and returns its examples, the first ones only where
/// --count says so.
static rt::Result<rt::DataSet> show(const rt::DataSpec &spec,
                                    const Arguments &arguments) {
  LEAT_ASSIGN(int64_t seed, arguments.integer("--seed", 0, 0));
  LEAT_ASSIGN(rt::DataSet data, rt::loadData(spec, uint64_t(seed)));
  int64_t whole = data.count();
  LEAT_ASSIGN(int64_t count, arguments.integer("--count", whole, 1));
  const char *split = spec.isTest ? "test" : "train";
  if (count > whole)
    return rt::userError("--count is ", count, ", but there are only ", whole,
                         " examples for ",
                         spec.isTest ? "testing" : "training");
  if (count < whole) {
    LEAT_ASSIGN(data, data.first(count));
    std::printf("%s: %" PRId64 " of %" PRId64 " examples, %s\n", split, count,
                whole, data.hash().c_str());
  } else {
    std::printf("%s: %" PRId64 " examples, %s\n", split, whole,
                data.hash().c_str());
  }
  std::fputs(rt::describeTensors(data.fields()).c_str(), stdout);
  return data;
}

static rt::Status writeArrays(const std::string &path,
                              const rt::DataSet &data) {
  for (const auto &[name, tensor] : data.fields())
    if (name.ends_with("_train") || name.ends_with("_test"))
      return rt::userError("field '", name, "' can not go into an npz file: ",
                           "there, _train and _test tell the examples for ",
                           "training from those for testing");
  return rt::writeNpz(path, data.fields());
}

static rt::Status drawImages(const Arguments &arguments,
                             const rt::DataSet &data) {
  const rt::Tensor *images = data.find("image");
  if (!images)
    return rt::userError("--png: the data has no field 'image'");
  int64_t count = data.count();
  if (!arguments.has("--count"))
    count = std::min(count, kDefaultImages);
  rt::ImageGridStyle style;
  LEAT_ASSIGN(style.columns, arguments.integer("--columns", 0, 1));
  return rt::writeImageGrid(arguments.get("--png"), *images, count, style)
      .at("--png");
}

static rt::Result<int> data(const Arguments &arguments) {
  if (arguments.has("--columns") && !arguments.has("--png"))
    return rt::usageError("--columns needs --png");
  LEAT_ASSIGN(rt::DataSpec spec, rt::parseDataSpec(arguments.operands[0]));
  LEAT_ASSIGN(rt::DataSet examples, show(spec, arguments));
  if (arguments.has("-o"))
    LEAT_TRY(writeArrays(arguments.get("-o"), examples));
  if (arguments.has("--png"))
    LEAT_TRY(drawImages(arguments, examples));
  if (spec.namesSplit || arguments.has("--count") || arguments.has("-o") ||
      arguments.has("--png"))
    return 0;
  LEAT_ASSIGN(spec.isTest, rt::hasTestExamples(spec));
  if (spec.isTest)
    LEAT_TRY(show(spec, arguments).status());
  return 0;
}

Command cli::dataCommand() {
  return {
      "data",
      "SPEC",
      "look at a data set: fields, shapes, ranges, classes",
      "leat data fashion-mnist:test --count 100 -o some.npz --png some.png",
      {{"--count", "N", "only the first N examples, of one split"},
       {"-o", "FILE.npz", "write the examples as arrays", Option::WritesFile},
       {"--png", "FILE", "draw the first images (64 without --count)",
        Option::WritesFile},
       {"--columns", "N", "images in a row (default: about a square)"},
       {"--seed", "N", "seed of the sets that are made (default 0)"}},
      data,
      1,
      kSpecs};
}
