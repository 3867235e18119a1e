//===- RequireFma.cpp - a written multiply-add is always fused ------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Upstream lowers vector.fma to an intrinsic that LLVM may round once or
// twice; a written fma rounds once, on every processor and in both tiers.
//   %d = llvm.intr.fmuladd(%a, %b, %c)
// becomes
//   %d = llvm.intr.fma(%a, %b, %c)
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/Builders.h"
#include "passes/Passes.h"

namespace leat {
#define GEN_PASS_DEF_REQUIREFMAPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;

namespace {
struct RequireFmaPass : leat::impl::RequireFmaPassBase<RequireFmaPass> {
  void runOnOperation() override {
    getOperation()->walk([](LLVM::FMulAddOp op) {
      OpBuilder builder(op);
      Value fused = LLVM::FMAOp::create(builder, op.getLoc(), op.getType(),
                                        op->getOperands());
      op.replaceAllUsesWith(fused);
      op.erase();
    });
  }
};
} // namespace
