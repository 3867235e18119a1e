//===- PhiloxTest.cpp - tests of Philox and PortableMath --------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The generator against the known answers that Random123 publishes, the mapping
// of elements against its description, the distributions by their moments.
//
//===----------------------------------------------------------------------===//
#include "runtime/Philox.h"
#include "runtime/PortableMath.h"

#include <cmath>
#include <gtest/gtest.h>
#include <set>

using namespace leat::rt;

using Words = std::array<uint32_t, 4>;

TEST(Philox, KnownAnswersOfRandom123) {
  EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}),
            (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox4x32({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                       {0xa4093822, 0x299f31d0}),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, ElementsMapToWordsAsDocumented) {
  uint64_t seed = 0x0123456789abcdef, number = 0xfedcba9876543210;
  Draw draw(seed, number);
  auto block = [&](uint64_t b) {
    return philox4x32({uint32_t(b), uint32_t(b >> 32), 0x76543210, 0xfedcba98},
                      {0x89abcdef, 0x01234567});
  };
  for (uint64_t i :
       {uint64_t(0), uint64_t(1), uint64_t(6), uint64_t(1) << 40}) {
    EXPECT_EQ(draw.bits32(i), block(i / 4)[i % 4]);
    Words words = block(i / 2);
    EXPECT_EQ(uint32_t(draw.bits64(i)), words[2 * (i % 2)]);
    EXPECT_EQ(draw.bits64(i) >> 32, words[2 * (i % 2) + 1]);
    EXPECT_EQ(draw.uniformF32(i), float(draw.bits32(i) / 256) / 16777216);
    EXPECT_EQ(draw.uniformF64(i), std::ldexp(draw.bits64(i) >> 11, -53));
  }
  for (uint64_t i = 0; i < 1000; ++i) {
    double u = draw.uniformF64(i & ~1) + 0x1p-53, v = draw.uniformF64(i | 1);
    double r = std::sqrt(-2 * std::log(u)), angle = 2 * M_PI * v;
    double expected = r * (i % 2 ? std::sin(angle) : std::cos(angle));
    EXPECT_NEAR(draw.normalF64(i), expected, 1e-14);
    u = draw.uniformF32(i & ~1) + 0x1p-24, v = draw.uniformF32(i | 1);
    r = std::sqrt(-2 * std::log(u)), angle = 2 * M_PI * v;
    expected = r * (i % 2 ? std::sin(angle) : std::cos(angle));
    EXPECT_NEAR(draw.normalF32(i), expected, 4e-7);
  }
}

TEST(Philox, DistributionsHaveTheirMoments) {
  Draw draw(7, 0);
  constexpr int n = 200000;
  double uniform = 0, mean = 0, square = 0, cube = 0, fourth = 0;
  int counts[10] = {};
  for (int i = 0; i < n; ++i) {
    double u = draw.uniformF32(i), z = draw.normalF32(i);
    ASSERT_TRUE(u >= 0 && u < 1);
    uniform += u / n;
    mean += z / n;
    square += z * z / n;
    cube += z * z * z / n;
    fourth += z * z * z * z / n;
    ++counts[draw.below(10, i)];
  }
  EXPECT_NEAR(uniform, 0.5, 0.003);
  EXPECT_NEAR(mean, 0, 0.01);
  EXPECT_NEAR(square, 1, 0.02);
  EXPECT_NEAR(cube, 0, 0.05);
  EXPECT_NEAR(fourth, 3, 0.1);
  for (int count : counts)
    EXPECT_NEAR(count, n / 10, 600);
}

TEST(Philox, SeedsForNamesDiffer) {
  std::set<uint64_t> seeds;
  for (uint64_t seed = 0; seed < 10; ++seed)
    for (const char *name : {"", "a", "b", "fc1.weight", "fc1.bias"})
      seeds.insert(seedFor(seed, name));
  EXPECT_EQ(seeds.size(), 50u);
  // Computed outside, from the description in the header.
  EXPECT_EQ(seedFor(5, "fc1.weight"), 0x1072583bf24abfca);
}

/// Distance of a and b in units of the last place of b.
static double ulps(double a, double b) {
  return std::abs(a - b) / (std::nextafter(std::abs(b), 1e300) - std::abs(b));
}

TEST(PortableMath, LogIsWithinTwoUlp) {
  Draw draw(1, 1);
  EXPECT_EQ(portableLog(1), 0);
  for (int i = 0; i < 100000; ++i) {
    double u = draw.uniformF64(i) + 0x1p-53;
    EXPECT_LE(ulps(portableLog(u), std::log(u)), 2) << u;
    double nearOne = 1 - u * u * u * 0.01;
    EXPECT_LE(ulps(portableLog(nearOne), std::log(nearOne)), 2) << nearOne;
    double wide = std::ldexp(u, i % 2000 - 1000);
    EXPECT_LE(ulps(portableLog(wide), std::log(wide)), 2) << wide;
  }
}

TEST(PortableMath, CosSinFollowTheCircle) {
  using Pair = std::pair<double, double>;
  EXPECT_EQ(cosSinOfTurns(0), Pair(1, 0));
  EXPECT_EQ(cosSinOfTurns(0.25), Pair(0, 1));
  EXPECT_EQ(cosSinOfTurns(0.5), Pair(-1, 0));
  EXPECT_EQ(cosSinOfTurns(-0.25), Pair(0, -1));
  EXPECT_EQ(cosSinOfTurns(7), Pair(1, 0));
  Draw draw(2, 1);
  for (int i = 0; i < 100000; ++i) {
    double t = 4 * draw.uniformF64(i) - 2;
    auto [cosine, sine] = cosSinOfTurns(t);
    long double angle = 2 * 3.14159265358979323846264338327950288L * t;
    EXPECT_NEAR(cosine, double(std::cos(angle)), 0x1p-52);
    EXPECT_NEAR(sine, double(std::sin(angle)), 0x1p-52);
  }
}
