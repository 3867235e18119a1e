//===- Idx.h - the array files of MNIST -------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// IDX: two zero bytes, element type, rank, extents as big-endian 32-bit
// numbers, big-endian elements; often gzipped.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_IO_IDX_H
#define LEAT_RUNTIME_IO_IDX_H

#include "runtime/Tensor.h"

#include <optional>

namespace leat::rt {

/// Reads an IDX file, gzipped or not, as the type of its elements (u8 and i16
/// become i32), or converted to `as`. Errors: no IDX file, truncated, bytes
/// left over, damaged compression.
Result<Tensor> readIdx(const std::string &path,
                       std::optional<DType> as = std::nullopt);

} // namespace leat::rt

#endif // LEAT_RUNTIME_IO_IDX_H
