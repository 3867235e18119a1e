//===- Symbols.h - what compiled code may call ----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Compiled code is bound to this list and to what its caller adds, never to
// whatever the process happens to export.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_JIT_SYMBOLS_H
#define LEAT_RUNTIME_JIT_SYMBOLS_H

#include "runtime/Symbol.h"
#include "llvm/ADT/ArrayRef.h"

namespace leat {

/// libm in double and single precision, the functions of the C library that
/// LLVM makes calls of (memcpy, memmove, memset), malloc and free for buffers
/// that outgrow the arena, and the roundings to bf16 of the compiler's
/// support library.
llvm::ArrayRef<Symbol> baseSymbols();

} // namespace leat

#endif // LEAT_RUNTIME_JIT_SYMBOLS_H
