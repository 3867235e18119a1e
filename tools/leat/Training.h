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

namespace leat::cli {

/// What a training run does.
struct TrainingPlan {
  int64_t total = 0; ///< steps in all, those of a resumed run included
  int64_t checkpointEvery = 0; ///< steps; 0 for never
  std::string save;            ///< where the state goes; empty for nowhere
  rt::Metadata facts;          ///< saved with it
};

/// A training run. Steps are numbered from the trainer's counter, so that a
/// resumed run sees the batches that it would have seen.
class Training {
public:
  /// `evaluation` and `log` may be null.
  Training(Program &program, Trainer trainer, BoundData data, TrainingPlan plan,
           Evaluation *evaluation, rt::Log *log)
      : program(program), trainer(std::move(trainer)), data(std::move(data)),
        plan(std::move(plan)), evaluation(evaluation), log(log) {}

  /// Takes the steps and saves the state; the exit code: 0, or 130 after an
  /// interruption (SIGINT), when the state is saved too. Errors: those of a
  /// step; a first result that is NaN, with the number of the step.
  rt::Result<int> run();

private:
  rt::Result<rt::NamedTensors> step(int64_t number);
  rt::Status finishEpoch(int64_t epoch, int64_t done,
                         const NamedNumbers &trained, int64_t steps,
                         double seconds);
  rt::Status save() const;

  Program &program;
  Trainer trainer;
  BoundData data;
  TrainingPlan plan;
  Evaluation *evaluation;
  rt::Log *log;
};

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_TRAINING_H
