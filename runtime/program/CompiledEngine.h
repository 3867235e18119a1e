//===- CompiledEngine.h - functions as machine code -------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The engine that programs use unless they ask for the interpreter.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_PROGRAM_COMPILEDENGINE_H
#define LEAT_RUNTIME_PROGRAM_COMPILEDENGINE_H

#include "runtime/program/Compiler.h"
#include "runtime/program/Engine.h"

namespace leat {

struct ProgramOptions;

/// Code for each function of `source` that is asked for: from the cache, or
/// compiled, for which the compiler's library is opened at the first miss.
/// Errors: those of CompilerLibrary::read; no compiler where one is needed.
rt::Result<std::unique_ptr<Engine>>
createCompiledEngine(ModelSource source, const ProgramOptions &options);

} // namespace leat

#endif // LEAT_RUNTIME_PROGRAM_COMPILEDENGINE_H
