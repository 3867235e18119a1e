//===- ReferenceEngine.h - functions run by the interpreter -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The engine behind --reference: the meaning of a model without code
// generation, slow and obvious.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_COMPILER_REFERENCEENGINE_H
#define LEAT_TOOLS_COMPILER_REFERENCEENGINE_H

#include "runtime/jit/Model.h"
#include "runtime/program/Engine.h"

namespace leat {
class FuncOp;
} // namespace leat

namespace leat::cli {

/// Reads `source`; takes each function that is asked for through the graph
/// stage and interprets what comes out. Errors: those of Model::read().
rt::Result<std::unique_ptr<Engine>>
createReferenceEngine(const ModelSource &source,
                      const CompilerSettings &settings);

/// The function of that name in a module that has been through the graph
/// stage, or null.
FuncOp findFunction(mlir::ModuleOp module, llvm::StringRef name);

} // namespace leat::cli

#endif // LEAT_TOOLS_COMPILER_REFERENCEENGINE_H
