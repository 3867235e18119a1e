//===- ModelCompiler.h - a model's functions to machine code ----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What stands behind CompilerLibrary::read.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_JIT_MODELCOMPILER_H
#define LEAT_RUNTIME_JIT_MODELCOMPILER_H

#include "runtime/program/Compiler.h"

namespace leat {

/// Reads `source`; compiles its entries through the stage table for this
/// processor. Errors: those of Model::read().
rt::Result<std::unique_ptr<Compiler>>
createModelCompiler(const ModelSource &source,
                    const CompilerSettings &settings);

} // namespace leat

#endif // LEAT_RUNTIME_JIT_MODELCOMPILER_H
