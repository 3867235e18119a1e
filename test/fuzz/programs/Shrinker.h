//===- Shrinker.h - a small program with the same fault ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a person would do by hand to a failing model: take away what is not
// needed to make it fail.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_PROGRAMS_SHRINKER_H
#define LEAT_TEST_FUZZ_PROGRAMS_SHRINKER_H

#include "test/fuzz/programs/Written.h"

#include <functional>

namespace leat::fuzz {

/// Whether a model has the fault that is looked for.
using Fails = std::function<bool(const std::string &text)>;

/// The text of a program that `fails` and is no larger than `program`, which
/// does. Transforms, results, statements, loops and branches, operands and
/// extents go, as long as there is something that may go and no more than
/// `tries` models have been tried.
std::string shrink(const Written &program, const Fails &fails, int tries);

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_PROGRAMS_SHRINKER_H
