//===- Training.cpp - a trainer's steps over a data set ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Step n (from 0) is batch n % perEpoch of epoch n / perEpoch.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Training.h"
#include "runtime/Progress.h"

#include <algorithm>
#include <chrono>
#include <cinttypes>
#include <cmath>
#include <csignal>

using namespace leat;
using namespace leat::cli;

static constexpr int kInterruptedCode = 130;

static volatile std::sig_atomic_t interrupted = 0;

// A second signal ends the process at once.
static void onInterrupt(int) {
  interrupted = 1;
  std::signal(SIGINT, SIG_DFL);
}

rt::Result<rt::NamedTensors> Training::step(int64_t number) {
  int64_t perEpoch = data.batches().perEpoch();
  LEAT_ASSIGN(rt::NamedTensors batch, data.batch(number % perEpoch));
  rt::Result<rt::NamedTensors> made = trainer.step(batch);
  if (!made.ok())
    return rt::makeError(made.status().kind(), made.status().message(),
                         ", at step ", number + 1);
  rt::NamedTensors results = *std::move(made);
  results.front().first = "loss"; // as the log calls what is minimised
  double loss = results.front().second.toDouble();
  if (std::isnan(loss))
    return rt::userError("'", trainer.info().results.front().name, "' of @",
                         trainer.info().name, " is NaN at step ", number + 1,
                         "; a smaller learning rate or clip_norm may help, "
                         "--check-nan names the op");
  std::erase_if(results, [](const auto &result) {
    return result.second.rank() != 0 || !rt::isFloat(result.second.dtype());
  });
  return results;
}

rt::Status Training::save() const {
  return plan.save.empty() ? rt::Status()
                           : program.saveState(plan.save, plan.facts);
}

rt::Status Training::finishEpoch(int64_t epoch, int64_t done,
                                 const NamedNumbers &trained, int64_t steps,
                                 double seconds) {
  int64_t perEpoch = data.batches().perEpoch();
  double rate = double(steps * data.batches().rows(0)) / seconds;
  rt::LogRecord record = {{"epoch", epoch}, {"step", done}};
  std::printf("epoch %" PRId64 "/%" PRId64 "  step %" PRId64, epoch,
              (plan.total + perEpoch - 1) / perEpoch, done);
  auto add = [&](const std::string &name, double value) {
    record.push_back({name, value});
    std::printf("  %s %.6g", name.c_str(), value);
  };
  for (const auto &[name, value] : trained)
    add(name, value);
  if (evaluation) {
    LEAT_ASSIGN(auto averages, evaluation->run());
    // A loss over the data of --eval is another one than that of training.
    for (const auto &[name, value] : averages) {
      bool taken = std::any_of(trained.begin(), trained.end(),
                               [&](const auto &t) { return t.first == name; });
      add(taken ? "eval_" + name : name, value);
    }
  }
  record.push_back({"images_per_second", rate});
  std::printf("  %.0f images/s\n", rate);
  std::fflush(stdout);
  return log ? log->write(record) : rt::Status();
}

rt::Result<int> Training::run() {
  interrupted = 0;
  std::signal(SIGINT, onInterrupt);
  int64_t perEpoch = data.batches().perEpoch();
  int64_t done = trainer.steps();
  trainer.plan(plan.total);
  using Clock = std::chrono::steady_clock;
  while (done < plan.total) {
    int64_t epoch = done / perEpoch, first = done;
    int64_t end = std::min((epoch + 1) * perEpoch, plan.total);
    data.batches().startEpoch(uint64_t(epoch));
    Averages averages;
    auto begin = Clock::now();
    {
      rt::Progress progress("epoch " + std::to_string(epoch + 1),
                            end - epoch * perEpoch, done - epoch * perEpoch);
      while (done < end && !interrupted) {
        LEAT_ASSIGN(rt::NamedTensors results, step(done));
        progress.update(++done - epoch * perEpoch,
                        results.front().second.toDouble());
        LEAT_TRY(averages.add(results, data.batches().rows(0)));
        if (plan.checkpointEvery && done % plan.checkpointEvery == 0)
          LEAT_TRY(save());
      }
    }
    std::chrono::duration<double> took = Clock::now() - begin;
    if (done > first)
      LEAT_TRY(finishEpoch(epoch + 1, done, averages.values(), done - first,
                           took.count()));
    if (interrupted)
      break;
  }
  LEAT_TRY(save());
  std::signal(SIGINT, SIG_DFL);
  return interrupted ? kInterruptedCode : 0;
}
