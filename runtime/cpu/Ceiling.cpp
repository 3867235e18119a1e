//===- Ceiling.cpp - what this core can do at most ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In assembly, because a compiler is free to spill accumulators or to drop
// sums that nobody reads.
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/Ceiling.h"
#include <algorithm>
#include <chrono>
#include <cstring>
#include <ctime>
#include <memory>
#include <thread>

using namespace leat;

double leat::threadSeconds() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
}

// 14 chains: more than the latency (4) times the ports (2). Zeroed first:
// multiplying denormal leftovers takes a hundred times as long.
#define LEAT_EACH(op)                                                          \
  op(0) op(1) op(2) op(3) op(4) op(5) op(6) op(7) op(8) op(9) op(10) op(11)    \
      op(12) op(13)
#define LEAT_ZERO(i) "vpxor %%xmm" #i ",%%xmm" #i ",%%xmm" #i ";"
#define LEAT_CHAIN(reg, i) "vfmadd231ps %%" reg "14,%%" reg "15,%%" reg #i ";"
#define LEAT_ZMM(i) LEAT_CHAIN("zmm", i)
#define LEAT_YMM(i) LEAT_CHAIN("ymm", i)
#define LEAT_RUN(op)                                                           \
  asm volatile(LEAT_EACH(LEAT_ZERO) LEAT_ZERO(14) LEAT_ZERO(                   \
                   15) ".p2align 6; 1:" LEAT_EACH(op) "dec %0; jg 1b"          \
               : "+r"(steps)::"cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4",    \
                 "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11",     \
                 "xmm12", "xmm13", "xmm14", "xmm15")

double leat::multiplyAddGflops(int64_t vectorBytes) {
  constexpr int64_t kSteps = 100'000, kChains = 14;
  int64_t steps = kSteps;
  double start = threadSeconds();
  if (vectorBytes == 64)
    LEAT_RUN(LEAT_ZMM);
  else
    LEAT_RUN(LEAT_YMM);
  double flops = double(kSteps) * kChains * double(vectorBytes / 4) * 2;
  return flops / (threadSeconds() - start) / 1e9;
}

#undef LEAT_RUN
#undef LEAT_YMM
#undef LEAT_ZMM
#undef LEAT_CHAIN
#undef LEAT_ZERO
#undef LEAT_EACH

double leat::issueRate() {
  constexpr int64_t kSteps = 1500;
  int64_t steps = kSteps;
  double start = threadSeconds();
  asm volatile(".p2align 6; 1: .rept 60; nop; .endr; dec %0; jg 1b"
               : "+r"(steps)::"cc");
  return kSteps * 60 / (threadSeconds() - start);
}

// The sum of what `measure` says on each of several threads at once.
template <typename Measure>
static double onThreads(int threads, const Measure &measure) {
  std::vector<double> found(static_cast<size_t>(threads));
  std::vector<std::thread> others;
  for (size_t i = 1; i < found.size(); ++i)
    others.emplace_back([&found, &measure, i] { found[i] = measure(); });
  found[0] = measure();
  double sum = found[0];
  for (size_t i = 1; i < found.size(); ++i) {
    others[i - 1].join();
    sum += found[i];
  }
  return sum;
}

// GB/s of a copy that stays within `bytes`. The best of some: what disturbs
// makes it less.
static double copyBandwidth(int64_t bytes) {
  constexpr int kRounds = 5;
  constexpr int64_t kBytesPerRound = int64_t(16) << 20;
  auto half = size_t(bytes / 2);
  // Zeroed: pages that were never written are all the same one.
  auto memory = std::make_unique<char[]>(2 * half);
  int64_t copies = std::max<int64_t>(1, kBytesPerRound / bytes);
  double best = 0;
  for (int round = 0; round < kRounds; ++round) {
    auto begin = std::chrono::steady_clock::now();
    for (int64_t i = 0; i < copies; ++i) {
      std::memcpy(memory.get(), memory.get() + half, half);
      asm volatile("" ::"r"(memory.get()) : "memory"); // it must be done
    }
    std::chrono::duration<double> took =
        std::chrono::steady_clock::now() - begin;
    best = std::max(best, double(copies) * double(2 * half) / took.count());
  }
  return best / 1e9;
}

Ceiling leat::measureCeiling(int threads) {
  Ceiling ceiling;
  __builtin_cpu_init();
  int64_t vectorBytes = __builtin_cpu_supports("avx512f") ? 64
                        : __builtin_cpu_supports("fma")   ? 32
                                                          : 0;
  auto multiplyAdd = [vectorBytes] { return multiplyAddGflops(vectorBytes); };
  if (vectorBytes)
    for (int round = 0; round < 3; ++round)
      ceiling.gflops =
          std::max(ceiling.gflops, onThreads(threads, multiplyAdd));
  // In the first and second cache, in the last one, in memory.
  for (int64_t bytes : {16 << 10, 256 << 10, 8 << 20, 64 << 20})
    ceiling.bandwidths.push_back(
        {bytes, onThreads(threads, [bytes] { return copyBandwidth(bytes); })});
  return ceiling;
}

double Ceiling::seconds(int64_t operations, int64_t floatBytes,
                        int64_t bytes) const {
  double computing = 0, moving = 0;
  if (gflops > 0) // half as many f64 fit into a register
    computing = double(operations) / (gflops * (floatBytes == 8 ? 0.5 : 1));
  for (const auto &[size, bandwidth] : bandwidths) {
    moving = double(bytes) / bandwidth;
    if (bytes <= size)
      break;
  }
  return std::max(computing, moving) * 1e-9;
}
