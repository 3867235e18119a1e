//===- Emit.h - from the LLVM dialect to IR, assembly, objects -*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The last stage: a module in the LLVM dialect (what `leat-lower-to-llvm`
// leaves) becomes LLVM IR text, assembly text or a relocatable object.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_EMIT_EMIT_H
#define LEAT_PASSES_EMIT_EMIT_H

#include "mlir/IR/BuiltinOps.h"
#include "passes/Target.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <memory>
#include <vector>

namespace llvm {
class LLVMContext;
class Module;
} // namespace llvm

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace leat {

/// How much time is spent on code. Both tiers give the same bits.
enum class Tier {
  Quick, ///< no LLVM optimisation, fast code generator: to start soon
  Final, ///< a few LLVM passes and its default code generator: to run long
};

/// What `emit` writes.
enum class EmitFormat { LLVM, Assembly, Object };

struct EmitOptions {
  TargetInfo target = TargetInfo::host();
  Tier tier = Tier::Final;
};

/// Where the time of an `emit` went, in seconds; added to, never reset.
struct EmitTimes {
  double translate = 0, optimize = 0, codegen = 0;
};

/// The bytes of an object file, or the characters of a text.
using EmitBuffer = llvm::SmallVector<char, 0>;

/// Registers the translations (builtin, llvm, omp) that `emit` needs; to be
/// called on the registry of the context before it is used.
void registerEmitTranslations(mlir::DialectRegistry &registry);

/// Translates `module` into `context`, for `target`. Ops of other dialects
/// than llvm, omp and builtin are an error that names the first of them.
llvm::Expected<std::unique_ptr<llvm::Module>>
translateModule(mlir::ModuleOp module, llvm::LLVMContext &context,
                const TargetInfo &target);

/// Translates, optimises and writes `module` in `format`. The same module and
/// options give the same bytes.
llvm::Expected<EmitBuffer> emit(mlir::ModuleOp module, EmitFormat format,
                                const EmitOptions &options = {},
                                EmitTimes *times = nullptr);

/// `emit` of independent modules on `threads` threads, each with a context of
/// its own. Results stand in the order of `modules` and do not depend on
/// `threads`; the first error in that order is returned.
llvm::Expected<std::vector<EmitBuffer>>
emitAll(llvm::ArrayRef<mlir::ModuleOp> modules, EmitFormat format,
        const EmitOptions &options, unsigned threads,
        EmitTimes *times = nullptr);

} // namespace leat

#endif // LEAT_PASSES_EMIT_EMIT_H
