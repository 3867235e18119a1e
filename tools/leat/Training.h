//===- Training.h - a trainer's steps over a data set -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The loop behind `leat train`: epochs of shuffled batches, averages, log,
// checkpoints, interruption.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_TRAINING_H
#define LEAT_TOOLS_LEAT_TRAINING_H

#include "runtime/Log.h"
#include "tools/leat/Evaluation.h"
#include "tools/leat/Resume.h"
#include "tools/leat/SampleGrids.h"

#include <chrono>

namespace leat::cli {

/// What a training run does.
struct TrainingPlan {
  int64_t total = 0; ///< steps in all, those of a resumed run included
  int64_t checkpointEvery = 0; ///< steps; 0: at ends of epochs, now and then
  int64_t logEvery = 0;        ///< steps between records; 0 for epochs only
  std::string save;            ///< where the state goes; empty for nowhere
  rt::Metadata facts;          ///< saved with it
};

/// A training run. Steps are numbered from the trainer's counter, so that a
/// resumed run sees the batches that it would have seen.
class Training {
public:
  /// `evaluation`, `grids` and `log` may be null.
  Training(Program &program, Trainer trainer, BoundData data, TrainingPlan plan,
           Start start, Evaluation *evaluation, SampleGrids *grids,
           rt::Log *log);

  /// Takes the steps and saves the state; the exit code: 0, or 130 where
  /// wasInterrupted() kept it from the end; then what was done is saved, too.
  /// Errors: those of a step, of the log, of saving; a first result that is
  /// NaN, with the number of the step.
  rt::Result<int> run();

private:
  using Clock = std::chrono::steady_clock;

  rt::Result<rt::NamedTensors> step();
  rt::Status runEpoch();
  rt::Status finishEpoch(int64_t steps, double seconds);
  rt::Status writeEpoch(const NamedNumbers &evaluated, int64_t steps,
                        double seconds);
  rt::Status save(rt::Result<rt::State> state);
  rt::Status nameColumns();

  Program &program;
  Trainer trainer;
  BoundData data;
  TrainingPlan plan;
  Averages averages; ///< of the epoch that the next step is in, or that ended
  Evaluation *evaluation;
  SampleGrids *grids;
  rt::Log *log;
  int64_t done;           ///< steps
  int64_t savedStep = -1; ///< the last one that is in the file of `save`
  Clock::time_point savedAt = Clock::now();
  bool isPending = false; ///< an evaluation did not end
};

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_TRAINING_H
