//===- LowerKernels.cpp - kernels without contractions to linalg -*- C++
//-*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat.kernel @k(%x: f32[4, 3], %b: f32[3]) -> (f32[4, 3]) {
//     %s = add %x, %b : (f32[4, 3], f32[3]) -> f32[4, 3]
//     %y = relu %s : (f32[4, 3]) -> f32[4, 3]
//     return %y }
//     ==>
//   func.func private @k(%x: tensor<4x3xf32>, %b: tensor<3xf32>,
//                        %out: tensor<4x3xf32>) -> tensor<4x3xf32> {
//     %y = linalg.generic {(i, j) -> (i, j), (i, j) -> (j), (i, j) -> (i, j)}
//            ins(%x, %b) outs(%out) { max(x + b, 0) }
//     return %y }
//
// The steps: each op becomes linalg on tensors (Lowering.h and one file for
// each family of ops), simplify, fuse (Fuse.h), simplify, write results into
// the destinations (Destinations.h). A kernel with a contraction stays: its
// code is emitted from the ops themselves.
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "passes/Passes.h"
#include "passes/tensor/Destinations.h"
#include "passes/tensor/Fuse.h"
#include "passes/tensor/HideConstants.h"
#include "passes/tensor/Lowering.h"
#include "passes/tensor/StoreBools.h"

using namespace mlir;

namespace leat {
#define GEN_PASS_DEF_LOWERKERNELSPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace leat;
using namespace leat::tensor;

namespace {

struct LowerKernelsPass : leat::impl::LowerKernelsPassBase<LowerKernelsPass> {
  LogicalResult initialize(MLIRContext *context) override;
  void runOnOperation() override;

private:
  LogicalResult lowerOp(Lowering &lowering, Operation &op) const;
  LogicalResult lowerBody(KernelOp kernel, func::FuncOp function) const;
  LogicalResult lowerKernel(KernelOp kernel) const;

  Registry registry;
  FrozenRewritePatternSet simplifications;
};

} // namespace

/// Canonical forms of the dialects that a kernel is made of, and numbers taken
/// into the bodies that use them.
static FrozenRewritePatternSet makeSimplifications(MLIRContext *context) {
  RewritePatternSet patterns(context);
  std::array<Dialect *, 6> dialects = {
      context->getLoadedDialect<affine::AffineDialect>(),
      context->getLoadedDialect<arith::ArithDialect>(),
      context->getLoadedDialect<linalg::LinalgDialect>(),
      context->getLoadedDialect<math::MathDialect>(),
      context->getLoadedDialect<scf::SCFDialect>(),
      context->getLoadedDialect<mlir::tensor::TensorDialect>()};
  for (Dialect *dialect : dialects)
    dialect->getCanonicalizationPatterns(patterns);
  for (RegisteredOperationName op : context->getRegisteredOperations())
    if (llvm::is_contained(dialects, &op.getDialect()))
      op.getCanonicalizationPatterns(patterns, context);
  // Of upstream's fusion only the folding of fills and splats; Fuse.h decides
  // on the rest.
  linalg::populateElementwiseOpsFusionPatterns(
      patterns, [](OpOperand *) { return false; });
  return FrozenRewritePatternSet(std::move(patterns));
}

LogicalResult LowerKernelsPass::initialize(MLIRContext *context) {
  registry = Registry();
  registerReductions(registry);
  registerScans(registry);
  registerPools(registry);
  registerUnpools(registry);
  registerMovements(registry);
  registerRows(registry);
  registerOrders(registry);
  registerCreations(registry);
  registerDraws(registry);
  simplifications = makeSimplifications(context);
  return success();
}

static bool hasContraction(KernelOp kernel) {
  return kernel
      .walk([](ContractionOpInterface) { return WalkResult::interrupt(); })
      .wasInterrupted();
}

/// Names of extents ride in the encoding of tensor types; all extents are known
/// now, and linalg has no use for names.
static void dropExtentNames(KernelOp kernel) {
  auto drop = [](Value value) {
    if (auto type = dyn_cast<RankedTensorType>(value.getType()))
      value.setType(
          RankedTensorType::get(type.getShape(), type.getElementType()));
  };
  for (BlockArgument argument : kernel.getArguments())
    drop(argument);
  for (Operation &op : kernel.getBody().front())
    for (OpResult result : op.getResults())
      drop(result);
}

static LogicalResult checkShapes(Operation *op, TypeRange types) {
  for (Type type : types) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor || !tensor.hasStaticShape())
      return op->emitOpError("has the type ")
             << inShort(type) << ", expected a tensor of known extents";
  }
  return success();
}

