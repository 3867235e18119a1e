//===- ResolveModes.cpp - layers train or infer ---------------------------===//
//
//   %y = dropout @rng %x, p = 0.5
//   ==> in training                               ==> in inference
//   %m = bernoulli @rng (0.5)  %y = %x * %m * 2       %y = %x
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/gradients/Expr.h"
#include "mlir/IR/BuiltinOps.h"
#include "passes/Passes.h"

namespace leat {
#define GEN_PASS_DEF_RESOLVEMODESPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

namespace {

/// Rewrites the functions of one model.
class ModeResolver {
public:
  explicit ModeResolver(ModelOp model) : model(model), symbols(model) {}

  void run();

private:
  bool dependsOnMode(FuncOp func);
  void resolve(FuncOp func, bool training);

  ModelOp model;
  SymbolTable symbols;
  llvm::DenseMap<Operation *, bool> depends;
  /// The clone for training of each function that depends on the mode; the
  /// function itself stands for inference.
  llvm::DenseMap<Operation *, FuncOp> clones;
};

} // namespace

// Recursion ends here with "does not depend"; leat-thread-state reports it.
bool ModeResolver::dependsOnMode(FuncOp func) {
  auto [entry, fresh] = depends.try_emplace(func, false);
  if (!fresh)
    return entry->second;
  bool result = false;
  func.walk([&](Operation *op) {
    result |= isa<ModalOpInterface>(op);
    if (auto callee = op->getAttrOfType<FlatSymbolRefAttr>("callee"))
      result |= dependsOnMode(symbols.lookup<FuncOp>(callee.getAttr()));
  });
  return depends[func] = result;
}

void ModeResolver::resolve(FuncOp func, bool training) {
  SmallVector<Operation *> ops;
  func.walk([&](Operation *op) { ops.push_back(op); });
  for (Operation *op : ops) {
    if (auto callee = op->getAttrOfType<FlatSymbolRefAttr>("callee")) {
      auto mode = op->getAttrOfType<StringAttr>("mode");
      op->removeAttr("mode");
      auto target = symbols.lookup<FuncOp>(callee.getAttr());
      FuncOp clone = clones.lookup(target);
      if (clone && (mode ? mode.getValue() == "train" : training))
        op->setAttr("callee", FlatSymbolRefAttr::get(clone.getSymNameAttr()));
    } else if (auto layer = dyn_cast<ModalOpInterface>(op)) {
      OpBuilder b(op);
      Value result = layer.buildInMode(b, training);
      op->getResult(0).replaceAllUsesWith(result);
      op->erase();
    }
  }
}

void ModeResolver::run() {
  SmallVector<FuncOp> functions(model.getOps<FuncOp>());
  for (FuncOp func : functions) {
    if (!dependsOnMode(func))
      continue;
    FuncOp clone = func.clone();
    clone.setPrivate();
    clone.setSymName((func.getSymName() + ".train").str());
    symbols.insert(clone);
    clones[func] = clone;
  }
  for (FuncOp func : functions) {
    resolve(func, /*training=*/false);
    if (FuncOp clone = clones.lookup(func))
      resolve(clone, /*training=*/true);
  }
}

namespace {
struct ResolveModesPass : leat::impl::ResolveModesPassBase<ResolveModesPass> {
  void runOnOperation() override {
    for (ModelOp model : getOperation().getOps<ModelOp>())
      ModeResolver(model).run();
  }
};
} // namespace
