//===- Philox.h - random numbers by counting --------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Philox4x32-10 of Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as
// easy as 1, 2, 3" (SC 2011). A random number is a function of a key and a
// counter, so any thread can compute any element in any order.
//
// A draw (one random op executed once) is named by a 64-bit seed and a 64-bit
// number of the draw. Compiled code, the reference interpreter and the runtime
// share its stream of words:
//
//   block(b) = philox4x32(counter = {b low, b high, draw low, draw high},
//                         key     = {seed low, seed high})     four words
//
// What the random ops of a model make of the words stands in
// runtime/reference/Random.cpp. The runtime's own draws (initial values, the
// order of the data, generated points) number their elements in row-major
// order, i = 0, 1, ..., and are
//
//   bits32(i)     word i % 4 of block i / 4
//   bits64(i)     words w = 2 (i % 2) (low half) and w + 1 (high half) of
//                 block i / 2
//   uniform, f32  (bits32(i) >> 8)  * 2^-24          in [0, 1)
//   uniform, f64  (bits64(i) >> 11) * 2^-53          in [0, 1)
//   bernoulli(p)  uniform(i) < p, in the float type of p
//   below(n)      the high 64 bits of the 128-bit product bits64(i) * n,
//                 for integers in [0, n); its bias is less than n / 2^64
//   normal        Box and Muller (1958) on pairs of elements 2j, 2j + 1:
//                 u = uniform(2j) + 2^-24 (f64: + 2^-53)    in (0, 1]
//                 v = uniform(2j + 1)                       in [0, 1)
//                 r = sqrt(-2 log u)
//                 element 2j     = r cos(2 pi v)
//                 element 2j + 1 = r sin(2 pi v)
//
// f16 and bf16 draws are the f32 draw, rounded. Bits, uniform, bernoulli and
// below are the same on every target; a normal may differ by the accuracy of
// its logarithm, sine and cosine. The normals of this file compute in f64 and
// round once, with the same bits on every machine.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_PHILOX_H
#define LEAT_RUNTIME_PHILOX_H

#include <array>
#include <cstdint>
#include <string_view>

namespace leat::rt {

/// Ten rounds of Philox on a 128-bit counter under a 64-bit key.
std::array<uint32_t, 4> philox4x32(std::array<uint32_t, 4> counter,
                                   std::array<uint32_t, 2> key);

/// A seed that is independent of the seeds for other names: how one seed of
/// the user serves all parameters, the order of the data, and so on. The hash
/// is FNV-1a of the name, mixed with the seed by the finaliser of SplitMix64
/// (Steele, Lea, Flood 2014): mix(seed ^ mix(fnv1a(name))).
uint64_t seedFor(uint64_t seed, std::string_view name);

/// One draw, as above. A value: it holds no position.
class Draw {
public:
  Draw(uint64_t seed, uint64_t number) : seed(seed), number(number) {}

  uint32_t bits32(uint64_t i) const { return block(i / 4)[i % 4]; }
  uint64_t bits64(uint64_t i) const;
  float uniformF32(uint64_t i) const { return (bits32(i) >> 8) * 0x1p-24f; }
  double uniformF64(uint64_t i) const { return (bits64(i) >> 11) * 0x1p-53; }
  float normalF32(uint64_t i) const;
  double normalF64(uint64_t i) const { return normalPairF64(i / 2)[i % 2]; }
  /// Elements 2j and 2j + 1 of normalF64, for half the work of each.
  std::array<double, 2> normalPairF64(uint64_t j) const;
  /// An integer in [0, n), n > 0.
  uint64_t below(uint64_t n, uint64_t i) const;

private:
  std::array<uint32_t, 4> block(uint64_t b) const;

  uint64_t seed, number;
};

} // namespace leat::rt

#endif // LEAT_RUNTIME_PHILOX_H
