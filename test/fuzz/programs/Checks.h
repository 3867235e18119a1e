//===- Checks.h - is a program run as it should be --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The whole examination of a model of leat-fuzz, from its text alone.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_PROGRAMS_CHECKS_H
#define LEAT_TEST_FUZZ_PROGRAMS_CHECKS_H

#include <cstdint>
#include <map>
#include <string>

namespace leat::fuzz {

/// What kind of fault a program shows.
enum class Fault : unsigned {
  None,
  Refused,    ///< the compiler does not take it
  Bits,       ///< two ways of compilation give other bits
  Forms,      ///< the program written out gives something else
  Values,     ///< compiled code and interpreter differ
  Derivative, ///< a transform and what it stands for differ
  Ended,      ///< the process ended, or took too long
};

/// "a derivative is wrong", ...
const char *nameOf(Fault fault);

struct Verdict {
  Fault fault = Fault::None;
  std::string words; ///< where, what was found, what was expected
  /// Narrow floats can not give its values: compiled code and interpreter
  /// differ, and do not count as a fault.
  bool isUnstable = false;
};

/// Stands in the text of programs without difference quotients.
inline constexpr char kRoughMark[] = "// no difference quotients\n";

/// Stands before the same program without loops, branches and states.
inline constexpr char kPlainMark[] = "// -----\n";

/// Examines a model. Its functions of names such as @f.vjp are compared with
/// what they stand for and with the same program written out, and their code
/// with the interpreter, compiled in the usual way and in another one, which
/// `seed` decides; so are the inputs.
Verdict check(const std::string &text, uint64_t seed);

/// How often each op stands in a model, by names without the dialect; empty
/// where the compiler does not take it.
std::map<std::string, uint64_t> countOps(const std::string &text);

/// Ops of the dialect that the table neither makes nor leaves out with a
/// reason, one a line.
std::string missingOps();

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_PROGRAMS_CHECKS_H
