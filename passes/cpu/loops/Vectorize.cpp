//===- Vectorize.cpp - one point of a statement on vector lanes -*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   linalg.generic { out = exp(a[i, j] - m[i]) }     lanes along j
//     ==>
//   %a = vector.load %A[%i * 1024 + %j] : memref<..xf32>, vector<16xf32>
//   %m = memref.load %M[%i]                       uniform: stays a scalar
//   %0 = arith.subf %a, vector.broadcast %m
//   %1 = math.exp %0
//   vector.store %1, %OUT[%i * 1024 + %j]
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/loops/Vectorize.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "passes/cpu/loops/Transpose.h"

using namespace mlir;

namespace leat::loops {

static bool isVarying(Value value) { return isa<VectorType>(value.getType()); }

static unsigned lanesOf(Value value) {
  auto type = dyn_cast<VectorType>(value.getType());
  return type ? type.getNumElements() : 1;
}

//===----------------------------------------------------------------------===//
// Small values
//===----------------------------------------------------------------------===//

Value Vectorizer::index(int64_t value) {
  return arith::ConstantIndexOp::create(b, loc, value);
}

Value Vectorizer::add(Value lhs, Value rhs) {
  unsigned lanes = std::max(lanesOf(lhs), lanesOf(rhs));
  return b.createOrFold<arith::AddIOp>(loc, broadcast(lhs, lanes),
                                       broadcast(rhs, lanes));
}

Type Vectorizer::typeAt(Type element, unsigned lanes) {
  return lanes == 1 ? element : VectorType::get({lanes}, element);
}

Value Vectorizer::broadcast(Value value, unsigned lanes) {
  if (lanes == 1 || isVarying(value))
    return value;
  return vector::BroadcastOp::create(b, loc, typeAt(value.getType(), lanes),
                                     value);
}

Value Vectorizer::mask(unsigned active, unsigned lanes) {
  SmallVector<bool> bits(lanes, false);
  std::fill_n(bits.begin(), active, true);
  auto type = VectorType::get({lanes}, b.getI1Type());
  return arith::ConstantOp::create(b, loc, DenseElementsAttr::get(type, bits));
}

Value Vectorizer::strideVector(int64_t stride, unsigned lanes) {
  SmallVector<int32_t> offsets;
  for (unsigned lane = 0; lane < lanes; ++lane)
    offsets.push_back(lane * stride);
  auto type = VectorType::get({lanes}, b.getI32Type());
  return arith::ConstantOp::create(
      b, loc, DenseElementsAttr::get(type, ArrayRef<int32_t>(offsets)));
}

//===----------------------------------------------------------------------===//
// Views: every buffer as one dimension from its aligned pointer
//===----------------------------------------------------------------------===//

Value Vectorizer::makeView(Value memref) {
  auto type = cast<MemRefType>(memref.getType());
  SmallVector<int64_t> strides;
  int64_t offset;
  // Static strides were checked when the statement was described.
  if (failed(type.getStridesAndOffset(strides, offset)))
    return memref;
  int64_t size = ShapedType::isDynamic(offset) ? 1 : offset + 1;
  for (auto [extent, stride] : llvm::zip(type.getShape(), strides))
    size += (extent - 1) * stride;
  Value view = memref;
  if (type.getRank() != 1 || !type.getLayout().isIdentity()) {
    OpFoldResult start = b.getIndexAttr(0);
    auto viewType = MemRefType::get({size}, type.getElementType(), AffineMap(),
                                    type.getMemorySpace());
    if (ShapedType::isDynamic(offset)) {
      start =
          memref::ExtractStridedMetadataOp::create(b, loc, memref).getOffset();
      viewType = MemRefType::get(
          {size}, type.getElementType(),
          StridedLayoutAttr::get(b.getContext(), ShapedType::kDynamic, {1}),
          type.getMemorySpace());
    }
    view = memref::ReinterpretCastOp::create(
        b, loc, viewType, memref, start,
        ArrayRef<OpFoldResult>{b.getIndexAttr(size)},
        ArrayRef<OpFoldResult>{b.getIndexAttr(1)});
  }
  if (!type.getElementType().isInteger(1))
    return view;
  // An i1 takes a byte in memory, but a vector of i1 is a row of bits.
  auto viewType = cast<MemRefType>(view.getType());
  return UnrealizedConversionCastOp::create(
             b, loc,
             TypeRange{
                 MemRefType::Builder(viewType).setElementType(b.getI8Type())},
             ValueRange{view})
      .getResult(0);
}

Value Vectorizer::viewOf(Value memref) {
  if (Value view = baseViews.lookup(baseOf(memref)))
    return view;
  return views.lookup(memref);
}

void Vectorizer::addViews(Statement &statement) {
  auto addView = [&](Value memref) {
    Value base = baseOf(memref);
    if (!baseViews.count(base) && !virtualBases.contains(base) &&
        !views.count(memref))
      views[memref] = makeView(memref);
  };
  for (Access &access : statement.accesses)
    if (!access.isScalar())
      addView(access.memref);
  statement.body()->walk(
      [&](memref::LoadOp load) { addView(load.getMemRef()); });
}

Value Vectorizer::fromMemory(Value value, Type element) {
  if (!element.isInteger(1))
    return value;
  Value zero =
      arith::ConstantOp::create(b, loc, b.getZeroAttr(value.getType()));
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, value, zero);
}

