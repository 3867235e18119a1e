//===- Chains.h - transforms of a program's functions as text ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   func @main.vjp(%x0: f64[2], %u0: f64) -> (r0: f64, g0: f64[2]) {
//     %r0, %g0 = vjp @main(%x0) cotangent(%u0) wrt(x0)
//     return %r0, %g0 }
//
// What such a function means can be read from its name and that of its
// arguments, so that a program is checked from its text alone (Checks.h).
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_PROGRAMS_CHAINS_H
#define LEAT_TEST_FUZZ_PROGRAMS_CHAINS_H

#include "test/fuzz/programs/Written.h"

namespace leat::fuzz {

/// The model `program`, with functions for its chains, and behind kPlainMark
/// the same written out, if it can be. A step that a function does not allow is
/// left out.
std::string modelText(const Written &program);

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_PROGRAMS_CHAINS_H
