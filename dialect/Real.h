//===- Real.h - scalar code written as formulas ----------------*- C++ -*-===//
//
// A scalar, or a vector of them, with C++'s operators: what `Expr` is for whole
// tensors, for the element of a pointwise op. There are no branches: both sides
// are computed and one is chosen, so that all lanes run the same code and no
// lane depends on another.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_REAL_H
#define LEAT_DIALECT_REAL_H

#include "dialect/ScalarBuilder.h"
#include "mlir/Dialect/Math/IR/Math.h"

namespace leat {

/// A truth value for each lane.
struct Mask {
  ScalarBuilder *b;
  mlir::Value value;
};
Mask operator&&(Mask x, Mask y);
Mask operator!(Mask x);
/// Whether both hold or neither.
Mask operator==(Mask x, Mask y);

/// A floating-point value, or a number that takes the type of what it meets. At
/// least one operand of an operator is a value.
struct Real {
  ScalarBuilder *b = nullptr;
  mlir::Value value;
  double number = 0;

  Real(ScalarBuilder &b, mlir::Value value) : b(&b), value(value) {}
  Real(double number) : number(number) {}

  /// This as a value of `like`'s type.
  Real as(Real like) const;
};

Real operator+(Real x, Real y);
Real operator-(Real x, Real y);
Real operator*(Real x, Real y);
Real operator/(Real x, Real y);
Real operator-(Real x);
Mask operator<(Real x, Real y);
Mask operator<=(Real x, Real y);
Mask operator>(Real x, Real y);
Mask operator>=(Real x, Real y);
Mask operator==(Real x, Real y);
Mask operator!=(Real x, Real y);

/// x where `mask` holds, else y.
Real select(Mask mask, Real x, Real y);
/// |x| with the sign of y.
Real withSign(Real x, Real y);
/// x y + z, rounded once.
Real fma(Real x, Real y, Real z);
/// c[0] + c[1] x + c[2] x^2 + ... by Horner's rule.
Real polynomial(llvm::ArrayRef<double> c, Real x);

/// The value of a function of the math dialect.
template <typename OpTy, typename... Args> Real math(Real x, Args... args) {
  return {*x.b, OpTy::create(x.b->builder, x.b->loc, x.value, args.value...)};
}
inline Real abs(Real x) { return math<mlir::math::AbsFOp>(x); }
inline Real sqrt(Real x) { return math<mlir::math::SqrtOp>(x); }
inline Real exp(Real x) { return math<mlir::math::ExpOp>(x); }
inline Real log(Real x) { return math<mlir::math::LogOp>(x); }
inline Real log1p(Real x) { return math<mlir::math::Log1pOp>(x); }
inline Real erfc(Real x) { return math<mlir::math::ErfcOp>(x); }
inline Real floor(Real x) { return math<mlir::math::FloorOp>(x); }
inline Real round(Real x) { return math<mlir::math::RoundEvenOp>(x); }

/// `formula` of the arguments in an element type that arithmetic is done in,
/// with the result rounded to theirs: f32 in place of bf16 and f16.
mlir::Value inSingle(ScalarBuilder &b, mlir::ValueRange args,
                     llvm::function_ref<Real(llvm::ArrayRef<Real>)> formula);
/// The same in f64, for functions whose f32 result is rounded from it.
mlir::Value inDouble(ScalarBuilder &b, mlir::ValueRange args,
                     llvm::function_ref<Real(llvm::ArrayRef<Real>)> formula);

/// The f64 function of the math dialect for every float type.
template <typename OpTy>
mlir::Value inDouble(ScalarBuilder &b, mlir::ValueRange args) {
  return inDouble(b, args, [](llvm::ArrayRef<Real> x) {
    if constexpr (OpTy::template hasTrait<mlir::OpTrait::OneOperand>())
      return math<OpTy>(x[0]);
    else
      return math<OpTy>(x[0], x[1]);
  });
}

} // namespace leat

#endif // LEAT_DIALECT_REAL_H
