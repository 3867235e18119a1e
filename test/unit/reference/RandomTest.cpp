//===- RandomTest.cpp - meanings of draws -----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The words for seed 5, draw 7 and all numbers were computed in Python from the
// definition of Philox4x32-10 and the mapping that Random.cpp documents.
//
//===----------------------------------------------------------------------===//
#include "Runs.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace leat;
using namespace leat::reference;

static rt::NamedTensors key() { return {{"k", i64({2}, {5, 7})}}; }

TEST(ReferenceRandom, Bits) {
  expectOp("random_bits %k, shape = [2, 2], words = 2", key(), "i32[2, 2, 2]",
           {-1699133826, 1313830135, -593417937, -551125004, 1109020519,
            1724557356, 1547795888, -1497275098});
  expectOp("random_bits %k, shape = [3]", key(), "i32[3, 1]",
           {-1699133826, 1313830135, -593417937});
}

TEST(ReferenceRandom, Advance) {
  expectOp("advance %k", key(), "i64[2]", {5, 8});
}

TEST(ReferenceRandom, Uniform) {
  // -1 + 2 * ((word >> 8) * 2 ** -24)
  expectOp("uniform key(%k) (-1.0, 1.0) : f32[3]", key(), "f32[3]",
           {0.20877909660339355, -0.3882002830505371, 0.7236682176589966}, 0);
  // ((word1 << 32 | word0) >> 11) * 2 ** -53
  expectOp("uniform key(%k) : f64[3]", key(), "f64[3]",
           {0.30589991612462075, 0.8716812107855999, 0.4015297992756156}, 0);
}

TEST(ReferenceRandom, Normal) {
  // 10 + 2 * sqrt(-2 * log(1 - a)) * cos(2 * pi * b) of 24-bit a and b
  expectOp("normal key(%k) (10, 2) : f32[3]", key(), "f32[3]",
           {9.06290121874571, 12.754469628384546, 8.740730861457259}, 1e-7);
  // the same of 32-bit a and b
  expectOp("normal key(%k) : f64[3]", key(), "f64[3]",
           {-0.4685498714132277, 1.3772353542967573, -0.6296346322005694});
}

TEST(ReferenceRandom, Randint) {
  // -3 + (word * 10 >> 32)
  expectOp("randint key(%k) (-3, 6) : i64[2, 3]", key(), "i64[2, 3]",
           {3, 0, 5, 5, -1, 1});
  // 2 ** 32 numbers are the words themselves, with an offset.
  expectOp("randint key(%k) (-2147483648, 2147483647) : i64[2]", key(),
           "i64[2]", {2595833470 - 2147483648, 1313830135.0 - 2147483648});
  expectOp("randint key(%k) (4, 4) : i8[2]", key(), "i8[2]", {4, 4});
}

TEST(ReferenceRandom, Bernoulli) {
  // (word >> 8) * 2 ** -24 < 0.4
  for (const char *type : {"f32[8]", "f64[8]", "i1[8]", "i32[8]"})
    expectOp(std::string("bernoulli key(%k) (0.4) : ") + type, key(), type,
             {0, 1, 0, 0, 1, 0, 1, 0});
  expectOp("bernoulli key(%k) (1.0) : i1[2]", key(), "i1[2]", {1, 1});
  expectOp("bernoulli key(%k) (0.0) : i1[2]", key(), "i1[2]", {0, 0});
}

TEST(ReferenceRandom, MomentsOfNormals) {
  for (const char *type : {"f32[20000]", "f64[20000]"}) {
    auto results =
        run(mainOf(std::string("normal key(%k) : ") + type, key(), type),
            {key().front().second});
    ASSERT_TRUE(results.ok()) << results.status().message();
    double mean = 0, square = 0, lag = 0;
    for (int64_t i = 0; i < 20000; ++i) {
      double z = results->front().toDouble(i);
      ASSERT_TRUE(std::isfinite(z));
      mean += z / 20000;
      square += z * z / 20000;
      lag += i ? z * results->front().toDouble(i - 1) / 20000 : 0;
    }
    EXPECT_NEAR(mean, 0, 0.03); // 4 standard deviations
    EXPECT_NEAR(square, 1, 0.04);
    EXPECT_NEAR(lag, 0, 0.03);
  }
}

TEST(ReferenceRandom, StateMustBeThreaded) {
  auto results = run("state @rng = seed\n"
                     "func @main() -> (y: f32[2]) {\n"
                     "%y = normal @rng : f32[2]\nreturn %y }",
                     {});
  ASSERT_FALSE(results.ok());
  EXPECT_EQ(
      results.status().message(),
      "test.mlir:4:6: error: leat.normal: found a draw from the state @rng, "
      "expected one from a key: state is not threaded");
}
