//===- ScalarIntegers.cpp - steps, division and bits of one element -------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What an instruction does not define (division by 0, a shift by the width or
// more) is defined here by a choice of operands, so that it is never run.
//
//===----------------------------------------------------------------------===//

#include "dialect/Activations.h"
#include "dialect/ScalarBuilder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

namespace leat {

static bool isFloat(Value x) {
  return isa<FloatType>(getElementTypeOrSelf(x.getType()));
}

Value ScalarBuilder::heaviside(Value x) {
  Type type = x.getType();
  Value none = number(type, 0), one = number(type, 1);
  Value above = compare(Comparison::ge, x, none);
  if (!isFloat(x))
    return select(above, one, none);
  return select(above, one, select(compare(Comparison::lt, x, none), none, x));
}

Value ScalarBuilder::clip(Value x, std::optional<double> low,
                          std::optional<double> high) {
  Type type = x.getType();
  if (low) {
    Value bound = number(type, *low);
    x = select(compare(Comparison::lt, x, bound), bound, x);
  }
  if (high) {
    Value bound = number(type, *high);
    x = select(compare(Comparison::gt, x, bound), bound, x);
  }
  return x;
}

namespace {
/// The division of integers with its rounding towards zero, for divisors that
/// the instruction divides by: all but 0 and -1.
struct Division {
  Division(ScalarBuilder &b, Value x, Value y);

  Value byZero, byMinusOne, quotient, rest;
  /// Whether rounding down is one step further.
  Value step;
};
} // namespace

Division::Division(ScalarBuilder &b, Value x, Value y) {
  Value none = b.number(y.getType(), 0), one = b.number(y.getType(), 1);
  byZero = b.compare(Comparison::eq, y, none);
  byMinusOne = b.compare(Comparison::eq, y, b.number(y.getType(), -1));
  Value divisor = b.select(b.logicalOr(byZero, byMinusOne), one, y);
  quotient = arith::DivSIOp::create(b.builder, b.loc, x, divisor);
  rest = b.sub(x, b.mul(quotient, divisor));
  Value below = b.compare(Comparison::lt, b.bitXor(rest, divisor), none);
  step = b.logicalAnd(b.compare(Comparison::ne, rest, none), below);
}

Value ScalarBuilder::floorDiv(Value x, Value y) {
  if (isFloat(x))
    return inSingle(*this, {x, y}, [](ArrayRef<Real> in) {
      return leat::floorDiv(in[0], in[1]);
    });
  Division d(*this, x, y);
  Value down = sub(d.quotient, number(x.getType(), 1));
  Value value = select(d.step, down, d.quotient);
  value = select(d.byMinusOne, neg(x), value);
  return select(d.byZero, number(x.getType(), 0), value);
}

Value ScalarBuilder::mod(Value x, Value y) {
  if (isFloat(x))
    return inSingle(*this, {x, y},
                    [](ArrayRef<Real> in) { return leat::mod(in[0], in[1]); });
  Division d(*this, x, y);
  return select(d.step, add(d.rest, y), d.rest);
}

Value ScalarBuilder::bitXor(Value x, Value y) {
  return arith::XOrIOp::create(builder, loc, x, y);
}

Value ScalarBuilder::bitNot(Value x) {
  return bitXor(x, number(x.getType(), -1));
}

/// Whether 0 <= places < width.
static Value inRange(ScalarBuilder &b, Value places) {
  Type type = places.getType();
  unsigned width = getElementTypeOrSelf(type).getIntOrFloatBitWidth();
  return b.logicalAnd(b.compare(Comparison::ge, places, b.number(type, 0)),
                      b.compare(Comparison::lt, places, b.number(type, width)));
}

Value ScalarBuilder::shiftLeft(Value x, Value places) {
  Value none = number(x.getType(), 0), good = inRange(*this, places);
  Value by = select(good, places, none);
  return select(good, arith::ShLIOp::create(builder, loc, x, by), none);
}

// The last place holds the sign.
Value ScalarBuilder::shiftRight(Value x, Value places) {
  Type type = x.getType();
  unsigned width = getElementTypeOrSelf(type).getIntOrFloatBitWidth();
  Value by = select(inRange(*this, places), places, number(type, width - 1.0));
  return arith::ShRSIOp::create(builder, loc, x, by);
}

} // namespace leat
