//===- Bench.cpp - GFLOP/s against this machine's ceiling -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The clock of a shared machine wanders and a neighbour on the same core takes
// half of it, so every round times the ceiling and the kernel in turn. Two
// fractions are reported: the median of the rounds' ratios, and the fastest
// round of the kernel over the fastest of the ceiling, which is what both do
// when nothing disturbs them.
//
//===----------------------------------------------------------------------===//

#include "Bench.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>

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

} // namespace

static double now() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

/// GFLOP/s of independent f32 multiply-adds on one core. 14 chains: more than
/// the latency (4) times the ports (2).
static double ceilingGflops(int64_t vectorBytes) {
  constexpr int64_t kSteps = 100'000, kChains = 14;
  int64_t steps = kSteps;
  double start = now();
#define LEAT_ZERO(i) "vpxor %%xmm" #i ",%%xmm" #i ",%%xmm" #i ";"
#define LEAT_CHAIN(reg, i) "vfmadd231ps %%" reg "14,%%" reg "15,%%" reg #i ";"
#define LEAT_EACH(op)                                                          \
  op(0) op(1) op(2) op(3) op(4) op(5) op(6) op(7) op(8) op(9) op(10) op(11)    \
      op(12) op(13)
#define LEAT_ZMM(i) LEAT_CHAIN("zmm", i)
#define LEAT_YMM(i) LEAT_CHAIN("ymm", i)
// Zeroed first: multiplying denormal leftovers takes a hundred times as long.
#define LEAT_CHAINS(op)                                                        \
  LEAT_EACH(LEAT_ZERO)                                                         \
  LEAT_ZERO(14) LEAT_ZERO(15) ".p2align 6; 1:" LEAT_EACH(op) "dec %0; jg 1b"
  if (vectorBytes == 64)
    asm volatile(LEAT_CHAINS(LEAT_ZMM)
                 : "+r"(steps)::"cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4",
                   "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11",
                   "xmm12", "xmm13", "xmm14", "xmm15");
  else
    asm volatile(LEAT_CHAINS(LEAT_YMM)
                 : "+r"(steps)::"cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4",
                   "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11",
                   "xmm12", "xmm13", "xmm14", "xmm15");
#undef LEAT_CHAINS
#undef LEAT_YMM
#undef LEAT_ZMM
#undef LEAT_EACH
#undef LEAT_CHAIN
#undef LEAT_ZERO
  return double(kSteps) * kChains * (vectorBytes / 4) * 2 / (now() - start) /
         1e9;
}

static double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

namespace {
/// A kernel under the clock.
struct Subject {
  Subject(Compiled &&compiled, std::string label, double flops,
          std::shared_ptr<Buffers> buffers)
      : code(std::move(compiled)), label(std::move(label)), flops(flops),
        buffers(std::move(buffers)) {
    call();
    double start = now();
    call();
    // Long enough for the clock, short enough to fall between disturbances.
    constexpr double kRoundSeconds = 0.001;
    repeat = std::max<int64_t>(1, kRoundSeconds / (now() - start));
  }

  void call() const {
    code.kernel(buffers->data[0], buffers->data[1], buffers->data[2],
                buffers->data[3]);
  }

  Compiled code;
  std::string label;
  double flops;
  std::shared_ptr<Buffers> buffers;
  int64_t repeat = 1, threads = 1;
  std::vector<double> speeds, fractions;
};
} // namespace

/// Times every subject once a round, each beside the ceiling. Returns the
/// highest ceiling.
static double runRounds(std::vector<Subject> &subjects, int rounds,
                        int64_t vectorBytes) {
  double highest = 0;
  for (int round = 0; round < rounds; ++round)
    for (Subject &subject : subjects) {
      double ceiling = ceilingGflops(vectorBytes);
      double start = now();
      for (int64_t i = 0; i < subject.repeat; ++i)
        subject.call();
      double speed = subject.flops * subject.repeat / (now() - start) / 1e9;
      subject.speeds.push_back(speed);
      subject.fractions.push_back(speed / (ceiling * subject.threads));
      highest = std::max(highest, ceiling);
    }
  return highest;
}

static double best(const Subject &subject) {
  return *llvm::max_element(subject.speeds);
}

