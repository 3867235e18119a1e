//===- ThreadControl.cpp - states of loops and branches -------------------===//
//
//   %y = for %t = 1 to 9 carry(%a = %x) { set @s = ... }
//   ==>
//   %y, %s2 = for %t = 1 to 9 carry(%a = %x, %s = %s1) { ... }
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Control.h"
#include "passes/graph/StateThreader.h"

using namespace mlir;
using namespace leat;

// The states that a region writes or draws from, itself or through calls.
SmallVector<StringAttr> StateThreader::writtenIn(Region &region) {
  llvm::SetVector<StringAttr> written;
  region.walk([&](Operation *op) {
    if (auto set = dyn_cast<SetOp>(op))
      written.insert(set.getStateAttr().getAttr());
    else if (auto random = dyn_cast<RandomOpInterface>(op);
             random && random.getRngAttr())
      written.insert(random.getRngAttr().getAttr());
    else if (auto use = dyn_cast<FunctionUseOpInterface>(op))
      for (StringAttr name :
           done[symbols.lookup<FuncOp>(use.getCalleeAttr().getAttr())].writes)
        written.insert(name);
  });
  return sorted(written);
}

// Rewrites a region whose arguments from `index` on are to be the values of
// `states`.
LogicalResult StateThreader::rewriteRegion(Region &region, unsigned index,
                                           ArrayRef<StringAttr> states) {
  for (auto [i, name] : llvm::enumerate(states))
    current[name] =
        region.insertArgument(unsigned(index + i), typeOf(name),
                              withName(region.getParentOp()->getLoc(), name));
  return rewriteBlock(region.front());
}

// Hands the values that `states` have at the end of a region on.
void StateThreader::yieldStates(Region &region, ArrayRef<StringAttr> states) {
  SmallVector<Value> values;
  for (StringAttr name : states)
    values.push_back(current[name]);
  yieldOf(region).getInputsMutable().append(values);
}

// Puts `threaded`, which has the results of `op` and behind the first `before`
// of them the new values of `states`, in the place of `op`.
void StateThreader::replaceControl(Operation *op, Operation *threaded,
                                   unsigned before,
                                   ArrayRef<StringAttr> states) {
  for (unsigned i = 0; i < op->getNumRegions(); ++i)
    threaded->getRegion(i).takeBody(op->getRegion(i));
  if (auto names = op->getAttrOfType<ArrayAttr>(kNamesAttr)) {
    SmallVector<Attribute> all(names.getValue());
    all.insert(all.begin() + before, states.begin(), states.end());
    threaded->setAttr(kNamesAttr, ArrayAttr::get(op->getContext(), all));
  }
  if (Attribute config = op->getAttr(kConfigAttr))
    threaded->setAttr(kConfigAttr, config);
  for (unsigned i = 0; i < op->getNumResults(); ++i)
    op->getResult(i).replaceAllUsesWith(
        threaded->getResult(i < before ? i : unsigned(i + states.size())));
  for (auto [i, name] : llvm::enumerate(states))
    current[name] = threaded->getResult(unsigned(before + i));
  op->erase();
}

// The types of the results of `op` with those of `states` behind `before`.
SmallVector<Type> StateThreader::threadedTypes(Operation *op, unsigned before,
                                               ArrayRef<StringAttr> states) {
  SmallVector<Type> types(op->getResultTypes());
  for (auto [i, name] : llvm::enumerate(states))
    types.insert(types.begin() + before + i, typeOf(name));
  return types;
}

// States that a trip writes are carried.
LogicalResult StateThreader::rewriteLoop(LoopOpInterface loop) {
  for (Region &condition : loop->getRegions().drop_back()) {
    SmallVector<StringAttr> decided = writtenIn(condition);
    if (!decided.empty()) // C6
      return loop->emitOpError("writes @")
             << decided.front().getValue()
             << " in its condition, expected that in its body only";
  }
  SmallVector<StringAttr> states = writtenIn(loop.getTrip());
  auto outside = current;
  unsigned carried = loop.getNumHanded();
  SmallVector<Value> inits(loop.getInits());
  for (StringAttr name : states)
    inits.push_back(current[name]);
  for (Region &region : loop->getRegions())
    if (failed(rewriteRegion(region, loop.getFirstCarried() + carried, states)))
      return failure();
  yieldStates(loop.getTrip(), states);
  OpBuilder b(loop);
  Operation *threaded =
      loop.createLike(b, loop->getLoc(), threadedTypes(loop, carried, states),
                      inits, loop.getOver());
  current = std::move(outside);
  replaceControl(loop, threaded, carried, states);
  return success();
}

// States that a branch writes are results; the other branch may leave them.
LogicalResult StateThreader::rewriteBranches(ControlOpInterface op) {
  llvm::SetVector<StringAttr> written;
  for (Region &region : op->getRegions())
    written.insert_range(writtenIn(region));
  SmallVector<StringAttr> states = sorted(written);
  auto outside = current;
  for (Region &region : op->getRegions()) {
    current = outside;
    if (failed(rewriteBlock(region.front())))
      return failure();
    yieldStates(region, states);
  }
  OpBuilder b(op);
  unsigned own = op.getNumHanded();
  Operation *threaded =
      op.createLike(b, op->getLoc(), threadedTypes(op, own, states), {}, {});
  current = std::move(outside);
  replaceControl(op, threaded, own, states);
  return success();
}
