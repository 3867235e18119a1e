//===- PointwiseTest.cpp - meanings of pointwise ops ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Beside each line stands the NumPy (or Python math) expression that gave the
// numbers.
//
//===----------------------------------------------------------------------===//
#include "Runs.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace leat;
using namespace leat::reference;

static void expectUnary(const std::string &op, std::vector<double> expected) {
  rt::Tensor x = f64({4}, {-1.5, -0.0, 0.25, 2});
  expectOp(op + " %x", {{"x", x}}, "f64[4]", expected);
}

TEST(ReferencePointwise, UnaryOfFloats) {
  expectUnary("neg", {1.5, 0, -0.25, -2});
  expectUnary("abs", {1.5, 0, 0.25, 2});
  expectUnary("sign", {-1, 0, 1, 1});
  expectUnary("floor", {-2, 0, 0, 2});
  expectUnary("ceil", {-1, 0, 1, 2});
  expectUnary("exp", // np.exp(x)
              {0.22313016014842982, 1, 1.2840254166877414, 7.38905609893065});
  expectUnary("expm1", // np.expm1(x)
              {-0.7768698398515702, 0, 0.2840254166877415, 6.38905609893065});
  expectUnary("square", {2.25, 0, 0.0625, 4});
  expectUnary(
      "sin", // np.sin(x)
      {-0.9974949866040544, 0, 0.24740395925452296, 0.9092974268256816});
  expectUnary("cos", // np.cos(x)
              {0.0707372016677029, 1, 0.968912421710645, -0.4161468365471424});
  expectUnary(
      "tanh", // np.tanh(x)
      {-0.9051482536448665, 0, 0.24491866240370913, 0.9640275800758169});
  expectUnary("erf", // math.erf(x)
              {-0.9661051464753108, 0, 0.2763263901682369, 0.9953222650189527});
  expectUnary(
      "sigmoid", // 1 / (1 + np.exp(-x))
      {0.18242552380635632, 0.5, 0.5621765008857981, 0.8807970779778825});
  expectUnary("softplus", // np.logaddexp(0, x)
              {0.2014132779827524, 0.6931471805599453, 0.8259394198788436,
               2.1269280110429727});
  expectUnary("relu", {0, 0, 0.25, 2});
  expectUnary(
      "silu", // x / (1 + np.exp(-x))
      {-0.27363828570953447, 0, 0.14054412522144952, 1.761594155955765});
  expectUnary(
      "gelu", // x * (1 + math.erf(x / math.sqrt(2))) / 2
      {-0.10021080190328713, 0, 0.14967658142073093, 1.9544997361036416});
  expectUnary("stop_gradient", {-1.5, 0, 0.25, 2});
}

TEST(ReferencePointwise, UnaryOfPositiveFloats) {
  rt::NamedTensors x = {{"x", f64({4}, {0.25, 1, 2, 10})}};
  expectOp("log %x", x, "f64[4]", // np.log(x)
           {-1.3862943611198906, 0, 0.6931471805599453, 2.302585092994046});
  expectOp("log1p %x", x, "f64[4]", // np.log1p(x)
           {0.22314355131420974, 0.6931471805599453, 1.0986122886681096,
            2.3978952727983707});
  expectOp("sqrt %x", x, "f64[4]", // np.sqrt(x)
           {0.5, 1, 1.4142135623730951, 3.1622776601683795});
  expectOp("rsqrt %x", x, "f64[4]", // 1 / np.sqrt(x)
           {2, 1, 0.7071067811865475, 0.31622776601683794});
  expectOp("reciprocal %x", x, "f64[4]", {4, 1, 0.5, 0.1});
}

TEST(ReferencePointwise, RoundTiesToEven) {
  expectOp("round %x", {{"x", f64({4}, {-1.5, 0.5, 1.5, 2.4})}}, "f64[4]",
           {-2, 0, 2, 2}); // np.rint(x)
}

TEST(ReferencePointwise, ExtremesStayFinite) {
  rt::NamedTensors x = {{"x", f64({2}, {-800, 800})}};
  expectOp("sigmoid %x", x, "f64[2]", {0, 1});
  expectOp("softplus %x", x, "f64[2]", {0, 800});
  // Phi(-10) = 7.619853024160526e-24 (tables); 1 + erf(x) would give 0.
  expectOp("gelu %x", {{"x", f64({}, {-10})}}, "f64", {-7.619853024160526e-23},
           1e-36);
}

TEST(ReferencePointwise, NanPropagates) {
  rt::NamedTensors ab = {{"a", f64({3}, {NAN, 1, NAN})},
                         {"b", f64({3}, {1, NAN, NAN})}};
  for (const char *op : {"maximum", "minimum", "add", "mul"})
    expectOp(std::string(op) + " %a, %b", ab, "f64[3]", {NAN, NAN, NAN});
  for (const char *op : {"eq", "lt", "le", "gt", "ge"})
    expectOp(std::string(op) + " %a, %b", ab, "i1[3]", {0, 0, 0});
  expectOp("ne %a, %b", ab, "i1[3]", {1, 1, 1});
  for (const char *op : {"relu", "sign"})
    expectOp(std::string(op) + " %a", {{"a", f64({}, {NAN})}}, "f64", {NAN});
}

