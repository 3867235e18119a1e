//===- ReferenceEngine.h - functions run by the interpreter -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The engine behind --reference: the meaning of a model without code
// generation, slow and obvious.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_REFERENCEENGINE_H
#define LEAT_TOOLS_LEAT_REFERENCEENGINE_H

#include "runtime/jit/Engine.h"
#include "runtime/jit/Model.h"

namespace leat {
class FuncOp;
} // namespace leat

namespace leat::cli {

/// Takes each function through the graph stage, as `lowering` says, and
/// interprets what comes out.
std::shared_ptr<Engine> createReferenceEngine(LoweringOptions lowering);

/// The function of that name in a module that has been through the graph
/// stage, or null.
FuncOp findFunction(mlir::ModuleOp module, llvm::StringRef name);

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_REFERENCEENGINE_H
