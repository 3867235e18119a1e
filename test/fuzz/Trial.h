//===- Trial.h - a damaged model through the compiler -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What becomes of a model that may have anything in it.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_TRIAL_H
#define LEAT_TEST_FUZZ_TRIAL_H

#include "runtime/Status.h"

#include <string>

namespace leat::fuzz {

/// How far a model came; what it is doing, while it is tried.
enum class Step : unsigned { Parse, Read, Graph, Interpret, Compile };
inline constexpr unsigned kSteps = 5;

/// What to do with a model besides reading it and taking its functions through
/// the graph stage and the interpreter.
struct TrialOptions {
  bool compiles = false;  ///< through all stages to machine code, too
  bool isDouble = false;  ///< every float type of it read as f64
  bool setsFirst = false; ///< its first config set to another number
};

/// Tries the model `text`. `step` says at all times what is being done, and at
/// the end what was reached; what takes long there is the model's business if
/// it is Step::Interpret. Errors: an answer that is not fit for a person (an
/// internal error, an error of the user that does not name its place). A
/// model's own errors are success.
rt::Status tryModel(const std::string &text, const TrialOptions &options,
                    Step &step);

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_TRIAL_H
