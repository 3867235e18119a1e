//===- Loader.h - from object files in memory to functions ----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Links objects that `emit` made, or that the cache kept, into this process.
// Needs LLVM's linker, not MLIR and no code generator.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_JIT_LOADER_H
#define LEAT_RUNTIME_JIT_LOADER_H

#include "runtime/Symbol.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <memory>

namespace llvm::orc {
class LLJIT;
} // namespace llvm::orc

namespace leat {

/// Linked code and the memory it stands in. Functions looked up in it are
/// valid as long as it lives. Immutable once loaded, so threads may share it.
class Loader {
public:
  /// Links `objects` (relocatable, for this machine) with each other, with
  /// `baseSymbols()`, with libomp where parallel loops call it, and with
  /// `symbols`, which come first. A symbol that none of them defines, one
  /// defined twice, and bytes that are no object are errors that name it.
  /// The bytes are copied.
  static llvm::Expected<std::unique_ptr<Loader>>
  load(llvm::ArrayRef<llvm::StringRef> objects,
       llvm::ArrayRef<Symbol> symbols = {});

  ~Loader();

  /// The address of a function or global that an object defines; an error
  /// that names it where none does.
  llvm::Expected<void *> lookup(llvm::StringRef name) const;

  /// `lookup` as a function of the given type, which the caller vouches for:
  /// `function<void(float *, float *)>("k")`.
  template <typename Signature>
  llvm::Expected<Signature *> function(llvm::StringRef name) const {
    llvm::Expected<void *> address = lookup(name);
    if (!address)
      return address.takeError();
    return reinterpret_cast<Signature *>(*address);
  }

private:
  Loader();
  llvm::Error link(llvm::ArrayRef<llvm::StringRef> objects);
  std::unique_ptr<llvm::orc::LLJIT> jit;
  llvm::StringMap<void *> addresses; ///< of what the objects define
};

} // namespace leat

#endif // LEAT_RUNTIME_JIT_LOADER_H
