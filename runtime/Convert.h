//===- Convert.h - one element from one type to another ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The definition of convertElement, which DType.h declares and includes.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_CONVERT_H
#define LEAT_RUNTIME_CONVERT_H

#include "runtime/DType.h"

#include <limits>
#include <type_traits>

namespace leat::rt {

namespace detail {
template <typename T>
inline constexpr bool kIsSmallFloat =
    std::is_same_v<T, Half> || std::is_same_v<T, BFloat16>;

/// An integer as a double that rounds to a 16-bit float as the integer would.
/// Beyond 2^53 the conversion rounds, and the second rounding could then see a
/// false tie; or-ing the low bits into one sticky bit prevents that.
inline double stickyDouble(int64_t value) {
  uint64_t magnitude = value < 0 ? -uint64_t(value) : uint64_t(value);
  if (magnitude >> 53)
    magnitude = (magnitude & ~uint64_t(0xfff)) |
                (magnitude & 0xfff ? uint64_t(0x800) : uint64_t(0));
  return value < 0 ? -double(magnitude) : double(magnitude);
}

/// Truncation towards zero, clamped to the range of To; NaN is 0.
template <typename To> To clampToInteger(double value) {
  // 2^(width-1) is a double; the largest integer itself may not be.
  constexpr double limit = -double(std::numeric_limits<To>::min());
  if (value != value)
    return 0;
  if (value >= limit)
    return std::numeric_limits<To>::max();
  if (value <= -limit)
    return std::numeric_limits<To>::min();
  return To(value);
}
} // namespace detail

template <typename To, typename From> To convertElement(From value) {
  using namespace detail;
  if constexpr (std::is_same_v<To, From>)
    return value;
  else if constexpr (kIsSmallFloat<From>)
    return convertElement<To>(float(value));
  else if constexpr (std::is_same_v<To, bool>)
    return value != From(0);
  else if constexpr (kIsSmallFloat<To> && std::is_integral_v<From>)
    return To(stickyDouble(int64_t(value)));
  else if constexpr (std::is_integral_v<To> && std::is_floating_point_v<From>)
    return clampToInteger<To>(double(value));
  else
    return static_cast<To>(value);
}

} // namespace leat::rt

#endif // LEAT_RUNTIME_CONVERT_H
