//===- Pointwise.h - derivatives of pointwise ops --------------*- C++ -*-===//
//
// What the formulas in Pointwise.td need beyond Expr.h: ops as functions, and
// derivatives that are more than one expression.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_GRADIENTS_POINTWISE_H
#define LEAT_DIALECT_GRADIENTS_POINTWISE_H

#include "dialect/gradients/Expr.h"

namespace leat {

Expr abs(Expr x);
Expr square(Expr x);
Expr sqrt(Expr x);
Expr tanh(Expr x);
Expr sinh(Expr x);
Expr cosh(Expr x);
Expr softplus(Expr x);
Expr digamma(Expr x);
Expr trigamma(Expr x);
Expr polygamma(Expr x, int64_t order);
Expr erfcx(Expr x);
Expr i0e(Expr x);
Expr i1e(Expr x);
Expr minimum(Expr a, Expr b);
Expr hypot(Expr a, Expr b);
Expr floorDiv(Expr a, Expr b);

/// The derivatives of activations at x, applied to d.
Expr geluSlope(Expr d, Expr x, bool byTanh);
Expr mishSlope(Expr d, Expr x);
Expr hardSiluSlope(Expr d, Expr x);
/// `d` from `low` to `high`, both included, else 0.
Expr clipSlope(Expr d, Expr x, std::optional<double> low,
               std::optional<double> high);

} // namespace leat

#endif // LEAT_DIALECT_GRADIENTS_POINTWISE_H
