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
#include "mlir/Dialect/Linalg/Transforms/SubsetInsertionOpInterfaceImpl.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/SCF/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Tensor/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Tensor/Transforms/SubsetInsertionOpInterfaceImpl.h"
#include "mlir/Dialect/Vector/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Vector/Transforms/SubsetOpInterfaceImpl.h"
#include "passes/Entry.h"
#include "passes/Passes.h"
#include "passes/memory/LaunchBufferization.h"
#include "passes/memory/Packs.h"

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

/// The buffer that `value` is: what a loop returns is what it started from, as
/// every carry was given a destination.
Value originOf(Value value) {
  auto result = dyn_cast<OpResult>(value);
  if (!result)
    return value;
  if (auto cast = value.getDefiningOp<memref::CastOp>())
    return originOf(cast.getSource());
  if (auto loop = value.getDefiningOp<scf::ForOp>())
    return originOf(loop.getTiedLoopInit(result)->get());
  if (auto loop = value.getDefiningOp<scf::WhileOp>()) {
    Value handed =
        originOf(loop.getConditionOp().getArgs()[result.getResultNumber()]);
    auto carry = dyn_cast<BlockArgument>(handed);
    return carry && carry.getOwner() == loop.getBeforeBody()
               ? originOf(loop.getInits()[carry.getArgNumber()])
               : handed;
  }
  if (auto branches = value.getDefiningOp<scf::IfOp>()) {
    unsigned index = result.getResultNumber();
    Value one = originOf(branches.thenYield().getOperand(index));
    Value two = originOf(branches.elseYield().getOperand(index));
    return one == two ? one : value;
  }
  return value;
}

/// The argument that result `index` was given as its destination.
std::optional<unsigned> destinationOf(func::FuncOp function, unsigned index) {
  if (function.isPrivate()) // a kernel: inputs, then one argument a result
    return function.getNumArguments() - function.getNumResults() + index;
  DictionaryAttr result = function.getResultAttrDict(index);
  for (unsigned i = 0; i < function.getNumArguments(); ++i) {
    DictionaryAttr argument = function.getArgAttrDict(i);
    bool sameState = stateOf(result) == stateOf(argument);
    bool sameOutput = argument.contains(kOutputAttr) &&
                      argument.get(leat::FuncOp::kNameAttr) ==
                          result.get(leat::FuncOp::kNameAttr);
    if (stateOf(result) ? sameState : sameOutput)
      return i;
  }
  return std::nullopt;
}

/// What a function returns stands in one of its arguments, which the caller
/// has already; what does not, because the argument was still read, is copied
/// there.
LogicalResult dropResults(func::FuncOp function) {
  Operation *end = function.getBody().front().getTerminator();
  llvm::BitVector dropped(function.getNumResults());
  for (auto [i, value] : llvm::enumerate(end->getOperands())) {
    if (!isa<BaseMemRefType>(value.getType()))
      continue;
    std::optional<unsigned> dest = destinationOf(function, i);
    if (!dest || function.getArgumentTypes()[*dest] != value.getType())
      return function.emitError("result ")
             << i << " of '" << function.getName()
             << "' has no destination, expected an argument of its type";
    OpBuilder b(end);
    if (originOf(value) != function.getArgument(*dest))
      memref::CopyOp::create(b, function.getLoc(), value,
                             function.getArgument(*dest));
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
    linalg::registerSubsetOpInterfaceExternalModels(registry);
    tensor::registerSubsetOpInterfaceExternalModels(registry);
    vector::registerSubsetOpInterfaceExternalModels(registry);
    registerLaunchBufferization(registry);
  }

  void runOnOperation() override {
    ModuleOp module = getOperation();
    for (func::FuncOp entry : findEntries(module))
      placePacks(entry);
    bufferization::OneShotBufferizationOptions options = makeOptions();
    // What is inserted into a slice of a stack is computed there.
    bufferization::OneShotAnalysisState analysis(module, options);
    IRRewriter rewriter(&getContext());
    if (failed(bufferization::analyzeModuleOp(module, analysis)) ||
        failed(
            bufferization::eliminateEmptyTensors(rewriter, module, analysis)))
      return signalPassFailure();
    bufferization::BufferizationState state;
    if (failed(
            bufferization::runOneShotModuleBufferize(module, options, state)))
      return signalPassFailure();
    DenseSet<StringAttr> launched;
    module.walk([&](LaunchOp launch) {
      launched.insert(launch.getCalleeAttr().getAttr());
    });
    for (auto function : module.getOps<func::FuncOp>())
      if (!function.isExternal() &&
          (function.isPublic() || launched.contains(function.getNameAttr())) &&
          failed(dropResults(function)))
        return signalPassFailure();
  }
};

} // namespace
