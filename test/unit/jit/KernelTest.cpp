//===- KernelTest.cpp - kernels compiled and run in this process ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compile.h"
#include "runtime/cpu/OpenMp.h"
#include <bit>
#include <cmath>
#include <cstring>
#include <gtest/gtest.h>

using namespace leat;
using namespace leat::test;

namespace {

constexpr Tier kTiers[] = {Tier::Quick, Tier::Final};

EmitOptions tierOptions(Tier tier) {
  EmitOptions options;
  options.tier = tier;
  return options;
}

/// c = c + a * b over 4096 numbers, 16 at a time, each row of 16 a parallel
/// iteration.
constexpr llvm::StringLiteral kParallel = R"(
  func.func @k(%a: memref<256x16xf32>, %b: memref<256x16xf32>,
               %c: memref<256x16xf32>) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %n = arith.constant 256 : index
    scf.parallel (%i) = (%c0) to (%n) step (%c1) {
      %x = vector.load %a[%i, %c0] : memref<256x16xf32>, vector<16xf32>
      %y = vector.load %b[%i, %c0] : memref<256x16xf32>, vector<16xf32>
      %z = vector.load %c[%i, %c0] : memref<256x16xf32>, vector<16xf32>
      %r = vector.fma %x, %y, %z : vector<16xf32>
      vector.store %r, %c[%i, %c0] : memref<256x16xf32>, vector<16xf32>
      scf.reduce
    }
    return
  })";

struct Numbers {
  alignas(64) float a[4096], b[4096], c[4096];
  Numbers() {
    for (int i = 0; i < 4096; ++i) {
      a[i] = 1.0f + float(i) / 4096;
      b[i] = 1.0f - float(i) / 8192;
      c[i] = -1.0f;
    }
  }
};

using Kernel3 = void(float *, float *, float *);

TEST(Kernel, FusedMultiplyAddRoundsOnce) {
  Compiler compiler;
  for (Tier tier : kTiers) {
    std::unique_ptr<SharedObject> code =
        compiler.load(kParallel, tierOptions(tier));
    ASSERT_TRUE(code);
    Numbers n;
    function<Kernel3>(*code, "k")(n.a, n.b, n.c);
    for (int i = 0; i < 4096; ++i)
      ASSERT_EQ(n.c[i], std::fma(n.a[i], n.b[i], -1.0f)) << i;
  }
}

TEST(Kernel, ThreadsDoNotChangeBits) {
  Compiler compiler;
  std::unique_ptr<SharedObject> code = compiler.load(kParallel);
  ASSERT_TRUE(code);
  auto *kernel = function<Kernel3>(*code, "k");
  Numbers one, two;
  ASSERT_TRUE(setThreads(1)) << openMpError();
  EXPECT_EQ(threads(), 1);
  kernel(one.a, one.b, one.c);
  ASSERT_TRUE(setThreads(2));
  EXPECT_EQ(threads(), 2);
  kernel(two.a, two.b, two.c);
  EXPECT_EQ(std::memcmp(one.c, two.c, sizeof(one.c)), 0);
}

TEST(Kernel, ParallelLoopUsesTheThreads) {
  // Each iteration writes down which thread ran it.
  constexpr llvm::StringLiteral text = R"(
    func.func private @omp_get_thread_num() -> i32
    func.func @k(%a: memref<2xi32>) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c2 = arith.constant 2 : index
      scf.parallel (%i) = (%c0) to (%c2) step (%c1) {
        %t = func.call @omp_get_thread_num() : () -> i32
        memref.store %t, %a[%i] : memref<2xi32>
        scf.reduce
      }
      return
    })";
  Compiler compiler;
  std::unique_ptr<SharedObject> code = compiler.load(text);
  ASSERT_TRUE(code);
  alignas(64) int32_t ids[2] = {-1, -1};
  setThreads(2);
  function<void(int32_t *)>(*code, "k")(ids);
  EXPECT_EQ(ids[0], 0);
  EXPECT_EQ(ids[1], 1);
}

