//===- WriteOut.h - a program without loops, branches and states -*- C++ -*-==//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   %y = for %t = 1 to 2 carry(%a = %x) {       %t1 = full 1 : i64
//     %b = let %a * sin(%w)                     %b1 = let %x * sin(%w)
//     yield %b }                           ==>  %t2 = full 2 : i64
//                                               %b2 = let %b1 * sin(%w)
// A branch becomes both of its regions and a `where`; so does a trip that may
// not be made. What is written to a state is what is read there later. The
// same numbers must come out: the witness of what the compiler does to loops,
// branches and states before anyone interprets them.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_PROGRAMS_WRITEOUT_H
#define LEAT_TEST_FUZZ_PROGRAMS_WRITEOUT_H

#include "test/fuzz/programs/Written.h"

#include <optional>

namespace leat::fuzz {

/// `program`, written out. Nothing where there is nothing to write out, or
/// where it can not be: draws and calls that write in what may not run, and
/// rows that are counted from an end that only a value tells.
std::optional<Written> writeOut(const Written &program);

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_PROGRAMS_WRITEOUT_H
