//===- Destinations.cpp - where the results of a kernel go -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   func.func @k(%x, %out) { %e = tensor.empty()
//                            %y = linalg.generic ins(%x) outs(%e)   return %y }
//     ==>
//   func.func @k(%x, %out) { %y = linalg.generic ins(%x) outs(%out) return %y }
//
// From a result the destination is handed up: to the destination of the op that
// made it, through views, to the start of a loop, until there is a tensor.empty
// to replace. A result without one (an argument, or a value returned twice) is
// copied.
//
//===----------------------------------------------------------------------===//

#include "passes/tensor/Destinations.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"

using namespace mlir;

/// `out` in the shape of the source of the view `view`.
template <typename InverseOp, typename ViewOp>
static Value viewAsSource(ViewOp view, Value out) {
  OpBuilder b(view.getContext());
  b.setInsertionPointAfterValue(out);
  return InverseOp::create(b, view.getLoc(), view.getSrc().getType(), out,
                           view.getReassociationIndices());
}

/// The value in whose memory `value` may be computed; null where there is none.
static Value startOf(Value value) {
  auto result = dyn_cast<OpResult>(value);
  if (!result)
    return {};
  Operation *op = result.getOwner();
  if (auto insert = dyn_cast<tensor::InsertSliceOp>(op))
    return insert.getDest();
  if (auto dps = dyn_cast<DestinationStyleOpInterface>(op))
    return dps.getTiedOpOperand(result)->get();
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return loop.getInitArgs()[result.getResultNumber()];
  return {};
}

/// Computes `value` in `out`. False if that cannot be: nothing has changed then
/// but views of `out`, which are unused.
static bool writeInto(Value value, Value out) {
  if (auto empty = value.getDefiningOp<tensor::EmptyOp>()) {
    if (!empty->hasOneUse())
      return false;
    value.replaceAllUsesWith(out);
    empty->erase();
    return true;
  }
  if (auto collapse = value.getDefiningOp<tensor::CollapseShapeOp>())
    return writeInto(collapse.getSrc(),
                     viewAsSource<tensor::ExpandShapeOp>(collapse, out));
  if (auto expand = value.getDefiningOp<tensor::ExpandShapeOp>())
    return writeInto(expand.getSrc(),
                     viewAsSource<tensor::CollapseShapeOp>(expand, out));
  // What is overwritten must have no other reader.
  Value start = startOf(value);
  return start && start.hasOneUse() && writeInto(start, out);
}

/// Moves each part of a tensor to the op that puts it there: what was put
/// before then exists, and the part can be computed in its place.
static void sinkParts(func::FuncOp function) {
  function.walk([](tensor::InsertSliceOp insert) {
    auto part = insert.getSource().getDefiningOp<linalg::GenericOp>();
    if (part && part->hasOneUse() && part->getBlock() == insert->getBlock())
      part->moveBefore(insert);
  });
}

void leat::tensor::giveDestinations(func::FuncOp function) {
  Operation *terminator = function.getBody().front().getTerminator();
  unsigned first = function.getNumArguments() - terminator->getNumOperands();
  for (OpOperand &result : terminator->getOpOperands()) {
    Value out = function.getArgument(first + result.getOperandNumber());
    if (writeInto(result.get(), out))
      continue;
    OpBuilder b(terminator);
    auto copy =
        linalg::CopyOp::create(b, terminator->getLoc(), result.get(), out);
    result.set(copy.getResult(0));
  }
  sinkParts(function);
}
