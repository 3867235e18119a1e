//===- PrepareKernels.cpp - check and annotate kernels before lowering ----===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A kernel's buffers are distinct, aligned and of known size (docs/abi.md);
// this pass says so to LLVM and refuses what the contract cannot hold.
//   func.func @k(%a: memref<8xf32>)
//   func.func private @tile(%a: memref<8xf32>) { ... }
// becomes
//   func.func @k(%a: memref<8xf32> {llvm.align = 64 : i64,
//       llvm.dereferenceable = 32 : i64, llvm.noalias, llvm.nonnull})
//   func.func private @tile(%a: memref<8xf32>)
//       attributes {llvm.linkage = #llvm.linkage<internal>} { ... }
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "passes/Passes.h"

namespace leat {
#define GEN_PASS_DEF_PREPAREKERNELSPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;

namespace {

/// Alignment in bytes of each buffer that a kernel is given: one cache line,
/// one 512-bit vector.
constexpr int64_t kBufferAlignment = 64;

/// Bare pointers carry no sizes, so a buffer's layout must be in its type.
LogicalResult checkBuffers(func::FuncOp function) {
  for (auto [index, type] : llvm::enumerate(function.getArgumentTypes())) {
    if (!isa<BaseMemRefType>(type))
      continue;
    auto buffer = dyn_cast<MemRefType>(type);
    if (!buffer || !buffer.hasStaticShape())
      return function.emitError("argument ")
             << index << " of '" << function.getName() << "' is a " << type
             << ", expected a buffer of static shape";
    if (function.isPublic() && !buffer.getLayout().isIdentity())
      return function.emitError("argument ")
             << index << " of kernel '" << function.getName() << "' is a "
             << type << ", expected a contiguous buffer";
  }
  for (Type type : function.getResultTypes())
    if (isa<BaseMemRefType>(type))
      return function.emitError("'")
             << function.getName() << "' returns a " << type
             << ", expected buffers to be arguments";
  return success();
}

/// Threads are started once per kernel, and what they write does not depend
/// on how many there are.
LogicalResult checkParallel(scf::ParallelOp loop) {
  if (loop->getParentOfType<scf::ParallelOp>())
    return loop.emitError("scf.parallel inside scf.parallel, expected one "
                          "parallel loop at most on a path");
  if (!loop.getInitVals().empty())
    return loop.emitError("scf.parallel with a reduction, whose order would "
                          "depend on the threads; expected one partial result "
                          "per iteration");
  return success();
}

/// Size of one element in memory, in bytes; 0 where only LLVM's data layout
/// knows it.
int64_t elementBytes(Type type) {
  if (type.isIndex())
    return 8;
  return type.isIntOrFloat() ? (type.getIntOrFloatBitWidth() + 7) / 8 : 0;
}

void annotate(func::FuncOp function) {
  Builder builder(function.getContext());
  for (auto [index, type] : llvm::enumerate(function.getArgumentTypes())) {
    auto buffer = dyn_cast<MemRefType>(type);
    if (!buffer)
      continue;
    auto set = [&](StringRef name, Attribute value) {
      function.setArgAttr(index, name, value);
    };
    set(LLVM::LLVMDialect::getNoAliasAttrName(), builder.getUnitAttr());
    set(LLVM::LLVMDialect::getNonNullAttrName(), builder.getUnitAttr());
    set(LLVM::LLVMDialect::getAlignAttrName(),
        builder.getI64IntegerAttr(kBufferAlignment));
    // Lets LLVM hoist a load out of a loop that may not run.
    int64_t bytes =
        buffer.getNumElements() * elementBytes(buffer.getElementType());
    if (bytes > 0)
      set(LLVM::LLVMDialect::getDereferenceableAttrName(),
          builder.getI64IntegerAttr(bytes));
  }
}

struct PrepareKernelsPass
    : leat::impl::PrepareKernelsPassBase<PrepareKernelsPass> {
  void runOnOperation() override {
    for (auto function : getOperation().getOps<func::FuncOp>()) {
      if (function.isExternal())
        continue;
      WalkResult result = function.walk(
          [](scf::ParallelOp loop) { return WalkResult(checkParallel(loop)); });
      if (failed(checkBuffers(function)) || result.wasInterrupted())
        return signalPassFailure();
      if (function.isPublic())
        annotate(function);
      else // MLIR's `private` alone would still be a global symbol
        function->setAttr(
            "llvm.linkage",
            LLVM::LinkageAttr::get(&getContext(), LLVM::Linkage::Internal));
    }
  }
};

} // namespace
