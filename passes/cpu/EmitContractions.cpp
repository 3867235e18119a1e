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
#include "passes/cpu/contraction/EveryOther.h"

namespace leat {
#define GEN_PASS_DEF_EMITCONTRACTIONSPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

namespace {

/// Where an epilogue stands: its builder, the index of its first lane by dim of
/// the contraction, its lanes, and which of them are used (null: all).
struct Place {
  OpBuilder &b;
  Location loc;
  ValueRange index;
  int64_t lanes;
  Value mask;

  VectorType vectorOf(Type element) const {
    return VectorType::get({lanes}, element);
  }
  /// The mask as a value.
  Value used() const;
  /// 0, stride, 2 stride ...: how far each lane lies from the first.
  Value steps(int64_t stride) const;
};

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
  Value flatten(Value buffer);
  SmallVector<RankedTensorType> narrowOperands();
  Value epilogue(const ContractionPart &part, const Place &place, Value sums);
  Value offsetIn(const ContractionPart &part, const Place &place, Type type,
                 int64_t &laneStride);
  Value load(const ContractionPart &part, const Place &place, Type type,
             Value buffer);
  void store(const ContractionPart &part, const Place &place, Type type,
             Value buffer, Value vector);

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
  llvm::MapVector<Value, Value> buffers;
  /// The same buffers over one dimension.
  llvm::DenseMap<Value, Value> flat;
  Value out;
};

} // namespace

Value Place::used() const {
  if (mask)
    return mask;
  return arith::ConstantOp::create(
      b, loc, DenseElementsAttr::get(vectorOf(b.getI1Type()), true));
}

Value Place::steps(int64_t stride) const {
  SmallVector<int64_t> steps;
  for (int64_t i = 0; i < lanes; ++i)
    steps.push_back(i * stride);
  return arith::ConstantOp::create(
      b, loc, DenseIntElementsAttr::get(vectorOf(b.getIndexType()), steps));
}

LogicalResult ContractionKernel::split() {
  for (Operation &op : kernel.getBody().front().without_terminator()) {
    if (isa<ContractionOpInterface>(op) && !root)
      root = &op;
    else if (isa<PointwiseOpInterface>(op) && root)
      pointwise.push_back(&op);
    else if (!isa<NumberOp>(op))
      return op.emitOpError("can not stand in a kernel with a contraction");
  }
  for (auto [i, operand] : llvm::enumerate(root->getOperands()))
    if (!isa<BlockArgument>(operand))
      return root->emitOpError("operand #")
             << i << " is computed in its kernel, expected an argument of it";
  FailureOr<ContractionDescription> found = describeContraction(root);
  if (failed(found))
    return failure();
  description = std::move(*found);
  // The cost model divides by the extents.
  for (const ContractionPart &part : description.parts)
    if (failed(verifyContraction(part.contraction,
                                 [&] { return root->emitOpError(); })))
      return failure();
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

// What the pointwise ops read that is narrower than the result: a vector may
// not run on into the next row then, where the operand does not follow. The
// bias, a vector along axis 1, is seen as a tensor [1, o, 1, ...].
SmallVector<RankedTensorType> ContractionKernel::narrowOperands() {
  auto result = cast<RankedTensorType>(root->getResult(0).getType());
  SmallVector<RankedTensorType> narrow;
  if (description.bias) {
    SmallVector<int64_t> shape(result.getRank(), 1);
    shape[1] = result.getDimSize(1);
    narrow.push_back(result.clone(shape));
  }
  for (Operation *op : pointwise)
    for (Value operand : op->getOperands()) {
      auto type = cast<RankedTensorType>(operand.getType());
      if (isa<BlockArgument>(operand) && type.getShape() != result.getShape())
        narrow.push_back(type);
    }
  return narrow;
}

// Whether a tensor of type `type` goes on from dim to dim of m, and of n, as it
// goes on along the inner one, or is the same along all of them.
static bool followsLanes(const ContractionPart &part, RankedTensorType type,
                         unsigned rank) {
  SmallVector<int64_t> strides = strideInOperand(part, type, rank);
  const Contraction &c = part.contraction;
  size_t position = c.batch.size();
  for (const auto *group : {&c.m, &c.n}) {
    std::optional<int64_t> next; // the step of a dim that goes on
    for (size_t i = group->size(); i-- > 0;) {
      int64_t extent = (*group)[i].extent, stride = strides[position + i];
      if (extent == 1)
        continue;
      if (next && stride != *next)
        return false;
      next = stride * extent;
    }
    position += group->size();
  }
  return true;
}

// Where the first lane lies in a row-major tensor of type `type`, which
// broadcasts to the result, and how far from it the next one lies.
Value ContractionKernel::offsetIn(const ContractionPart &part,
                                  const Place &place, Type type,
                                  int64_t &laneStride) {
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
  OpBuilder &b = place.b;
  Value offset = arith::ConstantIndexOp::create(b, loc, start);
  for (auto [position, step] : llvm::zip(place.index, strides)) {
    if (step == 0)
      continue;
    Value factor = arith::ConstantIndexOp::create(b, loc, step);
    offset = arith::AddIOp::create(
        b, loc, offset, arith::MulIOp::create(b, loc, position, factor));
  }
  std::optional<unsigned> lane = laneDim(part.contraction);
  laneStride = lane ? strides[*lane] : 0;
  return offset;
}

// A vector of a tensor of type `type`, which lies in `buffer`.
Value ContractionKernel::load(const ContractionPart &part, const Place &place,
                              Type type, Value buffer) {
  OpBuilder &b = place.b;
  buffer = flatten(buffer);
  VectorType vector =
      place.vectorOf(cast<MemRefType>(buffer.getType()).getElementType());
  int64_t laneStride;
  Value offset = offsetIn(part, place, type, laneStride);
  Value none = arith::ConstantOp::create(b, loc, b.getZeroAttr(vector));
  Value loaded;
  if (laneStride == 0)
    loaded = vector::BroadcastOp::create(
        b, loc, vector, memref::LoadOp::create(b, loc, buffer, offset));
  else if (laneStride == 2 && place.lanes > 1)
    loaded = loadEveryOther(b, loc, vector, buffer, offset, place.mask);
  else if (laneStride != 1)
    loaded =
        vector::GatherOp::create(b, loc, vector, buffer, offset,
                                 place.steps(laneStride), place.used(), none);
  else if (place.mask)
    loaded = vector::MaskedLoadOp::create(b, loc, vector, buffer, offset,
                                          place.mask, none);
  else
    loaded = vector::LoadOp::create(b, loc, vector, buffer, offset);
  if (!getElementTypeOrSelf(type).isInteger(1))
    return loaded;
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, loaded, none);
}

