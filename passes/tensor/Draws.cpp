//===- Draws.cpp - random numbers, element by element ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   %m = bernoulli key(%k) (0.9) : f32[B, 256]
//     ==>
//   %m = linalg.generic {(i, j) -> (0), (i, j) -> (1), (i, j) -> (i, j)}
//          ins(%k, %k) outs(%e) {
//     %w = word 256 i + j of the draw        %h = arith.shrui %w, 8
//     select(%h < ceil(0.9 * 2^24), 1.0, 0.0) }
//
// Element e, counted row-major, is made of the words of its draw (Philox.h) so,
// u(w) being (w >> 8) * 2^-24, in [0, 1):
//
//   random_bits  the words themselves: the last axis of the result counts them
//   uniform      low + (high - low) * u(word e), in f64 and rounded once;
//                f64: (64 bits of words 2e (low half), 2e + 1 >> 11) * 2^-53
//   bernoulli    u(word e) < p
//   randint      low + the upper half of the 64-bit product word e * n
//   normal       mean + std * sqrt(-2 log(1 - a)) * cos(2 pi b) (Box and Muller
//                1958), a = u(word 2e), b = u(word 2e + 1);
//                f64: a and b are the whole words * 2^-32
//
// bf16 and f16 draws are the f32 draw, rounded.
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "passes/tensor/Lowering.h"
#include "passes/tensor/Philox.h"
#include <cmath>

using namespace mlir;

