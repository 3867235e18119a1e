//===- CompiledEngine.h - functions as machine code -------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The engine that programs use unless they are given another one.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_JIT_COMPILEDENGINE_H
#define LEAT_RUNTIME_JIT_COMPILEDENGINE_H

#include "runtime/jit/CodeBlob.h"
#include "runtime/jit/Engine.h"

namespace leat {

struct ProgramOptions;

/// Compiles each entry through the stage table for this processor and links it
/// into the process; with a cache, only what no earlier run compiled.
std::shared_ptr<Engine> createCompiledEngine(const ProgramOptions &options);

/// What tells this build of the compiler from others, for caches.
std::string buildId();

} // namespace leat

#endif // LEAT_RUNTIME_JIT_COMPILEDENGINE_H