void ContractionKernel::store(const ContractionPart &part, const Place &place,
                              Type type, Value buffer, Value vector) {
  OpBuilder &b = place.b;
  buffer = flatten(buffer);
  Type element = cast<MemRefType>(buffer.getType()).getElementType();
  if (element != getElementTypeOrSelf(vector.getType()))
    vector = arith::ExtUIOp::create(b, loc, place.vectorOf(element), vector);
  int64_t laneStride;
  Value offset = offsetIn(part, place, type, laneStride);
  if (laneStride == 1)
    vector::MaskedStoreOp::create(b, loc, buffer, offset, place.used(), vector);
  else if (laneStride == 2 && place.lanes > 1)
    storeEveryOther(b, loc, vector, buffer, offset, place.mask);
  else
    vector::ScatterOp::create(b, loc, Type(), buffer, ValueRange(offset),
                              place.steps(laneStride), place.used(), vector);
}

Value ContractionKernel::epilogue(const ContractionPart &part,
                                  const Place &place, Value sums) {
  OpBuilder &b = place.b;
  if (description.bias) {
    Value bias =
        load(part, place, narrowOperands().front(), buffers[description.bias]);
    sums = arith::AddFOp::create(b, loc, sums, bias);
  }
  llvm::DenseMap<Value, Value> vectors;
  vectors[root->getResult(0)] = sums;
  auto vectorOf = [&](Value operand) -> Value {
    if (Value known = vectors.lookup(operand))
      return known;
    auto number = operand.getDefiningOp<NumberOp>();
    if (!number)
      return load(part, place, operand.getType(), buffers[operand]);
    VectorType type = place.vectorOf(getElementTypeOrSelf(number.getType()));
    ScalarBuilder scalar{b, loc, type.getElementType(), type};
    return scalar.number(number.getValue().convertToDouble());
  };
  for (Operation *op : pointwise) {
    SmallVector<Value> args = llvm::map_to_vector(op->getOperands(), vectorOf);
    Type element = getElementTypeOrSelf(op->getResult(0).getType());
    vectors[op->getResult(0)] =
        cast<PointwiseOpInterface>(op).buildScalar(b, args, element);
  }
  // Results besides the one that is stored with the sums.
  for (Value result : kernel.getBody().front().getTerminator()->getOperands())
    if (result != stored)
      store(part, place, result.getType(), buffers[result], vectors[result]);
  return vectors[stored];
}

//===----------------------------------------------------------------------===//
// The kernel
//===----------------------------------------------------------------------===//

LogicalResult ContractionKernel::emitPart(const ContractionPart &part,
                                          Value lhs, Value rhs) {
  ContractionPart exact = part;
  SmallVector<RankedTensorType> narrow = narrowOperands();
  auto result = cast<RankedTensorType>(root->getResult(0).getType());
  exact.contraction.lanesWithinInnermost = !narrow.empty();
  exact.contraction.lanesMayFlatten =
      llvm::all_of(narrow, [&](RankedTensorType type) {
        return followsLanes(part, type, result.getRank());
      });
  const Contraction &c = exact.contraction;
  Schedule schedule = chooseSchedule(c, target);
  Value scratch;
  if (int64_t bytes = scratchBytes(c, schedule))
    scratch =
        memref::AllocOp::create(b, loc, MemRefType::get({bytes}, b.getI8Type()),
                                b.getI64IntegerAttr(64));
  auto finish = [&](OpBuilder &inner, Location at, Value sums, ValueRange index,
                    int64_t lanes, Value mask) {
    return epilogue(exact, Place{inner, at, index, lanes, mask}, sums);
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
    target.firstCacheBytes = l1Bytes;
    target.secondCacheBytes = l2Bytes;
    for (KernelOp kernel :
         llvm::make_early_inc_range(getOperation().getOps<KernelOp>()))
      if (failed(ContractionKernel(kernel, target).emit()))
        return signalPassFailure();
  }
};
} // namespace
