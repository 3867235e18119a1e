//===- Countable.h - tensors that can be counted ----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sizes, work and offsets are computed in 64 bits all over the compiler. One
// limit where types arise keeps all of that from overflowing.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_DIALECT_COUNTABLE_H
#define LEAT_DIALECT_COUNTABLE_H

#include "mlir/IR/BuiltinTypes.h"

namespace leat {

/// As many elements as a tensor may have, as a power of two: a million times
/// what memories hold.
inline constexpr unsigned kMostElementsLog2 = 48;

/// Whether the known extents of `type`, if it is a tensor, multiply to at most
/// 2^kMostElementsLog2. Extents of zero count as one.
inline bool isCountable(mlir::Type type) {
  auto tensor = llvm::dyn_cast<mlir::RankedTensorType>(type);
  uint64_t room = uint64_t(1) << kMostElementsLog2;
  if (tensor)
    for (int64_t extent : tensor.getShape())
      if (extent > 1 && (room /= uint64_t(extent)) == 0)
        return false;
  return true;
}

} // namespace leat

#endif // LEAT_DIALECT_COUNTABLE_H
