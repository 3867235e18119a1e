//===- EmitContractions.cpp - kernels of contractions become micro-kernels ===//
//
//   leat.kernel @k(%x, %w, %b) { matmul, add, relu }
//   ==>
//   func.func private @k(%x, %w, %b, %out: memrefs) { packing, register tiles,
//   fma; add and relu on each finished vector }
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/TypeUtilities.h"
#include "passes/Passes.h"
#include "passes/cpu/contraction/Describe.h"
#include "passes/cpu/contraction/Emit.h"

namespace leat {
#define GEN_PASS_DEF_EMITCONTRACTIONSPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

namespace {

/// Emits one kernel.
class ContractionKernel {
public:
  ContractionKernel(KernelOp kernel, const CpuTarget &target)
      : kernel(kernel), target(target), b(kernel), loc(kernel.getLoc()) {}

  LogicalResult emit();

private:
  LogicalResult split();
  void createFunction();
  Value pad(Value buffer, const Padding &padding);
  LogicalResult emitPart(const ContractionPart &part, Value lhs, Value rhs);
  Value epilogue(OpBuilder &b, const ContractionPart &part, Value sums,
                 ValueRange index, int64_t lanes, Value mask);
  Value load(OpBuilder &b, const ContractionPart &part, Value source,
             ValueRange index, int64_t lanes, Value mask);
  Value flatOffset(OpBuilder &b, const ContractionPart &part, Type type,
                   ValueRange index, std::optional<int64_t> &laneStride);
  Value flatten(Value buffer);
  bool needsLanesWithin(const ContractionPart &part);

  KernelOp kernel;
  CpuTarget target;
  OpBuilder b;
  Location loc;
  Operation *root = nullptr;
  ContractionDescription description;
  /// The pointwise ops, in order.
  SmallVector<Operation *> pointwise;
  /// The kernel's value that the contraction's buffer takes in the end.
  Value stored;
  /// The buffer of each argument and result of the kernel.
  llvm::DenseMap<Value, Value> buffers, flat;
  Value out;
};

} // namespace

LogicalResult ContractionKernel::split() {
  for (Operation &op : kernel.getBody().front().without_terminator()) {
    if (isa<ContractionOpInterface>(op) && !root)
      root = &op;
    else if (isa<PointwiseOpInterface>(op) && root)
      pointwise.push_back(&op);
    else if (!isa<NumberOp>(op))
      return op.emitOpError("can not stand in a kernel with a contraction");
  }
  FailureOr<ContractionDescription> found = describeContraction(root);
  if (failed(found))
    return failure();
  description = std::move(*found);
  // The sums are kept where the result goes; its element type must be theirs.
  Type element = getElementTypeOrSelf(root->getResult(0).getType());
  for (Value result : kernel.getBody().front().getTerminator()->getOperands())
    if (getElementTypeOrSelf(result.getType()) == element)
      stored = result;
  if (!stored)
    return root->emitOpError(
        "no result of its kernel has the type of its sums");
  return success();
}

// i1 is a byte in memory.
static MemRefType bufferType(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  Type element = tensor.getElementType();
  if (element.isInteger(1))
    element = IntegerType::get(type.getContext(), 8);
  return MemRefType::get(tensor.getShape(), element);
}

void ContractionKernel::createFunction() {
  SmallVector<Type> types;
  Operation *end = kernel.getBody().front().getTerminator();
  for (Type type : llvm::concat<const Type>(kernel.getArgumentTypes(),
                                            kernel.getResultTypes()))
    types.push_back(bufferType(type));
  auto func = func::FuncOp::create(b, loc, kernel.getSymName(),
                                   b.getFunctionType(types, {}));
  func.setPrivate();
  Block *entry = func.addEntryBlock();
  b.setInsertionPointToStart(entry);
  unsigned arguments = kernel.getNumArguments();
  for (auto [i, argument] : llvm::enumerate(kernel.getArguments()))
    buffers[argument] = entry->getArgument(i);
  for (auto [i, result] : llvm::enumerate(end->getOperands()))
    buffers[result] = entry->getArgument(arguments + i);
  out = buffers[stored];
}

// The buffer over one dimension, made once.
Value ContractionKernel::flatten(Value buffer) {
  Value &result = flat[buffer];
  if (result)
    return result;
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(buffer.getParentBlock());
  if (Operation *maker = buffer.getDefiningOp())
    b.setInsertionPointAfter(maker);
  auto type = cast<MemRefType>(buffer.getType());
  int64_t count = type.getNumElements();
  auto flatType = MemRefType::get({count}, type.getElementType());
  result = memref::ReinterpretCastOp::create(
      b, loc, flatType, buffer, /*offset=*/0, ArrayRef<int64_t>{count},
      ArrayRef<int64_t>{1});
  return result;
}

// A copy of the buffer with zeros around it.
Value ContractionKernel::pad(Value buffer, const Padding &padding) {
  if (padding.isNone())
    return buffer;
  auto type = cast<MemRefType>(buffer.getType());
  SmallVector<int64_t> shape(type.getShape());
  for (size_t i = 0; i < shape.size(); ++i)
    shape[i] += padding.low[i] + padding.high[i];
  Type element = type.getElementType();
  Value wide = memref::AllocOp::create(b, loc, MemRefType::get(shape, element),
                                       b.getI64IntegerAttr(64));
  Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(element));
  linalg::FillOp::create(b, loc, zero, wide);
  SmallVector<OpFoldResult> offsets, sizes, strides;
  for (auto [low, size] : llvm::zip(padding.low, type.getShape())) {
    offsets.push_back(b.getIndexAttr(low));
    sizes.push_back(b.getIndexAttr(size));
    strides.push_back(b.getIndexAttr(1));
  }
  Value inside =
      memref::SubViewOp::create(b, loc, wide, offsets, sizes, strides);
  AffineMap identity = b.getMultiDimIdentityMap(type.getRank());
  SmallVector<utils::IteratorType> loops(type.getRank(),
                                         utils::IteratorType::parallel);
  linalg::GenericOp::create(b, loc, buffer, inside,
                            ArrayRef<AffineMap>{identity, identity}, loops,
                            [](OpBuilder &b, Location loc, ValueRange args) {
                              linalg::YieldOp::create(b, loc, args.front());
                            });
  return wide;
}