TEST(Kernel, VectorsOfF64CallLibm) {
  constexpr llvm::StringLiteral text = R"(
    func.func @k(%a: memref<8xf64>, %b: memref<8xf64>) {
      %c0 = arith.constant 0 : index
      %x = vector.load %a[%c0] : memref<8xf64>, vector<8xf64>
      %e = math.exp %x : vector<8xf64>
      %l = math.log1p %e : vector<8xf64>
      %m = math.expm1 %l : vector<8xf64>
      %t = math.tanh %m : vector<8xf64>
      %two = arith.constant dense<2.0> : vector<8xf64>
      %p = math.powf %t, %two : vector<8xf64>
      %f = math.erf %p : vector<8xf64>
      vector.store %f, %b[%c0] : memref<8xf64>, vector<8xf64>
      return
    })";
  Compiler compiler;
  for (Tier tier : kTiers) {
    std::unique_ptr<SharedObject> code = compiler.load(text, tierOptions(tier));
    ASSERT_TRUE(code);
    alignas(64) double a[8], b[8];
    for (int i = 0; i < 8; ++i)
      a[i] = i * 0.37 - 20;
    function<void(double *, double *)>(*code, "k")(a, b);
    for (int i = 0; i < 8; ++i) {
      double expected = std::erf(
          std::pow(std::tanh(std::expm1(std::log1p(std::exp(a[i])))), 2.0));
      EXPECT_EQ(b[i], expected) << i;
    }
  }
}

TEST(Kernel, SmallFunctionsOfArith) {
  // Division rounds as its name says, whatever the signs.
  constexpr llvm::StringLiteral text = R"(
    func.func @k(%a: memref<4xi32>, %b: memref<8xi32>) {
      %c0 = arith.constant 0 : index
      %c4 = arith.constant 4 : index
      %two = arith.constant dense<2> : vector<4xi32>
      %x = vector.load %a[%c0] : memref<4xi32>, vector<4xi32>
      %f = arith.floordivsi %x, %two : vector<4xi32>
      %c = arith.ceildivsi %x, %two : vector<4xi32>
      vector.store %f, %b[%c0] : memref<8xi32>, vector<4xi32>
      vector.store %c, %b[%c4] : memref<8xi32>, vector<4xi32>
      return
    })";
  Compiler compiler;
  std::unique_ptr<SharedObject> code = compiler.load(text);
  ASSERT_TRUE(code);
  alignas(64) int32_t a[4] = {-3, -2, 2, 3}, b[8];
  function<void(int32_t *, int32_t *)>(*code, "k")(a, b);
  int32_t expected[8] = {-2, -1, 1, 1, -1, -1, 1, 2};
  for (int i = 0; i < 8; ++i)
    EXPECT_EQ(b[i], expected[i]) << i;
}

TEST(Kernel, Bf16RoundsOnceAndKeepsDenormals) {
  constexpr llvm::StringLiteral text = R"(
    func.func @k(%a: memref<16xbf16>, %b: memref<16xf64>, %c: memref<16xbf16>,
                 %d: memref<16xbf16>) {
      %c0 = arith.constant 0 : index
      %x = vector.load %a[%c0] : memref<16xbf16>, vector<16xbf16>
      %half = arith.constant dense<0.5> : vector<16xbf16>
      %y = arith.mulf %x, %half : vector<16xbf16>
      vector.store %y, %c[%c0] : memref<16xbf16>, vector<16xbf16>
      %w = vector.load %b[%c0] : memref<16xf64>, vector<16xf64>
      %n = arith.truncf %w : vector<16xf64> to vector<16xbf16>
      vector.store %n, %d[%c0] : memref<16xbf16>, vector<16xbf16>
      return
    })";
  Compiler compiler;
  for (Tier tier : kTiers) {
    std::unique_ptr<SharedObject> code = compiler.load(text, tierOptions(tier));
    ASSERT_TRUE(code);
    alignas(64) uint16_t a[16] = {}, c[16], d[16];
    alignas(64) double b[16] = {};
    a[0] = 0x3f80; // 1
    a[1] = 0x0080; // the smallest normal number; half of it is denormal
    a[2] = 0x0003; // half of it is a tie, to even
    a[3] = 0x7fc1; // NaN
    // Just over the tie between 1 and the next bf16, by less than f32 sees.
    b[0] = 1 + 0x1p-8 + 0x1p-40;
    b[1] = 1 + 0x1p-8;
    b[2] = -3.4e39;
    b[3] = std::nan("");
    b[4] = 0x1p-134 + 0x1p-170; // over half of the smallest denormal
    auto *kernel = function<void(uint16_t *, double *, uint16_t *, uint16_t *)>(
        *code, "k");
    kernel(a, b, c, d);
    EXPECT_EQ(c[0], 0x3f00);
    EXPECT_EQ(c[1], 0x0040);
    EXPECT_EQ(c[2], 0x0002);
    EXPECT_EQ(c[3], 0x7fc0);
    EXPECT_EQ(d[0], 0x3f81);
    EXPECT_EQ(d[1], 0x3f80);
    EXPECT_EQ(d[2], 0xff80);
    EXPECT_EQ(d[3], 0x7fc0);
    EXPECT_EQ(d[4], 0x0001);
  }
}

} // namespace
