//===- Split.cpp - one module per kernel ----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Kernels are independent, so they can be compiled on several threads and
// cached one by one. Before and after:
//   module { llvm.func @expf(f32) -> f32        module { llvm.func @expf
//            llvm.func @a() { call @expf }  =>           llvm.func @a }
//            llvm.func @b() }                   module { llvm.func @b }
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/SymbolTable.h"
#include "passes/emit/Emit.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace leat {

/// Adds to `needed` all symbols that `root` uses, directly or not.
static void collect(Operation *root, SymbolTable &table,
                    llvm::SetVector<Operation *> &needed) {
  llvm::SmallVector<Operation *> open = {root};
  while (!open.empty()) {
    Operation *op = open.pop_back_val();
    if (!needed.insert(op))
      continue;
    op->walk([&](Operation *user) {
      user->getAttrDictionary().walk([&](FlatSymbolRefAttr name) {
        if (Operation *used = table.lookup(name.getAttr()))
          open.push_back(used);
      });
    });
  }
}

std::vector<OwningOpRef<ModuleOp>> splitByFunction(ModuleOp module) {
  SymbolTable table(module);
  std::vector<OwningOpRef<ModuleOp>> parts;
  for (auto root : module.getOps<LLVM::LLVMFuncOp>()) {
    if (root.isExternal() || root.getLinkage() != LLVM::Linkage::External)
      continue;
    llvm::SetVector<Operation *> needed;
    collect(root, table, needed);
    OwningOpRef<ModuleOp> part(ModuleOp::create(module.getLoc()));
    (*part)->setAttrs(module->getAttrDictionary());
    OpBuilder builder(part->getBodyRegion());
    // In the order of the module, so that the result does not depend on how
    // the search went.
    for (Operation &op : *module.getBody()) {
      if (!needed.contains(&op))
        continue;
      Operation *copy = builder.clone(op);
      auto function = dyn_cast<LLVM::LLVMFuncOp>(copy);
      // Another kernel that is called stays in its own part.
      if (&op != root && function && !function.isExternal() &&
          function.getLinkage() == LLVM::Linkage::External)
        function.getBody().getBlocks().clear();
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

} // namespace leat
