//===- Failure.h - what a check that failed says ----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Compiled code and the interpreter find the same faults of data; a person
// reads the same message from both.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_FAILURE_H
#define LEAT_RUNTIME_FAILURE_H

#include "runtime/Signature.h"

namespace leat::rt {

/// The error of a check of @`function` that failed at the row-major `position`,
/// where `value` is found (ignored for a NaN):
/// "m.mlir:12:9: error: index 11 is out of range, expected 0 to 9 (element 3 of
/// the indices of 'index' in @main)", or "found 12 trips, expected at most 10
/// (the trips of 'for' in @main)", or "assertion failed: x is positive (2 of 9
/// elements, the first is element [0, 1], in @main)" where `value` elements do
/// not hold.
Status describeFailure(const CheckRecord &check, const std::string &function,
                       int64_t position, int64_t value);

} // namespace leat::rt

#endif // LEAT_RUNTIME_FAILURE_H
