//===- Philox.cpp - random numbers by counting ------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The generator, and the mapping that the header documents.
//
//===----------------------------------------------------------------------===//
#include "runtime/Philox.h"
#include "runtime/PortableMath.h"

#include <cmath>

using namespace leat::rt;

std::array<uint32_t, 4> leat::rt::philox4x32(std::array<uint32_t, 4> counter,
                                             std::array<uint32_t, 2> key) {
  // The multipliers and the key schedule (golden ratio, sqrt(3) - 1) of the
  // paper's table 2.
  constexpr uint64_t multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57;
  constexpr uint32_t weyl0 = 0x9E3779B9, weyl1 = 0xBB67AE85;
  for (int round = 0; round < 10; ++round) {
    uint64_t product0 = multiplier0 * counter[0];
    uint64_t product1 = multiplier1 * counter[2];
    counter = {
        uint32_t(product1 >> 32) ^ counter[1] ^ key[0], uint32_t(product1),
        uint32_t(product0 >> 32) ^ counter[3] ^ key[1], uint32_t(product0)};
    key = {key[0] + weyl0, key[1] + weyl1};
  }
  return counter;
}

static uint64_t mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

uint64_t leat::rt::seedFor(uint64_t seed, std::string_view name) {
  uint64_t hash = 0xCBF29CE484222325;
  for (unsigned char c : name)
    hash = (hash ^ c) * 0x100000001B3;
  return mix(seed ^ mix(hash));
}

std::array<uint32_t, 4> Draw::block(uint64_t b) const {
  return philox4x32({uint32_t(b), uint32_t(b >> 32), uint32_t(number),
                     uint32_t(number >> 32)},
                    {uint32_t(seed), uint32_t(seed >> 32)});
}

uint64_t Draw::bits64(uint64_t i) const {
  std::array<uint32_t, 4> words = block(i / 2);
  size_t low = 2 * (i % 2);
  return words[low] | uint64_t(words[low + 1]) << 32;
}

/// The pair that u in (0, 1] and v in [0, 1) give.
static std::array<double, 2> boxMuller(double u, double v) {
  double radius = std::sqrt(-2 * portableLog(u));
  auto [cosine, sine] = cosSinOfTurns(v);
  return {radius * cosine, radius * sine};
}

float Draw::normalF32(uint64_t i) const {
  uint64_t even = i & ~uint64_t(1);
  return float(boxMuller(double(uniformF32(even)) + 0x1p-24,
                         double(uniformF32(even + 1)))[i & 1]);
}

/// The number in [0, 1) that two words of a block give.
static double toUniform(uint32_t low, uint32_t high) {
  return ((low | uint64_t(high) << 32) >> 11) * 0x1p-53;
}

std::array<double, 2> Draw::normalPairF64(uint64_t j) const {
  std::array<uint32_t, 4> words = block(j);
  return boxMuller(toUniform(words[0], words[1]) + 0x1p-53,
                   toUniform(words[2], words[3]));
}

uint64_t Draw::below(uint64_t n, uint64_t i) const {
  return uint64_t((static_cast<unsigned __int128>(bits64(i)) * n) >> 64);
}
