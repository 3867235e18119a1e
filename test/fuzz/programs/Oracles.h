//===- Oracles.h - what a transform must give -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The witnesses know no rule: they run the function that is transformed, near
// the point or lane by lane.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_PROGRAMS_ORACLES_H
#define LEAT_TEST_FUZZ_PROGRAMS_ORACLES_H

#include "test/fuzz/programs/Subject.h"

namespace leat::fuzz {

/// How difference quotients are taken.
struct Difference {
  double step = 0x1p-14;
  bool extrapolates = false; ///< twice, once with half the step
};

/// Whether two numbers agree; `scale` is the size of what they come from.
bool agree(double a, double b, double scale, double tolerance);

/// The first difference between two lists of tensors, or nothing. Integers are
/// equal; floats agree by `tolerance` times the largest element. What has no
/// finite number in `want` is not compared.
std::string firstDifference(const rt::NamedTensors &got,
                            const rt::NamedTensors &want, double tolerance);

/// Compares the function `name`, a transform, with what it stands for.
/// The words for the first difference, or nothing. Errors: of the interpreter.
rt::Result<std::string> checkTransform(const Subject &subject,
                                       const std::string &name, uint64_t point,
                                       const States &states,
                                       const Difference &difference);

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_PROGRAMS_ORACLES_H