Value Vectorizer::toMemory(Value value) {
  if (!getElementTypeOrSelf(value).isInteger(1))
    return value;
  return arith::ExtUIOp::create(b, loc, typeAt(b.getI8Type(), lanesOf(value)),
                                value);
}

//===----------------------------------------------------------------------===//
// Indices
//===----------------------------------------------------------------------===//

Value Vectorizer::address(const Access &access, const Point &point) {
  Value sum;
  if (access.offset != 0)
    sum = index(access.offset);
  // Outer loops first, so that prefixes are invariant in inner loops.
  for (auto [stride, iv] : llvm::zip(access.strides, point.ivs)) {
    if (stride == 0)
      continue;
    Value term = iv;
    if (stride != 1)
      term = b.createOrFold<arith::MulIOp>(loc, iv, index(stride));
    sum = sum ? b.createOrFold<arith::AddIOp>(loc, sum, term) : term;
  }
  return sum ? sum : index(0);
}

Value Vectorizer::binary(AffineExprKind kind, Value lhs, int64_t rhs) {
  // Indices are below 2^31 (describe() checks sizes): narrow division is fast.
  Type type = lhs.getType();
  unsigned lanes = lanesOf(lhs);
  Value left = lhs;
  if (lanes > 1)
    left =
        arith::IndexCastOp::create(b, loc, typeAt(b.getI32Type(), lanes), lhs);
  auto constant = [&](int64_t value) -> Value {
    Type element = getElementTypeOrSelf(left);
    Value scalar =
        arith::ConstantOp::create(b, loc, b.getIntegerAttr(element, value));
    return broadcast(scalar, lanes);
  };
  Value result;
  // floor(a / c): remainders take the sign of a, so negative ones are
  // corrected.
  Value remainder = arith::RemSIOp::create(b, loc, left, constant(rhs));
  Value negative = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt,
                                         remainder, constant(0));
  if (kind == AffineExprKind::Mod) {
    Value wrapped = arith::AddIOp::create(b, loc, remainder, constant(rhs));
    result = arith::SelectOp::create(b, loc, negative, wrapped, remainder);
  } else {
    Value quotient = arith::DivSIOp::create(b, loc, left, constant(rhs));
    Value lower = arith::SubIOp::create(b, loc, quotient, constant(1));
    result = arith::SelectOp::create(b, loc, negative, lower, quotient);
  }
  return lanes > 1 ? arith::IndexCastOp::create(b, loc, type, result) : result;
}

Value Vectorizer::dimension(Statement &statement, const Point &point,
                            unsigned dim) {
  const Origin &origin = statement.origins[dim];
  if (origin.loop < 0)
    return index(0);
  Value value = point.ivs[origin.loop];
  if (origin.loop == statement.lane && point.lanes > 1) {
    Type type = typeAt(b.getIndexType(), point.lanes);
    value = add(value, vector::StepOp::create(b, loc, type));
  }
  if (origin.divisor != 1)
    value = binary(AffineExprKind::FloorDiv, value, origin.divisor);
  if (origin.modulus != 0)
    value = binary(AffineExprKind::Mod, value, origin.modulus);
  return value;
}

