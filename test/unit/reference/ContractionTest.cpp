//===- ContractionTest.cpp - meanings of sums of products -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Convolutions were computed with NumPy from windows of the padded input
// (sliding_window_view, then tensordot), their transposes by putting unit
// tensors into the forward map. All numbers are integers, so equality is exact.
//
//===----------------------------------------------------------------------===//
#include "Runs.h"

#include <gtest/gtest.h>

using namespace leat;
using namespace leat::reference;

TEST(ReferenceContraction, Matmul) {
  rt::Tensor a = f64({2, 3}, {1, 2, 3, 4, 5, 6});
  rt::Tensor b = f64({3, 4}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
  expectOp("matmul %a, %b", {{"a", a}, {"b", b}}, "f64[2, 4]",
           {38, 44, 50, 56, 83, 98, 113, 128}); // a @ b
  rt::Tensor at = f64({3, 2}, {1, 4, 2, 5, 3, 6});
  rt::Tensor bt = f64({4, 3}, {1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12});
  expectOp("matmul %a, %b, transpose_lhs = true", {{"a", at}, {"b", b}},
           "f64[2, 4]", {38, 44, 50, 56, 83, 98, 113, 128});
  expectOp("matmul %a, %b, transpose_rhs = true", {{"a", a}, {"b", bt}},
           "f64[2, 4]", {38, 44, 50, 56, 83, 98, 113, 128});
  expectOp("matmul %a, %b, transpose_lhs = true, transpose_rhs = true",
           {{"a", at}, {"b", bt}}, "f64[2, 4]",
           {38, 44, 50, 56, 83, 98, 113, 128});
}

TEST(ReferenceContraction, MatmulBroadcastsBatches) {
  // np.arange(12.).reshape(2, 1, 2, 3) @ (np.arange(12.).reshape(2, 3, 2) - 5)
  expectOp(
      "matmul %a, %b",
      {{"a", f64({2, 1, 2, 3}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})},
       {"b", f64({2, 3, 2}, {-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6})}},
      "f64[2, 2, 2, 2]",
      {-5, -2, -32, -20, 13, 16, 40, 52, -59, -38, -86, -56, 67, 88, 94, 124});
}

TEST(ReferenceContraction, Linear) {
  rt::Tensor x = f64({2, 3}, {1, 2, 3, 4, 5, 6});
  rt::Tensor w = f64({2, 3}, {1, 2, 3, 4, 5, 6}), b = f64({2}, {10, 20});
  expectOp("linear %x, %w, %b", {{"x", x}, {"w", w}, {"b", b}}, "f64[2, 2]",
           {24, 52, 42, 97}); // x @ w.T + b
  expectOp("linear %x, %w", {{"x", f64({3}, {1, 2, 3})}, {"w", w}}, "f64[2]",
           {14, 32});
}

TEST(ReferenceContraction, ConvWithStridePaddingDilationAndBias) {
  expectOp("conv %x, %w, %b, stride = [2, 1], padding = [1, 0], "
           "dilation = [1, 2]",
           {{"x", ramp({1, 2, 4, 5})},
            {"w", ramp({3, 2, 3, 2})},
            {"b", f64({3}, {100, 200, 300})}},
           "f64[1, 3, 2, 3]",
           {80, 126, 117, 146, 56, 120, 165, 185, 205, 217, 165, 179, 327, 288,
            304, 277, 307, 315},
           0);
}

TEST(ReferenceContraction, ConvWithGroupsOverOneDimension) {
  expectOp("conv %x, %w, padding = 1, dilation = 2, groups = 2",
           {{"x", ramp({1, 4, 5})}, {"w", ramp({4, 2, 2})}}, "f64[1, 4, 5]",
           {24, 27,  -28, 27, -17, -6, -11, 3,   -5, -11,
            0,  -11, 17,  23, 8,   7,  3,   -21, 10, -4},
           0);
}

