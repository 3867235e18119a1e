//===- Progress.h - how far long work has come ------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// On a terminal, one line that moves:
//
//   train  42% [########-----------]  420/1000  loss 0.3513  12.4/s  0:47 left
//
// elsewhere the same without the bar, as a plain line now and then.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_PROGRESS_H
#define LEAT_RUNTIME_PROGRESS_H

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

namespace leat::rt {

/// What a line of progress says.
struct ProgressPoint {
  int64_t done = 0, total = 0; ///< total 0: not known
  double rate = 0;             ///< steps a second; 0 as long as it is not known
  std::optional<double> loss = std::nullopt;
};

/// The line, at most `width` characters; without a bar if `width` is 0.
std::string progressLine(const std::string &label, const ProgressPoint &point,
                         size_t width);

/// Writes progress to a stream, at most ten times a second on a terminal, and
/// every ten seconds elsewhere.
class Progress {
public:
  /// Work of `total` steps, or 0 where that is not known. `stream` must outlive
  /// it.
  Progress(std::string label, int64_t total, std::FILE *stream = stderr);
  Progress(const Progress &) = delete;
  Progress &operator=(const Progress &) = delete;
  /// Ends the line of a terminal.
  ~Progress();

  /// `done` steps of the total are done. The last step is always written. The
  /// rate is that since the first call: what is before it may be of a resumed
  /// run, or the time of the compiler.
  void update(int64_t done, std::optional<double> loss = std::nullopt);

private:
  using Clock = std::chrono::steady_clock;

  std::string label;
  int64_t total, first = 0;
  std::FILE *stream;
  bool isTerminal, isOpen = false;        ///< isOpen: the line awaits its end
  std::optional<Clock::time_point> begin; ///< of the first update
  Clock::time_point next;
};

} // namespace leat::rt

#endif // LEAT_RUNTIME_PROGRESS_H
