//===- PortableMath.h - functions with the same bits everywhere -*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The logarithm, sine and cosine of the C library differ between machines in
// the last bit. Initial weights and data that are made here may not, so these
// use the basic IEEE operations only, each of which rounds the same everywhere.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_PORTABLEMATH_H
#define LEAT_RUNTIME_PORTABLEMATH_H

#include <utility>

namespace leat::rt {

/// The natural logarithm of a positive, finite, normal number; within 2 ulp.
double portableLog(double x);

/// Cosine and sine (in this order) of 2 pi `turns`, for |turns| <= 2^50. Within
/// 2^-52 of the truth; exact where `turns` is a multiple of a quarter.
std::pair<double, double> cosSinOfTurns(double turns);

} // namespace leat::rt

#endif // LEAT_RUNTIME_PORTABLEMATH_H
