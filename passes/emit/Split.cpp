//===- Split.cpp - kernels over modules
//------------------------------------===//
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
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace mlir;

namespace leat {

static bool isKernel(Operation *op) {
  auto function = dyn_cast<LLVM::LLVMFuncOp>(op);
  return function && !function.isExternal() &&
         function.getLinkage() == LLVM::Linkage::External;
}

/// Adds to `needed` all symbols that `root` uses, directly or not, through
/// private functions; another kernel is needed by name only.
static void collect(Operation *root, SymbolTable &table,
                    llvm::SetVector<Operation *> &needed) {
  llvm::SmallVector<Operation *> open = {root};
  while (!open.empty()) {
    Operation *op = open.pop_back_val();
    // The root may be needed already, by name, as a callee of another kernel.
    if (!needed.insert(op) && op != root)
      continue;
    if (op != root && isKernel(op))
      continue;
    op->walk([&](Operation *user) {
      user->getAttrDictionary().walk([&](FlatSymbolRefAttr name) {
        Operation *used = table.lookup(name.getAttr());
        if (used && used != root)
          open.push_back(used);
      });
    });
  }
}

/// Shares kernels out: the largest first, each to the group with least work.
/// Sizes and positions decide, so the result is the same in every run.
static std::vector<llvm::SmallPtrSet<Operation *, 8>>
share(ArrayRef<Operation *> kernels, unsigned parts) {
  size_t count = kernels.size();
  if (parts == 0 || parts > count)
    parts = count;
  std::vector<std::pair<size_t, size_t>> bySize; // (ops, position)
  for (auto [position, kernel] : llvm::enumerate(kernels)) {
    size_t ops = 0;
    kernel->walk([&](Operation *) { ++ops; });
    bySize.push_back({ops, position});
  }
  if (parts < count)
    llvm::sort(bySize, [](auto a, auto b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
  std::vector<llvm::SmallPtrSet<Operation *, 8>> groups(parts);
  std::vector<size_t> work(parts, 0);
  for (auto [ops, position] : bySize) {
    // One per function keeps the order: each goes to the next empty group.
    size_t group =
        parts == count ? position : llvm::min_element(work) - work.begin();
    groups[group].insert(kernels[position]);
    work[group] += ops;
  }
  return groups;
}

/// A module with `kernels` and what they use.
static OwningOpRef<ModuleOp>
extract(ModuleOp module, SymbolTable &table,
        const llvm::SmallPtrSet<Operation *, 8> &kernels) {
  llvm::SetVector<Operation *> needed;
  for (Operation *kernel : kernels)
    collect(kernel, table, needed);
  OwningOpRef<ModuleOp> part(ModuleOp::create(module.getLoc()));
  (*part)->setAttrs(module->getAttrDictionary());
  OpBuilder builder(part->getBodyRegion());
  // In the order of the module, so that the result does not depend on how the
  // search went.
  for (Operation &op : *module.getBody()) {
    if (!needed.contains(&op))
      continue;
    // Another kernel that is called stays in its own part.
    if (isKernel(&op) && !kernels.contains(&op))
      builder.insert(op.cloneWithoutRegions());
    else
      builder.clone(op);
  }
  return part;
}

std::vector<OwningOpRef<ModuleOp>> splitByFunction(ModuleOp module,
                                                   unsigned parts) {
  SymbolTable table(module);
  llvm::SmallVector<Operation *> kernels;
  for (Operation &op : *module.getBody())
    if (isKernel(&op))
      kernels.push_back(&op);
  std::vector<OwningOpRef<ModuleOp>> modules;
  for (const auto &group : share(kernels, parts))
    modules.push_back(extract(module, table, group));
  return modules;
}

} // namespace leat