//===----------------------------------------------------------------------===//
// The pointwise ops on finished sums
//===----------------------------------------------------------------------===//

// How far a step along each batch, m and n dim moves in a tensor that
// broadcasts to the result.
static SmallVector<int64_t> strideInOperand(const ContractionPart &part,
                                            RankedTensorType type,
                                            unsigned rank) {
  SmallVector<int64_t> strides(rank, 0), result;
  int64_t stride = 1;
  for (int64_t i = type.getRank() - 1; i >= 0; --i) {
    strides[rank - type.getRank() + i] = type.getDimSize(i) == 1 ? 0 : stride;
    stride *= type.getDimSize(i);
  }
  for (auto [axis, step] : part.axes)
    result.push_back(strides[axis] * step);
  return result;
}

static unsigned laneIndex(const Contraction &c) {
  // The m or n dim that moves the result least carries the lanes.
  unsigned best = c.batch.size();
  auto dims =
      llvm::to_vector(llvm::concat<const ContractionDim>(c.batch, c.m, c.n));
  for (unsigned i = best; i < dims.size(); ++i)
    if (dims[i].extent > 1 &&
        (dims[best].extent == 1 || dims[i].out < dims[best].out))
      best = i;
  return best;
}

// Whether a vector may not run on into the next row: some operand would not
// follow.
bool ContractionKernel::needsLanesWithin(const ContractionPart &part) {
  auto result = cast<RankedTensorType>(root->getResult(0).getType());
  if (description.bias)
    return true;
  for (Operation *op : pointwise)
    for (Value operand : op->getOperands())
      if (isa<BlockArgument>(operand) &&
          cast<RankedTensorType>(operand.getType()).getShape() !=
              result.getShape())
        return true;
  return false;
}

