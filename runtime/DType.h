//===- DType.h - the element types of tensors -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The eight element types of the language, their C++ types, and the two
// 16-bit floats, which C++20 does not have.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_DTYPE_H
#define LEAT_RUNTIME_DTYPE_H

#include <bit>
#include <cstdint>
#include <optional>
#include <string_view>

namespace leat::rt {

/// Element type of a tensor. I1 is stored one byte each, 0 or 1.
enum class DType : uint8_t { F64, F32, BF16, F16, I64, I32, I8, I1 };

/// All element types, in the order of the enumeration.
inline constexpr DType kDTypes[] = {DType::F64, DType::F32, DType::BF16,
                                    DType::F16, DType::I64, DType::I32,
                                    DType::I8,  DType::I1};

/// Bytes of one element: 8, 4, 2 or 1.
int64_t sizeOf(DType type);

/// The name in the language: "f64", "f32", "bf16", "f16", "i64", "i32", "i8",
/// "i1".
std::string_view nameOf(DType type);

/// The element type of that name, or nothing.
std::optional<DType> parseDType(std::string_view name);

/// True for f64, f32, bf16 and f16.
bool isFloat(DType type);

/// An IEEE 754 binary float of 16 bits: 1 sign, `ExponentBits`, and the rest.
/// Only storage and conversion: arithmetic happens in float or double.
template <int ExponentBits> struct SmallFloat {
  uint16_t bits = 0;

  SmallFloat() = default;
  /// The nearest representable number, ties to even; overflow is infinity,
  /// NaN stays NaN. From double, so that no number is rounded twice.
  explicit SmallFloat(double value);
  explicit SmallFloat(float value) : SmallFloat(double(value)) {}

  /// Exact.
  explicit operator float() const;
  explicit operator double() const { return double(float(*this)); }

  static SmallFloat fromBits(uint16_t bits) {
    SmallFloat value;
    value.bits = bits;
    return value;
  }
};

/// f16: 5 bits of exponent, 10 of fraction (IEEE 754 binary16).
using Half = SmallFloat<5>;
/// bf16: 8 bits of exponent, 7 of fraction (the upper half of an f32).
using BFloat16 = SmallFloat<8>;

extern template struct SmallFloat<5>;
extern template struct SmallFloat<8>;

/// The DType of a C++ type: `kDTypeOf<float> == DType::F32`.
template <typename T> inline constexpr DType kDTypeOf = T::hasNoDType;
template <> inline constexpr DType kDTypeOf<double> = DType::F64;
template <> inline constexpr DType kDTypeOf<float> = DType::F32;
template <> inline constexpr DType kDTypeOf<BFloat16> = DType::BF16;
template <> inline constexpr DType kDTypeOf<Half> = DType::F16;
template <> inline constexpr DType kDTypeOf<int64_t> = DType::I64;
template <> inline constexpr DType kDTypeOf<int32_t> = DType::I32;
template <> inline constexpr DType kDTypeOf<int8_t> = DType::I8;
template <> inline constexpr DType kDTypeOf<bool> = DType::I1;
static_assert(sizeof(bool) == 1);

/// Calls `function(T{})` with the C++ type T of `type`, and returns what it
/// returns: how code that is generic in the element type is chosen at run time.
template <typename Function>
decltype(auto) dispatch(DType type, Function &&function) {
  switch (type) {
  case DType::F64:
    return function(double{});
  case DType::F32:
    return function(float{});
  case DType::BF16:
    return function(BFloat16{});
  case DType::F16:
    return function(Half{});
  case DType::I64:
    return function(int64_t{});
  case DType::I32:
    return function(int32_t{});
  case DType::I8:
    return function(int8_t{});
  case DType::I1:
    break;
  }
  return function(bool{});
}

/// `value` in the element type To, rounded once:
///  - to a float: to nearest, ties to even;
///  - from a float to an integer: towards zero, clamped to the range, NaN is 0;
///  - between integers: modulo 2^width, as NumPy;
///  - to i1: whether it differs from zero (NaN does).
template <typename To, typename From> To convertElement(From value);

} // namespace leat::rt

#include "runtime/Convert.h"

#endif // LEAT_RUNTIME_DTYPE_H