TEST(ReferenceContraction, ConvOverThreeDimensions) {
  expectOp("conv %x, %w",
           {{"x", ramp({1, 1, 2, 3, 3})}, {"w", ramp({1, 1, 2, 2, 2})}},
           "f64[1, 1, 1, 2, 2]", {38, -25, -19, -60}, 0);
}

TEST(ReferenceContraction, ConvTransposes) {
  rt::Tensor x = ramp({1, 4, 5}), w = ramp({2, 2, 3}), dy = ramp({1, 2, 3});
  expectOp("conv %x, %w, stride = 2, padding = 1, groups = 2",
           {{"x", x}, {"w", w}}, "f64[1, 2, 3]", {-29, 8, -40, 34, -25, -4}, 0);
  expectOp("conv_input_grad %dy, %w, input_size = [5], stride = 2, "
           "padding = 1, groups = 2",
           {{"dy", dy}, {"w", w}}, "f64[1, 4, 5]",
           {-10, 0,   4, 6,   -4, -5, 25,  2,  -16, -2,
            0,   -16, 0, -16, 0,  -5, -22, -1, -14, 3},
           0);
  expectOp("conv_filter_grad %x, %dy, kernel_size = [3], stride = 2, "
           "padding = 1, groups = 2",
           {{"x", x}, {"dy", dy}}, "f64[2, 2, 3]",
           {-6, 19, 0, 16, 9, -28, 1, -18, -27, -3, 21, -15}, 0);
}

/// The sum of the products of equal positions.
static double dot(const rt::Tensor &a, const rt::Tensor &b) {
  double sum = 0;
  for (int64_t i = 0; i < a.size(); ++i)
    sum += a.toDouble(i) * b.toDouble(i);
  return sum;
}

/// <conv(x, w), dy> = <x, conv_input_grad(dy, w)> = <w, conv_filter_grad(x,
/// dy)>.
static void expectAdjoint(rt::Shape input, rt::Shape weight, rt::Shape result,
                          const std::string &attributes) {
  SCOPED_TRACE(attributes);
  auto list = [](const rt::Shape &shape) {
    std::string text;
    for (size_t i = 2; i < shape.size(); ++i)
      text += (i > 2 ? ", " : "[") + std::to_string(shape[i]);
    return text + "], ";
  };
  rt::Tensor x = ramp(input), w = ramp(weight), dy = ramp(result);
  auto only = [](rt::Result<std::vector<rt::Tensor>> results) {
    EXPECT_TRUE(results.ok()) << results.status().message();
    return results.ok() ? results->front() : rt::Tensor();
  };
  rt::Tensor y = only(run(mainOf("conv %x, %w, " + attributes,
                                 {{"x", x}, {"w", w}}, dy.signature()),
                          {x, w}));
  rt::Tensor dx =
      only(run(mainOf("conv_input_grad %dy, %w, input_size = " + list(input) +
                          attributes,
                      {{"dy", dy}, {"w", w}}, x.signature()),
               {dy, w}));
  rt::Tensor dw = only(run(mainOf("conv_filter_grad %x, %dy, kernel_size = " +
                                      list(weight) + attributes,
                                  {{"x", x}, {"dy", dy}}, w.signature()),
                           {x, dy}));
  EXPECT_EQ(dot(y, dy), dot(x, dx));
  EXPECT_EQ(dot(y, dy), dot(w, dw));
}

TEST(ReferenceContraction, ConvolutionsAreTransposesOfEachOther) {
  expectAdjoint({2, 3, 7}, {4, 3, 3}, {2, 4, 4}, "stride = 2, padding = 1");
  expectAdjoint({2, 4, 6, 5}, {6, 2, 3, 2}, {2, 6, 2, 5},
                "stride = [3, 1], padding = [1, 1], dilation = [1, 2], "
                "groups = 2");
  expectAdjoint({1, 2, 4, 3, 5}, {2, 1, 2, 2, 3}, {1, 2, 2, 4, 3},
                "stride = [2, 1, 2], padding = [0, 1, 1], groups = 2");
}
