//===- Tune.cpp - the cost model's choice beside all others ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where another schedule is faster by more than the noise, the cost model
// (passes/cpu/contraction/CostModel.cpp) misses a cause.
//
//===----------------------------------------------------------------------===//

#include "benchmark/Tune.h"
#include "llvm/Support/Format.h"

using namespace mlir;
using namespace leat;

/// Calls `use` with variants of `tile` in packing, depth and panels.
static void forEachBlocking(const RowsAndLanes &r, const Schedule &tile,
                            llvm::function_ref<void(const Schedule &)> use) {
  for (bool pack : {false, true})
    for (int64_t depth :
         {r.depth, (r.depth + 1) / 2, int64_t(512), int64_t(256), int64_t(128)})
      for (int64_t panels : {1, 4, 64}) {
        Schedule s = tile;
        s.packLanes = pack;
        s.depthBlock = depth;
        s.panels = panels;
        bool repeats =
            (depth != r.depth && (depth < 128 || depth >= r.depth)) ||
            (panels > 1 &&
             (!pack || panels * s.vectors * s.lanes >= r.lanes.extent * 4));
        if (!repeats)
          use(s);
      }
}

/// Register tiles that keep both multiply-add ports busy, in both roles.
static std::vector<Schedule> candidates(const Contraction &c,
                                        const Schedule &chosen,
                                        const CpuTarget &target) {
  std::vector<Schedule> result;
  for (int roles = 0; roles < 4; ++roles) {
    Schedule s = chosen;
    s.swapRoles = roles & 1;
    s.flattenLanes = roles & 2;
    RowsAndLanes r = assignRoles(c, s);
    for (unsigned dim = 0; dim < r.rows.size(); ++dim)
      for (int64_t step = 1; step <= std::min<int64_t>(r.rows[dim].extent, 28);
           ++step)
        for (int64_t vectors = 1; vectors <= 5; ++vectors) {
          s.tileDim = s.blockDim = dim;
          s.tileStep = step;
          s.blockStep = std::max<int64_t>(1, 128 / step) * step;
          s.vectors = vectors;
          int64_t registers = tileRows(r, s) * vectors;
          if (registers < 14 || registers > target.vectorRegisters - 3 ||
              vectors > (r.lanes.extent + s.lanes - 1) / s.lanes)
            continue;
          forEachBlocking(r, s, [&](const Schedule &blocked) {
            if (isValidSchedule(c, blocked))
              result.push_back(blocked);
          });
        }
  }
  return result;
}

static std::string textOf(const Schedule &schedule) {
  std::string text;
  llvm::raw_string_ostream(text) << schedule;
  return text;
}

void tuneCase(MLIRContext &context, const Case &test, StringRef filter) {
  CpuTarget target = hostTarget(/*threads=*/1);
  std::string chosen = textOf(chooseSchedule(test.c, target));
  std::vector<Schedule> schedules =
      candidates(test.c, chooseSchedule(test.c, target), target);
  llvm::erase_if(schedules, [&](const Schedule &schedule) {
    std::string text = textOf(schedule);
    return !StringRef(text).contains(filter) || text == chosen;
  });
  schedules.push_back(chooseSchedule(test.c, target));
  int64_t scratch = 0;
  for (const Schedule &schedule : schedules)
    scratch = std::max(scratch, scratchBytes(test.c, schedule));
  auto buffers = std::make_shared<Buffers>(test, scratch);
  std::vector<Subject> subjects;
  for (const Schedule &schedule : schedules)
    subjects.emplace_back(context, test, schedule, buffers);
  auto runAndSort = [&](int rounds) {
    for (int round = 0; round < rounds; ++round)
      for (Subject &subject : subjects)
        subject.run(target.vectorBytes);
    llvm::sort(subjects, [](const Subject &a, const Subject &b) {
      return a.median() > b.median();
    });
  };
  // A few rounds sort out the slow ones, many rank the rest.
  constexpr int kSortingRounds = 10, kRankingRounds = 60;
  constexpr size_t kShown = 16;
  runAndSort(kSortingRounds);
  for (size_t i = kShown; i < subjects.size();)
    if (textOf(subjects[i].schedule()) == chosen)
      ++i;
    else
      subjects.erase(subjects.begin() + i);
  runAndSort(kRankingRounds);
  llvm::outs() << test.name << ", " << schedules.size() << " schedules\n";
  for (const Subject &subject : subjects) {
    std::string text = textOf(subject.schedule());
    llvm::outs() << llvm::format("  %5.1f %%  quiet %5.1f %%  ",
                                 100 * subject.median(),
                                 100 * subject.quietMedian())
                 << text << (text == chosen ? "  <- chosen" : "") << "\n";
  }
}
