//===- LaunchBufferization.cpp - launches from tensors to buffers ---------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   %r = leat.launch @k ins(%a : tensor<4xf32>) outs(%e : tensor<4xf32>) ->
//   tensor<4xf32>
// becomes
//   leat.launch @k ins(%a : memref<4xf32>) outs(%e : memref<4xf32>)
// and %r is %e. Kernels take contiguous buffers that are aligned to 64 bytes
// (docs/abi.md); a slice that is not gets a copy.
//
//===----------------------------------------------------------------------===//

#include "passes/memory/LaunchBufferization.h"
#include "dialect/Debug.h"
#include "mlir/Dialect/Bufferization/IR/DstBufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/MemRef/Utils/MemRefUtils.h"
#include "passes/Entry.h"

using namespace mlir;
using namespace mlir::bufferization;
using namespace leat;

namespace {

/// True if the byte at which `buffer` starts is a multiple of kBufferAlignment
/// behind an aligned buffer. Allocations, arguments and globals are aligned.
bool isAligned(Value buffer) {
  auto type = cast<MemRefType>(buffer.getType());
  if (type.getLayout().isIdentity())
    return true;
  auto slice = buffer.getDefiningOp<memref::SubViewOp>();
  if (!slice || !slice.getSourceType().getLayout().isIdentity())
    return false;
  auto [strides, offset] = slice.getSourceType().getStridesAndOffset();
  int64_t bytes = elementBytes(type.getElementType());
  for (auto [position, stride] :
       llvm::zip_equal(slice.getMixedOffsets(), strides)) {
    std::optional<int64_t> fixed = getConstantIntValue(position);
    if (stride * bytes * fixed.value_or(1) % kBufferAlignment != 0)
      return false;
  }
  return true;
}

bool suitsKernel(Value buffer) {
  auto type = dyn_cast<MemRefType>(buffer.getType());
  return type && memref::isStaticShapeAndContiguousRowMajor(type) &&
         isAligned(buffer);
}

/// `buffer`, or a new one that a kernel can take.
FailureOr<Value> suited(Value buffer, Location loc, RewriterBase &rewriter,
                        const BufferizationOptions &options) {
  if (suitsKernel(buffer))
    return buffer;
  auto type = cast<MemRefType>(buffer.getType());
  FailureOr<Value> fresh = options.createAlloc(
      rewriter, loc, MemRefType::get(type.getShape(), type.getElementType()),
      ValueRange());
  if (failed(fresh) ||
      failed(options.createMemCpy(rewriter, loc, buffer, *fresh)))
    return failure();
  return fresh;
}

struct LaunchModel
    : DstBufferizableOpInterfaceExternalModel<LaunchModel, LaunchOp> {
  /// A kernel that computes every element of its destination reads none.
  bool bufferizesToMemoryRead(Operation *op, OpOperand &operand,
                              const AnalysisState &state) const {
    auto launch = cast<LaunchOp>(op);
    if (!launch.isDpsInit(&operand))
      return true;
    auto kernel = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(
        launch, launch.getCalleeAttr());
    if (!kernel) // a leat.kernel has no argument for its destination
      return false;
    unsigned argument = operand.getOperandNumber();
    if (kernel.isExternal() || argument >= kernel.getNumArguments() ||
        !isa<TensorType>(kernel.getArgumentTypes()[argument]))
      return true;
    return state.isValueRead(kernel.getArgument(argument));
  }

  LogicalResult bufferize(Operation *op, RewriterBase &rewriter,
                          const BufferizationOptions &options,
                          BufferizationState &state) const {
    auto launch = cast<LaunchOp>(op);
    Location loc = launch.getLoc();
    SmallVector<Value> inputs, outputs, results;
    SmallVector<std::pair<Value, Value>> copies;
    // The tensor's buffer, and what the kernel takes for it.
    FailureOr<Value> buffer, argument;
    auto fit = [&](Value tensor) -> LogicalResult {
      buffer = getBuffer(rewriter, tensor, options, state);
      if (failed(buffer))
        return failure();
      argument = suited(*buffer, loc, rewriter, options);
      return argument;
    };
    for (Value tensor : launch.getIns()) {
      if (failed(fit(tensor)))
        return failure();
      inputs.push_back(*argument);
    }
    for (Value tensor : launch.getOuts()) {
      if (failed(fit(tensor)))
        return failure();
      outputs.push_back(*argument);
      results.push_back(*buffer);
      if (*argument != *buffer)
        copies.emplace_back(*argument, *buffer);
    }
    LaunchOp::create(rewriter, loc, TypeRange(), launch.getCalleeAttr(), inputs,
                     outputs, launch.getLabelAttr(), launch.getWorkAttr());
    for (auto [from, to] : copies)
      if (failed(options.createMemCpy(rewriter, loc, from, to)))
        return failure();
    replaceOpWithBufferizedValues(rewriter, op, results);
    return success();
  }
};

/// A check, assert or print reads its operands.
template <typename OpTy>
struct ReportModel
    : BufferizableOpInterface::ExternalModel<ReportModel<OpTy>, OpTy> {
  bool bufferizesToMemoryRead(Operation *, OpOperand &,
                              const AnalysisState &) const {
    return true;
  }
  bool bufferizesToMemoryWrite(Operation *, OpOperand &,
                               const AnalysisState &) const {
    return false;
  }
  AliasingValueList getAliasingValues(Operation *, OpOperand &,
                                      const AnalysisState &) const {
    return {};
  }
  LogicalResult bufferize(Operation *op, RewriterBase &rewriter,
                          const BufferizationOptions &options,
                          BufferizationState &state) const {
    SmallVector<Value> arguments;
    for (Value tensor : op->getOperands()) {
      FailureOr<Value> buffer = getBuffer(rewriter, tensor, options, state);
      if (failed(buffer))
        return failure();
      FailureOr<Value> argument =
          suited(*buffer, op->getLoc(), rewriter, options);
      if (failed(argument))
        return failure();
      arguments.push_back(*argument);
    }
    rewriter.clone(*op)->setOperands(arguments);
    rewriter.eraseOp(op);
    return success();
  }
};

} // namespace

void leat::registerLaunchBufferization(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, LeatDialect *) {
    LaunchOp::attachInterface<LaunchModel>(*context);
    CheckOp::attachInterface<ReportModel<CheckOp>>(*context);
    AssertOp::attachInterface<ReportModel<AssertOp>>(*context);
    PrintOp::attachInterface<ReportModel<PrintOp>>(*context);
  });
}
