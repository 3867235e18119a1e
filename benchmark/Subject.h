//===- Subject.h - a compiled contraction under the clock ------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The clock of a shared machine wanders and a neighbour on the same core takes
// part of it, so every round times the ceiling and the kernel in turn, and the
// median of the rounds' ratios is reported. A neighbour slows a kernel more
// than the ceiling (it takes issue slots, load ports and cache, of which the
// ceiling needs none), so rounds beside a busy neighbour are told apart.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_BENCHMARK_SUBJECT_H
#define LEAT_BENCHMARK_SUBJECT_H

#include "test/contraction/Compile.h"

/// Dense buffers for one case; aligned to pages.
class Buffers {
public:
  /// Operands hold small multiples of 1/16, the output and scratch zeros.
  Buffers(const Case &test, int64_t scratchBytes);
  Buffers(const Buffers &) = delete;
  ~Buffers();

  /// lhs, rhs, out, scratch.
  char *data[4];
};

/// One turn of ceiling and kernel.
struct Round {
  double gflops = 0;
  /// Of the ceiling that was measured just before.
  double ofCeiling = 0;
  /// The core's other thread was idle before and after, and nothing else took
  /// the core in between.
  bool quiet = false;
};

class Subject {
public:
  /// Compiles `schedule` for `test`, f32. Ends the program with a message if
  /// that fails.
  Subject(mlir::MLIRContext &context, const Case &test,
          const leat::Schedule &schedule, std::shared_ptr<Buffers> buffers);

  /// Compares with a plain f64 loop: every output where that takes fewer than
  /// 2^26 multiply-adds, else as many, evenly spread. Prints the first that
  /// differs by more than f32 sums of that length do.
  bool isRight() const;

  /// Appends a round of about a millisecond.
  void run(int64_t vectorBytes);

  /// The median of ofCeiling over all rounds; over the quiet ones, 0 if
  /// there are none.
  double median() const;
  double quietMedian() const;
  int64_t quietRounds() const;
  double bestGflops() const;

  const leat::Schedule &schedule() const { return plan; }
  const Compiled &code() const { return compiled; }
  const std::string &name() const { return test.name; }
  const std::vector<Round> &rounds() const { return timed; }

private:
  void call() const;

  Case test;
  leat::Schedule plan;
  Compiled compiled;
  std::shared_ptr<Buffers> buffers;
  int64_t repeat = 1;
  std::vector<Round> timed;
};

#endif // LEAT_BENCHMARK_SUBJECT_H
