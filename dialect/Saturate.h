//===- Saturate.h - sums and products of extents ---------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Attributes hold any numbers. What they make of an extent must not wrap
// round: the largest number is refused as that of a tensor that is too large
// (dialect/Countable.h).
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_SATURATE_H
#define LEAT_DIALECT_SATURATE_H

#include "llvm/Support/MathExtras.h"
#include <limits>

namespace leat {

/// a + b of numbers that are not negative, at most the largest int64_t.
inline int64_t saturatingAdd(int64_t a, int64_t b) {
  int64_t sum;
  return llvm::AddOverflow(a, b, sum) ? std::numeric_limits<int64_t>::max()
                                      : sum;
}

/// a * b, the same.
inline int64_t saturatingMul(int64_t a, int64_t b) {
  int64_t product;
  return llvm::MulOverflow(a, b, product) ? std::numeric_limits<int64_t>::max()
                                          : product;
}

} // namespace leat

#endif // LEAT_DIALECT_SATURATE_H