Value ContractionKernel::flatOffset(OpBuilder &b, const ContractionPart &part,
                                    Type type, ValueRange index,
                                    std::optional<int64_t> &laneStride) {
  auto result = cast<RankedTensorType>(root->getResult(0).getType());
  auto tensor = cast<RankedTensorType>(type);
  SmallVector<int64_t> strides =
      strideInOperand(part, tensor, result.getRank());
  int64_t start = 0, stride = 1;
  for (int64_t i = tensor.getRank() - 1; i >= 0; --i) {
    if (tensor.getDimSize(i) != 1)
      start += part.origin[result.getRank() - tensor.getRank() + i] * stride;
    stride *= tensor.getDimSize(i);
  }
  Value offset = arith::ConstantIndexOp::create(b, loc, start);
  for (auto [place, step] : llvm::zip(index, strides)) {
    if (step == 0)
      continue;
    Value factor = arith::ConstantIndexOp::create(b, loc, step);
    offset = arith::AddIOp::create(
        b, loc, offset, arith::MulIOp::create(b, loc, place, factor));
  }
  laneStride = strides[laneIndex(part.contraction)];
  return offset;
}

// A vector of an operand of the pointwise ops at the place of the sums.
Value ContractionKernel::load(OpBuilder &b, const ContractionPart &part,
                              Value source, ValueRange index, int64_t lanes,
                              Value mask) {
  Value buffer = flatten(buffers[source]);
  Type element = cast<MemRefType>(buffer.getType()).getElementType();
  auto type = VectorType::get({lanes}, element);
  std::optional<int64_t> laneStride;
  Value offset = flatOffset(b, part, source.getType(), index, laneStride);
  Value none = arith::ConstantOp::create(b, loc, b.getZeroAttr(type));
  Value vector;
  if (*laneStride == 0) {
    Value scalar = memref::LoadOp::create(b, loc, buffer, offset);
    vector = vector::BroadcastOp::create(b, loc, type, scalar);
  } else if (*laneStride == 1) {
    vector =
        mask ? vector::MaskedLoadOp::create(b, loc, type, buffer, offset, mask,
                                            none)
                   .getResult()
             : vector::LoadOp::create(b, loc, type, buffer, offset).getResult();
  } else {
    SmallVector<int64_t> steps;
    for (int64_t i = 0; i < lanes; ++i)
      steps.push_back(i * *laneStride);
    auto stepType = VectorType::get({lanes}, b.getIndexType());
    Value places = arith::ConstantOp::create(
        b, loc, DenseIntElementsAttr::get(stepType, steps));
    Value all = mask;
    if (!all) {
      auto flags = VectorType::get({lanes}, b.getI1Type());
      all = arith::ConstantOp::create(b, loc,
                                      DenseElementsAttr::get(flags, true));
    }
    vector = vector::GatherOp::create(b, loc, type, buffer, offset, places, all,
                                      none);
  }
  if (!getElementTypeOrSelf(source.getType()).isInteger(1))
    return vector;
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, vector, none);
}

