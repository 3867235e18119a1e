//===- NetTest.cpp - meanings of layers and losses --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// x is np.array([[1, 2, 3], [-1, 0, 4]]).
//
//===----------------------------------------------------------------------===//
#include "Runs.h"

#include <gtest/gtest.h>

using namespace leat;
using namespace leat::reference;

static rt::NamedTensors logits() {
  return {{"x", f64({2, 3}, {1, 2, 3, -1, 0, 4})}};
}

TEST(ReferenceNet, Softmax) {
  // np.exp(x) / np.exp(x).sum(axis, keepdims=True)
  expectOp("softmax %x", logits(), "f64[2, 3]",
           {0.09003057317038046, 0.24472847105479767, 0.6652409557748219,
            0.006573263185309085, 0.017867981870304504, 0.9755587549443865});
  expectOp("softmax %x, axis = 0", logits(), "f64[2, 3]",
           {0.8807970779778824, 0.8807970779778824, 0.2689414213699951,
            0.11920292202211759, 0.11920292202211755, 0.7310585786300048});
  expectOp("softmax %x", {{"x", f64({2}, {1000, 1000})}}, "f64[2]", {0.5, 0.5});
}

TEST(ReferenceNet, LogSoftmax) {
  // np.log(softmax)
  expectOp("log_softmax %x", logits(), "f64[2, 3]",
           {-2.40760596444438, -1.4076059644443801, -0.4076059644443803,
            -5.024744890138822, -4.024744890138822, -0.024744890138822577});
  expectOp("log_softmax %x", {{"x", f64({2}, {0, -1000})}}, "f64[2]",
           {0, -1000});
}

TEST(ReferenceNet, CrossEntropy) {
  rt::NamedTensors operands = logits();
  operands.push_back({"label", i64({2}, {2, 0})});
  expectOp("cross_entropy %x, %label", operands, "f64", // -log_softmax, mean
           {2.7161754272916014});
  operands.back().second = i64({2}, {2, -1});
  auto results = run(mainOf("cross_entropy %x, %label", operands, "f64"),
                     {operands[0].second, operands[1].second});
  ASSERT_FALSE(results.ok());
  EXPECT_EQ(results.status().message(),
            "test.mlir:3:6: error: index -1 is out of range, expected 0 to 2 "
            "(element 1 of the labels of 'cross_entropy' in @main)");
}

TEST(ReferenceNet, Normalize) {
  // (x - m) / np.sqrt(v + 0.25) * w + b, vectors as (1, 2, 1, 1)
  expectOp("normalize %x, %m, %v, %w, %b, eps = 0.25",
           {{"x", f64({1, 2, 2, 3}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})},
            {"m", f64({2}, {1, 2})},
            {"v", f64({2}, {4, 9})},
            {"w", f64({2}, {2, -1})},
            {"b", f64({2}, {0.5, 0.25})}},
           "f64[1, 2, 2, 3]",
           {-0.4701425001453319, 0.5, 1.4701425001453319, 2.4402850002906638,
            3.4104275004359956, 4.3805700005813275, -1.0651918984428583,
            -1.393989873053573, -1.7227878476642875, -2.051585822275002,
            -2.3803837968857167, -2.7091817714964312});
}

TEST(ReferenceNet, TimestepEmbedding) {
  // f = 100 ** (-np.arange(2) / 2); cosines of t * f, then sines
  expectOp("timestep_embedding %t, dim = 4, period = 100, dtype = f64",
           {{"t", i64({2}, {0, 3})}}, "f64[2, 4]",
           {1, 1, 0, 0, -0.9899924966004454, 0.9553364891256061,
            0.1411200080598672, 0.2955202066613396});
}
