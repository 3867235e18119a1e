//===- FiniteDifferenceTest.cpp - derivatives by evaluation only -*- C++
//-*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Against derivatives known in closed form.
//
//===----------------------------------------------------------------------===//
#include "Runs.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace leat;
using namespace leat::reference;

TEST(FiniteDifference, OfAPolynomialAndOfTanh) {
  // d/dx sum(x^3 w) = 3 x^2 w, d/dw = x^3
  std::string cubic =
      "func @main(%x: f64[3], %n: i64, %w: f64[3]) -> (l: f64) {\n"
      "%s = square %x\n%c = mul %s, %x\n%p = mul %c, %w\n"
      "%l = sum %p\nreturn %l }";
  auto gradients = differences(
      cubic, {f64({3}, {-2, 0, 3}), i64({}, {1}), f64({3}, {1, 2, 0.5})},
      {0, 2});
  ASSERT_TRUE(gradients.ok()) << gradients.status().message();
  ASSERT_EQ(gradients->size(), 2u);
  expectTensor((*gradients)[0], "f64[3]", {12, 0, 13.5}, 1e-8);
  expectTensor((*gradients)[1], "f64[3]", {-8, 0, 27}, 1e-8);
}

TEST(FiniteDifference, IsInF64EvenForF32) {
  std::string program = "func @main(%x: f32[2]) -> (l: f32) {\n"
                        "%t = tanh %x\n%l = mean %t\nreturn %l }";
  auto gradients = differences(program, {f32({2}, {0.5, -1})}, {0});
  ASSERT_TRUE(gradients.ok()) << gradients.status().message();
  double a = std::tanh(0.5), b = std::tanh(-1.0);
  expectTensor(gradients->front(), "f64[2]", {(1 - a * a) / 2, (1 - b * b) / 2},
               1e-9);
}

TEST(FiniteDifference, SaysWhatHasNoGradient) {
  std::string vector = "func @main(%x: f64[2]) -> (y: f64[2]) { return %x }";
  EXPECT_EQ(
      differences(vector, {f64({2}, {1, 2})}, {0}).status().message(),
      "test.mlir:2:1: error: @main: the first result is f64[2], expected a "
      "float scalar");
  std::string scalar =
      "func @main(%x: f64, %n: i64[2]) -> (y: f64) { return %x }";
  std::vector<rt::Tensor> arguments = {f64({}, {1}), i64({2}, {1, 2})};
  EXPECT_EQ(
      differences(scalar, arguments, {1}).status().message(),
      "test.mlir:2:1: error: @main: argument 'n' is i64[2], expected floats of "
      "known extents");
  EXPECT_EQ(
      differences(scalar, arguments, {2}).status().message(),
      "test.mlir:2:1: error: @main has 2 arguments, expected one of the number "
      "2");
  EXPECT_EQ(differences(scalar, {f64({}, {1})}, {0}).status().message(),
            "test.mlir:2:1: error: @main found 1 arguments, expected 2");
}
