//===- SharedObject.h - compiled code, loaded -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From the bytes of a shared object to functions, by the system's own loader:
// no part of the compiler is needed to run what it made.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_CPU_SHAREDOBJECT_H
#define LEAT_RUNTIME_CPU_SHAREDOBJECT_H

#include "runtime/Status.h"

#include <memory>
#include <string_view>

namespace leat {

/// Code in this process. Functions looked up in it are valid as long as it
/// lives. Immutable, so threads may share it.
class SharedObject {
public:
  /// Loads `bytes`, which are copied into memory that only this process sees:
  /// what was checked is what runs, whatever happens to a file meanwhile.
  /// Errors: bytes that are no shared object for this machine; a library or a
  /// symbol that it needs is missing; out of memory.
  static rt::Result<std::unique_ptr<SharedObject>> load(std::string_view bytes);
  ~SharedObject();

  /// The address of a function or global that it defines. Errors: there is
  /// none of that name.
  rt::Result<void *> lookup(const char *name) const;

  /// `lookup` as a function of the given type, which the caller vouches for:
  /// `function<void(float *, float *)>("k")`.
  template <typename Signature>
  rt::Result<Signature *> function(const char *name) const {
    LEAT_ASSIGN(void *address, lookup(name));
    return reinterpret_cast<Signature *>(address);
  }

  /// Whether it, or a library that it needs, defines `name`.
  bool defines(const char *name) const;

private:
  explicit SharedObject(int file) : file(file) {}
  SharedObject(const SharedObject &) = delete;

  int file;
  void *handle = nullptr;
};

} // namespace leat

#endif // LEAT_RUNTIME_CPU_SHAREDOBJECT_H
