//===- DType.cpp - the element types of tensors -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Names and sizes, and the rounding of a double to 16 bits.
//
//===----------------------------------------------------------------------===//
#include "runtime/DType.h"

using namespace leat::rt;

int64_t leat::rt::sizeOf(DType type) {
  return dispatch(type, [](auto zero) { return int64_t(sizeof(zero)); });
}

std::string_view leat::rt::nameOf(DType type) {
  constexpr std::string_view names[] = {"f64", "f32", "bf16", "f16",
                                        "i64", "i32", "i8",   "i1"};
  return names[size_t(type)];
}

std::optional<DType> leat::rt::parseDType(std::string_view name) {
  for (DType type : kDTypes)
    if (nameOf(type) == name)
      return type;
  return std::nullopt;
}

bool leat::rt::isFloat(DType type) { return type <= DType::F16; }

template <int ExponentBits> SmallFloat<ExponentBits>::SmallFloat(double value) {
  constexpr int fractionBits = 15 - ExponentBits;
  constexpr int maxExponent = (1 << ExponentBits) - 1;
  constexpr int bias = maxExponent >> 1;
  constexpr uint16_t infinity = maxExponent << fractionBits;
  uint64_t in = std::bit_cast<uint64_t>(value);
  uint64_t fraction = in & ((uint64_t(1) << 52) - 1);
  int inExponent = int(in >> 52) & 0x7ff;
  bits = uint16_t(in >> 63 << 15);

  if (inExponent == 0x7ff && fraction != 0) { // NaN: keep the payload, quiet
    bits |= infinity | 1 << (fractionBits - 1) |
            uint16_t(fraction >> (52 - fractionBits));
    return;
  }
  int exponent = inExponent - 1023 + bias;
  if (exponent >= maxExponent) {
    bits |= infinity;
    return;
  }
  // Numbers below the normal range lose one more bit per power of two; at a
  // shift of 54 even the largest significand is less than half a unit. Doubles
  // that are themselves subnormal end there too.
  int shift = 52 - fractionBits + (exponent <= 0 ? 1 - exponent : 0);
  if (shift > 53)
    return;
  uint64_t significand = fraction | uint64_t(1) << 52;
  uint64_t kept = significand >> shift;
  uint64_t rest = significand & ((uint64_t(1) << shift) - 1);
  uint64_t half = uint64_t(1) << (shift - 1);
  if (rest > half || (rest == half && (kept & 1)))
    ++kept;
  // The leading bit of `kept` adds one to the exponent field, a carry out of
  // the fraction adds another, up to infinity: all as the format wants it.
  uint64_t exponentField = exponent > 0 ? uint64_t(exponent - 1) : 0;
  bits |= uint16_t((exponentField << fractionBits) + kept);
}

template <int ExponentBits> SmallFloat<ExponentBits>::operator float() const {
  constexpr int fractionBits = 15 - ExponentBits;
  constexpr int maxExponent = (1 << ExponentBits) - 1;
  constexpr int bias = maxExponent >> 1;
  uint32_t sign = uint32_t(bits >> 15) << 31;
  uint32_t exponent = (bits >> fractionBits) & maxExponent;
  uint32_t fraction = uint32_t(bits & ((1 << fractionBits) - 1));
  uint32_t shifted = fraction << (23 - fractionBits);
  if (exponent == maxExponent)
    return std::bit_cast<float>(sign | 0x7f800000u | shifted);
  if (exponent != 0)
    return std::bit_cast<float>(sign | (exponent + 127 - bias) << 23 | shifted);
  // Subnormal: fraction times the smallest unit, which a float holds exactly.
  constexpr int unit = 1 - bias - fractionBits;
  constexpr float unitValue = std::bit_cast<float>(
      unit >= -126 ? uint32_t(unit + 127) << 23 : uint32_t(1) << (unit + 149));
  float magnitude = float(fraction) * unitValue;
  return sign ? -magnitude : magnitude;
}

template struct leat::rt::SmallFloat<5>;
template struct leat::rt::SmallFloat<8>;
