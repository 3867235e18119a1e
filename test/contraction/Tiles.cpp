//===- Tiles.cpp - every schedule gives the same bits ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A schedule is a register tile, the roles of the operands, how the lane
// operand is read, and numbers that follow from these and from the target:
// block sizes and fetches from its caches, the deal from its threads. The
// first three are covered whole, by the cost model's own enumeration. The rest
// is bounded so:
//   registers     32, of which every tile for 16 is one
//   caches        two sets, one so small that k, rows and panels fall into
//                 several blocks and everything is fetched ahead
//   deals         in turn none, over batch, rows, lanes, to 3 threads; these
//                 contractions are too small for the cost model to deal out
//
//===----------------------------------------------------------------------===//

#include "Tiles.h"
#include "llvm/Support/DJB.h"
#include <algorithm>
#include <random>

using namespace mlir;
using namespace leat;

namespace {
struct TileCase {
  Case test;
  TestEpilogue epilogue;
};
} // namespace

/// Sizes are no multiples of tiles; the first has rows for the highest tile
/// and lanes for the widest.
static std::vector<TileCase> tileCases(MLIRContext &context) {
  FloatType f32 = Float32Type::get(&context), f64 = Float64Type::get(&context);
  ConvShape strided{2, 3, 9, 11, 7, 3, 3, 2}, plain{2, 2, 7, 9, 5, 3, 3, 1};
  TestEpilogue none = TestEpilogue::None;
  std::vector<TileCase> cases = {
      {matmul(f32, 1, 33, 69, 9, false, false), none},
      {matmul(f32, 1, 13, 37, 21, false, true), none},
      {matmul(f64, 1, 9, 19, 23, true, false), none},
      {matmul(f64, 1, 2, 35, 17, false, false), none},
      {matmul(f32, 3, 7, 21, 18, false, false), none},
      {matmul(f32, 1, 11, 35, 30, false, true), TestEpilogue::BiasRelu},
      {matmul(f32, 1, 3, 33, 70, false, true), TestEpilogue::BiasRelu},
      {convForward(f32, strided), none},
      {convForward(f64, plain), none},
      {convInputGradient(f32, strided), none},
      {convFilterGradient(f32, plain), none},
      {convFilterGradient(f64, strided), none}};
  for (TileCase &tile : cases)
    tile.test.c.lanesWithinInnermost = needsInnermost(tile.epilogue);
  return cases;
}

static std::vector<CpuTarget> targets() {
  std::vector<CpuTarget> result;
  for (int64_t bytes : {16, 32, 64})
    for (bool small : {false, true}) {
      CpuTarget target;
      target.vectorBytes = bytes;
      if (small) {
        target.firstCacheBytes = 256;
        target.secondCacheBytes = 8 << 10;
      }
      result.push_back(target);
    }
  return result;
}

/// `s` dealt out the `number`th way, or as it is where that way is not valid.
static Schedule dealt(const Contraction &c, Schedule s, int64_t number) {
  Schedule result = s;
  result.partition = static_cast<Partition>(number % 4);
  result.threads = result.partition == Partition::None ? 1 : 3;
  return isValidSchedule(c, result) ? result : s;
}

static void checkTarget(MLIRContext &context, const TileCase &tile,
                        const CpuTarget &target, int64_t sample,
                        std::mt19937_64 &random, TilesReport &report) {
  const Contraction &c = tile.test.c;
  std::vector<Schedule> schedules = candidateSchedules(c, target);
  report.schedules += schedules.size();
  if (schedules.empty()) {
    llvm::errs() << tile.test.name << ": no schedule for vectors of "
                 << target.vectorBytes << " bytes\n";
    ++report.wrong;
  }
  for (auto [number, schedule] : llvm::enumerate(schedules))
    schedule = dealt(c, schedule, number);
  if (sample > 0 && sample < int64_t(schedules.size())) {
    std::shuffle(schedules.begin(), schedules.end(), random);
    schedules.resize(sample);
  }
  for (const Schedule &schedule : schedules) {
    report.wrong += checkSchedule(context, tile.test, schedule, tile.epilogue);
    ++report.ran;
  }
}

TilesReport checkTiles(MLIRContext &context, StringRef filter, int64_t sample,
                       uint64_t seed) {
  TilesReport report;
  for (const TileCase &tile : tileCases(context)) {
    if (!StringRef(tile.test.name).contains(filter))
      continue;
    std::mt19937_64 random(seed + llvm::djbHash(tile.test.name));
    for (const CpuTarget &target : targets())
      checkTarget(context, tile, target, sample, random, report);
  }
  return report;
}
