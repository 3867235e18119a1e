//===- InterpreterTest.cpp - functions, loops, rounding, errors -*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What holds for whole functions, whatever their ops.
//
//===----------------------------------------------------------------------===//
#include "Runs.h"

#include <gtest/gtest.h>

using namespace leat;
using namespace leat::reference;

static std::string errorOf(const std::string &functions,
                           const std::vector<rt::Tensor> &arguments) {
  auto results = run(functions, arguments);
  EXPECT_FALSE(results.ok());
  return results.status().message();
}

TEST(ReferenceInterpreter, ReturnsAllResultsInOrder) {
  auto results =
      run("func @main(%x: f64[2], %n: i32) -> (a: i32, b: f64[2]) {\n"
          "%b = exp %x\nreturn %n, %b }",
          {f64({2}, {0, 1}), tensor(rt::DType::I32, {}, {3})});
  ASSERT_TRUE(results.ok()) << results.status().message();
  ASSERT_EQ(results->size(), 2u);
  expectTensor((*results)[0], "i32", {3});
  expectTensor((*results)[1], "f64[2]", {1, 2.718281828459045});
}

TEST(ReferenceInterpreter, RoundsFloatsOnlyAtTheEnd) {
  // In f32, 1 + 1e-9 would be 1 and the difference 0.
  auto results = run("func @main(%x: f32, %y: f32) -> (z: f32) {\n"
                     "%a = add %x, %y\n%z = sub %a, %x\nreturn %z }",
                     {f32({}, {1}), f32({}, {1e-9})});
  ASSERT_TRUE(results.ok()) << results.status().message();
  expectTensor(results->front(), "f32", {1e-9}, 1e-16);
}

TEST(ReferenceInterpreter, ConvertRoundsInBetween) {
  auto results = run("func @main(%x: f64) -> (z: f64) {\n"
                     "%a = convert %x, dtype = bf16\n"
                     "%z = convert %a, dtype = f64\nreturn %z }",
                     {f64({}, {1.001})});
  ASSERT_TRUE(results.ok()) << results.status().message();
  expectTensor(results->front(), "f64", {1});
}

TEST(ReferenceInterpreter, ForCarriesAndStacks) {
  auto results =
      run("func @main(%x: f64[2]) -> (last: f64[2], path: f64[3, 2], "
          "t: i64[3]) {\n"
          "%last, %path, %ts = for %t = 3 downto 1 carry(%c = %x) {\n"
          "%d = add %c, %c\nyield %d stack(%c, %t) }\n"
          "return %last, %path, %ts }",
          {f64({2}, {1, 10})});
  ASSERT_TRUE(results.ok()) << results.status().message();
  expectTensor((*results)[0], "f64[2]", {8, 80});
  expectTensor((*results)[1], "f64[3, 2]", {1, 10, 2, 20, 4, 40});
  expectTensor((*results)[2], "i64[3]", {3, 2, 1});
}

TEST(ReferenceInterpreter, LoopsNestAndSeeOuterValues) {
  auto results = run(R"mlir(func @main(%x: i64) -> (y: i64) {
      %y = for %i = 1 to 3 carry(%a = %x) {
        %z = for %j = 0 to 1 carry(%b = %a) {
          %p = mul %i, %x
          %q = add %b, %p
          %r = add %q, %j
          yield %r }
        yield %z }
      return %y })mlir",
                     {i64({}, {10})});
  ASSERT_TRUE(results.ok()) << results.status().message();
  // 10 + sum over i = 1..3, j = 0..1 of (10 i + j)
  expectTensor(results->front(), "i64", {133});
}

TEST(ReferenceInterpreter, NamesTheArgumentThatIsWrong) {
  std::string identity = "func @main(%x: f64[2]) -> (y: f64[2]) { return %x }";
  EXPECT_EQ(
      errorOf(identity, {f32({3}, {1, 2, 3})}),
      "test.mlir:2:1: error: argument 'x' of @main: found f32[3], expected "
      "f64[2]");
  EXPECT_EQ(errorOf(identity, {}),
            "test.mlir:2:1: error: @main found 0 arguments, expected 1");
  EXPECT_EQ(
      errorOf("func @main(%x: f64[N]) -> (y: f64[N]) { return %x }",
              {f64({1}, {1})}),
      "test.mlir:2:1: error: argument 'x' of @main: found f64[N], expected "
      "extents that are all known");
}

TEST(ReferenceInterpreter, NamesTheOpWithoutMeaning) {
  EXPECT_EQ(errorOf("param @w : f64 = ones\n"
                    "func @main() -> (y: f64) {\n"
                    "%y = get @w\nreturn %y }",
                    {}),
            "test.mlir:4:6: error: the reference interpreter has no entry for "
            "'leat.get'; it runs functions of tensor ops only");
}

TEST(ReferenceInterpreter, HasAnEntryForEveryTensorOp) {
  // Programs, terminators, state and kernels: what the graph stage removes, or
  // makes after the interpreter's work is done. A new tensor op does not belong
  // on this list but into its family's file.
  EXPECT_EQ(opsWithoutEntry(),
            (std::vector<std::string>{
                "alternate", "apply",   "at",      "batch_norm", "block",
                "bundle",    "call",    "check",   "condition",  "config",
                "const",     "dropout", "func",    "get",        "grad",
                "hessian",   "hide",    "include", "jacobian",   "jvp",
                "kernel",    "launch",  "let",     "model",      "norm",
                "optimizer", "pack",    "param",   "repeat",     "return",
                "set",       "state",   "trainer", "unpack",     "vjp",
                "vmap",      "yield"}));
}
