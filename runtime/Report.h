//===- Report.h - what 'print' writes ---------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Compiled code and the interpreter print the same.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_REPORT_H
#define LEAT_RUNTIME_REPORT_H

#include "runtime/Signature.h"

namespace leat::rt {

/// `name` and the tensor behind it, "y = [1. 2.]", or below it if it has more
/// lines than one; with the newline at the end.
std::string namedText(const std::string &name, const Tensor &tensor);

/// Writes the line of a print that is a label alone to stderr.
void report(const PrintRecord &print);

/// Writes value number `value` of a print to stderr: its label, or the name of
/// the value, or both where there are several values.
void report(const PrintRecord &print, size_t value, const Tensor &tensor);

} // namespace leat::rt

#endif // LEAT_RUNTIME_REPORT_H
