//===- TensorTest.cpp - tests of DType and Tensor ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Rounding to 16 bits is checked against the definition, by brute force over
// all 65536 patterns; ownership and shapes by one claim a test.
//
//===----------------------------------------------------------------------===//
#include "runtime/Tensor.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

using namespace leat::rt;

TEST(DType, NamesAndSizesRoundTrip) {
  for (DType type : kDTypes)
    EXPECT_EQ(parseDType(nameOf(type)), type);
  EXPECT_EQ(parseDType("u8"), std::nullopt);
  EXPECT_EQ(sizeOf(DType::F64), 8);
  EXPECT_EQ(sizeOf(DType::BF16), 2);
  EXPECT_EQ(sizeOf(DType::I1), 1);
  EXPECT_TRUE(isFloat(DType::F16));
  EXPECT_FALSE(isFloat(DType::I64));
}

/// Every finite pattern survives; between neighbours, the middle goes to the
/// even one and anything beside the middle to the nearer one.
template <typename Small> static void checkRounding() {
  for (uint32_t pattern = 0; pattern < 0x7fff; ++pattern) {
    Small low = Small::fromBits(uint16_t(pattern));
    Small high = Small::fromBits(uint16_t(pattern + 1));
    double a = double(low), b = double(high);
    if (std::isnan(a) || std::isinf(a))
      break;
    EXPECT_EQ(Small(a).bits, low.bits);
    EXPECT_EQ(Small(-a).bits, low.bits | 0x8000);
    if (std::isinf(b)) // the middle to what would be the next number overflows
      b = 2 * a - double(Small::fromBits(uint16_t(pattern - 1)));
    double middle = a + (b - a) / 2;
    EXPECT_EQ(Small(middle).bits, pattern % 2 == 0 ? low.bits : high.bits);
    EXPECT_EQ(Small(std::nextafter(middle, 0.0)).bits, low.bits);
    EXPECT_EQ(Small(std::nextafter(middle, 1e300)).bits, high.bits);
  }
}

TEST(DType, HalfRoundsToNearestEven) { checkRounding<Half>(); }
TEST(DType, BFloat16RoundsToNearestEven) { checkRounding<BFloat16>(); }

TEST(DType, SmallFloatsKeepInfinityAndNan) {
  double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(Half(infinity).bits, 0x7c00);
  EXPECT_EQ(Half(-1e9).bits, 0xfc00);
  EXPECT_EQ(BFloat16(infinity).bits, 0x7f80);
  EXPECT_TRUE(std::isnan(float(Half(std::nan("")))));
  EXPECT_TRUE(std::isnan(float(BFloat16(std::nanf("")))));
  EXPECT_EQ(Half(1e-300).bits, 0);
  EXPECT_EQ(float(Half::fromBits(1)), 0x1p-24f);
  EXPECT_EQ(float(BFloat16::fromBits(1)), 0x1p-133f);
}

TEST(DType, ConversionRoundsOnce) {
  // 2^61 + 2^53 lies in the middle of two bf16 numbers, and one more is above
  // it; a detour over double loses the one and would round down to even.
  int64_t middle = (int64_t(1) << 61) + (int64_t(1) << 53);
  EXPECT_EQ(convertElement<BFloat16>(middle).bits,
            BFloat16(std::ldexp(1, 61)).bits);
  EXPECT_EQ(convertElement<BFloat16>(middle + 1).bits,
            BFloat16(std::ldexp(1, 61)).bits + 1);
  EXPECT_EQ(convertElement<float>(int64_t((1 << 24) + 1)), float(1 << 24));
}

TEST(DType, ConversionToIntegersTruncatesAndClamps) {
  EXPECT_EQ(convertElement<int32_t>(-2.9), -2);
  EXPECT_EQ(convertElement<int32_t>(1e10), INT32_MAX);
  EXPECT_EQ(convertElement<int64_t>(-1e30), INT64_MIN);
  EXPECT_EQ(convertElement<int64_t>(0x1p63), INT64_MAX);
  EXPECT_EQ(convertElement<int8_t>(std::nan("")), 0);
  EXPECT_EQ(convertElement<int8_t>(int32_t(300)), 44);
  EXPECT_TRUE(convertElement<bool>(0.5));
  EXPECT_FALSE(convertElement<bool>(-0.0));
}

