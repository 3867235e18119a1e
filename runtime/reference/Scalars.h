//===- Scalars.h - meanings of activations and divisions --------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Scalar functions of the interpreter's table that are more than an expression.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_REFERENCE_SCALARS_H
#define LEAT_RUNTIME_REFERENCE_SCALARS_H

#include <cstdint>

namespace leat::reference {

double sigmoid(double x);
/// log(1 + e ** x) without overflow, and without losing e ** x beside 1.
double softplus(double x);
double gelu(double x);
/// gelu by a tanh.
double geluTanh(double x);
double mish(double x);
double hardSigmoid(double x);
double logaddexp(double a, double b);
/// a log b, 0 where a is 0 and b is not NaN.
double xlogy(double a, double b);

/// Python's `//` and `%`; floats with NumPy's results where b is 0 or infinite,
/// integers by 0 give 0, and the smallest integer by -1 gives itself.
double floorDiv(double a, double b);
double mod(double a, double b);
int64_t floorDiv(int64_t a, int64_t b);
int64_t mod(int64_t a, int64_t b);

/// Shifts of an integer of `width` bits; by less than 0, or by the width or
/// more, they move all bits out.
int64_t shiftLeft(int64_t a, int64_t places, int width);
int64_t shiftRight(int64_t a, int64_t places, int width);

} // namespace leat::reference

#endif // LEAT_RUNTIME_REFERENCE_SCALARS_H
