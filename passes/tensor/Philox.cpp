//===- Philox.cpp - code for numbers by counting ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One round, c the counter and k the key:
//   c0, c1, c2, c3 = hi(M1 c2) ^ c1 ^ k0, lo(M1 c2), hi(M0 c0) ^ c3 ^ k1, lo(M0
//   c0)
// and the key moves on by a constant between two rounds.
//
//===----------------------------------------------------------------------===//

#include "passes/tensor/Philox.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace leat::tensor {

// Table 2 and Section 4.3 of the paper.
static constexpr uint32_t kMultipliers[2] = {0xD2511F53, 0xCD9E8D57};
static constexpr uint32_t kWeyl[2] = {0x9E3779B9, 0xBB67AE85};
static constexpr int kRounds = 10;

Value WordStream::constant(Type type, int64_t value) {
  APInt bits(64, uint64_t(value));
  return arith::ConstantOp::create(
      b, loc, IntegerAttr::get(type, bits.trunc(type.getIntOrFloatBitWidth())));
}

Value WordStream::shiftRight(Value x, int64_t bits) {
  return arith::ShRUIOp::create(b, loc, x, constant(x.getType(), bits));
}

Value WordStream::low(Value x) {
  if (x.getType().isInteger(32))
    return x;
  return arith::TruncIOp::create(b, loc, b.getI32Type(), x);
}

Value WordStream::high(Value x) {
  if (x.getType().isInteger(32))
    return constant(x.getType(), 0);
  return low(shiftRight(x, 32));
}

Value WordStream::isSet(Value i, int64_t bit) {
  Value masked =
      arith::AndIOp::create(b, loc, i, constant(i.getType(), 1 << bit));
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, masked,
                               constant(i.getType(), 0));
}

WordStream::Words WordStream::block(Value number) {
  Type i64 = b.getI64Type();
  Words c = {low(number), high(number), low(draw), high(draw)};
  std::array<Value, 2> k = {low(seed), high(seed)};
  auto product = [&](Value x, uint32_t multiplier) -> Value {
    Value wide = arith::ExtUIOp::create(b, loc, i64, x);
    return arith::MulIOp::create(b, loc, wide, constant(i64, multiplier));
  };
  auto mix = [&](Value x, Value y, Value z) -> Value {
    Value both = arith::XOrIOp::create(b, loc, y, z);
    return arith::XOrIOp::create(b, loc, x, both);
  };
  for (int round = 0; round < kRounds; ++round) {
    if (round > 0)
      for (int i : {0, 1})
        k[i] = arith::AddIOp::create(b, loc, k[i],
                                     constant(k[i].getType(), kWeyl[i]));
    Value p0 = product(c[0], kMultipliers[0]);
    Value p1 = product(c[2], kMultipliers[1]);
    c = {mix(high(p1), c[1], k[0]), low(p1), mix(high(p0), c[3], k[1]),
         low(p0)};
  }
  return c;
}

Value WordStream::word(Value i) {
  Words words = block(shiftRight(i, 2));
  Value odd = isSet(i, 0), upper = isSet(i, 1);
  auto pick = [&](Value condition, Value x, Value y) -> Value {
    return arith::SelectOp::create(b, loc, condition, x, y);
  };
  return pick(upper, pick(odd, words[3], words[2]),
              pick(odd, words[1], words[0]));
}

std::array<Value, 2> WordStream::pair(Value i) {
  Words words = block(shiftRight(i, 1));
  Value upper = isSet(i, 0);
  return {arith::SelectOp::create(b, loc, upper, words[2], words[0]),
          arith::SelectOp::create(b, loc, upper, words[3], words[1])};
}

} // namespace leat::tensor
