//===- States.cpp - the states of a model in slab order -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/States.h"

using namespace mlir;

namespace leat {

RankedTensorType plainType(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  return RankedTensorType::get(tensor.getShape(), tensor.getElementType());
}

SmallVector<ModelState> statesOf(ModelOp model) {
  SmallVector<ModelState> params, states;
  for (Operation &op : model.getBody().getOps()) {
    if (!isa<ParamOp, StateOp, ConstOp>(op))
      continue;
    auto constant = dyn_cast<ConstOp>(op);
    Type type = constant ? constant.getYielded().getType()
                         : op.getAttrOfType<TypeAttr>("type").getValue();
    (isa<ParamOp>(op) ? params : states)
        .push_back({&op, SymbolTable::getSymbolName(&op), plainType(type)});
  }
  llvm::append_range(params, states);
  return params;
}

} // namespace leat