TEST(ReferencePointwise, UnaryOfIntegersWraps) {
  rt::NamedTensors x = {{"x", tensor(rt::DType::I8, {3}, {-128, 0, 100})}};
  expectOp("neg %x", x, "i8[3]", {-128, 0, -100}); // np.negative(np.int8(..))
  expectOp("abs %x", x, "i8[3]", {-128, 0, 100});  // np.abs(np.int8(..))
  expectOp("sign %x", x, "i8[3]", {-1, 0, 1});
  expectOp("square %x", x, "i8[3]", {0, 0, 16}); // np.square(np.int8(..))
  expectOp("relu %x", x, "i8[3]", {0, 0, 100});
  expectOp("stop_gradient %x", x, "i8[3]", {-128, 0, 100});
}

TEST(ReferencePointwise, BinaryOfFloats) {
  rt::NamedTensors ab = {{"a", f64({3}, {1, -2, 6})},
                         {"b", f64({3}, {4, -8, -0.5})}};
  expectOp("add %a, %b", ab, "f64[3]", {5, -10, 5.5});
  expectOp("sub %a, %b", ab, "f64[3]", {-3, 6, 6.5});
  expectOp("mul %a, %b", ab, "f64[3]", {4, 16, -3});
  expectOp("div %a, %b", ab, "f64[3]", {0.25, 0.25, -12});
  expectOp("maximum %a, %b", ab, "f64[3]", {4, -2, 6});
  expectOp("minimum %a, %b", ab, "f64[3]", {1, -8, -0.5});
  expectOp("pow %a, %b",
           {{"a", f64({4}, {2, 9, 0, -2})}, {"b", f64({4}, {10, 0.5, 0, 3})}},
           "f64[4]", {1024, 3, 1, -8}); // np.power(a, b)
}

TEST(ReferencePointwise, BinaryOfIntegersWraps) {
  rt::NamedTensors ab = {{"a", tensor(rt::DType::I32, {2}, {2147483647, -7})},
                         {"b", tensor(rt::DType::I32, {2}, {2, 3})}};
  // np.int32 arithmetic
  expectOp("add %a, %b", ab, "i32[2]", {-2147483647, -4});
  expectOp("sub %a, %b", ab, "i32[2]", {2147483645, -10});
  expectOp("mul %a, %b", ab, "i32[2]", {-2, -21});
  expectOp("maximum %a, %b", ab, "i32[2]", {2147483647, 3});
  expectOp("minimum %a, %b", ab, "i32[2]", {2, -7});
}

TEST(ReferencePointwise, BroadcastsAsNumPy) {
  rt::Tensor column = f64({2, 1}, {10, 20}), row = f64({3}, {1, 2, 3});
  expectOp("add %a, %b", {{"a", column}, {"b", row}}, "f64[2, 3]",
           {11, 12, 13, 21, 22, 23});
  expectOp("sub %a, %b", {{"a", row}, {"b", f64({}, {1})}}, "f64[3]",
           {0, 1, 2});
  expectOp("gt %a, %b", {{"a", row}, {"b", column}}, "i1[2, 3]",
           {0, 0, 0, 0, 0, 0});
  expectOp("add %a, %b", {{"a", f64({0, 3}, {})}, {"b", row}}, "f64[0, 3]", {});
}

TEST(ReferencePointwise, ComparesFloatsIntegersAndFlags) {
  rt::NamedTensors floats = {{"a", f64({3}, {1, 2, 3})}, {"b", f64({}, {2})}};
  rt::NamedTensors flags = {{"a", i1({3}, {0, 1, 1})},
                            {"b", i1({3}, {1, 1, 0})}};
  rt::NamedTensors integers = {{"a", i64({3}, {-5, 2, 7})},
                               {"b", i64({}, {2})}};
  auto expect = [&](const std::string &op, std::vector<double> ordered,
                    std::vector<double> ofFlags) {
    expectOp(op + " %a, %b", floats, "i1[3]", ordered);
    expectOp(op + " %a, %b", integers, "i1[3]", ordered);
    expectOp(op + " %a, %b", flags, "i1[3]", ofFlags);
  };
  expect("eq", {0, 1, 0}, {0, 1, 0});
  expect("ne", {1, 0, 1}, {1, 0, 1});
  expect("lt", {1, 0, 0}, {1, 0, 0});
  expect("le", {1, 1, 0}, {1, 1, 0});
  expect("gt", {0, 0, 1}, {0, 0, 1});
  expect("ge", {0, 1, 1}, {0, 1, 1});
}

