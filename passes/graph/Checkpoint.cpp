//===- Checkpoint.cpp - parts of a function that run twice ----------------===//
//
//   %h = call @f(%x) checkpoint      ==>   %h = call @f(%x) checkpoint
//   %y = sum %h                            %y = sum %h
//                                          %d_h = broadcast_to 1
//                                          %x1 = barrier %x, %d_h
//                                          the ops of @f on %x1, and their
//                                          vector-Jacobian products
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/graph/Checkpoint.h"
#include "dialect/gradients/Expr.h"
#include "passes/graph/Inlining.h"
#include "passes/graph/Silence.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;

namespace leat {

static FuncOp calleeOf(CallOp call) {
  return SymbolTable::lookupNearestSymbolFrom<FuncOp>(call,
                                                      call.getCalleeAttr());
}

bool isCheckpoint(Operation *op) {
  auto call = dyn_cast<CallOp>(op);
  return call && call.getCheckpoint() && !calleeOf(call).getCustomVjp();
}

void propagateThroughCheckpoint(CallOp call, DenseSet<Value> &active) {
  Block &body = calleeOf(call).getBody().front();
  DenseSet<Value> inner;
  for (auto [input, argument] :
       llvm::zip(call.getInputs(), body.getArguments()))
    if (active.contains(input))
      inner.insert(argument);
  if (inner.empty())
    return;
  for (Operation &op : body.without_terminator())
    propagateActivity(&op, inner);
  for (auto [value, result] :
       llvm::zip(body.getTerminator()->getOperands(), call.getResults()))
    if (inner.contains(value))
      active.insert(result);
}

// The operands of the call, each known only when the cotangents are. One copy
// of each: the cotangents of two arguments that are one value are one sum.
static llvm::MapVector<Value, Value> copyInputs(OpBuilder &b, CallOp call,
                                                ValueRange given) {
  Location loc = withoutName(call.getLoc());
  llvm::MapVector<Value, Value> copies;
  for (Value input : call.getInputs()) {
    if (copies.contains(input))
      continue;
    SmallVector<Value> operands = {input};
    llvm::copy_if(given, std::back_inserter(operands),
                  [](Value v) { return bool(v); });
    copies[input] = b.createOrFold<BarrierOp>(loc, ValueRange(operands));
  }
  return copies;
}

LogicalResult reverseCheckpoint(ReverseSweep &sweep, CallOp call,
                                ValueRange given) {
  OpBuilder &b = sweep.getBuilder();
  Location loc = withoutName(call.getLoc());
  // The sweep builds behind what it sweeps over.
  Operation *before = &*std::prev(b.getInsertionPoint());
  llvm::MapVector<Value, Value> copies = copyInputs(b, call, given);
  auto arguments = llvm::map_to_vector(
      call.getInputs(), [&](Value input) { return copies[input]; });
  // Results may be replaced while ops are decomposed: keep them alive as
  // operands.
  auto keep =
      ReturnOp::create(b, loc, inlineBody(b, calleeOf(call), arguments, loc));
  silence(before, keep);
  prepareReverse(before, keep);
  SmallVector<Operation *> ops = decomposeBetween(before, keep);
  b.setInsertionPointAfter(keep);
  {
    ReverseSweep nested(b, ops);
    for (auto [input, copy] : copies) {
      if (!sweep.isActive(input))
        continue;
      nested.activate(copy);
      // Goes on with the sum so far: terms are added one by one.
      if (Value sum = sweep.cotangentOf(input))
        nested.set(copy, sum);
    }
    for (auto [value, cotangent] : llvm::zip(keep.getOperands(), given))
      if (cotangent)
        nested.add(value, cotangent, loc);
    if (failed(nested.run()))
      return failure();
    for (auto [input, copy] : copies)
      if (Value sum = nested.cotangentOf(copy))
        sweep.set(input, sum);
  }
  keep.erase();
  return success();
}

// What the callee returns of its arguments, or twice, is the call's operand, or
// its first result of these: only then do cotangents of one value meet in one
// sum as they do without `checkpoint`.
static void shareResults(CallOp call) {
  Block &body = calleeOf(call).getBody().front();
  llvm::DenseMap<Value, Value> known;
  for (auto [input, argument] :
       llvm::zip(call.getInputs(), body.getArguments()))
    known[argument] = input;
  for (auto [value, result] :
       llvm::zip(body.getTerminator()->getOperands(), call.getResults())) {
    auto [entry, fresh] = known.try_emplace(value, result);
    if (!fresh)
      result.replaceAllUsesWith(entry->second);
  }
}

void prepareReverse(Operation *before, Operation *end) {
  SmallVector<CallOp> calls;
  SmallVector<ForOp> loops;
  auto begin =
      before ? std::next(before->getIterator()) : end->getBlock()->begin();
  for (Operation &op : llvm::make_range(begin, end->getIterator()))
    op.walk([&](Operation *inner) {
      if (isCheckpoint(inner))
        calls.push_back(cast<CallOp>(inner));
      auto loop = dyn_cast<ForOp>(inner);
      if (loop && loop.getSaveEvery())
        loops.push_back(loop);
    });
  for (CallOp call : calls)
    shareResults(call);
  // Those inside of others first.
  for (ForOp loop : loops)
    splitLoop(loop);
}

} // namespace leat
