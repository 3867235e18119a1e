//===- Special.h - meanings of special functions ----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As plain as they can be, in long double, and by other ways than compiled code
// goes: libm, Newton's method, sums until nothing changes.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_REFERENCE_SPECIAL_H
#define LEAT_RUNTIME_REFERENCE_SPECIAL_H

namespace leat::reference {

/// log |Gamma(x)|.
double logGamma(double x);
/// The derivative of digamma of order `n`. At the negative integers NaN where n
/// is even, else inf.
double polygamma(int n, double x);
/// The normal distribution function, its logarithm and its inverse.
double ndtr(double x);
double logNdtr(double x);
double ndtri(double p);
double erfinv(double x);
/// e ** (x * x) * erfc(x).
double erfcx(double x);
/// e ** -|x| times the modified Bessel functions I_0 and I_1.
double besselI0e(double x);
double besselI1e(double x);
/// The distribution function of Beta(a, b) and its inverse; NaN outside of
/// their domains.
double incompleteBeta(double a, double b, double x);
double incompleteBetaInverse(double a, double b, double p);
/// log I_0(x) and log I_1(x), the latter NaN for x < 0.
double logBesselI0(double x);
double logBesselI1(double x);

} // namespace leat::reference

#endif // LEAT_RUNTIME_REFERENCE_SPECIAL_H
