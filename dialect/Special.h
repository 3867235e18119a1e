//===- Special.h - scalar code of special functions ------------*- C++ -*-===//
//
// Special functions for code generation, all in f64: what is narrower is
// rounded from it. Without branches, of polynomials and the functions of libm,
// so that scalar and vector code give the same bits.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_SPECIAL_H
#define LEAT_DIALECT_SPECIAL_H

#include "dialect/Real.h"

namespace leat::special {

/// log |Gamma(x)|; infinite at 0, -1, -2, ...
Real lgamma(Real x);
/// The derivative of order n + 1 of log Gamma; n is at most 32. NaN at the
/// negative integers where its sign changes there (n even).
Real polygamma(int64_t n, Real x);
/// The normal distribution function, with all digits in both tails.
Real ndtr(Real x);
/// Its logarithm.
Real logNdtr(Real x);
/// Its inverse: -inf at 0, inf at 1, NaN outside.
Real ndtri(Real p);
/// The inverse of erf: infinite at -1 and 1, NaN outside.
Real erfinv(Real x);
/// e ** (x * x) * erfc(x).
Real erfcx(Real x);
/// The modified Bessel functions of the first kind of order 0 and 1 times e **
/// -|x|, and their logarithms without that factor.
Real i0e(Real x);
Real i1e(Real x);
Real logI0(Real x);
/// NaN for x < 0.
Real logI1(Real x);

} // namespace leat::special

#endif // LEAT_DIALECT_SPECIAL_H
