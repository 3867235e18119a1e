//===- Silence.cpp - what is computed again is silent ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/graph/Silence.h"
#include "dialect/Debug.h"

using namespace mlir;

namespace leat {

static FuncOp calleeOf(CallOp call) {
  return SymbolTable::lookupNearestSymbolFrom<FuncOp>(call,
                                                      call.getCalleeAttr());
}

static bool reports(FuncOp func) {
  return func
      .walk([](Operation *op) {
        auto call = dyn_cast<CallOp>(op);
        bool found =
            op->hasTrait<Reports>() || (call && reports(calleeOf(call)));
        return found ? WalkResult::interrupt() : WalkResult::advance();
      })
      .wasInterrupted();
}

static FuncOp silentCopy(FuncOp func) {
  FuncOp copy = func.clone();
  copy.setPrivate();
  SymbolTable(func->getParentOp()).insert(copy, func->getIterator());
  silence(nullptr, copy.getBody().front().getTerminator());
  return copy;
}

void silence(Operation *before, Operation *end) {
  SmallVector<Operation *> reporting;
  SmallVector<CallOp> calls;
  auto begin =
      before ? std::next(before->getIterator()) : end->getBlock()->begin();
  for (Operation &op : llvm::make_range(begin, end->getIterator()))
    op.walk([&](Operation *inner) {
      if (inner->hasTrait<Reports>())
        reporting.push_back(inner);
      else if (auto call = dyn_cast<CallOp>(inner);
               call && reports(calleeOf(call)))
        calls.push_back(call);
    });
  for (Operation *op : reporting)
    op->erase();
  for (CallOp call : calls)
    call.setCallee(silentCopy(calleeOf(call)).getSymName());
}

} // namespace leat