Value Vectorizer::expression(AffineExpr expr, ValueRange dims) {
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return dims[dim.getPosition()];
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return index(constant.getValue());
  auto pair = cast<AffineBinaryOpExpr>(expr);
  Value lhs = expression(pair.getLHS(), dims);
  if (expr.getKind() == AffineExprKind::Add)
    return add(lhs, expression(pair.getRHS(), dims));
  if (expr.getKind() == AffineExprKind::Mul) {
    Value rhs = broadcast(expression(pair.getRHS(), dims), lanesOf(lhs));
    return b.createOrFold<arith::MulIOp>(loc, lhs, rhs);
  }
  int64_t divisor = cast<AffineConstantExpr>(pair.getRHS()).getValue();
  if (expr.getKind() != AffineExprKind::CeilDiv)
    return binary(expr.getKind(), lhs, divisor);
  return binary(AffineExprKind::FloorDiv, add(lhs, index(divisor - 1)),
                divisor);
}

Value Vectorizer::flatIndex(MemRefType type, ValueRange indices) {
  SmallVector<int64_t> strides;
  int64_t offset;
  if (failed(type.getStridesAndOffset(strides, offset)) ||
      ShapedType::isDynamic(offset))
    offset = 0;
  Value sum = index(offset);
  for (auto [stride, value] : llvm::zip(strides, indices)) {
    Value factor = broadcast(index(stride), lanesOf(value));
    sum = add(sum, b.createOrFold<arith::MulIOp>(loc, value, factor));
  }
  return sum;
}

SmallVector<Value> Vectorizer::mapIndices(Statement &statement,
                                          const Access &access,
                                          const Point &point) {
  SmallVector<Value> dims, indices;
  for (unsigned d = 0; d < statement.origins.size(); ++d)
    dims.push_back(dimension(statement, point, d));
  for (AffineExpr expr : access.map.getResults())
    indices.push_back(expression(expr, dims));
  return indices;
}

//===----------------------------------------------------------------------===//
// Loads
//===----------------------------------------------------------------------===//

Value Vectorizer::gather(Value view, Value first, Value lanes,
                         const Point &point) {
  Type element = cast<MemRefType>(view.getType()).getElementType();
  auto type = VectorType::get({point.lanes}, element);
  Value pass = arith::ConstantOp::create(b, loc, b.getZeroAttr(type));
  return vector::GatherOp::create(b, loc, type, view, ValueRange{first}, lanes,
                                  mask(point.active, point.lanes), pass);
}

/// Every second element: two loads that stay inside the span of the lanes.
Value Vectorizer::deinterleave(Value view, Value first, VectorType type) {
  int64_t lanes = type.getNumElements();
  Value low = vector::LoadOp::create(b, loc, type, view, ValueRange{first});
  Value next = add(first, index(lanes - 1));
  Value high = vector::LoadOp::create(b, loc, type, view, ValueRange{next});
  SmallVector<int64_t> picks;
  for (int64_t lane = 0; lane < lanes; ++lane)
    picks.push_back(2 * lane < lanes ? 2 * lane : 2 * lane + 1);
  return vector::ShuffleOp::create(b, loc, low, high, picks);
}

Value Vectorizer::loadAt(Value view, Value address, int64_t stride,
                         const Point &point) {
  Type element = cast<MemRefType>(view.getType()).getElementType();
  if (stride == 0 || point.lanes == 1)
    return memref::LoadOp::create(b, loc, view, ValueRange{address});
  auto type = VectorType::get({point.lanes}, element);
  if (stride == 2 && !point.masked())
    return deinterleave(view, address, type);
  if (stride != 1)
    return gather(view, address, strideVector(stride, point.lanes), point);
  if (!point.masked())
    return vector::LoadOp::create(b, loc, type, view, ValueRange{address});
  Value pass = arith::ConstantOp::create(b, loc, b.getZeroAttr(type));
  return vector::MaskedLoadOp::create(b, loc, type, view, ValueRange{address},
                                      mask(point.active, point.lanes), pass);
}

