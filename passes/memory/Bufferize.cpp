//===- Bufferize.cpp - entries and kernels from tensors to buffers --------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Upstream's one-shot bufferisation with our choices at function boundaries:
//   func.func private @k(%a: tensor<4xf32>, %out: tensor<4xf32>) ->
//   tensor<4xf32> {
//     %r = linalg.exp ins(%a) outs(%out)
//     return %r
// becomes
//   func.func private @k(%a: memref<4xf32>, %out: memref<4xf32>) {
//     linalg.exp ins(%a) outs(%out)
//     return
// `leat.kernel` symbols are left alone.
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Bufferization/Transforms/FuncBufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Bufferization/Transforms/OneShotAnalysis.h"
#include "mlir/Dialect/Bufferization/Transforms/OneShotModuleBufferize.h"
#include "mlir/Dialect/Bufferization/Transforms/Transforms.h"
#include "mlir/Dialect/Linalg/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Tensor/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Vector/Transforms/BufferizableOpInterfaceImpl.h"
#include "passes/Passes.h"
#include "passes/memory/LaunchBufferization.h"

namespace leat {
#define GEN_PASS_DEF_BUFFERIZEPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

namespace {

bufferization::OneShotBufferizationOptions makeOptions() {
  bufferization::OneShotBufferizationOptions options;
  options.bufferizeFunctionBoundaries = true;
  options.setFunctionBoundaryTypeConversion(
      bufferization::LayoutMapOption::IdentityLayoutMap);
  // The body of a leat.kernel is not of tensors in destination style.
  options.opFilter.denyOperation([](Operation *op) {
    return isa<KernelOp>(op) || op->getParentOfType<KernelOp>();
  });
  // What already stands in its destination is not copied to it.
  options.memCpyFn = [](OpBuilder &b, Location loc, Value from, Value to) {
    if (from != to)
      memref::CopyOp::create(b, loc, from, to);
    return success();
  };
  return options;
}

/// Every buffer that a function returns is one of its arguments; the caller
/// has it already.
LogicalResult dropResults(func::FuncOp function) {
  Operation *end = function.getBody().front().getTerminator();
  llvm::BitVector dropped(function.getNumResults());
  for (auto [i, value] : llvm::enumerate(end->getOperands())) {
    if (!isa<BaseMemRefType>(value.getType()))
      continue;
    while (auto cast = value.getDefiningOp<memref::CastOp>())
      value = cast.getSource();
    if (!isa<BlockArgument>(value))
      return function.emitError("result ")
             << i << " of '" << function.getName()
             << "' is a new buffer, expected one of its destinations";
    dropped.set(i);
  }
  end->eraseOperands(dropped);
  return function.eraseResults(dropped);
}

struct BufferizePass : leat::impl::BufferizePassBase<BufferizePass> {
  void getDependentDialects(DialectRegistry &registry) const override {
    registry.insert<bufferization::BufferizationDialect, memref::MemRefDialect,
                    LeatDialect>();
    arith::registerBufferizableOpInterfaceExternalModels(registry);
    bufferization::func_ext::registerBufferizableOpInterfaceExternalModels(
        registry);
    linalg::registerBufferizableOpInterfaceExternalModels(registry);
    scf::registerBufferizableOpInterfaceExternalModels(registry);
    tensor::registerBufferizableOpInterfaceExternalModels(registry);
    vector::registerBufferizableOpInterfaceExternalModels(registry);
    registerLaunchBufferization(registry);
  }

  void runOnOperation() override {
    ModuleOp module = getOperation();
    bufferization::OneShotBufferizationOptions options = makeOptions();
    // What is inserted into a slice of a stack is computed there.
    IRRewriter rewriter(&getContext());
    for (auto function : module.getOps<func::FuncOp>())
      if (failed(bufferization::eliminateEmptyTensors(rewriter, function)))
        return signalPassFailure();
    bufferization::BufferizationState state;
    if (failed(
            bufferization::runOneShotModuleBufferize(module, options, state)))
      return signalPassFailure();
    for (auto function : module.getOps<func::FuncOp>())
      if (!function.isExternal() && failed(dropResults(function)))
        return signalPassFailure();
  }
};

} // namespace
