//===- Profile.cpp - how long each launch takes -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "runtime/Profile.h"
#include "runtime/io/File.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

using Json = nlohmann::ordered_json;

namespace leat::rt {

EntryProfile::EntryProfile(EntrySignature signature, Clock::time_point start,
                           bool keepSpans)
    : LaunchTracer{onEvent}, entry(std::move(signature)), start(start),
      keepSpans(keepSpans), times(entry.launches.size()), ofCall(times.size()),
      least(times.size()), runs(times.size()) {}

void EntryProfile::onEvent(LaunchTracer *self, int32_t number, int32_t end) {
  auto *profile = static_cast<EntryProfile *>(self);
  double time = profile->now();
  if (!end) {
    profile->launchBegin = time;
    return;
  }
  auto launch = size_t(number);
  profile->ofCall[launch] += time - profile->launchBegin;
  ++profile->runs[launch];
  if (profile->keepSpans)
    profile->kept.push_back({launch, profile->launchBegin, time});
}

void EntryProfile::beginCall() {
  std::fill(ofCall.begin(), ofCall.end(), 0);
  callBegin = now();
}

void EntryProfile::endCall() {
  total += now() - callBegin;
  for (size_t i = 0; i < times.size(); ++i) {
    times[i] += ofCall[i];
    least[i] = calls ? std::min(least[i], ofCall[i]) : ofCall[i];
  }
  ++calls;
}

void EntryProfile::reset() {
  calls = 0;
  total = 0;
  std::fill(times.begin(), times.end(), 0);
  std::fill(runs.begin(), runs.end(), 0);
  kept.clear();
}

void Profile::reset() {
  for (EntryProfile &entry : entries)
    entry.reset();
}

/// What is said of one launch; sums over all calls.
struct Profile::Line {
  std::string name, kernel, place;
  int64_t calls = 0;
  double seconds = 0, least = 0;
  double share = 0; ///< of the time of all calls
  double gflops = 0, bandwidth = 0;
  double ceiling = 0; ///< the least time that the machine allows, of `seconds`
};

static std::string join(const std::vector<std::string> &places) {
  std::string text;
  for (const std::string &place : places) {
    // Of places in one file the others are said without its name.
    size_t file = place.rfind(':', place.rfind(':') - 1);
    bool same = !text.empty() && text.starts_with(place.substr(0, file + 1));
    text +=
        (text.empty() ? "" : ", ") + (same ? place.substr(file + 1) : place);
  }
  return text;
}

std::vector<Profile::Line> Profile::lines(const Ceiling &ceiling) const {
  std::vector<Line> lines;
  double all = 0, outside = 0;
  int64_t calls = 0;
  for (const EntryProfile &entry : entries) {
    all += entry.seconds();
    outside += entry.seconds();
    calls += entry.callCount();
    for (size_t i = 0; i < entry.launchSeconds().size(); ++i) {
      const LaunchRecord &launch = entry.signature().launches[i];
      double seconds = entry.launchSeconds()[i];
      outside -= seconds;
      if (!entry.callCount() || seconds <= 0)
        continue;
      double runs = double(entry.launchRuns()[i]);
      Line line{launch.name,           launch.kernel, join(launch.places),
                entry.launchRuns()[i], seconds,       entry.leastSeconds()[i]};
      line.gflops = runs * double(launch.operations) / seconds / 1e9;
      line.bandwidth = runs * double(launch.bytes) / seconds / 1e9;
      line.ceiling = runs * ceiling.seconds(launch.operations,
                                            launch.floatBytes, launch.bytes);
      lines.push_back(std::move(line));
    }
  }
  std::stable_sort(
      lines.begin(), lines.end(),
      [](const auto &a, const auto &b) { return a.seconds > b.seconds; });
  lines.push_back({"outside kernels", "", "", calls, std::max(outside, 0.0)});
  for (Line &line : lines) {
    line.share = all > 0 ? line.seconds / all : 0;
    line.ceiling = line.seconds > 0 ? line.ceiling / line.seconds : 0;
  }
  return lines;
}

std::string Profile::table(const Ceiling &ceiling) const {
  std::vector<Line> all = lines(ceiling);
  size_t width = 6;
  for (const Line &line : all)
    width = std::max(width, line.name.size());
  char buffer[256];
  std::snprintf(buffer, sizeof buffer, "%9s %11s %6s %8s %8s %9s  source\n",
                "calls", "time/call", "share", "GFLOP/s", "GB/s", "% ceiling");
  std::string text = "kernel" + std::string(width - 6, ' ') + buffer;
  for (const Line &line : all) {
    double each = line.calls ? line.seconds / double(line.calls) : 0;
    text += line.name + std::string(width - line.name.size(), ' ');
    std::snprintf(buffer, sizeof buffer, "%9lld %8.2f us %5.1f%%",
                  static_cast<long long>(line.calls), each * 1e6,
                  line.share * 100);
    text += buffer;
    if (!line.kernel.empty()) {
      std::snprintf(buffer, sizeof buffer, " %8.2f %8.2f %8.1f%%  ",
                    line.gflops, line.bandwidth, line.ceiling * 100);
      text += buffer + line.place;
    }
    text += "\n";
  }
  return text;
}

std::string Profile::json(const Ceiling &ceiling) const {
  Json list = Json::array();
  for (const Line &line : lines(ceiling))
    list.push_back({{"name", line.name},
                    {"kernel", line.kernel},
                    {"source", line.place},
                    {"calls", line.calls},
                    {"seconds", line.seconds},
                    {"least", line.least},
                    {"share", line.share},
                    {"gflops", line.gflops},
                    {"gigabytes_per_second", line.bandwidth},
                    {"ceiling", line.ceiling}});
  return list.dump();
}

Status Profile::writeTrace(const std::string &path) const {
  Json events = Json::array();
  for (const EntryProfile &entry : entries)
    for (const EntryProfile::Span &span : entry.spans()) {
      const LaunchRecord &launch = entry.signature().launches[span.launch];
      events.push_back({{"name", launch.name},
                        {"cat", entry.signature().name},
                        {"ph", "X"},
                        {"pid", 1},
                        {"tid", 1},
                        {"ts", span.begin * 1e6},
                        {"dur", (span.end - span.begin) * 1e6},
                        {"args",
                         {{"kernel", launch.kernel},
                          {"source", join(launch.places)},
                          {"operations", launch.operations},
                          {"bytes", launch.bytes}}}});
    }
  Json trace = {{"traceEvents", std::move(events)}, {"displayTimeUnit", "ms"}};
  return writeFile(path, trace.dump() + "\n");
}

} // namespace leat::rt