Value Vectorizer::loadFrom(Value memref, ValueRange indices,
                           const Point &point) {
  auto type = cast<MemRefType>(memref.getType());
  Value view = viewOf(memref), at = flatIndex(type, indices), value;
  if (isVarying(at)) {
    Type narrow = typeAt(b.getI32Type(), point.lanes);
    Value lanes = arith::IndexCastOp::create(b, loc, narrow, at);
    value = gather(view, index(0), lanes, point);
  } else {
    value = memref::LoadOp::create(b, loc, view, ValueRange{at});
  }
  return fromMemory(value, type.getElementType());
}

Value Vectorizer::lookup(const Access &access, int slot) const {
  for (const Known &entry : llvm::reverse(known))
    if (entry.value && (entry.slot == -1 || entry.slot == slot) &&
        entry.access.sameAddress(access))
      return entry.value;
  return {};
}

Value Vectorizer::load(Statement &statement, const Access &access,
                       const Point &point) {
  if (access.isScalar())
    return access.memref;
  if (Value value = lookup(access, point.slot))
    return value;
  if (!access.linear)
    return loadFrom(access.memref, mapIndices(statement, access, point), point);
  int64_t stride = statement.lane < 0 ? 0 : access.strides[statement.lane];
  Value value =
      loadAt(viewOf(access.memref), address(access, point), stride, point);
  Type element = cast<MemRefType>(access.memref.getType()).getElementType();
  return fromMemory(value, element);
}

void Vectorizer::loadSquare(const Access &access, const Point &point,
                            unsigned lane) {
  Type element = cast<MemRefType>(access.memref.getType()).getElementType();
  SmallVector<Value> rows;
  for (unsigned row = 0; row < point.lanes; ++row) {
    Point at = point;
    at.ivs[lane] = add(point.ivs[lane], index(row));
    rows.push_back(loadAt(viewOf(access.memref), address(access, at), 1, at));
  }
  for (auto [slot, column] : llvm::enumerate(transposeRows(b, loc, rows)))
    remember(access, slot, fromMemory(column, element));
}

//===----------------------------------------------------------------------===//
// Stores
//===----------------------------------------------------------------------===//

void Vectorizer::storeAt(Value view, Value address, int64_t stride,
                         const Point &point, Value value) {
  if (stride == 0 || point.lanes == 1) {
    memref::StoreOp::create(b, loc, value, view, ValueRange{address});
    return;
  }
  value = broadcast(value, point.lanes);
  if (stride != 1)
    vector::ScatterOp::create(b, loc, Type(), view, ValueRange{address},
                              strideVector(stride, point.lanes),
                              mask(point.active, point.lanes), value);
  else if (point.masked())
    vector::MaskedStoreOp::create(b, loc, view, ValueRange{address},
                                  mask(point.active, point.lanes), value);
  else
    vector::StoreOp::create(b, loc, value, view, ValueRange{address});
}

void Vectorizer::forget(Value base) {
  for (Known &entry : known)
    if (entry.value && mayAlias(entry.access.base, base))
      entry.value = {};
}

void Vectorizer::store(Statement &statement, const Access &access,
                       const Point &point, Value value) {
  bool uniform = statement.lane < 0 || point.lanes == 1 ||
                 (access.linear && access.strides[statement.lane] == 0);
  if (access.linear) {
    // Other slots of the same strip are other elements: they stay known.
    for (Known &entry : known)
      if (entry.value && mayAlias(entry.access.base, access.base) &&
          (!entry.access.sameAddress(access) || entry.slot == point.slot))
        entry.value = {};
    remember(access, uniform ? -1 : point.slot, value);
  } else {
    forget(access.base);
  }
  if (virtualBases.contains(access.base))
    return;
  value = toMemory(value);
  Value view = viewOf(access.memref);
  if (access.linear) {
    int64_t stride = statement.lane < 0 ? 0 : access.strides[statement.lane];
    storeAt(view, address(access, point), stride, point, value);
    return;
  }
  Value at = flatIndex(cast<MemRefType>(access.memref.getType()),
                       mapIndices(statement, access, point));
  if (!isVarying(at)) {
    memref::StoreOp::create(b, loc, value, view, ValueRange{at});
    return;
  }
  Type narrow = typeAt(b.getI32Type(), point.lanes);
  vector::ScatterOp::create(b, loc, Type(), view, ValueRange{index(0)},
                            arith::IndexCastOp::create(b, loc, narrow, at),
                            mask(point.active, point.lanes),
                            broadcast(value, point.lanes));
}

