//===- SampleGrids.h - samples drawn during training ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `leat train --sample` draws now and then: how the model's samples become
// better. Training does not notice.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_SAMPLEGRIDS_H
#define LEAT_TOOLS_LEAT_SAMPLEGRIDS_H

#include "tools/leat/Samples.h"

namespace leat::cli {

/// @sample of a program that is trained.
class SampleGrids {
public:
  /// What --sample, --sample-every, --input, --range and --columns say;
  /// compiles @sample. Errors (usage): a file that does not end in ".png".
  /// Others: there is no
  /// @sample; its first result can not be drawn; those of
  /// Function::signature().
  static rt::Result<SampleGrids> create(const Arguments &arguments,
                                        Program &program);

  /// Whether a picture is due after so many steps, of `total`.
  bool isDue(int64_t step, int64_t total, bool endsEpoch) const;

  /// Draws with the moving averages of the parameters, if the model keeps them,
  /// and with generators as they were in the beginning, so that pictures show
  /// the same noise. `%d` in the name of the file is the step. The program's
  /// states stay as they are. Errors: those of the run and of drawSamples().
  rt::Status draw(int64_t step);

private:
  SampleGrids(Program program, Function function)
      : program(std::move(program)), function(std::move(function)) {}
  Program program;
  Function function;
  rt::NamedTensors inputs;
  SampleStyle style;
  std::string path;
  int64_t every = 0; ///< steps; 0: at ends of epochs
};

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_SAMPLEGRIDS_H
