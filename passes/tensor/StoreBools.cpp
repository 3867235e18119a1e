//===- StoreBools.cpp - i1 tensors between kernels as bytes ----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   %m = leat.launch @less ins(%x : ..) outs(%e : tensor<i1>) -> tensor<i1>
//   %c = tensor.extract %m[] : tensor<i1>
//     ==>
//   %m = leat.launch @less ins(%x : ..) outs(%e : tensor<i8>) -> tensor<i8>
//   %b = tensor.extract %m[] : tensor<i8>
//   %c = arith.cmpi ne, %b, 0
//
//===----------------------------------------------------------------------===//

#include "passes/tensor/StoreBools.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/Entry.h"
#include "passes/tensor/Lowering.h"

using namespace mlir;

static bool isBoolTensor(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && tensor.getElementType().isInteger(1);
}

static Type stored(Type type) {
  return isBoolTensor(type) ? Type(leat::tensor::storedType(type)) : type;
}

/// An i1 read from a tensor is compared, and one put into a tensor extended.
static void convertScalars(Operation *op) {
  OpBuilder b(op);
  Location loc = op->getLoc();
  if (auto extract = dyn_cast<tensor::ExtractOp>(op)) {
    Value element = extract.getResult();
    if (!element.getType().isInteger(1))
      return;
    element.setType(b.getI8Type());
    b.setInsertionPointAfter(op);
    Value flag = leat::tensor::loadBool(b, loc, element, b.getI1Type());
    element.replaceAllUsesExcept(flag, flag.getDefiningOp());
    return;
  }
  if (!isa<tensor::FromElementsOp, tensor::InsertOp, tensor::SplatOp>(op) ||
      !isBoolTensor(op->getResult(0).getType()))
    return;
  for (OpOperand &operand : op->getOpOperands())
    if (operand.get().getType().isInteger(1))
      operand.set(leat::tensor::storeBool(b, loc, operand.get()));
}

static void convertConstant(arith::ConstantOp constant) {
  auto elements = dyn_cast<DenseElementsAttr>(constant.getValue());
  if (!elements || !elements.getElementType().isInteger(1))
    return;
  Type byte = IntegerType::get(constant.getContext(), 8);
  constant.setValueAttr(
      elements.mapValues(byte, [](const APInt &flag) { return flag.zext(8); }));
}

/// Keeps in mind what the callers of an entry see.
static void markBools(func::FuncOp entry) {
  UnitAttr mark = UnitAttr::get(entry.getContext());
  for (auto [i, type] : llvm::enumerate(entry.getArgumentTypes()))
    if (isBoolTensor(type))
      entry.setArgAttr(unsigned(i), leat::kBoolAttr, mark);
  for (auto [i, type] : llvm::enumerate(entry.getResultTypes()))
    if (isBoolTensor(type))
      entry.setResultAttr(unsigned(i), leat::kBoolAttr, mark);
}

void leat::tensor::storeBools(func::FuncOp function) {
  if (function.isPublic())
    markBools(function);
  function.walk([](Operation *op) {
    convertScalars(op);
    if (auto constant = dyn_cast<arith::ConstantOp>(op))
      convertConstant(constant);
    for (OpResult result : op->getResults())
      result.setType(stored(result.getType()));
    for (Region &region : op->getRegions())
      for (Block &block : region)
        for (BlockArgument argument : block.getArguments())
          argument.setType(stored(argument.getType()));
  });
  FunctionType type = function.getFunctionType();
  function.setType(FunctionType::get(
      function.getContext(), llvm::map_to_vector(type.getInputs(), stored),
      llvm::map_to_vector(type.getResults(), stored)));
}