TEST(ReferencePointwise, Logic) {
  rt::NamedTensors ab = {{"a", i1({4}, {0, 0, 1, 1})},
                         {"b", i1({4}, {0, 1, 0, 1})}};
  expectOp("logical_and %a, %b", ab, "i1[4]", {0, 0, 0, 1});
  expectOp("logical_or %a, %b", ab, "i1[4]", {0, 1, 1, 1});
  expectOp("logical_not %a", ab, "i1[4]", {1, 1, 0, 0});
}

TEST(ReferencePointwise, WhereSelectsAndDoesNotMultiply) {
  rt::NamedTensors operands = {{"c", i1({2, 1}, {1, 0})},
                               {"a", f64({2}, {1, NAN})},
                               {"b", f64({}, {INFINITY})}};
  expectOp("where %c, %a, %b", operands, "f64[2, 2]",
           {1, NAN, INFINITY, INFINITY});
}

TEST(ReferencePointwise, ConvertRoundsOnce) {
  rt::Tensor x = f64({5}, {-2.7, 0, 0.3, 300, NAN});
  expectOp("convert %x, dtype = i64", {{"x", x}}, "i64[5]", {-2, 0, 0, 300, 0});
  expectOp("convert %x, dtype = i8", {{"x", x}}, "i8[5]", {-2, 0, 0, 127, 0});
  expectOp("convert %x, dtype = i1", {{"x", x}}, "i1[5]", {1, 0, 1, 1, 1});
  // np.float32(0.3), np.float16(0.3); bf16: the upper half of the f32, rounded.
  expectOp("convert %x, dtype = f32", {{"x", f64({}, {0.3})}}, "f32",
           {0.30000001192092896}, 0);
  expectOp("convert %x, dtype = f16", {{"x", f64({}, {0.3})}}, "f16",
           {0.300048828125}, 0);
  expectOp("convert %x, dtype = bf16", {{"x", f64({}, {0.3})}}, "bf16",
           {0.30078125}, 0);
  expectOp("convert %x, dtype = i8", {{"x", i64({2}, {300, -1})}}, "i8[2]",
           {44, -1}); // np.int64(..).astype(np.int8)
  expectOp("convert %x, dtype = f32", {{"x", i64({}, {16777217})}}, "f32",
           {16777216}, 0);
  expectOp("convert %x, dtype = f64", {{"x", i1({2}, {0, 1})}}, "f64[2]",
           {0, 1});
}

TEST(ReferencePointwise, SpecialFunctions) {
  rt::NamedTensors x = {{"x", f64({3}, {0.25, 1.5, 30})}};
  // mpmath: loggamma(x), psi(0, x), psi(1, x), exp(x * x) * erfc(x),
  // exp(-x) * besseli(0, x), exp(-x) * besseli(1, x)
  expectOp("lgamma %x", x, "f64[3]",
           {1.2880225246980774, -0.12078223763524522, 71.25703896716801});
  expectOp("digamma %x", x, "f64[3]",
           {-4.2274535333762655, 0.03648997397857652, 3.384438132685525});
  expectOp("trigamma %x", x, "f64[3]",
           {17.197329154507113, 0.9348022005446793, 0.033895060357739946});
  expectOp("erfcx %x", x, "f64[3]",
           {0.7703465477309968, 0.3215854164543175, 0.01879588886141675});
  expectOp("i0e %x", x, "f64[3]",
           {0.7910171621397194, 0.36743360905415834, 0.0731459464822373});
  expectOp("i1e %x", x, "f64[3]",
           {0.09811262869736824, 0.21903938742092569, 0.07191633059864755});
  rt::NamedTensors p = {{"p", f64({4}, {0, 1e-20, 0.5, 0.975})}};
  expectOp("ndtri %p", p, "f64[4]", // mpmath: findroot of log(ncdf(x)) - log(p)
           {-INFINITY, -9.262340089798408, 0, 1.959963984540054});
}

TEST(ReferencePointwise, DivisionRoundsDown) {
  // Python: -7 // 2, -7 % 2, ...
  rt::NamedTensors ab = {{"a", i64({4}, {-7, 7, -7, 5})},
                         {"b", i64({4}, {2, -2, 0, -1})}};
  expectOp("floor_div %a, %b", ab, "i64[4]", {-4, -4, 0, -5});
  expectOp("mod %a, %b", ab, "i64[4]", {1, -1, 0, 0});
  rt::NamedTensors floats = {{"a", f64({3}, {-7.5, 7.5, -1})},
                             {"b", f64({3}, {2, -2, INFINITY})}};
  expectOp("floor_div %a, %b", floats, "f64[3]", {-4, -4, -1});
  expectOp("mod %a, %b", floats, "f64[3]", {0.5, -0.5, INFINITY});
}
