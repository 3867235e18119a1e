//===- WindowTest.cpp - meanings of pools -----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// x is ramp([1, 2, 4, 5]). Numbers are from sliding_window_view of the padded
// NumPy array: max and argmax, the mean, and their transposes by adding each
// window's value back.
//
//===----------------------------------------------------------------------===//
#include "Runs.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace leat;
using namespace leat::reference;

static const std::string kWindow =
    "kernel = [3, 2], stride = [2, 1], padding = [1, 0]";

static rt::Tensor places() {
  return tensor(rt::DType::I32, {1, 2, 2, 4},
                {6, 6, 3, 3, 6, 6, 17, 14, 5, 6, 8, 8, 5, 16, 8, 8});
}

TEST(ReferenceWindow, MaxPool) {
  rt::NamedTensors x = {{"x", ramp({1, 2, 4, 5})}};
  expectOp("max_pool %x, " + kWindow, x, "f64[1, 2, 2, 4]",
           {4, 4, 5, 5, 4, 4, 4, 5, 5, 1, 4, 4, 5, 5, 4, 4});
  std::vector<double> index;
  for (int64_t i = 0; i < places().size(); ++i)
    index.push_back(places().toDouble(i));
  expectOp("max_pool_index %x, " + kWindow, x, "i32[1, 2, 2, 4]", index);
}

TEST(ReferenceWindow, MaxPoolPrefersTheFirstAndNeverPadding) {
  rt::NamedTensors x = {{"x", f64({1, 1, 4}, {-3, -3, -9, NAN})}};
  expectOp("max_pool %x, kernel = 2, padding = 1", x, "f64[1, 1, 3]",
           {-3, -3, NAN});
  expectOp("max_pool_index %x, kernel = 2, padding = 1", x, "i32[1, 1, 3]",
           {0, 1, 3});
  expectOp("max_pool_index %x, kernel = 4", x, "i32[1, 1, 1]", {3});
  expectOp("max_pool_index %x, kernel = 2", {{"x", f64({1, 1, 2}, {-3, -3})}},
           "i32[1, 1, 1]", {0});
}

TEST(ReferenceWindow, MaxUnpool) {
  expectOp("max_unpool %dy, %i, input_size = [4, 5], " + kWindow,
           {{"dy", ramp({1, 2, 2, 4})}, {"i", places()}}, "f64[1, 2, 4, 5]",
           {0, 0, 0, 3, 0, 0,  -5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  4, 0, 0,
            0, 0, 0, 0, 0, -2, 3,  0, 0, 0, 0, 0, 0, 0, 0, 0, -2, 0, 0, 0});
}

TEST(ReferenceWindow, MaxPoolRead) {
  rt::NamedTensors operands = {{"x", ramp({1, 2, 4, 5})}, {"i", places()}};
  expectOp("max_pool_read %x, %i, " + kWindow, operands, "f64[1, 2, 2, 4]",
           {4, 4, 5, 5, 4, 4, 4, 5, 5, 1, 4, 4, 5, 5, 4, 4});
  rt::NamedTensors wrong = {{"x", f64({1, 1, 2}, {1, 2})},
                            {"i", tensor(rt::DType::I32, {1, 1, 1}, {2})}};
  auto results =
      run(mainOf("max_pool_read %x, %i, kernel = 2", wrong, "f64[1, 1, 1]"),
          {wrong[0].second, wrong[1].second});
  ASSERT_FALSE(results.ok());
  EXPECT_EQ(
      results.status().message(),
      "test.mlir:3:6: error: leat.max_pool_read: found the index 2, expected a "
      "spatial position from 0 to 1");
}

TEST(ReferenceWindow, AvgPoolCountsPaddingAsZeros) {
  std::vector<double> sums = {-2, 4,  -1, 5, -7, 2, 0,  -2,
                              8,  -8, -2, 4, 8,  6, -7, 2};
  for (double &sum : sums)
    sum /= 6;
  expectOp("avg_pool %x, " + kWindow, {{"x", ramp({1, 2, 4, 5})}},
           "f64[1, 2, 2, 4]", sums);
}

TEST(ReferenceWindow, AvgUnpool) {
  std::vector<double> sums = {
      -5, -3, 0, 3,  5,  -4, -5, 1, 7, 5,  1, -2, 1, 4, 0, 1, -2, 1, 4, 0,
      -4, -1, 2, -6, -5, -2, -1, 5, 0, -4, 2, 0,  3, 6, 1, 2, 0,  3, 6, 1};
  for (double &sum : sums)
    sum /= 6;
  expectOp("avg_unpool %dy, input_size = [4, 5], " + kWindow,
           {{"dy", ramp({1, 2, 2, 4})}}, "f64[1, 2, 4, 5]", sums);
}
