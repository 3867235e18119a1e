//===- Training.cpp - a trainer's steps over a data set ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Step n (from 0) is batch n % perEpoch of epoch n / perEpoch. The epoch's
// record is written before its last state is saved, so that a log never lacks
// a record that the state is past.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Training.h"
#include "runtime/Progress.h"
#include "tools/leat/Interrupt.h"

#include <algorithm>
#include <cinttypes>
#include <cmath>

using namespace leat;
using namespace leat::cli;

/// Without --checkpoint-every, states of ends of epochs are saved this far
/// apart: more often than any restart, too seldom to be felt.
static constexpr std::chrono::seconds kCheckpointInterval(60);

Training::Training(Program &program, Trainer trainer, BoundData data,
                   TrainingPlan plan, Start start, Evaluation *evaluation,
                   SampleGrids *grids, rt::Log *log)
    : program(program), trainer(std::move(trainer)), data(std::move(data)),
      plan(std::move(plan)), averages(std::move(start.averages)),
      evaluation(evaluation), grids(grids), log(log), done(start.step) {
  if (!start.file.empty() && start.file == this->plan.save)
    savedStep = start.step;
}

static bool isLogged(const ValueInfo &result) {
  return result.dimensions.empty() && rt::isFloat(result.type);
}

// A loss over the data of --eval is another one than that of training.
static std::string evaluatedName(const std::string &name,
                                 const std::vector<std::string> &trained) {
  bool taken = std::ranges::find(trained, name) != trained.end();
  return taken ? "eval_" + name : name;
}

rt::Status Training::nameColumns() {
  std::vector<std::string> trained, names = {"epoch", "step"};
  for (const ValueInfo &result : trainer.info().results)
    if (isLogged(result))
      trained.push_back(result.name);
  if (!trainer.alternates())
    trained.front() = "loss";
  names.insert(names.end(), trained.begin(), trained.end());
  if (evaluation)
    for (const ValueInfo &result : evaluation->info().results)
      names.push_back(evaluatedName(result.name, trained));
  names.insert(names.end(), {"images_per_second", "batches"});
  return log->name(names);
}

rt::Result<rt::NamedTensors> Training::step() {
  int64_t perEpoch = data.batches().perEpoch();
  LEAT_ASSIGN(rt::NamedTensors batch, data.batch(done % perEpoch));
  rt::Result<rt::NamedTensors> made = trainer.step(batch);
  ++done;
  if (!made.ok())
    return std::move(made).status().during("at step " + std::to_string(done));
  rt::NamedTensors results = *std::move(made);
  double loss = results.front().second.toDouble();
  if (std::isnan(loss))
    return rt::userError("'", results.front().first, "' of @",
                         trainer.info().name, " is NaN at step ", done,
                         "; a smaller learning rate or clip_norm may help, "
                         "--check-nan names the op");
  if (!trainer.alternates())
    results.front().first = "loss"; // as the log calls what is minimised
  std::erase_if(results, [](const auto &result) {
    return result.second.rank() != 0 || !rt::isFloat(result.second.dtype());
  });
  if (log && plan.logEvery && done % plan.logEvery == 0) {
    rt::LogRecord record = {{"step", done}};
    for (const auto &[name, value] : results)
      record.push_back({name, value.toDouble()});
    LEAT_TRY(log->write(record));
  }
  return results;
}

rt::Status Training::save(rt::Result<rt::State> state) {
  if (!state.ok())
    return state.status();
  rt::Metadata &facts = state->metadata();
  facts = plan.facts;
  facts["step"] = std::to_string(done);
  if (averages.batches())
    facts[kAveragesFact] = averages.text();
  LEAT_TRY(
      state->save(plan.save).at("checkpoint of step " + std::to_string(done)));
  savedStep = done;
  savedAt = Clock::now();
  return {};
}

