//===- Activations.h - scalar code of activations --------------*- C++ -*-===//
//
// Activations and functions of two floats, for code generation: what needs more
// than one expression of dialect/Real.h.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_ACTIVATIONS_H
#define LEAT_DIALECT_ACTIVATIONS_H

#include "dialect/Real.h"

namespace leat {

Real elu(Real x, double alpha);
/// log(sigmoid(x)) = -softplus(-x).
Real logSigmoid(Real x);
Real mish(Real x);
Real hardSigmoid(Real x);
/// gelu by a tanh; of one argument.
Real geluTanh(llvm::ArrayRef<Real> x);

Real hypot(Real x, Real y);
/// log(e ** x + e ** y); infinities as they should be.
Real logaddexp(Real x, Real y);
/// x log y, 0 where x is 0.
Real xlogy(Real x, Real y);
/// Python's `//` and `%` of floats.
Real floorDiv(Real x, Real y);
Real mod(Real x, Real y);

} // namespace leat

#endif // LEAT_DIALECT_ACTIVATIONS_H
