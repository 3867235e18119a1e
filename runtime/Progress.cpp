//===- Progress.cpp - how far long work has come ----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The line is made by a function without a clock, so that it can be tested.
//
//===----------------------------------------------------------------------===//
#include "runtime/Progress.h"

#include <algorithm>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace leat::rt;

/// Characters between the brackets: as many as fit, within these.
static constexpr size_t kMinBar = 8, kMaxBar = 40;
static constexpr size_t kDefaultWidth = 80;

/// "0:47", "12:05", "1:02:03".
static std::string duration(double seconds) {
  auto rest = int64_t(std::min(seconds, 1e9) + 0.5);
  char text[40];
  if (rest < 3600)
    std::snprintf(text, sizeof(text), "%d:%02d", int(rest / 60),
                  int(rest % 60));
  else
    std::snprintf(text, sizeof(text), "%d:%02d:%02d", int(rest / 3600),
                  int(rest / 60 % 60), int(rest % 60));
  return text;
}

std::string leat::rt::progressLine(const std::string &label,
                                   const ProgressPoint &point, size_t width) {
  char text[64];
  double part = double(point.done) / double(std::max<int64_t>(point.total, 1));
  std::string head = label, tail = "  " + std::to_string(point.done);
  if (point.total != 0) {
    std::snprintf(text, sizeof(text), " %3d%%", int(100 * part));
    head += text;
    tail += "/" + std::to_string(point.total);
  } else {
    tail += " steps";
  }
  if (point.loss) {
    std::snprintf(text, sizeof(text), "  loss %.4g", *point.loss);
    tail += text;
  }
  if (point.rate > 0) {
    std::snprintf(text, sizeof(text), "  %.3g/s", point.rate);
    tail += text;
    if (point.total != 0)
      tail += "  " + duration(double(point.total - point.done) / point.rate) +
              " left";
  }
  if (width == 0)
    return head + tail;
  size_t used = head.size() + tail.size() + 3;
  if (point.total != 0 && used + kMinBar <= width) {
    size_t size = std::min(width - used, kMaxBar);
    size_t filled = std::min(size, size_t(double(size) * part));
    head +=
        " [" + std::string(filled, '#') + std::string(size - filled, '-') + "]";
  }
  return (head + tail).substr(0, width);
}

Progress::Progress(std::string label, int64_t total, std::FILE *stream)
    : label(std::move(label)), total(total), stream(stream),
      isTerminal(isatty(fileno(stream)) != 0), next(Clock::now()) {}

Progress::~Progress() {
  if (isOpen)
    std::fputc('\n', stream);
  std::fflush(stream);
}

void Progress::update(int64_t done, std::optional<double> loss) {
  Clock::time_point now = Clock::now();
  if (!begin) {
    begin = now;
    first = done;
  }
  if (now < next && done != total)
    return;
  next = now + (isTerminal ? std::chrono::milliseconds(100)
                           : std::chrono::seconds(10));
  double seconds = std::chrono::duration<double>(now - *begin).count();
  double rate = seconds > 0 ? double(done - first) / seconds : 0;
  ProgressPoint point{done, total, rate, loss};
  if (!isTerminal) {
    std::string line = progressLine(label, point, 0);
    std::fprintf(stream, "%s\n", line.c_str());
  } else {
    struct winsize window = {};
    bool known =
        ioctl(fileno(stream), TIOCGWINSZ, &window) == 0 && window.ws_col != 0;
    size_t width = known ? window.ws_col : kDefaultWidth;
    // The last column stays free: a character there would wrap the line.
    std::string line = progressLine(label, point, width - 1);
    std::fprintf(stream, "\r%s\x1b[K", line.c_str());
    isOpen = true;
  }
  std::fflush(stream);
}
