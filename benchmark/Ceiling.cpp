//===- Ceiling.cpp - what this core can do at most ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In assembly, because a compiler is free to spill accumulators or to drop
// sums that nobody reads.
//
//===----------------------------------------------------------------------===//

#include "benchmark/Ceiling.h"
#include <ctime>

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
