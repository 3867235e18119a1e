//===- Lowering.cpp - the body of a kernel as linalg on tensors -*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The builders that all families use; see Lowering.h.
//
//===----------------------------------------------------------------------===//

#include "passes/tensor/Lowering.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/ReshapeOpsUtils.h"
#include <numeric>

using namespace mlir;

namespace leat::tensor {

Type storedElement(Type element) {
  if (element.isInteger(1))
    return IntegerType::get(element.getContext(), 8);
  return element;
}

RankedTensorType storedType(Type tensor) {
  auto type = cast<RankedTensorType>(tensor);
  return type.clone(storedElement(type.getElementType()));
}

Value loadBool(OpBuilder &b, Location loc, Value value, Type element) {
  if (!element.isInteger(1) || value.getType() == element)
    return value;
  Value zero =
      arith::ConstantOp::create(b, loc, b.getZeroAttr(value.getType()));
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, value, zero);
}

Value storeBool(OpBuilder &b, Location loc, Value value) {
  if (!value.getType().isInteger(1))
    return value;
  return arith::ExtUIOp::create(b, loc, b.getI8Type(), value);
}

Type accumulatorOf(Type element) {
  if (element.isBF16() || element.isF16())
    return Float32Type::get(element.getContext());
  return element;
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

Value Lowering::operator[](Value value) {
  if (Value tensor = values.lookupOrNull(value))
    return tensor;
  // The only op without a lowering of its own: pointwise ops hold numbers in
  // their bodies, and nobody else's number shall take memory for them.
  auto number = value.getDefiningOp<NumberOp>();
  assert(number && "a value is lowered before its users");
  Value tensor =
      filled(storedType(value.getType()), number.getValue().convertToDouble());
  set(value, tensor);
  return tensor;
}

Value Lowering::empty(RankedTensorType type) {
  return mlir::tensor::EmptyOp::create(b, loc, type.getShape(),
                                       type.getElementType());
}

Value Lowering::scalar(OpBuilder &at, Type type, double number) {
  return ScalarBuilder{at, loc, type, type}.number(number);
}

Value Lowering::index(OpBuilder &at, int64_t number) {
  return arith::ConstantIndexOp::create(at, loc, number);
}

Value Lowering::clampIndex(OpBuilder &at, Value position, int64_t extent) {
  Value low = arith::MaxSIOp::create(at, loc, position, index(at, 0));
  return arith::MinSIOp::create(at, loc, low, index(at, extent - 1));
}

Value Lowering::filled(RankedTensorType type, double number) {
  return filled(type, scalar(b, type.getElementType(), number));
}

Value Lowering::filled(RankedTensorType type, Value scalar) {
  return linalg::FillOp::create(b, loc, scalar, empty(type)).getResult(0);
}

//===----------------------------------------------------------------------===//
// Generics
//===----------------------------------------------------------------------===//

SmallVector<Value> Lowering::generic(ArrayRef<Access> inputs,
                                     ArrayRef<Access> destinations,
                                     unsigned loops,
                                     ArrayRef<int64_t> reductions, Body body) {
  SmallVector<AffineMap> maps;
  SmallVector<Value> reads, writes;
  SmallVector<Type> types;
  for (const Access &input : inputs) {
    reads.push_back(input.tensor);
    maps.push_back(input.map);
  }
  for (const Access &destination : destinations) {
    writes.push_back(destination.tensor);
    types.push_back(destination.tensor.getType());
    maps.push_back(destination.map);
  }
  SmallVector<utils::IteratorType> iterators(loops,
                                             utils::IteratorType::parallel);
  for (int64_t loop : reductions)
    iterators[loop] = utils::IteratorType::reduction;
  auto op = linalg::GenericOp::create(
      b, loc, types, reads, writes, maps, iterators,
      [&](OpBuilder &inside, Location, ValueRange arguments) {
        linalg::YieldOp::create(inside, loc, body(inside, arguments));
      });
  return llvm::to_vector_of<Value>(op.getResults());
}

Value Lowering::map(RankedTensorType type, ArrayRef<Access> inputs,
                    ScalarBody body) {
  unsigned rank = type.getRank();
  return generic(inputs, Access{empty(type), identity(rank)}, rank, {},
                 [&](OpBuilder &inside, ValueRange arguments) {
                   return SmallVector<Value>{
                       body(inside, arguments.drop_back())};
                 })[0];
}

Value Lowering::convert(Value tensor, Type element) {
  auto type = cast<RankedTensorType>(tensor.getType());
  if (type.getElementType() == element)
    return tensor;
  return map(type.clone(element), Access{tensor, identity(type.getRank())},
             [&](OpBuilder &inside, ValueRange x) {
               return ScalarBuilder{inside, loc, element}.convert(x[0]);
             });
}

Value Lowering::reshape(Value tensor, ArrayRef<int64_t> shape) {
  auto from = cast<RankedTensorType>(tensor.getType());
  auto to = from.clone(shape);
  if (from == to)
    return tensor;
  if (auto groups = getReassociationIndicesForReshape(from, to)) {
    if (from.getRank() > to.getRank())
      return mlir::tensor::CollapseShapeOp::create(b, loc, to, tensor, *groups);
    return mlir::tensor::ExpandShapeOp::create(b, loc, to, tensor, *groups);
  }
  // Neither groups axes of the other: by way of a flat tensor.
  auto group = [](int64_t rank) {
    SmallVector<ReassociationIndices> all(1);
    all[0].resize(rank);
    std::iota(all[0].begin(), all[0].end(), 0);
    return all;
  };
  Value flat = mlir::tensor::CollapseShapeOp::create(
      b, loc, from.clone({from.getNumElements()}), tensor,
      group(from.getRank()));
  return mlir::tensor::ExpandShapeOp::create(b, loc, to, flat,
                                             group(to.getRank()));
}

// A fill and a copy, both contiguous, and no comparison for each element.
Value Lowering::pad(Value tensor, ArrayRef<int64_t> low, ArrayRef<int64_t> high,
                    ArrayRef<int64_t> interior, Value value) {
  auto type = cast<RankedTensorType>(tensor.getType());
  SmallVector<int64_t> shape;
  SmallVector<OpFoldResult> offsets, sizes, strides;
  for (auto [d, extent] : llvm::enumerate(type.getShape())) {
    int64_t between = extent == 0 ? 0 : (extent - 1) * interior[d];
    shape.push_back(low[d] + extent + between + high[d]);
    offsets.push_back(b.getIndexAttr(low[d]));
    sizes.push_back(b.getIndexAttr(extent));
    strides.push_back(b.getIndexAttr(interior[d] + 1));
  }
  Value around = filled(type.clone(shape), value);
  return mlir::tensor::InsertSliceOp::create(b, loc, tensor, around, offsets,
                                             sizes, strides);
}

//===----------------------------------------------------------------------===//
// Maps
//===----------------------------------------------------------------------===//

AffineMap Lowering::identity(unsigned rank) {
  return b.getMultiDimIdentityMap(rank);
}

AffineMap Lowering::pick(unsigned count, ArrayRef<int64_t> loops) {
  SmallVector<AffineExpr> exprs;
  for (int64_t loop : loops)
    exprs.push_back(b.getAffineDimExpr(loop));
  return AffineMap::get(count, 0, exprs, b.getContext());
}

AffineMap Lowering::broadcast(ArrayRef<int64_t> shape,
                              ArrayRef<int64_t> result) {
  SmallVector<AffineExpr> exprs;
  unsigned skipped = result.size() - shape.size();
  for (auto [i, extent] : llvm::enumerate(shape)) {
    bool stretched = extent == 1 && result[skipped + i] != 1;
    exprs.push_back(stretched ? b.getAffineConstantExpr(0)
                              : b.getAffineDimExpr(skipped + i));
  }
  return AffineMap::get(result.size(), 0, exprs, b.getContext());
}

const Registry::Lower *Registry::find(Operation *op) const {
  auto found = table.find(op->getName().getTypeID());
  return found == table.end() ? nullptr : &found->second;
}

} // namespace leat::tensor