namespace leat::tensor {

/// The row-major position of the point in `type`, as i32 where that suffices.
static Value positionOf(Lowering &l, OpBuilder &b, RankedTensorType type) {
  bool wide = type.getNumElements() > (int64_t(1) << 31);
  Type integer = wide ? b.getI64Type() : b.getI32Type();
  ScalarBuilder s{b, l.loc, integer};
  Value position = s.number(integer, 0);
  for (int64_t d = 0, rank = type.getRank(); d < rank; ++d) {
    Value index = linalg::IndexOp::create(b, l.loc, d);
    index = arith::IndexCastOp::create(b, l.loc, integer, index);
    Value before = s.mul(position, s.number(integer, type.getDimSize(d)));
    position = s.add(before, index);
  }
  return position;
}

/// Builds the number at `position` of the stream.
using Number =
    llvm::function_ref<Value(OpBuilder &, WordStream &, Value position)>;

static Value draw(Lowering &l, RankedTensorType type, Value key,
                  Number number) {
  unsigned rank = type.getRank();
  auto element = [&](int64_t i) {
    return Access{key, AffineMap::get(rank, 0, l.b.getAffineConstantExpr(i))};
  };
  return l.map(storedType(type), {element(0), element(1)},
               [&](OpBuilder &b, ValueRange x) {
                 WordStream stream(b, l.loc, x[0], x[1]);
                 return number(b, stream, positionOf(l, b, type));
               });
}

/// The upper `bits` bits of an integer of `width` bits, times 2^-bits, exact in
/// `type`.
static Value fraction(Lowering &l, OpBuilder &b, Value x, unsigned bits,
                      FloatType type) {
  unsigned width = x.getType().getIntOrFloatBitWidth();
  ScalarBuilder s{b, l.loc, type};
  if (bits < width)
    x = arith::ShRUIOp::create(b, l.loc, x,
                               s.number(x.getType(), width - bits));
  Value number = arith::UIToFPOp::create(b, l.loc, type, x);
  return s.mul(number, s.number(type, std::ldexp(1.0, -int(bits))));
}

/// `x` rounded to a float type of at most its width; to 16 bits by way of f32.
static Value roundTo(Lowering &l, OpBuilder &b, Value x, Type element) {
  if (x.getType().isF64() && !element.isF64())
    x = ScalarBuilder{b, l.loc, b.getF32Type()}.convert(x);
  return ScalarBuilder{b, l.loc, element}.convert(x);
}

static void lowerUniform(Lowering &l, UniformOp op) {
  auto type = cast<RankedTensorType>(op.getType());
  Type element = type.getElementType();
  double low = op.getLow().convertToDouble();
  double width = op.getHigh().convertToDouble() - low;
  bool isUnit = low == 0 && width == 1;
  auto number = [&](OpBuilder &b, WordStream &stream, Value at) -> Value {
    FloatType f64 = b.getF64Type();
    Value u;
    if (element.isF64()) {
      auto [first, second] = stream.pair(at);
      Type i64 = b.getI64Type();
      Value lower = arith::ExtUIOp::create(b, l.loc, i64, first);
      Value upper = arith::ExtUIOp::create(b, l.loc, i64, second);
      Value half = l.scalar(b, i64, 32);
      upper = arith::ShLIOp::create(b, l.loc, upper, half);
      u = fraction(l, b, arith::OrIOp::create(b, l.loc, upper, lower), 53, f64);
    } else {
      u = fraction(l, b, stream.word(at), 24, isUnit ? b.getF32Type() : f64);
    }
    if (!isUnit) {
      ScalarBuilder s{b, l.loc, f64};
      u = s.add(s.number(f64, low), s.mul(s.number(f64, width), u));
    }
    return roundTo(l, b, u, element);
  };
  l.set(op.getResult(), draw(l, type, l[op.getKey()], number));
}

/// cos(2 pi b), b in [0, 1), with a small relative error near its zeros too: it
/// is sin(2 pi (|b - 1/2| - 1/4)), whose argument is exact up to the factor.
static Value cosineOfTurns(Lowering &l, OpBuilder &b, Value turns) {
  Type type = turns.getType();
  ScalarBuilder s{b, l.loc, type};
  Value folded =
      s.sub(s.abs(s.sub(turns, s.number(type, 0.5))), s.number(type, 0.25));
  Value angle = s.mul(folded, s.number(type, 2 * M_PI));
  return math::SinOp::create(b, l.loc, angle);
}

static void lowerNormal(Lowering &l, NormalOp op) {
  auto type = cast<RankedTensorType>(op.getType());
  Type element = type.getElementType();
  double mean = op.getMean().convertToDouble();
  double deviation = op.getStd().convertToDouble();
  auto number = [&](OpBuilder &b, WordStream &stream, Value at) -> Value {
    bool wide = element.isF64();
    FloatType real = wide ? b.getF64Type() : b.getF32Type();
    unsigned bits = wide ? 32 : 24;
    auto [first, second] = stream.pair(at);
    Value u = fraction(l, b, first, bits, real);
    Value v = fraction(l, b, second, bits, real);
    ScalarBuilder s{b, l.loc, real};
    auto constant = [&](double x) { return s.number(real, x); };
    Value log = math::LogOp::create(b, l.loc, s.sub(constant(1), u));
    Value radius = math::SqrtOp::create(b, l.loc, s.mul(constant(-2), log));
    Value normal =
        s.mul(s.mul(constant(deviation), radius), cosineOfTurns(l, b, v));
    return roundTo(l, b, s.add(constant(mean), normal), element);
  };
  l.set(op.getResult(), draw(l, type, l[op.getKey()], number));
}

static void lowerRandint(Lowering &l, RandintOp op) {
  auto type = cast<RankedTensorType>(op.getType());
  int64_t low = op.getLow();
  // As unsigned numbers: the bounds may lie anywhere in an i64.
  int64_t range = int64_t(uint64_t(op.getHigh()) - uint64_t(low) + 1);
  auto number = [&](OpBuilder &b, WordStream &stream, Value at) -> Value {
    Type i64 = b.getI64Type();
    auto constant = [&](int64_t x) -> Value {
      return arith::ConstantOp::create(b, l.loc, b.getI64IntegerAttr(x));
    };
    Value word = arith::ExtUIOp::create(b, l.loc, i64, stream.word(at));
    Value product = arith::MulIOp::create(b, l.loc, word, constant(range));
    Value upper = arith::ShRUIOp::create(b, l.loc, product, constant(32));
    Value drawn = arith::AddIOp::create(b, l.loc, constant(low), upper);
    return ScalarBuilder{b, l.loc, type.getElementType()}.convert(drawn);
  };
  l.set(op.getResult(), draw(l, type, l[op.getKey()], number));
}

static void lowerBernoulli(Lowering &l, BernoulliOp op) {
  auto type = cast<RankedTensorType>(op.getType());
  Type element = storedElement(type.getElementType());
  // w < p * 2^24, for an integer w: the product is exact.
  double threshold = std::ceil(std::ldexp(op.getP().convertToDouble(), 24));
  auto number = [&](OpBuilder &b, WordStream &stream, Value at) -> Value {
    Value word = stream.word(at);
    ScalarBuilder s{b, l.loc, word.getType()};
    Value upper =
        arith::ShRUIOp::create(b, l.loc, word, s.number(word.getType(), 8));
    Value hit =
        s.compare(Comparison::lt, upper, s.number(word.getType(), threshold));
    return s.select(hit, s.number(element, 1), s.number(element, 0));
  };
  l.set(op.getResult(), draw(l, type, l[op.getKey()], number));
}

static void lowerRandomBits(Lowering &l, RandomBitsOp op) {
  l.set(op.getResult(), draw(l, op.getType(), l[op.getKey()],
                             [](OpBuilder &, WordStream &stream, Value at) {
                               return stream.word(at);
                             }));
}

static void lowerAdvance(Lowering &l, AdvanceOp op) {
  auto body = [&](OpBuilder &b, ValueRange x) {
    Value here = linalg::IndexOp::create(b, l.loc, 0);
    ScalarBuilder s{b, l.loc, x[0].getType()};
    Value isNumber = s.compare(Comparison::eq, here, l.index(b, 1));
    return s.select(isNumber, s.add(x[0], s.number(x[0].getType(), 1)), x[0]);
  };
  l.set(op.getResult(),
        l.map(op.getType(), Access{l[op.getKey()], l.identity(1)}, body));
}

void registerDraws(Registry &registry) {
  registry.add<UniformOp>(lowerUniform);
  registry.add<NormalOp>(lowerNormal);
  registry.add<RandintOp>(lowerRandint);
  registry.add<BernoulliOp>(lowerBernoulli);
  registry.add<RandomBitsOp>(lowerRandomBits);
  registry.add<AdvanceOp>(lowerAdvance);
}

} // namespace leat::tensor
