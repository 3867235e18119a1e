//===- Profile.h - how long each launch takes -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Listens to entries that are compiled to trace, adds times up by kernel, and
// says them as a table, as JSON, or as a trace for chrome://tracing and
// Perfetto.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_PROFILE_H
#define LEAT_RUNTIME_PROFILE_H

#include "runtime/Signature.h"
#include "runtime/cpu/Ceiling.h"

#include <chrono>
#include <deque>
#include <vector>

namespace leat::rt {

/// The launches of one entry. Not for several calls at once.
class EntryProfile : public LaunchTracer {
public:
  using Clock = std::chrono::steady_clock;

  /// One launch in time: seconds since the profile began.
  struct Span {
    size_t launch;
    double begin, end;
  };

  /// Of an entry with these launches; keeps each launch with its time if
  /// `keepSpans`.
  EntryProfile(EntrySignature entry, Clock::time_point start, bool keepSpans);
  EntryProfile(const EntryProfile &) = delete;
  EntryProfile &operator=(const EntryProfile &) = delete;

  /// Round a call of the entry.
  void beginCall();
  void endCall();

  /// Forgets what was measured.
  void reset();

  const EntrySignature &signature() const { return entry; }
  int64_t callCount() const { return calls; }
  /// Of all calls together.
  double seconds() const { return total; }
  /// Of each launch, in all calls together.
  const std::vector<double> &launchSeconds() const { return times; }
  /// How often each launch ran, which in a loop is more than once a call.
  const std::vector<int64_t> &launchRuns() const { return runs; }
  /// Of each launch, in the call in which it took the least.
  const std::vector<double> &leastSeconds() const { return least; }
  const std::vector<Span> &spans() const { return kept; }

private:
  static void onEvent(LaunchTracer *self, int32_t number, int32_t end);
  double now() const {
    return std::chrono::duration<double>(Clock::now() - start).count();
  }

  EntrySignature entry;
  Clock::time_point start;
  bool keepSpans;
  int64_t calls = 0;
  double total = 0, callBegin = 0, launchBegin = 0;
  std::vector<double> times, ofCall, least;
  std::vector<int64_t> runs;
  std::vector<Span> kept;
};

/// The profiles of all entries of a program.
class Profile {
public:
  /// Keeps each launch, for writeTrace(), if `keepSpans`.
  explicit Profile(bool keepSpans = false) : keepSpans(keepSpans) {}

  /// A profile of one more entry; valid as long as this one.
  EntryProfile &add(const EntrySignature &entry) {
    return entries.emplace_back(entry, start, keepSpans);
  }

  /// Forgets what was measured.
  void reset();

  /// A line for each launch that ran, the one that took the most time first:
  /// its name, how often it ran, the time, its share of all calls, GFLOP/s,
  /// GB/s, how much of what the machine can do that is, and where the source
  /// says it. The last line is the time that calls spend outside of kernels.
  std::string table(const Ceiling &ceiling) const;

  /// The same as a JSON array of objects.
  std::string json(const Ceiling &ceiling) const;

  /// Writes every launch to `path`, in the JSON of chrome://tracing. Errors:
  /// the file cannot be written.
  Status writeTrace(const std::string &path) const;

private:
  struct Line;
  std::vector<Line> lines(const Ceiling &ceiling) const;

  EntryProfile::Clock::time_point start = EntryProfile::Clock::now();
  bool keepSpans;
  std::deque<EntryProfile> entries; ///< which do not move
};

} // namespace leat::rt

#endif // LEAT_RUNTIME_PROFILE_H