Value ContractionKernel::epilogue(OpBuilder &b, const ContractionPart &part,
                                  Value sums, ValueRange index, int64_t lanes,
                                  Value mask) {
  llvm::DenseMap<Value, Value> vectors;
  if (description.bias) {
    // A vector along axis 1: seen as a tensor [1, o, 1, ...].
    auto result = cast<RankedTensorType>(root->getResult(0).getType());
    SmallVector<int64_t> shape(result.getRank(), 1);
    shape[1] = result.getDimSize(1);
    Value buffer = flatten(buffers[description.bias]);
    std::optional<int64_t> laneStride;
    Value offset = flatOffset(b, part, result.clone(shape), index, laneStride);
    Value scalar = memref::LoadOp::create(b, loc, buffer, offset);
    Value bias = vector::BroadcastOp::create(b, loc, sums.getType(), scalar);
    if (*laneStride != 0) {
      auto type = cast<VectorType>(sums.getType());
      SmallVector<int64_t> steps;
      for (int64_t i = 0; i < lanes; ++i)
        steps.push_back(i * *laneStride);
      Value places = arith::ConstantOp::create(
          b, loc,
          DenseIntElementsAttr::get(VectorType::get({lanes}, b.getIndexType()),
                                    steps));
      Value none = arith::ConstantOp::create(b, loc, b.getZeroAttr(type));
      Value all = mask;
      if (!all)
        all = arith::ConstantOp::create(
            b, loc,
            DenseElementsAttr::get(VectorType::get({lanes}, b.getI1Type()),
                                   true));
      bias = vector::GatherOp::create(b, loc, type, buffer, offset, places, all,
                                      none);
    }
    sums = arith::AddFOp::create(b, loc, sums, bias);
  }
  vectors[root->getResult(0)] = sums;
  for (Operation *op : pointwise) {
    SmallVector<Value> args;
    for (Value operand : op->getOperands()) {
      if (auto number = operand.getDefiningOp<NumberOp>()) {
        auto type =
            VectorType::get({lanes}, getElementTypeOrSelf(number.getType()));
        ScalarBuilder scalar{b, loc, type.getElementType(), type};
        args.push_back(scalar.number(number.getValue().convertToDouble()));
      } else if (Value known = vectors.lookup(operand)) {
        args.push_back(known);
      } else {
        args.push_back(load(b, part, operand, index, lanes, mask));
      }
    }
    Type element = getElementTypeOrSelf(op->getResult(0).getType());
    vectors[op->getResult(0)] =
        cast<PointwiseOpInterface>(op).buildScalar(b, args, element);
  }
  // Results besides the one that is stored with the sums.
  for (Value result : kernel.getBody().front().getTerminator()->getOperands()) {
    if (result == stored)
      continue;
    Value vector = vectors[result], buffer = flatten(buffers[result]);
    Type element = cast<MemRefType>(buffer.getType()).getElementType();
    if (element != getElementTypeOrSelf(vector.getType()))
      vector = arith::ExtUIOp::create(b, loc, VectorType::get({lanes}, element),
                                      vector);
    std::optional<int64_t> laneStride;
    Value offset = flatOffset(b, part, result.getType(), index, laneStride);
    Value all = mask;
    if (!all)
      all = arith::ConstantOp::create(
          b, loc,
          DenseElementsAttr::get(VectorType::get({lanes}, b.getI1Type()),
                                 true));
    if (*laneStride == 1) {
      vector::MaskedStoreOp::create(b, loc, buffer, offset, all, vector);
      continue;
    }
    SmallVector<int64_t> steps;
    for (int64_t i = 0; i < lanes; ++i)
      steps.push_back(i * *laneStride);
    Value places = arith::ConstantOp::create(
        b, loc,
        DenseIntElementsAttr::get(VectorType::get({lanes}, b.getIndexType()),
                                  steps));
    vector::ScatterOp::create(b, loc, Type(), buffer, ValueRange(offset),
                              places, all, vector);
  }
  return vectors[stored];
}

//===----------------------------------------------------------------------===//
// The kernel
//===----------------------------------------------------------------------===//

LogicalResult ContractionKernel::emitPart(const ContractionPart &part,
                                          Value lhs, Value rhs) {
  ContractionPart exact = part;
  exact.contraction.lanesWithinInnermost = needsLanesWithin(part);
  const Contraction &c = exact.contraction;
  Schedule schedule = chooseSchedule(c, target);
  Value scratch;
  if (int64_t bytes = scratchBytes(c, schedule))
    scratch =
        memref::AllocOp::create(b, loc, MemRefType::get({bytes}, b.getI8Type()),
                                b.getI64IntegerAttr(64));
  auto finish = [&](OpBuilder &inner, Location, Value sums, ValueRange index,
                    int64_t lanes, Value mask) {
    return epilogue(inner, exact, sums, index, lanes, mask);
  };
  bool plain = pointwise.empty() && !description.bias;
  return emitContraction(b, loc, c, schedule, lhs, rhs, out, scratch,
                         plain ? Epilogue() : Epilogue(finish));
}

LogicalResult ContractionKernel::emit() {
  if (failed(split()))
    return failure();
  createFunction();
  // Buffers of all arguments over one dimension, before any loop.
  for (auto [value, buffer] : buffers)
    flatten(buffer);
  Value lhs = buffers[description.lhs];
  Value rhs = pad(buffers[description.rhs], description.padding);
  for (const ContractionPart &part : description.parts)
    if (failed(emitPart(part, lhs, rhs)))
      return failure();
  func::ReturnOp::create(b, loc);
  kernel.erase();
  return success();
}

namespace {
struct EmitContractionsPass
    : leat::impl::EmitContractionsPassBase<EmitContractionsPass> {
  using Base::Base;

  void runOnOperation() override {
    CpuTarget target;
    target.threads = threads;
    target.vectorBytes = vectorBytes;
    target.vectorRegisters = vectorBytes == 64 ? 32 : 16;
    for (KernelOp kernel :
         llvm::make_early_inc_range(getOperation().getOps<KernelOp>()))
      if (failed(ContractionKernel(kernel, target).emit()))
        return signalPassFailure();
  }
};
} // namespace
