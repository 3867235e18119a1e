//===- Model.h - a model file, read -----------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From text to IR with the caller's changes applied, and from there down the
// stage table.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_JIT_MODEL_H
#define LEAT_RUNTIME_JIT_MODEL_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "passes/EntryMemory.h"
#include "passes/Pipelines.h"
#include "runtime/program/Compiler.h"

#include <functional>

namespace llvm {
class SourceMgr;
} // namespace llvm

namespace leat {

class ModelOp;

/// How a model is lowered.
struct LoweringOptions {
  CompileOptions compile;
  /// Where each stage's IR is written, as "1-graph.mlir"; empty for nowhere.
  std::string dumpDirectory;
  /// Told the name of each stage and the seconds it took. May be empty.
  std::function<void(const std::string &stage, double seconds)> onStage;
};

/// A model: its text, its IR, its interface. Immovable; one thread at a time.
class Model {
public:
  /// Reads a model. Errors, all with their places in it: its syntax; types;
  /// not exactly one `leat.model`; a config that it does not have, or that is
  /// no number.
  static rt::Result<std::unique_ptr<Model>> read(const ModelSource &source);
  ~Model();

  /// The model as it is written, with the changes.
  mlir::ModuleOp module() { return *written; }
  /// Its one leat.model.
  ModelOp model();

  const ModelInterface &interface() const { return facts; }
  /// A copy that has been through the stages up to and with `last`. `prepare`,
  /// if given, changes the copy before. With a memory budget, gradients keep
  /// what fits. Errors: no such stage; what passes report; an entry does not
  /// fit into the budget.
  rt::Result<mlir::OwningOpRef<mlir::ModuleOp>>
  lower(const std::string &last, const LoweringOptions &options,
        const std::function<void(ModelOp)> &prepare = {});

  /// Takes a module that has been through the stage `done` on through those up
  /// to and with `last`. Errors: as lower().
  rt::Status lowerFurther(mlir::ModuleOp module, const std::string &done,
                          const std::string &last,
                          const LoweringOptions &options);

  /// The same for each module in `outer`, side by side on the threads of the
  /// process.
  rt::Status lowerEach(mlir::ModuleOp outer, const std::string &done,
                       const std::string &last, const LoweringOptions &options);

  /// A copy that has been through the passes that `build` adds; `what` stands
  /// for them in messages. `prepare`, if given, changes the copy before.
  /// Errors: what passes report.
  rt::Result<mlir::OwningOpRef<mlir::ModuleOp>>
  transform(const std::string &what,
            const std::function<void(mlir::OpPassManager &)> &build,
            const std::function<void(ModelOp)> &prepare = {});

  /// What the entry that takes most takes, of those of a module that has been
  /// through the stage "memory".
  rt::Result<EntryMemory> predict(mlir::ModuleOp module);

  /// What passes said that was no error, since the last call.
  std::string takeRemarks() { return std::exchange(remarks, {}); }

private:
  Model();
  rt::Status parse(const ModelSource &source);
  rt::Status findModel();
  rt::Status change(const ModelSource &source);
  rt::Status describeInterface();
  rt::Status runStages(mlir::ModuleOp module, size_t first, size_t last,
                       const LoweringOptions &options, bool nested = false);
  rt::Result<int64_t> fit(const LoweringOptions &options,
                          const std::function<void(ModelOp)> &prepare);
  rt::Result<EntryMemory>
  tryKeeping(int64_t bytes, LoweringOptions options,
             const std::function<void(ModelOp)> &prepare);
  rt::Status runPasses(mlir::PassManager &manager, mlir::ModuleOp module,
                       const std::string &what);

  std::string fileName, remarks;
  std::optional<int64_t> memoryBudget;
  std::unique_ptr<mlir::MLIRContext> context;
  std::unique_ptr<llvm::SourceMgr> sources;
  mlir::OwningOpRef<mlir::ModuleOp> written;
  ModelInterface facts;
};

} // namespace leat

#endif // LEAT_RUNTIME_JIT_MODEL_H