void benchCasesNamed(MLIRContext &context, StringRef filter, int64_t threads) {
  CpuTarget target = hostTarget(threads);
  std::vector<Subject> subjects;
  for (const Case &test : benchCases(context)) {
    if (!StringRef(test.name).contains(filter))
      continue;
    Schedule schedule = chooseSchedule(test.c, target);
    std::string label;
    llvm::raw_string_ostream(label) << test.name << "  [" << schedule << "]";
    Compiled code = compile(context, test, schedule, TestEpilogue::None);
    auto buffers = std::make_shared<Buffers>(test, code.scratchBytes);
    subjects.emplace_back(std::move(code), label,
                          2.0 * countMultiplyAdds(test.c), buffers);
    subjects.back().threads = schedule.threads;
  }
  constexpr int kRounds = 40;
  double ceiling = runRounds(subjects, kRounds, target.vectorBytes);
  llvm::outs() << llvm::format("ceiling %.1f GFLOP/s a core\n", ceiling)
               << "GFLOP/s   median    best   MLIR ms  LLVM ms  case\n";
  for (const Subject &subject : subjects)
    llvm::outs() << llvm::format("%7.1f  %5.1f %%  %5.1f %%  %7.1f  %7.1f  ",
                                 best(subject), 100 * median(subject.fractions),
                                 100 * best(subject) /
                                     (ceiling * subject.threads),
                                 1e3 * subject.code.mlirSeconds,
                                 1e3 * subject.code.llvmSeconds)
                 << subject.label << "\n";
}

/// Calls `use` with variants of `tile` in packing, depth and panels.
static void forEachBlocking(const RowsAndLanes &r, const Schedule &tile,
                            llvm::function_ref<void(const Schedule &)> use) {
  for (bool pack : {false, true})
    for (int64_t depth :
         {r.depth, (r.depth + 1) / 2, int64_t(512), int64_t(256)})
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
        for (int64_t vectors = 1; vectors <= 4; ++vectors) {
          s.tileDim = s.blockDim = dim;
          s.tileStep = step;
          s.blockStep = std::max<int64_t>(1, 128 / step) * step;
          s.vectors = vectors;
          int64_t registers = tileRows(r, s) * vectors;
          if (registers < 14 || registers > target.vectorRegisters - 4 ||
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

static void tuneCase(MLIRContext &context, const Case &test,
                     StringRef scheduleFilter, const CpuTarget &target) {
  Schedule chosen = chooseSchedule(test.c, target);
  std::vector<Schedule> schedules = candidates(test.c, chosen, target);
  llvm::erase_if(schedules, [&](const Schedule &schedule) {
    std::string text;
    llvm::raw_string_ostream(text) << schedule;
    return !StringRef(text).contains(scheduleFilter);
  });
  schedules.push_back(chosen);
  int64_t scratch = 0;
  for (const Schedule &schedule : schedules)
    scratch = std::max(scratch, scratchBytes(test.c, schedule));
  auto buffers = std::make_shared<Buffers>(test, scratch);
  std::vector<Subject> subjects;
  for (auto [i, schedule] : llvm::enumerate(schedules)) {
    std::string label;
    llvm::raw_string_ostream(label)
        << schedule << (i + 1 == schedules.size() ? "  <- chosen" : "");
    subjects.emplace_back(compile(context, test, schedule, TestEpilogue::None),
                          label, 2.0 * countMultiplyAdds(test.c), buffers);
  }
  // A few rounds sort out the slow ones, many rank the rest.
  constexpr size_t kShown = 16;
  double ceiling = runRounds(subjects, 4, target.vectorBytes);
  llvm::sort(subjects, [](const Subject &a, const Subject &b) {
    return best(a) > best(b);
  });
  for (size_t i = kShown; i < subjects.size();)
    if (StringRef(subjects[i].label).contains("chosen"))
      ++i;
    else
      subjects.erase(subjects.begin() + i);
  ceiling = std::max(ceiling, runRounds(subjects, 16, target.vectorBytes));
  llvm::sort(subjects, [](const Subject &a, const Subject &b) {
    return best(a) > best(b);
  });
  llvm::outs() << test.name << ", " << schedules.size() << " schedules\n";
  for (const Subject &subject : subjects)
    llvm::outs() << llvm::format("  %5.1f %%  ", 100 * best(subject) / ceiling)
                 << subject.label << "\n";
}

void tuneCasesNamed(MLIRContext &context, StringRef filter,
                    StringRef scheduleFilter) {
  for (const Case &test : benchCases(context))
    if (StringRef(test.name).contains(filter))
      tuneCase(context, test, scheduleFilter, hostTarget(1));
}
