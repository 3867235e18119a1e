//===- Expr.h - derivative rules as formulas -------------------*- C++ -*-===//
//
// A value with C++'s operators, so that a rule reads like its formula:
// `d * (Expr(1.0) - y * y)`. Every operator builds a leat op. A null value is
// zero, and stays symbolic: 0 * x builds nothing.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_GRADIENTS_EXPR_H
#define LEAT_DIALECT_GRADIENTS_EXPR_H

#include "mlir/IR/Builders.h"
#include "llvm/ADT/SmallBitVector.h"

namespace leat {

struct Expr {
  mlir::OpBuilder *builder = nullptr;
  std::optional<mlir::Location> loc;
  mlir::Value value;
  /// Set instead of `value` for a number, which takes the type of what it
  /// meets.
  std::optional<double> number;

  Expr(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value value)
      : builder(&builder), loc(loc), value(value) {}
  Expr(double number) : number(number) {}
  Expr() = default;

  /// Neither a value nor a number: zero.
  bool isZero() const { return !value && !number; }
};

inline Expr zero() { return {}; }

Expr operator+(Expr a, Expr b);
Expr operator-(Expr a, Expr b);
Expr operator*(Expr a, Expr b);
Expr operator/(Expr a, Expr b);
Expr operator-(Expr x);
Expr operator>(Expr a, Expr b);
Expr operator<(Expr a, Expr b);
Expr operator==(Expr a, Expr b);
Expr where(Expr condition, Expr a, Expr b);
Expr pow(Expr a, Expr b);
/// The derivative of a ** b by a, b * a ** (b - 1), with 0 where a and b are 0:
/// there a power of -1 would make a NaN of it.
Expr powerSlope(Expr a, Expr b);
Expr exp(Expr x);
Expr log(Expr x);
Expr sin(Expr x);
Expr cos(Expr x);
Expr erf(Expr x);
Expr sign(Expr x);
Expr sigmoid(Expr x);
/// `x` in the element type of `like`.
Expr convert(Expr x, Expr like);

/// The sum of two cotangents, either of which may be null (zero).
mlir::Value addCotangents(mlir::OpBuilder &builder, mlir::Location loc,
                          mlir::Value a, mlir::Value b);

/// Sums `value` over the axes along which a tensor of type `type` was broadcast
/// to it: the transpose of NumPy's broadcasting. The types' extents must be
/// known.
mlir::Value sumToShape(mlir::OpBuilder &builder, mlir::Location loc,
                       mlir::Value value, mlir::Type type);

/// Whether a tensor of this type can carry a derivative.
bool isDifferentiable(mlir::Type type);

/// Both modes of a pointwise op, from the differentials of its table.
llvm::SmallVector<mlir::Value> pointwiseVjp(mlir::Operation *op,
                                            mlir::OpBuilder &builder,
                                            mlir::ValueRange cotangents,
                                            const llvm::SmallBitVector &wanted);
mlir::FailureOr<llvm::SmallVector<mlir::Value>>
pointwiseJvp(mlir::Operation *op, mlir::OpBuilder &builder,
             mlir::ValueRange tangents);

} // namespace leat

#endif // LEAT_DIALECT_GRADIENTS_EXPR_H
