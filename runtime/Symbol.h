//===- Symbol.h - a name that compiled code may call ----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The contract between compiled code and the runtime is a list of these.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_SYMBOL_H
#define LEAT_RUNTIME_SYMBOL_H

namespace leat {

/// A C symbol and where it lies in this process. Neither is owned.
struct Symbol {
  const char *name;
  void *address;
};

} // namespace leat

#endif // LEAT_RUNTIME_SYMBOL_H
