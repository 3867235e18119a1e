//===- Bench.cpp - GFLOP/s against this machine's ceiling -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The clock of a shared machine wanders, so every round times the ceiling and
// the kernel in turn; fractions are medians of per-round ratios.
//
//===----------------------------------------------------------------------===//

#include "Bench.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <chrono>
#include <cstdlib>

using namespace mlir;
using namespace leat;

namespace {
struct Buffers {
  explicit Buffers(const Case &test, int64_t scratchBytes) {
    int64_t bytes = test.c.element.getIntOrFloatBitWidth() / 8;
    int64_t sizes[] = {test.lhs * bytes, test.rhs * bytes, test.out * bytes,
                       scratchBytes};
    for (int i = 0; i < 4; ++i) {
      int64_t size = llvm::alignTo(std::max<int64_t>(sizes[i], 1), 4096);
      data[i] = static_cast<char *>(std::aligned_alloc(4096, size));
      std::fill_n(data[i], size, 0);
    }
    for (int i = 0; i < 2; ++i)
      for (int64_t at = 0; at < sizes[i] / 4; ++at)
        reinterpret_cast<float *>(data[i])[at] = float(at % 17) / 16 - 0.5f;
  }
  Buffers(const Buffers &) = delete;
  ~Buffers() {
    for (char *buffer : data)
      std::free(buffer);
  }
  char *data[4];
};

struct Timing {
  double gflops, fraction;
};
} // namespace

static double now() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

/// GFLOP/s of independent f32 multiply-adds on one core. 16 chains: more than
/// the latency (4) times the ports (2).
static double ceilingGflops(int64_t vectorBytes) {
  constexpr int64_t kSteps = 100'000, kChains = 16;
  int64_t steps = kSteps;
  double start = now();
#define LEAT_CHAIN(reg, i) "vfmadd231ps %%" reg "14,%%" reg "15,%%" reg #i ";"
#define LEAT_CHAINS(reg)                                                       \
  ".p2align 6; 1:" LEAT_CHAIN(reg, 0) LEAT_CHAIN(reg, 1) LEAT_CHAIN(reg, 2)    \
      LEAT_CHAIN(reg, 3) LEAT_CHAIN(reg, 4) LEAT_CHAIN(reg, 5)                 \
          LEAT_CHAIN(reg, 6) LEAT_CHAIN(reg, 7) LEAT_CHAIN(reg, 8)             \
              LEAT_CHAIN(reg, 9) LEAT_CHAIN(reg, 10) LEAT_CHAIN(reg, 11)       \
                  LEAT_CHAIN(reg, 12) LEAT_CHAIN(reg, 13) "dec %0; jg 1b"
  if (vectorBytes == 64)
    asm volatile(LEAT_CHAINS("zmm")
                 : "+r"(steps)::"cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4",
                   "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11",
                   "xmm12", "xmm13");
  else
    asm volatile(LEAT_CHAINS("ymm")
                 : "+r"(steps)::"cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4",
                   "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11",
                   "xmm12", "xmm13");
#undef LEAT_CHAINS
#undef LEAT_CHAIN
  constexpr int64_t kUsed = kChains - 2;
  return double(kSteps) * kUsed * (vectorBytes / 4) * 2 / (now() - start) / 1e9;
}

static double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

static Timing timeKernel(const Case &test, const Compiled &code,
                         int64_t vectorBytes, int rounds, double roundSeconds,
                         int64_t threads) {
  Buffers buffers(test, code.scratchBytes);
  auto call = [&] {
    code.kernel(buffers.data[0], buffers.data[1], buffers.data[2],
                buffers.data[3]);
  };
  call();
  double start = now();
  call();
  int64_t repeat = std::max<int64_t>(1, roundSeconds / (now() - start));
  double flops = 2.0 * countMultiplyAdds(test.c);
  std::vector<double> speeds, fractions;
  for (int round = 0; round < rounds; ++round) {
    double before = ceilingGflops(vectorBytes);
    start = now();
    for (int64_t i = 0; i < repeat; ++i)
      call();
    double speed = flops * repeat / (now() - start) / 1e9;
    double ceiling = std::max(before, ceilingGflops(vectorBytes)) * threads;
    speeds.push_back(speed);
    fractions.push_back(speed / ceiling);
  }
  return {median(speeds), median(fractions)};
}

