//===- Random.cpp - draws from counter-based generators ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A draw is named by its key, i64[2] of seed and draw number. Its stream of
// 32-bit words is that of runtime/Philox.h: word i is word i % 4 of block i / 4
// of Philox4x32-10 with the draw number in the upper half of the counter and
// the seed as the key. Element e, counted row-major, maps words to numbers so:
//
//   random_bits  words e * words, ..., e * words + words - 1, as i32
//   u32(w)       (word w >> 8) * 2^-24                        in [0, 1)
//   u64(e)       53 bits of words 2e (low half) and 2e + 1:
//                ((word 2e + 1) * 2^32 + word 2e >> 11) * 2^-53
//   uniform      low + (high - low) * u, u = u64(e) for f64, else u32(e)
//   bernoulli    u32(e) < p for every element type, that is
//                (word e >> 8) < p * 2^24: masks are the same in any precision
//   randint      low + floor(word e * n / 2^32), n = high - low + 1 <= 2^32:
//   the
//                upper half of a 64-bit product; its bias is less than n / 2^32
//   normal       mean + std * sqrt(-2 log(1 - a)) cos(2 pi b): Box and Muller
//                (1958) with two words of its own for each element,
//                  f64:              a = word 2e * 2^-32, b = word 2e+1 * 2^-32
//                  f32, bf16, f16:   a = u32(2e),         b = u32(2e + 1)
//                1 - a is in (0, 1] and exact, so the logarithm is finite.
//   permutation  the places of the 53 bits of u64(e) of each row, in their
//                order
//   categorical  along the last axis the place of the largest of logit -
//                log(-log(u)), u as for uniform
//
// The logarithm and cosine are those of runtime/PortableMath.h: the same bits
// on every machine.
//
//===----------------------------------------------------------------------===//
#include "dialect/Dialect.h"
#include "runtime/Philox.h"
#include "runtime/PortableMath.h"
#include "runtime/reference/Lines.h"
#include "runtime/reference/Registry.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace leat;
using namespace leat::reference;

static rt::Draw drawOf(const Array &key) {
  return {uint64_t(key.integers[0]), uint64_t(key.integers[1])};
}

static double fraction24(uint32_t word) { return (word >> 8) * 0x1p-24; }

// A draw that stands alone: `rng` is a state that is not threaded.
template <typename OpT> static rt::Status requireKey(OpT op) {
  if (!op.getRngAttr())
    return {};
  return rt::userError("found a draw from the state @",
                       op.getRngAttr().getValue().str(),
                       ", expected one from a key: state is not threaded");
}

/// Adds a draw whose element e is `number(op, draw, e, type)`.
template <typename OpT, typename Function>
static void draw(Registry &registry, Function number) {
  registry.add<OpT>([=](OpT op, const Operands &in) -> rt::Result<Array> {
    LEAT_TRY(requireKey(op));
    rt::Draw stream = drawOf(in[0]);
    Array y = Array::zeros(op.getType());
    for (int64_t e = 0; e < y.size(); ++e) {
      auto element = number(op, stream, uint64_t(e), y.type);
      if (y.isFloat())
        y.floats[size_t(e)] = double(element);
      else
        y.setInteger(e, int64_t(element));
    }
    return y;
  });
}

static double uniformElement(UniformOp op, const rt::Draw &stream, uint64_t e,
                             rt::DType type) {
  double low = op.getLow().convertToDouble();
  double high = op.getHigh().convertToDouble();
  double u = type == rt::DType::F64 ? double(stream.bits64(e) >> 11) * 0x1p-53
                                    : fraction24(stream.bits32(e));
  return low + (high - low) * u;
}

static double normalElement(NormalOp op, const rt::Draw &stream, uint64_t e,
                            rt::DType type) {
  uint32_t first = stream.bits32(2 * e), second = stream.bits32(2 * e + 1);
  bool wide = type == rt::DType::F64;
  double a = wide ? first * 0x1p-32 : fraction24(first);
  double b = wide ? second * 0x1p-32 : fraction24(second);
  double radius = std::sqrt(-2 * rt::portableLog(1 - a));
  return op.getMean().convertToDouble() +
         op.getStd().convertToDouble() * radius * rt::cosSinOfTurns(b).first;
}