//===----------------------------------------------------------------------===//
// The body
//===----------------------------------------------------------------------===//

/// Clones a pointwise op, on vectors if an operand varies over lanes.
void Vectorizer::clone(Operation &op, const Point &point, IRMapping &values) {
  bool varying = llvm::any_of(op.getOperands(), [&](Value operand) {
    return isVarying(values.lookupOrDefault(operand));
  });
  if (!varying || point.lanes == 1) {
    b.clone(op, values);
    return;
  }
  SmallVector<Value> operands;
  for (Value operand : op.getOperands())
    operands.push_back(broadcast(values.lookupOrDefault(operand), point.lanes));
  // Lanes beyond the end hold zeros, which an integer must not be divided by.
  if (point.masked() &&
      isa<arith::DivSIOp, arith::DivUIOp, arith::RemSIOp, arith::RemUIOp,
          arith::CeilDivSIOp, arith::CeilDivUIOp, arith::FloorDivSIOp>(op)) {
    Type element = getElementTypeOrSelf(operands[1]);
    Value one = broadcast(
        arith::ConstantOp::create(b, loc, b.getIntegerAttr(element, 1)),
        point.lanes);
    operands[1] = arith::SelectOp::create(
        b, loc, mask(point.active, point.lanes), operands[1], one);
  }
  Operation *copy = op.cloneWithoutRegions();
  copy->setOperands(operands);
  for (OpResult result : copy->getResults())
    result.setType(typeAt(result.getType(), point.lanes));
  b.insert(copy);
  values.map(op.getResults(), copy->getResults());
}

void Vectorizer::evaluate(Statement &statement, const Point &point,
                          IRMapping &values) {
  for (auto [number, argument] :
       llvm::enumerate(statement.body()->getArguments()))
    if (!argument.use_empty() && !values.contains(argument) &&
        !(statement.order == Order::Tree && statement.isOutput(number) &&
          statement
              .outputs[number - statement.accesses.size() +
                       statement.outputs.size()]
              .reduced))
      values.map(argument, load(statement, statement.accesses[number], point));
  for (Operation &op : statement.body()->without_terminator()) {
    if (statement.order == Order::Tree &&
        llvm::any_of(statement.outputs, [&](const Output &output) {
          return output.combiner == &op;
        }))
      continue;
    if (auto index = dyn_cast<linalg::IndexOp>(op)) {
      values.map(index.getResult(),
                 dimension(statement, point, index.getDim()));
    } else if (auto load = dyn_cast<memref::LoadOp>(op)) {
      SmallVector<Value> indices;
      for (Value operand : load.getIndices())
        indices.push_back(values.lookupOrDefault(operand));
      values.map(load.getResult(), loadFrom(load.getMemRef(), indices, point));
    } else if (auto apply = dyn_cast<affine::AffineApplyOp>(op)) {
      SmallVector<Value> dims;
      for (Value operand : apply.getMapOperands())
        dims.push_back(values.lookupOrDefault(operand));
      AffineMap map = apply.getAffineMap();
      SmallVector<AffineExpr> symbols;
      for (unsigned s = 0; s < map.getNumSymbols(); ++s)
        symbols.push_back(b.getAffineDimExpr(map.getNumDims() + s));
      values.map(apply.getResult(),
                 expression(map.getResult(0).replaceSymbols(symbols), dims));
    } else {
      clone(op, point, values);
    }
  }
}

} // namespace leat::loops
