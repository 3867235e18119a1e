//===- ShapeTest.cpp - meanings of ops that move and make -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Small enough to check by eye; x is np.arange(6).reshape(2, 3).
//
//===----------------------------------------------------------------------===//
#include "Runs.h"

#include <gtest/gtest.h>

using namespace leat;
using namespace leat::reference;

static rt::NamedTensors matrix() {
  return {{"x", i64({2, 3}, {0, 1, 2, 3, 4, 5})}};
}

TEST(ReferenceShape, Reshape) {
  expectOp("reshape %x, shape = [3, -1]", matrix(), "i64[3, 2]",
           {0, 1, 2, 3, 4, 5});
  expectOp("reshape %x, shape = []", {{"x", f64({1, 1}, {7})}}, "f64", {7});
}

TEST(ReferenceShape, Transpose) {
  expectOp("transpose %x", matrix(), "i64[3, 2]", {0, 3, 1, 4, 2, 5});
  // np.transpose(np.arange(12).reshape(1, 2, 6)[:, :, :3], (2, 0, 1))
  expectOp("transpose %x, axes = [2, 0, 1]",
           {{"x", f64({1, 2, 3}, {0, 1, 2, 6, 7, 8})}}, "f64[3, 1, 2]",
           {0, 6, 1, 7, 2, 8});
}

TEST(ReferenceShape, BroadcastTo) {
  expectOp("broadcast_to %x, shape = [2, 2, 3]", {{"x", f64({2, 1}, {1, 2})}},
           "f64[2, 2, 3]", {1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2});
}

TEST(ReferenceShape, SqueezeAndUnsqueeze) {
  rt::NamedTensors x = {{"x", f64({1, 2, 1}, {1, 2})}};
  expectOp("squeeze %x, axis = -1", x, "f64[1, 2]", {1, 2});
  expectOp("squeeze %x, axis = [0, 2]", x, "f64[2]", {1, 2});
  expectOp("unsqueeze %x, axis = [-1, 0]", {{"x", f64({2}, {1, 2})}},
           "f64[1, 2, 1]", {1, 2});
  expectOp("unsqueeze %x, axis = 1", matrix(), "i64[2, 1, 3]",
           {0, 1, 2, 3, 4, 5});
}

TEST(ReferenceShape, Slice) {
  expectOp("slice %x, axis = 1, start = 1", matrix(), "i64[2, 2]",
           {1, 2, 4, 5}); // x[:, 1:]
  expectOp("slice %x, axis = -1, start = -3, stop = -1", matrix(), "i64[2, 2]",
           {0, 1, 3, 4}); // x[:, -3:-1]
  expectOp("slice %x, axis = 1, step = 2", matrix(), "i64[2, 2]",
           {0, 2, 3, 5}); // x[:, ::2]
  expectOp("slice %x, axis = 0, start = 1, stop = 1", matrix(), "i64[0, 3]",
           {});
}

TEST(ReferenceShape, Pad) {
  expectOp("pad %x, low = [1, 0], high = [0, 2], value = -1", matrix(),
           "i64[3, 5]", {-1, -1, -1, -1, -1, 0, 1, 2, -1, -1, 3, 4, 5, -1, -1});
  expectOp("pad %x, low = [1], high = [0], interior = [2], value = 0.5",
           {{"x", f64({2}, {7, 8})}}, "f64[5]", {0.5, 7, 0.5, 0.5, 8});
  expectOp("pad %x, low = [1], high = [1], interior = [3]",
           {{"x", f64({0}, {})}}, "f64[2]", {0, 0});
}

TEST(ReferenceShape, Concat) {
  rt::Tensor a = f64({2, 1}, {1, 2}), b = f64({2, 2}, {3, 4, 5, 6});
  expectOp("concat %a, %b, axis = -1", {{"a", a}, {"b", b}}, "f64[2, 3]",
           {1, 3, 4, 2, 5, 6});
  expectOp("concat %b, %b, %b", {{"b", f64({1, 2}, {1, 2})}}, "f64[3, 2]",
           {1, 2, 1, 2, 1, 2});
}

TEST(ReferenceShape, Flip) {
  expectOp("flip %x, axis = -1", matrix(), "i64[2, 3]", {2, 1, 0, 5, 4, 3});
  expectOp("flip %x, axis = [0, 1]", matrix(), "i64[2, 3]", {5, 4, 3, 2, 1, 0});
}

TEST(ReferenceShape, IndexReadsRows) {
  rt::Tensor table = f64({3, 2}, {0, 1, 10, 11, 20, 21});
  expectOp("index %t, %i", {{"t", table}, {"i", i64({2, 2}, {2, 0, 0, 2})}},
           "f64[2, 2, 2]", {20, 21, 0, 1, 0, 1, 20, 21});
  expectOp("index %t, %i", {{"t", table}, {"i", i64({}, {1})}}, "f64[2]",
           {10, 11});
}

TEST(ReferenceShape, ScatterAddIsTheTransposeOfIndex) {
  expectOp("scatter_add %u, %i, rows = 3",
           {{"u", f64({4, 2}, {1, 2, 3, 4, 5, 6, 7, 8})},
            {"i", i64({4}, {2, 0, 2, 2})}},
           "f64[3, 2]", {3, 4, 0, 0, 13, 16});
  expectOp(
      "scatter_add %u, %i, rows = 2",
      {{"u", tensor(rt::DType::I8, {2}, {100, 100})}, {"i", i64({2}, {1, 1})}},
      "i8[2]", {0, -56});
}

TEST(ReferenceCreation, OneHot) {
  rt::NamedTensors i = {{"i", i64({3}, {1, 0, 0})}};
  expectOp("one_hot %i, depth = 2", i, "f32[3, 2]", {0, 1, 1, 0, 1, 0});
  expectOp("one_hot %i, depth = 2, dtype = i1", i, "i1[3, 2]",
           {0, 1, 1, 0, 1, 0});
}

TEST(ReferenceCreation, IotaAndLinspace) {
  expectOp("iota shape = [2, 3], dtype = i32, axis = -1", {}, "i32[2, 3]",
           {0, 1, 2, 0, 1, 2});
  expectOp("iota shape = [2, 2], dtype = f64", {}, "f64[2, 2]", {0, 0, 1, 1});
  expectOp("linspace start = -1.0, stop = 0.5, count = 7, dtype = f64", {},
           "f64[7]", {-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5}); // np.linspace
  expectOp("linspace start = 3.0, stop = 5.0, count = 1, dtype = f64", {},
           "f64[1]", {3});
}

TEST(ReferenceCreation, FullAndNumberRoundToTheirType) {
  expectOp("full %t : i32[2]", {{"t", f64({}, {-2.5})}}, "i32[2]", {-2, -2});
  expectOp("full 0.1 : f32[2]", {}, "f32[2]",
           {0.10000000149011612, 0.10000000149011612}, 0);
  auto results = run(R"mlir("leat.func"() <{
      sym_name = "main", function_type = () -> (tensor<f32>, tensor<2xi8>),
      arg_attrs = [],
      res_attrs = [{leat.name = "a"}, {leat.name = "b"}]}> ({
      %a = leat.number 0.1 : () -> f32
      %b = leat.number -3 : () -> i8[2]
      "leat.return"(%a, %b) : (tensor<f32>, tensor<2xi8>) -> ()
    }) : () -> ())mlir",
                     {});
  ASSERT_TRUE(results.ok()) << results.status().message();
  expectTensor((*results)[0], "f32", {0.10000000149011612}, 0);
  expectTensor((*results)[1], "i8[2]", {-3, -3});
}