LogicalResult LowerKernelsPass::lowerOp(Lowering &lowering,
                                        Operation &op) const {
  if (isa<NumberOp>(op)) // becomes a constant where it is used
    return success();
  if (failed(checkShapes(&op, op.getResultTypes())))
    return failure();
  if (auto draw = dyn_cast<RandomOpInterface>(op); draw && draw.getRngAttr())
    // Invariant: leat-thread-state makes every draw one by a key.
    return op.emitOpError("draws from the state ")
           << draw.getRngAttr() << ", expected a draw by a key";
  if (auto pointwise = dyn_cast<PointwiseOpInterface>(op)) {
    lowerPointwise(lowering, pointwise);
    return success();
  }
  if (const Registry::Lower *lower = registry.find(&op))
    return (*lower)(lowering, &op);
  return op.emitOpError("has no CPU lowering yet");
}

LogicalResult LowerKernelsPass::lowerBody(KernelOp kernel,
                                          func::FuncOp function) const {
  Block *entry = function.addEntryBlock();
  OpBuilder b = OpBuilder::atBlockEnd(entry);
  Lowering lowering(b, kernel.getLoc());
  for (auto [value, argument] :
       llvm::zip(kernel.getArguments(), entry->getArguments()))
    lowering.set(value, argument);
  ConstantHider hider(kernel.getArguments());
  for (Operation &op : kernel.getBody().front().without_terminator()) {
    Operation *last = entry->empty() ? nullptr : &entry->back();
    if (failed(lowerOp(lowering, op)))
      return failure();
    auto first = last ? std::next(last->getIterator()) : entry->begin();
    hider.hide(op, llvm::make_range(first, entry->end()));
  }
  SmallVector<Value> results;
  for (Value result : kernel.getBody().front().getTerminator()->getOperands())
    results.push_back(lowering[result]);
  func::ReturnOp::create(b, kernel.getLoc(), results);
  return success();
}

LogicalResult LowerKernelsPass::lowerKernel(KernelOp kernel) const {
  if (failed(checkShapes(kernel, kernel.getArgumentTypes())) ||
      failed(checkShapes(kernel, kernel.getResultTypes())))
    return failure();
  dropExtentNames(kernel);
  SmallVector<Type> inputs, results;
  for (Type type : kernel.getArgumentTypes())
    inputs.push_back(storedType(type));
  for (Type type : kernel.getResultTypes())
    results.push_back(storedType(type));
  inputs.append(results);
  OpBuilder b(kernel);
  auto function = func::FuncOp::create(b, kernel.getLoc(), kernel.getSymName(),
                                       b.getFunctionType(inputs, results));
  function.setPrivate();
  if (failed(lowerBody(kernel, function)))
    return failure();
  kernel.erase();
  auto simplify = [&] {
    return applyPatternsGreedily(function, simplifications);
  };
  if (failed(simplify()))
    // Invariant: the simplifications of linalg reach a fixed point.
    return function.emitOpError("does not settle while it is simplified");
  fuseGenerics(function);
  if (failed(simplify()))
    // Invariant: as before.
    return function.emitOpError("does not settle after it is fused");
  giveDestinations(function);
  return success();
}

void LowerKernelsPass::runOnOperation() {
  for (auto function : getOperation().getOps<func::FuncOp>())
    storeBools(function);
  for (KernelOp kernel :
       llvm::make_early_inc_range(getOperation().getOps<KernelOp>()))
    if (!hasContraction(kernel) && failed(lowerKernel(kernel)))
      return signalPassFailure();
}
