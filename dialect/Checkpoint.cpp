//===- Checkpoint.cpp - what a gradient computes again --------------------===//
//
// The clause `checkpoint(...)`, and the op that keeps what is computed again
// apart from what was computed before.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Checkpoint.h"
#include "dialect/Dialect.h"
#include "dialect/Places.h"
#include "dialect/gradients/Batch.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// The clause
//===----------------------------------------------------------------------===//

ParseResult parseCheckpoint(OpAsmParser &parser, OperationState &state) {
  StringRef text(parser.getCurrentLocation().getPointer());
  if (!text.starts_with("checkpoint("))
    return success();
  keepPlace(parser, state, "checkpoint", parser.getCurrentLocation());
  DictionaryAttr term;
  if (parseTerm(parser, term))
    return failure();
  state.addAttribute("checkpoint", term);
  return success();
}

void printCheckpoint(OpAsmPrinter &printer, DictionaryAttr term) {
  if (!term)
    return;
  printer << ' ';
  printTerm(printer, term);
}

FailureOr<CheckpointPolicy> readCheckpoint(Operation *op, DictionaryAttr term) {
  CheckpointPolicy policy;
  if (!term)
    return policy;
  auto args = term.getAs<ArrayAttr>("args");
  auto options = term.getAs<DictionaryAttr>("options");
  if (!options || options.size() != 1 || (args && !args.empty())) // C4
    return errorAt(op, "checkpoint")
           << "checkpoint takes one option, 'every' or 'budget'";
  NamedAttribute option = *options.begin();
  bool isEvery = option.getName() == "every";
  if (!isEvery && option.getName() != "budget") // C4
    return errorAt(op, "checkpoint")
           << "checkpoint has no option '" << option.getName().getValue()
           << "', expected 'every' or 'budget'";
  int64_t least = isEvery ? 1 : 0;
  auto number = dyn_cast<IntegerAttr>(option.getValue());
  if (!number || number.getInt() < least) // C4
    return errorAt(op, "checkpoint")
           << "checkpoint needs an integer of at least " << least << " for '"
           << option.getName().getValue() << "'";
  (isEvery ? policy.every : policy.budget) = number.getInt();
  return policy;
}

//===----------------------------------------------------------------------===//
// barrier
//===----------------------------------------------------------------------===//

LogicalResult BarrierOp::inferReturnTypes(MLIRContext *,
                                          std::optional<Location> loc,
                                          Adaptor op,
                                          SmallVectorImpl<Type> &types) {
  if (op.getInputs().empty()) // C1
    return emitOptionalError(loc, "barrier: expected at least one operand");
  types.push_back(op.getInputs().front().getType());
  return success();
}

// A constant is made where it is needed: nothing is kept of it.
OpFoldResult BarrierOp::fold(FoldAdaptor) {
  Operation *maker = getValue().getDefiningOp();
  bool isConstant = maker && maker->getNumOperands() == 0 &&
                    maker->getNumRegions() == 0 && isMemoryEffectFree(maker);
  return isConstant ? OpFoldResult(getValue()) : OpFoldResult();
}

SmallVector<Value> BarrierOp::buildVjp(OpBuilder &, ValueRange cotangents,
                                       const llvm::SmallBitVector &wanted) {
  SmallVector<Value> gradients(getInputs().size());
  if (wanted[0])
    gradients[0] = cotangents.front();
  return gradients;
}

// The tangent belongs to what is computed again: it stands behind a barrier,
// too.
FailureOr<SmallVector<Value>> BarrierOp::buildJvp(OpBuilder &builder,
                                                  ValueRange tangents) {
  if (!tangents.front())
    return SmallVector<Value>{Value()};
  SmallVector<Value> inputs(getInputs());
  inputs.front() = tangents.front();
  return SmallVector<Value>{BarrierOp::create(builder, getLoc(), inputs)};
}

FailureOr<SmallVector<Value>>
BarrierOp::buildBatched(OpBuilder &builder, ValueRange operands,
                        const llvm::SmallBitVector &batched, int64_t lanes) {
  Lanes l{builder, *this, operands, batched, lanes};
  SmallVector<Value> inputs(operands);
  inputs.front() = l.spread(0).value;
  return SmallVector<Value>{BarrierOp::create(builder, getLoc(), inputs)};
}

} // namespace leat