rt::Status Training::writeEpoch(const NamedNumbers &evaluated, int64_t steps,
                                double seconds) {
  int64_t perEpoch = data.batches().perEpoch(),
          epoch = (done + perEpoch - 1) / perEpoch;
  rt::LogRecord record = {{"epoch", epoch}, {"step", done}};
  std::printf("epoch %" PRId64 "/%" PRId64 "  step %" PRId64, epoch,
              (plan.total + perEpoch - 1) / perEpoch, done);
  std::vector<std::string> trained;
  auto add = [&](const std::string &name, double value) {
    record.push_back({name, value});
    std::printf("  %s %.6g", name.c_str(), value);
  };
  for (const auto &[name, value] : averages.values()) {
    trained.push_back(name);
    add(name, value);
  }
  for (const auto &[name, value] : evaluated)
    add(evaluatedName(name, trained), value);
  if (steps > 0) {
    double rate = double(steps * data.batches().rows(0)) / seconds;
    record.push_back({"images_per_second", rate});
    std::printf("  %.0f images/s", rate);
  }
  record.push_back({"batches", averages.batches()});
  if (averages.batches() != perEpoch)
    std::printf("  (%" PRId64 " of %" PRId64 " batches)", averages.batches(),
                perEpoch);
  std::printf("\n");
  std::fflush(stdout);
  return log ? log->write(record) : rt::Status();
}

// Evaluating may draw random numbers: a state to go on from is the one before
// it, or the one behind all of it.
rt::Status Training::finishEpoch(int64_t steps, double seconds) {
  NamedNumbers evaluated;
  if (evaluation) {
    rt::State before;
    if (!plan.save.empty()) {
      LEAT_ASSIGN(before, program.copyState());
    }
    LEAT_ASSIGN(evaluated, evaluation->run(wasInterrupted));
    isPending = evaluated.empty() && wasInterrupted();
    if (isPending)
      return plan.save.empty() ? rt::Status() : save(std::move(before));
  }
  LEAT_TRY(writeEpoch(evaluated, steps, seconds));
  if (done % data.batches().perEpoch() == 0)
    averages.restart();
  bool isDue = plan.checkpointEvery
                   ? done % plan.checkpointEvery == 0
                   : Clock::now() - savedAt >= kCheckpointInterval;
  return isDue && !plan.save.empty() ? save(program.copyState()) : rt::Status();
}

// The rest of the epoch that the next step is in.
rt::Status Training::runEpoch() {
  int64_t perEpoch = data.batches().perEpoch();
  int64_t epoch = done / perEpoch, first = done;
  int64_t end = std::min((epoch + 1) * perEpoch, plan.total);
  data.batches().startEpoch(uint64_t(epoch));
  auto begin = Clock::now();
  {
    rt::Progress progress("epoch " + std::to_string(epoch + 1),
                          end - epoch * perEpoch);
    while (done < end && !wasInterrupted()) {
      LEAT_ASSIGN(rt::NamedTensors results, step());
      progress.update(done - epoch * perEpoch,
                      results.front().second.toDouble());
      LEAT_TRY(averages.add(results, data.batches().rows(0)));
      if (plan.checkpointEvery && done % plan.checkpointEvery == 0 &&
          done < end)
        LEAT_TRY(save(program.copyState()));
      if (grids && grids->isDue(done, plan.total, done == end)) {
        auto paused = Clock::now();
        LEAT_TRY(grids->draw(done));
        begin += Clock::now() - paused; // rates are of steps
      }
    }
  }
  std::chrono::duration<double> took = Clock::now() - begin;
  return done == end ? finishEpoch(done - first, took.count()) : rt::Status();
}

rt::Result<int> Training::run() {
  if (log)
    LEAT_TRY(nameColumns());
  int64_t before = done, perEpoch = data.batches().perEpoch();
  trainer.plan(plan.total);
  bool wasPending = averages.batches() && done % perEpoch == 0;
  if (done > 0 && done >= plan.total && !wasPending)
    say("nothing to do: " + std::to_string(done) + " steps are made, of " +
        std::to_string(plan.total));
  if (wasPending)
    LEAT_TRY(finishEpoch(0, 0));
  while (done < plan.total && !wasInterrupted())
    LEAT_TRY(runEpoch());
  bool isComplete = done >= plan.total && !isPending;
  // Where nothing was done, what another run saved is worth more.
  if (!plan.save.empty() && savedStep != done && (isComplete || done > before))
    LEAT_TRY(save(program.copyState()));
  if (isComplete)
    return 0;
  say("interrupted after step " + std::to_string(done) + " of " +
      std::to_string(plan.total) +
      (savedStep == done
           ? ": the state is in '" + plan.save + "', --resume goes on from it"
           : ": nothing was saved"));
  return kInterruptedCode;
}
