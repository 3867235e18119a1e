//===- Tally.h - what the programs of a run were like -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lies in memory that processes share: plain numbers only.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_PROGRAMS_TALLY_H
#define LEAT_TEST_FUZZ_PROGRAMS_TALLY_H

#include "test/fuzz/programs/Written.h"

#include <cstdint>
#include <map>
#include <string>

namespace leat::fuzz {

class Tally {
public:
  /// Counts a program with these ops.
  void add(const Written &program, const std::string &text,
           const std::map<std::string, uint64_t> &ops);

  /// Counts one whose values in narrow floats say nothing.
  void addUnstable() { ++unstable; }

  /// "100 programs, median 14 ops, ..."
  std::string report() const;
  /// How often each op of the table stands in the programs, rarest first.
  std::string listOps() const;

private:
  static constexpr size_t kMostOps = 400, kMostKinds = 512;

  uint64_t programs = 0, withControl = 0, withNesting = 0, unstable = 0;
  uint64_t bySize[kMostOps] = {};
  uint64_t byOp[kMostKinds] = {}; ///< in the order of the table
};

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_PROGRAMS_TALLY_H
