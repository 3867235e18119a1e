//===- Symbols.cpp - what compiled code may call --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/jit/Symbols.h"
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace leat {

/// Rounds to the nearest bf16, ties to even; NaN becomes the one that the
/// vectorised rounding makes. A bf16 is passed as a _Float16 is, as 16 bits.
static _Float16 roundToBf16(float value) {
  uint32_t bits = std::bit_cast<uint32_t>(value);
  uint16_t rounded = value != value
                         ? 0x7fc0
                         : uint16_t((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
  return std::bit_cast<_Float16>(rounded);
}

/// Rounding to f32 first would round twice. Rounding to odd there (the last
/// bit says that something was lost) keeps the second rounding right
/// (Boldo and Melquiond 2008).
static _Float16 roundDoubleToBf16(double value) {
  float narrow = static_cast<float>(value);
  if (value == value && static_cast<double>(narrow) != value) {
    uint32_t bits = std::bit_cast<uint32_t>(narrow);
    // The neighbour nearer to zero is the truncated one; infinity's is the
    // largest finite number.
    if (std::fabs(static_cast<double>(narrow)) > std::fabs(value))
      --bits;
    narrow = std::bit_cast<float>(bits | 1);
  }
  return roundToBf16(narrow);
}

llvm::ArrayRef<Symbol> baseSymbols() {
#define MATH1(name)                                                            \
  {#name, reinterpret_cast<void *>(static_cast<double (*)(double)>(::name))},  \
      {#name "f",                                                              \
       reinterpret_cast<void *>(static_cast<float (*)(float)>(::name##f))}
#define MATH2(name)                                                            \
  {#name,                                                                      \
   reinterpret_cast<void *>(static_cast<double (*)(double, double)>(::name))}, \
  {                                                                            \
    #name "f", reinterpret_cast<void *>(                                       \
                   static_cast<float (*)(float, float)>(::name##f))            \
  }
  static const Symbol symbols[] = {
      MATH1(acos),
      MATH1(acosh),
      MATH1(asin),
      MATH1(asinh),
      MATH1(atan),
      MATH1(atanh),
      MATH1(cbrt),
      MATH1(ceil),
      MATH1(cos),
      MATH1(cosh),
      MATH1(erf),
      MATH1(erfc),
      MATH1(exp),
      MATH1(exp2),
      MATH1(expm1),
      MATH1(floor),
      MATH1(lgamma),
      MATH1(log),
      MATH1(log10),
      MATH1(log1p),
      MATH1(log2),
      MATH1(nearbyint),
      MATH1(rint),
      MATH1(round),
      MATH1(sin),
      MATH1(sinh),
      MATH1(sqrt),
      MATH1(tan),
      MATH1(tanh),
      MATH1(tgamma),
      MATH1(trunc),
      MATH2(atan2),
      MATH2(fmax),
      MATH2(fmin),
      MATH2(fmod),
      MATH2(pow),
      {"fma", reinterpret_cast<void *>(
                  static_cast<double (*)(double, double, double)>(::fma))},
      {"fmaf", reinterpret_cast<void *>(
                   static_cast<float (*)(float, float, float)>(::fmaf))},
      {"memcpy", reinterpret_cast<void *>(::memcpy)},
      {"memmove", reinterpret_cast<void *>(::memmove)},
      {"memset", reinterpret_cast<void *>(::memset)},
      {"malloc", reinterpret_cast<void *>(::malloc)},
      {"free", reinterpret_cast<void *>(::free)},
      {"__truncsfbf2", reinterpret_cast<void *>(roundToBf16)},
      {"__truncdfbf2", reinterpret_cast<void *>(roundDoubleToBf16)},
  };
#undef MATH1
#undef MATH2
  return symbols;
}

} // namespace leat