TEST(Tensor, CopyShareCloneOwn) {
  Tensor a = *Tensor::from<float>({2, 2}, {1, 2, 3, 4});
  Tensor shared = a, own = *a.clone();
  EXPECT_FALSE(a.isUnique());
  a.at<float>({1, 0}) = 9;
  EXPECT_EQ(shared.at<float>({1, 0}), 9);
  EXPECT_EQ(own.at<float>({1, 0}), 3);
  EXPECT_TRUE(own.isUnique());
  shared = own;
  EXPECT_TRUE(a.isUnique());
}

TEST(Tensor, WrapBorrows) {
  int32_t memory[6] = {1, 2, 3, 4, 5, 6};
  Tensor view = *Tensor::wrap(DType::I32, {2, 3}, memory);
  view.at<int32_t>({1, 2}) = 60;
  EXPECT_EQ(memory[5], 60);
  EXPECT_FALSE(view.isUnique());
  EXPECT_FALSE(
      Tensor::wrap(DType::I32, {1}, reinterpret_cast<char *>(memory) + 1).ok());
}

TEST(Tensor, MemoryIsZeroAndAligned) {
  for (int64_t n : {0, 1, 7, 1000}) {
    Tensor t = *Tensor::zeros(DType::BF16, {n, 3});
    EXPECT_EQ(reinterpret_cast<uintptr_t>(t.data()) % 64, 0u);
    EXPECT_EQ(t.size(), 3 * n);
    for (BFloat16 value : t.values<BFloat16>())
      EXPECT_EQ(value.bits, 0);
  }
}

TEST(Tensor, BadShapesAreErrors) {
  EXPECT_EQ(Tensor::zeros(DType::F32, {2, -1}).status().message(),
            "negative extent in the shape of f32[2, -1]");
  int64_t huge = int64_t(1) << 40;
  EXPECT_EQ(Tensor::zeros(DType::F32, {huge, huge}).status().message(),
            "too many elements in f32[1099511627776, 1099511627776]");
  EXPECT_TRUE(Tensor::zeros(DType::F32, {huge, huge, 0}).ok());
  EXPECT_FALSE(Tensor::zeros(DType::F64, {int64_t(1) << 59}).ok());
  EXPECT_EQ(Tensor::from<float>({3}, {1, 2}).status().message(),
            "f32[3] holds 3 elements, but 2 values are given");
}

TEST(Tensor, ReshapeSharesAndChecks) {
  Tensor a = *Tensor::from<int64_t>({2, 3}, {0, 1, 2, 3, 4, 5});
  Tensor b = *a.reshape({3, 2});
  EXPECT_EQ(b.at<int64_t>({2, 1}), 5);
  EXPECT_EQ(b.data(), a.data());
  EXPECT_EQ(a.reshape({4}).status().message(),
            "cannot reshape i64[2, 3] to i64[4]: 6 elements are not 4");
}

TEST(Tensor, CastAndFillCoverAllTypes) {
  for (DType from : kDTypes)
    for (DType to : kDTypes) {
      Tensor a = *Tensor::zeros(from, {3});
      a.fill(1);
      Tensor b = *a.cast(to);
      EXPECT_EQ(b.dtype(), to);
      EXPECT_EQ(b.toDouble(2), 1);
    }
  EXPECT_EQ(Tensor::scalar(2.5)->toDouble(), 2.5);
  EXPECT_EQ(Tensor::scalar(2.5)->signature(), "f64");
  EXPECT_FALSE(sameBits(*Tensor::scalar(0.0), *Tensor::scalar(-0.0)));
}

TEST(Status, CarriesKindPlaceAndExitCode) {
  EXPECT_TRUE(Status().ok());
  EXPECT_EQ(Status().exitCode(), 0);
  EXPECT_EQ(userError("x").exitCode(), 1);
  EXPECT_EQ(usageError("x").exitCode(), 2);
  EXPECT_EQ(unavailableError("x").exitCode(), 3);
  EXPECT_EQ(userError("found ", 3).at("'f'").message(), "'f': found 3");
  EXPECT_TRUE(Status().at("'f'").ok());
}
