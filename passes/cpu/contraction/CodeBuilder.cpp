//===- CodeBuilder.cpp - loops and index sums that fold -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/contraction/CodeBuilder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace leat;

static std::optional<int64_t> constant(Value v) {
  return getConstantIntValue(v);
}

Value CodeBuilder::index(int64_t value) {
  return arith::ConstantIndexOp::create(*this, value);
}

Value CodeBuilder::add(Value a, Value b) {
  return createOrFold<arith::AddIOp>(a, b);
}

Value CodeBuilder::sub(Value a, Value b) {
  return createOrFold<arith::SubIOp>(a, b);
}

Value CodeBuilder::mul(Value a, int64_t b) {
  return createOrFold<arith::MulIOp>(a, index(b));
}

Value CodeBuilder::min(Value a, Value b) {
  return createOrFold<arith::MinUIOp>(a, b);
}

Value CodeBuilder::div(Value a, int64_t b) {
  return createOrFold<arith::DivUIOp>(a, index(b));
}

Value CodeBuilder::rem(Value a, int64_t b) {
  return createOrFold<arith::RemUIOp>(a, index(b));
}

Value CodeBuilder::equal(Value a, Value b) {
  return createOrFold<arith::CmpIOp>(arith::CmpIPredicate::eq, a, b);
}

Value CodeBuilder::greater(Value a, Value b) {
  return createOrFold<arith::CmpIOp>(arith::CmpIPredicate::ugt, a, b);
}

void CodeBuilder::loop(Value lo, Value hi, int64_t step,
                       llvm::function_ref<void(Value)> body) {
  std::optional<int64_t> first = constant(lo), last = constant(hi);
  if (first && last && *first + step >= *last) {
    if (*first < *last)
      body(lo);
    return;
  }
  auto loop = scf::ForOp::create(*this, lo, hi, index(step));
  OpBuilder::InsertionGuard guard(*this);
  setInsertionPointToStart(loop.getBody());
  body(loop.getInductionVar());
}

void CodeBuilder::when(Value condition, llvm::function_ref<void()> body) {
  if (std::optional<int64_t> known = constant(condition)) {
    if (*known != 0)
      body();
    return;
  }
  auto branch = scf::IfOp::create(*this, condition, /*withElseRegion=*/false);
  OpBuilder::InsertionGuard guard(*this);
  setInsertionPointToStart(branch.thenBlock());
  body();
}

Value CodeBuilder::offsetAt(ArrayRef<DepthDim> dims, Value at) {
  if (dims.size() == 1)
    return mul(at, dims[0].stride);
  Value offset = index(0);
  int64_t within = 1;
  for (auto [i, dim] : llvm::enumerate(llvm::reverse(dims))) {
    Value step = div(at, within);
    if (i + 1 < dims.size())
      step = rem(step, dim.extent);
    offset = add(offset, mul(step, dim.stride));
    within *= dim.extent;
  }
  return offset;
}

Value CodeBuilder::zeros(VectorType type) {
  return arith::ConstantOp::create(*this, getZeroAttr(type));
}

Value CodeBuilder::loadVector(VectorType type, Value buffer, Value at,
                              Value mask) {
  if (!mask)
    return vector::LoadOp::create(*this, type, buffer, at);
  return vector::MaskedLoadOp::create(*this, type, buffer, at, mask,
                                      zeros(type));
}

void CodeBuilder::storeVector(Value vector, Value buffer, Value at,
                              Value mask) {
  if (mask)
    vector::MaskedStoreOp::create(*this, buffer, at, mask, vector);
  else
    vector::StoreOp::create(*this, vector, buffer, at);
}

void CodeBuilder::fetch(Value buffer, Value at, bool forWriting) {
  memref::PrefetchOp::create(*this, buffer, at, forWriting,
                             /*localityHint=*/3, /*isDataCache=*/true);
}

Value CodeBuilder::firstLanes(int64_t count, VectorType type) {
  if (count == type.getNumElements())
    return nullptr;
  return firstLanes(index(count), type);
}

Value CodeBuilder::firstLanes(Value count, VectorType type) {
  auto maskType = VectorType::get(type.getShape(), getI1Type());
  return vector::CreateMaskOp::create(*this, maskType, count);
}
