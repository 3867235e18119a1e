//===- BenchInputs.h - inputs made for a function's types -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A time does not need real data, but data that code takes: numbers of a
// usual size, row numbers that are in range.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_BENCHINPUTS_H
#define LEAT_TOOLS_LEAT_BENCHINPUTS_H

#include "runtime/program/Program.h"

namespace leat::cli {

/// `given`, and for each other argument of `function` a tensor of its type with
/// extents of `extents` and of what is given: floats of a standard normal
/// distribution, bools, integers 0 ... 9, or below the number of rows or
/// classes that the function uses them as. Errors (usage): an extent whose size
/// nobody gives; those of Function::signature().
rt::Result<rt::NamedTensors> makeInputs(const Function &function,
                                        rt::NamedTensors given,
                                        ExtentSizes extents, uint64_t seed);

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_BENCHINPUTS_H
