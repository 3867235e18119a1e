//===- Mutator.h - files with something wrong in them -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Random damage that depends on a seed only, so that every fault found can be
// found again.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_MUTATOR_H
#define LEAT_TEST_FUZZ_MUTATOR_H

#include "runtime/Philox.h"

#include <string>
#include <vector>

namespace leat::fuzz {

/// Damages texts. Two mutators of one seed do the same.
class Mutator {
public:
  /// `which` tells mutators of one seed apart.
  explicit Mutator(uint64_t seed, uint64_t which = 0) : draw(seed, which) {}

  /// An integer in [0, n), n > 0.
  uint64_t below(uint64_t n) { return draw.below(n, position++); }

  /// One of `seeds`, damaged one to four times: flipped bits, other bytes, cut
  /// ends, parts removed, repeated or taken from another seed, numbers that
  /// programs stumble over in 1 to 8 bytes of either order or as digits.
  std::string mutant(const std::vector<std::string> &seeds);

  /// Damages `text` once, in one of these ways.
  void damage(std::string &text, const std::vector<std::string> &seeds);

private:
  void overwriteNumber(std::string &text);
  void insertDigits(std::string &text);

  rt::Draw draw;
  uint64_t position = 0;
};

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_MUTATOR_H
