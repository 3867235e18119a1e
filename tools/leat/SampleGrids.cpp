//===- SampleGrids.cpp - samples drawn during training ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The states of the program are put aside, and back.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/SampleGrids.h"
#include "tools/leat/Common.h"

using namespace leat;
using namespace leat::cli;

rt::Result<SampleGrids> SampleGrids::create(const Arguments &arguments,
                                            Program &program) {
  std::string path = arguments.get("--sample");
  if (!path.ends_with(".png"))
    return rt::usageError("--sample is '", path,
                          "', expected a name that ends in .png");
  LEAT_ASSIGN(Function function, program.function(kSampleEntry));
  const FunctionInfo &info = function.info();
  SampleGrids grids(program, function);
  grids.path = std::move(path);
  LEAT_ASSIGN(grids.every, arguments.integer("--sample-every", 0, 1));
  LEAT_ASSIGN(grids.style, readSampleStyle(arguments, info));
  LEAT_ASSIGN(grids.inputs, readInputs(arguments, info));
  LEAT_ASSIGN(const rt::EntrySignature *signature,
              prepareSampler(program, function, grids.inputs));
  LEAT_TRY(checkSamples(signature->outputs[0], info));
  return grids;
}

bool SampleGrids::isDue(int64_t step, int64_t total, bool endsEpoch) const {
  return every == 0 ? endsEpoch : step % every == 0 || step == total;
}

// "grid-%d.png" of a step.
static std::string nameFor(std::string path, int64_t step) {
  size_t place = path.find("%d");
  return place == std::string::npos
             ? path
             : path.replace(place, 2, std::to_string(step));
}

rt::Status SampleGrids::draw(int64_t step) {
  LEAT_ASSIGN(rt::State before, program.copyState());
  if (program.keepsMovingAverages())
    LEAT_TRY(program.useMovingAverages());
  LEAT_TRY(program.resetGenerators());
  LEAT_ASSIGN(rt::NamedTensors results, function.run(inputs));
  LEAT_TRY(program.loadState(before));
  const auto &[name, samples] = results[0];
  return drawSamples(nameFor(path, step), name, samples, style);
}
