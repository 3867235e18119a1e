//===- Safetensors.h - named tensors and metadata in a file -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The format in which weights are exchanged: 8 bytes of header length, a JSON
// header, the elements of all tensors without gaps. Everything a header says is
// checked before memory is taken for it.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_IO_SAFETENSORS_H
#define LEAT_RUNTIME_IO_SAFETENSORS_H

#include "runtime/Tensor.h"

#include <map>

namespace leat::rt {

/// Facts about a file, by name.
using Metadata = std::map<std::string, std::string>;

/// What a safetensors file holds.
struct Safetensors {
  NamedTensors tensors; ///< in the order of the header
  Metadata metadata;
};

/// Reads a file. Element types as languageType() of Elements.h says. Errors: a
/// truncated or damaged header; names or keys that stand twice; offsets that
/// overlap, leave gaps or disagree with shape and type; bytes missing or left
/// over; an element type that is not supported (8-bit floats).
Result<Safetensors> readSafetensors(const std::string &path);

/// Writes a file, atomically. Larger element types come first among the
/// elements, so that each tensor is aligned in the file (which starts them at
/// a multiple of 64); the header keeps the given order. Errors: a name that
/// stands twice, is "__metadata__" or no UTF-8; a disk error.
Status writeSafetensors(const std::string &path, const NamedTensors &tensors,
                        const Metadata &metadata);

} // namespace leat::rt

#endif // LEAT_RUNTIME_IO_SAFETENSORS_H
