//===- Inline.cpp - calls become the functions' bodies --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Places.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/IRMapping.h"
#include "passes/Passes.h"
#include "passes/graph/Inlining.h"

namespace leat {
#define GEN_PASS_DEF_INLINEPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;

namespace leat {

SmallVector<Value> inlineBody(OpBuilder &builder, FuncOp callee,
                              ValueRange arguments, Location call) {
  IRMapping map;
  Block &body = callee.getBody().front();
  map.map(body.getArguments(), arguments);
  for (Operation &op : body.without_terminator()) {
    Operation *clone = builder.clone(op, map);
    clone->walk([&](Operation *inner) {
      inner->setLoc(calledFrom(inner->getLoc(), call));
    });
  }
  return llvm::map_to_vector(body.getTerminator()->getOperands(),
                             [&](Value v) { return map.lookupOrDefault(v); });
}

static FuncOp calleeOf(CallOp call) {
  return SymbolTable::lookupNearestSymbolFrom<FuncOp>(call,
                                                      call.getCalleeAttr());
}

void inlineCall(CallOp call) {
  OpBuilder builder(call);
  SmallVector<Value> results =
      inlineBody(builder, calleeOf(call), call.getInputs(), call.getLoc());
  for (auto [from, to] : llvm::zip(call.getResults(), results))
    from.replaceAllUsesWith(to);
  call.erase();
}

/// A hundred times what the gradient of a deep network takes.
static constexpr int64_t kMostOperations = 200000;

static LogicalResult checkCount(int64_t count, FuncOp func, Operation *user) {
  if (count <= kMostOperations)
    return success();
  // Without what leat-specialize puts behind the name.
  return user->emitOpError("makes @")
         << func.getSymName().split('$').first << " " << count
         << " operations, with those of all functions in it and of their "
            "derivatives; expected at most "
         << kMostOperations;
}

FailureOr<int64_t> countOperations(FuncOp func, Operation *user) {
  int64_t count = 0;
  func.walk([&](Operation *) { ++count; });
  if (failed(checkCount(count, func, user)))
    return failure();
  return count;
}

// The call graph has no cycles: leat-thread-state refuses them.
LogicalResult inlineCalls(FuncOp func, bool keepMarked) {
  SmallVector<CallOp> calls;
  int64_t count = 0;
  func.walk([&](Operation *op) {
    ++count;
    if (auto call = dyn_cast<CallOp>(op))
      calls.push_back(call);
  });
  for (CallOp call : calls) {
    FuncOp callee = calleeOf(call);
    if (keepMarked && callee.getCustomVjp())
      continue;
    if (failed(inlineCalls(callee, keepMarked)))
      return failure();
    if (keepMarked && call.getCheckpoint())
      continue;
    FailureOr<int64_t> more = countOperations(callee, call);
    if (failed(more) || failed(checkCount(count += *more, func, call)))
      return failure();
    inlineCall(call);
  }
  return success();
}

void inlineCheckpoints(Operation *before, Operation *end) {
  Block &block = *end->getBlock();
  while (true) {
    SmallVector<CallOp> calls;
    auto begin = before ? std::next(before->getIterator()) : block.begin();
    for (Operation &op : llvm::make_range(begin, end->getIterator()))
      op.walk([&](CallOp call) {
        if (call.getCheckpoint())
          calls.push_back(call);
      });
    if (calls.empty())
      return;
    for (CallOp call : calls)
      inlineCall(call);
  }
}

} // namespace leat

namespace {
struct InlinePass : leat::impl::InlinePassBase<InlinePass> {
  void runOnOperation() override {
    for (leat::ModelOp model : getOperation().getOps<leat::ModelOp>()) {
      for (leat::FuncOp func : model.getOps<leat::FuncOp>())
        if (failed(leat::inlineCalls(func)))
          return signalPassFailure();
      // Derivatives, where they are not expanded yet, name functions still.
      llvm::DenseSet<Attribute> named;
      model.walk([&](leat::FunctionUseOpInterface use) {
        named.insert(use.getCalleeAttr().getAttr());
      });
      for (leat::FuncOp func :
           llvm::make_early_inc_range(model.getOps<leat::FuncOp>())) {
        if (func.isPrivate() && !named.contains(func.getSymNameAttr()))
          func.erase();
        else if (named.empty())
          func.removeCustomVjpAttr();
      }
    }
  }
};
} // namespace
