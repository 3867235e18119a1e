//===- Creation.cpp - tensors from nothing ---------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   %i = iota shape = [10, 3], dtype = f32 : () -> f32[10, 3]
//     ==>
//   %i = linalg.generic outs(%e) { arith.sitofp (linalg.index 0) }
//
//   %z = full number = 0.5 : () -> f32[4]
//     ==>
//   %z = linalg.fill ins(0.5) outs(%e)
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/TypeUtilities.h"
#include "passes/tensor/Lowering.h"

using namespace mlir;

namespace leat::tensor {

static void lowerIota(Lowering &l, IotaOp op) {
  RankedTensorType type = op.getType();
  Type element = type.getElementType();
  auto body = [&](OpBuilder &b, ValueRange) {
    // Positions that fit are i32: twice as many to a vector.
    Type integer =
        element.getIntOrFloatBitWidth() == 64 ? b.getI64Type() : b.getI32Type();
    Value here = linalg::IndexOp::create(b, l.loc, op.getDim());
    here = arith::IndexCastOp::create(b, l.loc, integer, here);
    return ScalarBuilder{b, l.loc, element}.convert(here);
  };
  l.set(op.getResult(), l.map(type, {}, body));
}

static void lowerFull(Lowering &l, FullOp op) {
  auto type = cast<RankedTensorType>(op.getType());
  Type element = type.getElementType();
  if (std::optional<APFloat> number = op.getNumber()) {
    double value = number->convertToDouble();
    l.set(op.getResult(), l.filled(storedType(type),
                                   element.isInteger(1) ? value != 0 : value));
    return;
  }
  Type from = getElementTypeOrSelf(op.getValue().getType());
  AffineMap everywhere = l.pick(type.getRank(), {});
  auto body = [&](OpBuilder &b, ValueRange x) {
    Value value = loadBool(b, l.loc, x[0], from);
    return storeBool(b, l.loc, ScalarBuilder{b, l.loc, element}.convert(value));
  };
  l.set(op.getResult(),
        l.map(storedType(type), Access{l[op.getValue()], everywhere}, body));
}

void registerCreations(Registry &registry) {
  registry.add<IotaOp>(lowerIota);
  registry.add<FullOp>(lowerFull);
}

} // namespace leat::tensor