static int64_t randintElement(RandintOp op, const rt::Draw &stream, uint64_t e,
                              rt::DType) {
  uint64_t low = uint64_t(int64_t(op.getLow()));
  uint64_t range = uint64_t(int64_t(op.getHigh())) - low + 1;
  return int64_t(low + ((stream.bits32(e) * range) >> 32));
}

static int64_t bernoulliElement(BernoulliOp op, const rt::Draw &stream,
                                uint64_t e, rt::DType) {
  return fraction24(stream.bits32(e)) < op.getP().convertToDouble();
}

static int64_t rademacherElement(RademacherOp, const rt::Draw &stream,
                                 uint64_t e, rt::DType) {
  return fraction24(stream.bits32(e)) < 0.5 ? 1 : -1;
}

static rt::Result<Array> evaluatePermutation(PermutationOp op,
                                             const Operands &in) {
  LEAT_TRY(requireKey(op));
  rt::Draw stream = drawOf(in[0]);
  Array y = Array::zeros(op.getType());
  int64_t n = y.shape.back();
  for (int64_t start = 0; start < y.size(); start += n) {
    std::vector<int64_t> places(size_t(n), 0);
    std::iota(places.begin(), places.end(), 0);
    auto bits = [&](int64_t i) {
      return stream.bits64(uint64_t(start + i)) >> 11;
    };
    std::stable_sort(places.begin(), places.end(),
                     [&](int64_t a, int64_t b) { return bits(a) < bits(b); });
    std::copy(places.begin(), places.end(), y.integers.begin() + start);
  }
  return y;
}

static rt::Result<Array> evaluateCategorical(CategoricalOp op,
                                             const Operands &in) {
  LEAT_TRY(requireKey(op));
  rt::Draw stream = drawOf(in[0]);
  const Array &logits = in[1];
  bool wide = logits.type == rt::DType::F64;
  std::vector<Line> lines = linesOver(logits.shape, {logits.rank() - 1});
  Array y = Array::zeros(op.getType());
  for (size_t i = 0; i < lines.size(); ++i) {
    std::vector<double> noisy;
    for (size_t e : lines[i]) {
      double u = wide ? double(stream.bits64(e) >> 11) * 0x1p-53
                      : fraction24(stream.bits32(e));
      noisy.push_back(logits.floats[e] - std::log(-std::log(u)));
    }
    if (noisy.empty())
      return rt::userError("found no classes, expected at least one");
    y.setInteger(int64_t(i), int64_t(extremePlace(noisy, /*largest=*/true)));
  }
  return y;
}

static Array evaluateAdvance(AdvanceOp, const Operands &in) {
  Array next = in[0];
  next.setInteger(1, int64_t(uint64_t(next.integers[1]) + 1));
  return next;
}

static Array evaluateRandomBits(RandomBitsOp op, const Operands &in) {
  rt::Draw stream = drawOf(in[0]);
  rt::Shape shape = op.getType().getShape().vec();
  // Word w of element e is word e * words + w of the stream: as the last axis
  // of the result counts the words, that is the position in the result.
  Array y = Array::zeros(rt::DType::I32, shape);
  for (int64_t i = 0; i < y.size(); ++i)
    y.setInteger(i, int64_t(stream.bits32(uint64_t(i))));
  return y;
}

void leat::reference::registerRandom(Registry &registry) {
  draw<UniformOp>(registry, uniformElement);
  draw<NormalOp>(registry, normalElement);
  draw<RandintOp>(registry, randintElement);
  draw<BernoulliOp>(registry, bernoulliElement);
  draw<RademacherOp>(registry, rademacherElement);
  registry.add<PermutationOp>(evaluatePermutation);
  registry.add<CategoricalOp>(evaluateCategorical);
  registry.add<AdvanceOp>(evaluateAdvance);
  registry.add<RandomBitsOp>(evaluateRandomBits);
}
