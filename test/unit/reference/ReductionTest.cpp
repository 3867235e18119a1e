//===- ReductionTest.cpp - meanings of reductions and scans -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// x is np.array([[1, -2, 3], [4, 0.5, -6]]); beside each op stands what NumPy
// computed.
//
//===----------------------------------------------------------------------===//
#include "Runs.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace leat;
using namespace leat::reference;

static rt::NamedTensors matrix() {
  return {{"x", f64({2, 3}, {1, -2, 3, 4, 0.5, -6})}};
}

static void expectReduction(const std::string &op, double all,
                            std::vector<double> byColumn,
                            std::vector<double> byRow) {
  expectOp(op + " %x", matrix(), "f64", {all});
  expectOp(op + " %x, axis = 0", matrix(), "f64[3]", byColumn);
  expectOp(op + " %x, axis = -1", matrix(), "f64[2]", byRow);
  expectOp(op + " %x, axis = 1, keepdims = true", matrix(), "f64[2, 1]", byRow);
  expectOp(op + " %x, axis = [0, 1], keepdims = true", matrix(), "f64[1, 1]",
           {all});
}

TEST(ReferenceReduction, OfFloats) {
  expectReduction("sum", 0.5, {5, -1.5, -3}, {2, -1.5}); // x.sum
  expectReduction("prod", 72, {4, -1, -18}, {-6, -12});  // x.prod
  expectReduction("max", 4, {4, 0.5, 3}, {3, 4});        // x.max
  expectReduction("min", -6, {1, -2, -6}, {-2, -6});     // x.min
  expectReduction("mean", 0.08333333333333333, {2.5, -0.75, -1.5},
                  {0.6666666666666666, -0.5}); // x.mean
  expectReduction("var", 11.034722222222221, {2.25, 1.5625, 20.25},
                  {4.222222222222222, 17.166666666666668}); // x.var
  // np.log(np.exp(x).sum(axis))
  expectReduction("logsumexp", 4.371831137917677,
                  {4.048587351573742, 0.5788897342925495, 3.000123402189723},
                  {3.1328452337275756, 4.029794486458149});
}

TEST(ReferenceReduction, LogsumexpDoesNotOverflow) {
  expectOp("logsumexp %x", {{"x", f64({2}, {1000, 1000})}}, "f64",
           {1000.6931471805599});
  expectOp("logsumexp %x", {{"x", f64({2}, {-INFINITY, -INFINITY})}}, "f64",
           {-INFINITY});
  expectOp("logsumexp %x", {{"x", f64({2}, {1, INFINITY})}}, "f64", {INFINITY});
}

TEST(ReferenceReduction, OfIntegersWraps) {
  rt::NamedTensors x = {{"x", tensor(rt::DType::I8, {3}, {100, 100, -3})}};
  expectOp("sum %x", x, "i8", {-59});  // np.sum(x, dtype=np.int8)
  expectOp("prod %x", x, "i8", {-48}); // np.prod(x, dtype=np.int8)
  expectOp("max %x", x, "i8", {100});
  expectOp("min %x", x, "i8", {-3});
}

TEST(ReferenceReduction, NanWins) {
  rt::NamedTensors x = {{"x", f64({4}, {1, NAN, 5, NAN})}};
  expectOp("max %x", x, "f64", {NAN});
  expectOp("min %x", x, "f64", {NAN});
  expectOp("argmax %x, axis = 0", x, "i32", {1}); // np.argmax(x)
  expectOp("argmin %x, axis = 0", x, "i32", {1}); // np.argmin(x)
}

TEST(ReferenceReduction, ArgReductionsTakeTheFirst) {
  rt::NamedTensors x = {{"x", f64({2, 3}, {7, 7, 1, 0, 5, 0})}};
  expectOp("argmax %x, axis = 1", x, "i32[2]", {0, 1});
  expectOp("argmin %x, axis = -1, dtype = i64", x, "i64[2]", {2, 0});
  expectOp("argmax %x, axis = 0, keepdims = true", x, "i32[1, 3]", {0, 0, 0});
  expectOp("argmax %x, axis = 0", {{"x", i64({3}, {-4, 9, 9})}}, "i32", {1});
}

TEST(ReferenceReduction, OfNothing) {
  rt::NamedTensors x = {{"x", f64({0, 2}, {})}};
  expectOp("sum %x, axis = 0", x, "f64[2]", {0, 0});
  expectOp("prod %x, axis = 0", x, "f64[2]", {1, 1});
  auto results =
      run(mainOf("max %x, axis = 0", x, "f64[2]"), {f64({0, 2}, {})});
  ASSERT_FALSE(results.ok());
  EXPECT_EQ(results.status().message(),
            "test.mlir:3:6: error: leat.max: found no elements along the axes, "
            "expected at least one");
}

TEST(ReferenceReduction, Scans) {
  expectOp("cumsum %x", matrix(), "f64[2, 3]", // np.cumsum(x, 0)
           {1, -2, 3, 5, -1.5, -3});
  // np.flip(np.cumsum(np.flip(x, 1), 1), 1)
  expectOp("cumsum %x, axis = 1, reverse = true", matrix(), "f64[2, 3]",
           {2, 1, 3, -1.5, -5.5, -6});
  expectOp("cumprod %x, axis = -1", matrix(), "f64[2, 3]", // np.cumprod(x, 1)
           {1, -2, -6, 4, 2, -12});
  expectOp("cumprod %x, reverse = true",
           {{"x", tensor(rt::DType::I8, {3}, {2, 50, 5})}}, "i8[3]",
           {-12, -6, 5}); // 500 and 250 modulo 256
}
