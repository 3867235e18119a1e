//===- Elements.h - numbers as files hold them ------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Files hold more element types than the language, in either byte order. The
// readers of npy, safetensors and IDX share this table and this loop.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_IO_ELEMENTS_H
#define LEAT_RUNTIME_IO_ELEMENTS_H

#include "runtime/Tensor.h"
#include "runtime/io/Bytes.h"

namespace leat::rt {

/// Element type in a file.
enum class FileType : uint8_t {
  Bool,
  U8,
  I8,
  U16,
  I16,
  U32,
  I32,
  U64,
  I64,
  F16,
  BF16,
  F32,
  F64
};

/// Bytes of one element: 1, 2, 4 or 8.
int64_t sizeOf(FileType type);

/// The type that holds every number of `type`: the same one where the language
/// has it, else the next wider integer (u8, u16, i16 are i32; u32 is i64). For
/// u64 it is i64, and larger numbers are an error when they are read.
DType languageType(FileType type);

/// The file's type for `type`.
FileType fileType(DType type);

/// Fills `tensor` with elements from `source`, converted as convertElement
/// does; `bigEndian` tells their byte order. `source` holds exactly
/// tensor.size() elements. Errors: a u64 that no i64 holds.
Status decodeElements(FileType type, bool bigEndian, ByteView source,
                      Tensor &tensor);

} // namespace leat::rt

#endif // LEAT_RUNTIME_IO_ELEMENTS_H
