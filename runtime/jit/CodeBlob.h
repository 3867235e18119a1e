//===- CodeBlob.h - a compiled entry as bytes -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the cache keeps of a compilation: how the entry is called, how the slab
// is laid out, and the objects.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_JIT_CODEBLOB_H
#define LEAT_RUNTIME_JIT_CODEBLOB_H

#include "runtime/Signature.h"

#include <optional>

namespace leat {

/// A compiled entry.
struct CodeBlob {
  rt::EntrySignature entry;
  std::vector<rt::TensorSignature> states; ///< of the model, in slab order
  std::vector<std::string> objects;        ///< relocatable, for this machine
};

/// A line of JSON and the objects behind it.
std::string packCode(const CodeBlob &blob);

/// The reverse. Nothing where the bytes are no such blob.
std::optional<CodeBlob> unpackCode(std::string_view bytes);

} // namespace leat

#endif // LEAT_RUNTIME_JIT_CODEBLOB_H
