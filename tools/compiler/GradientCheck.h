//===- GradientCheck.h - derivatives against differences --------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The derivative that the compiler builds, in one random direction per tensor,
// against a difference quotient that knows no rule.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_COMPILER_GRADIENTCHECK_H
#define LEAT_TOOLS_COMPILER_GRADIENTCHECK_H

#include "runtime/jit/Model.h"

namespace leat::cli {

/// Largest |derived - measured| / max(1, |measured|) that passes: rounding
/// leaves 1e-9, a wrong rule far more.
inline constexpr double kGradientTolerance = 1e-6;

/// One tensor's derivative along a direction of length 1.
struct GradientCheck {
  std::string tensor;
  double derived = 0, measured = 0;

  double error() const;
  bool passes() const { return error() <= kGradientTolerance; }
};

/// Whether @name can be checked: its first result is a float scalar, and there
/// is a float argument or a param.
bool isCheckable(const ModelInterface &model, const FunctionInfo &function);

/// Checks the derivatives of the first result of @name by its float arguments
/// and by all params, at random arguments (integers are 0 or 1) and slightly
/// moved params, by the interpreter, in f64. Extents without a size are 2.
/// Differences are central with steps h = 2^-17 and h / 2, extrapolated
/// (Richardson 1911). Errors: those of the graph stage and of the interpreter.
rt::Result<std::vector<GradientCheck>>
checkGradients(Model &model, const FunctionInfo &function,
               const ExtentSizes &extents, uint64_t seed);

} // namespace leat::cli

#endif // LEAT_TOOLS_COMPILER_GRADIENTCHECK_H
