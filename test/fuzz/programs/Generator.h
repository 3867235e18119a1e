//===- Generator.h - random programs ----------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A few functions that call and differentiate each other, over the whole op
// set, and transforms of them to be checked.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_PROGRAMS_GENERATOR_H
#define LEAT_TEST_FUZZ_PROGRAMS_GENERATOR_H

#include "test/fuzz/programs/Written.h"

namespace leat::fuzz {

/// Program number `which` of a seed. Its last function is @main.
Written generate(uint64_t seed, uint64_t which);

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_PROGRAMS_GENERATOR_H