void benchCasesNamed(MLIRContext &context, StringRef filter, int64_t threads) {
  CpuTarget target = hostTarget(threads);
  llvm::outs() << "GFLOP/s  of ceiling   MLIR ms  LLVM ms  case\n";
  for (const Case &test : benchCases(context)) {
    if (!StringRef(test.name).contains(filter))
      continue;
    Schedule schedule = chooseSchedule(test.c, target);
    Compiled code = compile(context, test, schedule, TestEpilogue::None);
    Timing timing =
        timeKernel(test, code, target.vectorBytes, 9, 0.01, schedule.threads);
    llvm::outs() << llvm::format("%7.1f  %6.1f %%    %7.1f  %7.1f  ",
                                 timing.gflops, 100 * timing.fraction,
                                 1e3 * code.mlirSeconds, 1e3 * code.llvmSeconds)
                 << test.name << "  [" << schedule << "]\n";
  }
}

/// Register tiles worth trying for `r`: all rows that divide evenly or nearly
/// so, for every number of vectors that leaves registers for operands.
static std::vector<Schedule> candidates(const Contraction &c,
                                        const Schedule &chosen,
                                        const CpuTarget &target) {
  std::vector<Schedule> result;
  for (bool swap : {false, true}) {
    RowsAndLanes r = assignRoles(c, swap);
    for (unsigned dim = 0; dim < r.rows.size(); ++dim)
      for (int64_t step = 1; step <= std::min<int64_t>(r.rows[dim].extent, 28);
           ++step)
        for (int64_t vectors = 1; vectors <= 4; ++vectors)
          for (bool pack : {false, true})
            for (int64_t depth :
                 {r.depth, (r.depth + 1) / 2, (r.depth + 3) / 4}) {
              Schedule s = chosen;
              s.swapRoles = swap;
              s.tileDim = s.blockDim = dim;
              s.tileStep = step;
              s.blockStep = std::max<int64_t>(1, 128 / step) * step;
              s.vectors = vectors;
              s.packLanes = pack;
              s.depthBlock = depth;
              int64_t rows = tileRows(r, s);
              int64_t registers = rows * vectors;
              if (registers < 8 || registers > target.vectorRegisters - 4 ||
                  (depth != r.depth && depth < 128) ||
                  vectors > (r.lanes.extent + s.lanes - 1) / s.lanes ||
                  !isValidSchedule(c, s))
                continue;
              result.push_back(s);
            }
  }
  return result;
}

void tuneCasesNamed(MLIRContext &context, StringRef filter) {
  CpuTarget target = hostTarget(1);
  for (const Case &test : benchCases(context)) {
    if (!StringRef(test.name).contains(filter))
      continue;
    Schedule chosen = chooseSchedule(test.c, target);
    std::vector<std::pair<double, std::string>> results;
    auto add = [&](const Schedule &schedule, StringRef note) {
      Compiled code = compile(context, test, schedule, TestEpilogue::None);
      Timing timing = timeKernel(test, code, target.vectorBytes, 3, 0.002, 1);
      std::string text;
      llvm::raw_string_ostream(text) << schedule << note;
      results.push_back({timing.fraction, text});
    };
    for (const Schedule &schedule : candidates(test.c, chosen, target))
      add(schedule, "");
    add(chosen, "  <- chosen");
    llvm::sort(results, std::greater<>());
    llvm::outs() << test.name << ", " << results.size() << " schedules\n";
    for (auto [i, entry] : llvm::enumerate(results))
      if (i < 12 || StringRef(entry.second).contains("chosen"))
        llvm::outs() << llvm::format("  %3zu %6.1f %%  ", i, 100 * entry.first)
                     << entry.second << "\n";
  }
}
