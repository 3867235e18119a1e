//===- Link.h - objects to a shared object ----------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `emit` wrote becomes one file that the system's loader opens, with
// LLVM's linker in this process: the form in which compiled models are kept,
// loaded and handed out. It needs libc, libm and, where loops are parallel,
// libomp, and nothing of ours.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_EMIT_LINK_H
#define LEAT_PASSES_EMIT_LINK_H

#include "passes/emit/Emit.h"

namespace leat {

/// Links `objects` (relocatable, for this machine) with each other and with
/// the libraries that they call. Calls between them are bound here, so that a
/// function of the same name elsewhere in the process is never called instead.
/// Errors, each naming the symbol: one that neither an object nor the list of
/// library functions for compiled code has, one that two objects define; bytes
/// that are no object; a library that is not on this machine; what the linker
/// reports. The same objects give the same bytes.
llvm::Expected<EmitBuffer> linkShared(llvm::ArrayRef<llvm::StringRef> objects);

} // namespace leat

#endif // LEAT_PASSES_EMIT_LINK_H
