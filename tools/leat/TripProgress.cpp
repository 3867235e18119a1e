//===- TripProgress.cpp - how far a call has come ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The thread sleeps nearly all the time.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/TripProgress.h"
#include "runtime/Progress.h"

#include <condition_variable>
#include <mutex>
#include <optional>

using namespace leat;
using namespace leat::cli;

/// Between two looks.
static constexpr std::chrono::milliseconds kInterval(100);

TripProgress::TripProgress(std::string label, const rt::TripCounter &trips)
    : label(std::move(label)), trips(trips),
      thread([this](const std::stop_token &end) { watch(end); }) {}

void TripProgress::watch(const std::stop_token &end) const {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any awake;
  std::optional<rt::Progress> progress;
  int64_t total = 0;
  auto look = [&] {
    int64_t done = trips.done;
    if (done == 0) // nothing runs yet, or has loops
      return;
    // A call before, of what computes a constant, had another number of trips.
    if (!progress || total != trips.total) {
      total = trips.total;
      progress.emplace(label, total);
    }
    progress->update(done);
  };
  while (!awake.wait_for(lock, end, kInterval, [&] { return false; }) &&
         !end.stop_requested())
    look();
  if (progress) // else it was too short for anyone to wait
    look();
}
