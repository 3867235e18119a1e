//===- Dice.h - random choices that a seed repeats --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// All that the generator decides comes from here.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_PROGRAMS_DICE_H
#define LEAT_TEST_FUZZ_PROGRAMS_DICE_H

#include "runtime/Philox.h"

#include <vector>

namespace leat::fuzz {

/// A stream of choices. Two of one seed and number are the same.
class Dice {
public:
  Dice(uint64_t seed, uint64_t which) : draw(seed, which) {}

  /// An integer in [0, n), n > 0.
  int64_t below(int64_t n) {
    return int64_t(draw.below(uint64_t(n), position++));
  }
  /// An integer from `low` to `high`, both included.
  int64_t between(int64_t low, int64_t high) {
    return low + below(high - low + 1);
  }
  /// True with probability `p`.
  bool chance(double p) { return draw.uniformF64(position++) < p; }
  /// A number in [low, high) of at most three digits behind the point, which
  /// its text holds exactly.
  double number(double low, double high) {
    return double(between(int64_t(low * 1000), int64_t(high * 1000))) / 1000;
  }
  /// One of `items`, which is not empty.
  template <typename T> const T &pick(const std::vector<T> &items) {
    return items[size_t(below(int64_t(items.size())))];
  }

private:
  rt::Draw draw;
  uint64_t position = 0;
};

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_PROGRAMS_DICE_H
