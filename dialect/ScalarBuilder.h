//===- ScalarBuilder.h - one element of a pointwise op ---------*- C++ -*-===//
//
// The vocabulary of the `scalar` column in Pointwise.td. Every method takes and
// gives scalars, or vectors of one length, and chooses the float or integer op.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_SCALARBUILDER_H
#define LEAT_DIALECT_SCALARBUILDER_H

#include "mlir/IR/Builders.h"

namespace leat {

enum class Comparison { eq, ne, lt, le, gt, ge };

struct ScalarBuilder {
  mlir::OpBuilder &builder;
  mlir::Location loc;
  /// The element type of the op's result.
  mlir::Type element;
  /// The type of the arguments, set by the first one that is used: a number has
  /// it.
  mlir::Type like = {};

  /// A constant of the arguments' type, a splat if that is a vector.
  mlir::Value number(double value);
  mlir::Value number(mlir::Type type, double value);

  mlir::Value neg(mlir::Value x);
  mlir::Value abs(mlir::Value x);
  mlir::Value sign(mlir::Value x);
  mlir::Value add(mlir::Value x, mlir::Value y);
  mlir::Value sub(mlir::Value x, mlir::Value y);
  mlir::Value mul(mlir::Value x, mlir::Value y);
  mlir::Value div(mlir::Value x, mlir::Value y);
  /// A NaN operand gives NaN.
  mlir::Value max(mlir::Value x, mlir::Value y);
  mlir::Value min(mlir::Value x, mlir::Value y);
  mlir::Value rsqrt(mlir::Value x);
  mlir::Value sigmoid(mlir::Value x);
  mlir::Value softplus(mlir::Value x);
  mlir::Value gelu(mlir::Value x);
  /// 1 where x >= 0, else 0; NaN gives itself.
  mlir::Value heaviside(mlir::Value x);
  /// x kept between the bounds that are given; NaN gives itself.
  mlir::Value clip(mlir::Value x, std::optional<double> low,
                   std::optional<double> high);
  /// Python's `//` and `%`; integers by 0 give 0, and the smallest integer by
  /// -1 gives itself.
  mlir::Value floorDiv(mlir::Value x, mlir::Value y);
  mlir::Value mod(mlir::Value x, mlir::Value y);
  /// On the bits of integers. A shift by less than 0, or by the width or more,
  /// moves all of them out.
  mlir::Value bitNot(mlir::Value x);
  mlir::Value bitXor(mlir::Value x, mlir::Value y);
  mlir::Value shiftLeft(mlir::Value x, mlir::Value places);
  mlir::Value shiftRight(mlir::Value x, mlir::Value places);
  mlir::Value logicalNot(mlir::Value x);
  mlir::Value logicalAnd(mlir::Value x, mlir::Value y);
  mlir::Value logicalOr(mlir::Value x, mlir::Value y);
  mlir::Value compare(Comparison what, mlir::Value x, mlir::Value y);
  mlir::Value select(mlir::Value condition, mlir::Value x, mlir::Value y);
  /// To `element`: to a float rounding to nearest even, to an integer towards
  /// zero and clamped to its range (NaN gives 0), to i1 by x != 0.
  mlir::Value convert(mlir::Value x);
  mlir::Value floatToInteger(mlir::Value x, mlir::Type to);

  /// An op of the math dialect on the arguments.
  template <typename OpTy> mlir::Value math(mlir::ValueRange args) {
    return OpTy::create(builder, loc, args.front().getType(), args);
  }
};

} // namespace leat

#endif // LEAT_DIALECT_SCALARBUILDER_H
