//===- Subject.cpp - a compiled contraction under the clock ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "benchmark/Subject.h"
#include "runtime/cpu/Ceiling.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>

using namespace mlir;
using namespace leat;

Buffers::Buffers(const Case &test, int64_t scratchBytes) {
  constexpr int64_t kPage = 4096;
  int64_t elements[] = {test.lhs, test.rhs, test.out};
  for (int i = 0; i < 4; ++i) {
    int64_t bytes = i < 3 ? elements[i] * int64_t(sizeof(float)) : scratchBytes;
    int64_t size = llvm::alignTo(std::max<int64_t>(bytes, 1), kPage);
    data[i] = static_cast<char *>(std::aligned_alloc(kPage, size));
    std::fill_n(data[i], size, 0);
  }
  for (int i = 0; i < 2; ++i)
    for (int64_t at = 0; at < elements[i]; ++at)
      reinterpret_cast<float *>(data[i])[at] =
          float((at * (i + 7)) % 17) / 16 - 0.5f;
}

Buffers::~Buffers() {
  for (char *buffer : data)
    std::free(buffer);
}

Subject::Subject(MLIRContext &context, const Case &test,
                 const Schedule &schedule, std::shared_ptr<Buffers> shared)
    : test(test), plan(schedule),
      compiled(compile(context, test, schedule, TestEpilogue::None)),
      buffers(std::move(shared)) {
  if (!buffers)
    buffers = std::make_shared<Buffers>(test, compiled.scratchBytes);
  call();
  double start = threadSeconds();
  call();
  // Long enough for the clock, short enough to fall between disturbances.
  constexpr double kRoundSeconds = 0.001;
  repeat = std::max<int64_t>(
      1, std::llround(kRoundSeconds / (threadSeconds() - start)));
}

void Subject::call() const {
  compiled.kernel(buffers->data[0], buffers->data[1], buffers->data[2],
                  buffers->data[3]);
}

namespace {
/// Offsets of a flat position over `dims`, outermost first.
struct Offsets {
  int64_t lhs = 0, rhs = 0, out = 0;

  void add(ArrayRef<ContractionDim> dims, int64_t &at) {
    for (const ContractionDim &dim : llvm::reverse(dims)) {
      int64_t i = at % dim.extent;
      at /= dim.extent;
      lhs += i * dim.lhs;
      rhs += i * dim.rhs;
      out += i * dim.out;
    }
  }
};
} // namespace

bool Subject::isRight() const {
  const Contraction &c = test.c;
  std::vector<Offsets> steps(1);
  for (const ContractionDim &dim : c.k) {
    std::vector<Offsets> inner;
    for (const Offsets &outer : steps)
      for (int64_t i = 0; i < dim.extent; ++i)
        inner.push_back({outer.lhs + i * dim.lhs, outer.rhs + i * dim.rhs, 0});
    steps = std::move(inner);
  }
  constexpr int64_t kMostMultiplyAdds = int64_t(1) << 26;
  int64_t outputs = countMultiplyAdds(c) / int64_t(steps.size());
  // Odd, so that samples do not all fall into one lane.
  int64_t stride = countMultiplyAdds(c) / kMostMultiplyAdds * 2 + 1;
  auto *lhs = reinterpret_cast<const float *>(buffers->data[0]) + c.lhsOffset;
  auto *rhs = reinterpret_cast<const float *>(buffers->data[1]) + c.rhsOffset;
  auto *out = reinterpret_cast<const float *>(buffers->data[2]) + c.outOffset;
  for (int64_t sample = 0; sample < outputs; sample += stride) {
    Offsets at;
    int64_t rest = sample;
    at.add(c.n, rest);
    at.add(c.m, rest);
    at.add(c.batch, rest);
    double sum = 0, magnitude = 0;
    for (const Offsets &k : steps) {
      double product = double(lhs[at.lhs + k.lhs]) * rhs[at.rhs + k.rhs];
      sum += product;
      magnitude += std::abs(product);
    }
    // Rounding errors of a chain grow with its length at worst and with the
    // root of it as a rule.
    double bound = 1e-7 * magnitude * (4 + std::sqrt(double(steps.size())));
    if (std::abs(out[at.out] - sum) <= bound)
      continue;
    llvm::errs() << test.name << " [" << plan << "]: element " << at.out
                 << " is " << out[at.out] << ", in f64 " << sum << "\n";
    return false;
  }
  return true;
}

static double wallSeconds() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

/// issueRate() while the core's other thread is idle: the most of many short
/// looks, since even a busy neighbour pauses. Found once.
static double idleIssueRate() {
  static const double best = [] {
    constexpr int kLooks = 20'000; // 15 us each
    double most = 0;
    for (int i = 0; i < kLooks; ++i)
      most = std::max(most, issueRate());
    return most;
  }();
  return best;
}

void Subject::run(int64_t vectorBytes) {
  // A neighbour halves the rate; the clock moves it by a tenth.
  double idle = 0.75 * idleIssueRate();
  Round round;
  bool idleBefore = issueRate() > idle;
  double ceiling = multiplyAddGflops(vectorBytes);
  double wall = wallSeconds(), start = threadSeconds();
  for (int64_t i = 0; i < repeat; ++i)
    call();
  double seconds = threadSeconds() - start;
  bool preempted = wallSeconds() - wall > 1.05 * seconds;
  round.gflops =
      2.0 * double(countMultiplyAdds(test.c)) * double(repeat) / seconds / 1e9;
  round.ofCeiling = round.gflops / ceiling;
  round.quiet = idleBefore && !preempted && issueRate() > idle;
  timed.push_back(round);
}

static double medianOf(std::vector<double> values) {
  if (values.empty())
    return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

static std::vector<double> quietFractions(const std::vector<Round> &rounds) {
  std::vector<double> result;
  for (const Round &round : rounds)
    if (round.quiet)
      result.push_back(round.ofCeiling);
  return result;
}

double Subject::median() const {
  std::vector<double> fractions;
  for (const Round &round : timed)
    fractions.push_back(round.ofCeiling);
  return medianOf(fractions);
}

double Subject::quietMedian() const { return medianOf(quietFractions(timed)); }

int64_t Subject::quietRounds() const {
  return int64_t(quietFractions(timed).size());
}

double Subject::bestGflops() const {
  double best = 0;
  for (const Round &round : timed)
    best = std::max(best, round.gflops);
  return best;
}
