//===- ThreadState.cpp - state becomes arguments and results --------------===//
//
//   %w = get @w   set @w = %v      ==>   (..., %w: T {leat.state = @w}) ->
//   (..., w: T {leat.state = @w}) %x = normal @rng : T           ==>   %x =
//   normal key(%rng) : T   %rng2 = advance %rng
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/BuiltinOps.h"
#include "passes/Passes.h"
#include "passes/graph/StateThreader.h"

namespace leat {
#define GEN_PASS_DEF_THREADSTATEPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

Type StateThreader::typeOf(StringAttr state) {
  Operation *op = symbols.lookup(state);
  if (auto constant = dyn_cast<ConstOp>(op))
    return constant.getYielded().getType();
  return op->getAttrOfType<TypeAttr>("type").getValue();
}

// The size of an extent is no state: it is known when the function is
// specialised.
bool StateThreader::readsExtent(GetOp get) {
  return !symbols.lookup(get.getState());
}

SmallVector<StringAttr>
StateThreader::sorted(const llvm::SetVector<StringAttr> &states) {
  SmallVector<StringAttr> result(states.begin(), states.end());
  llvm::sort(result,
             [&](StringAttr a, StringAttr b) { return order[a] < order[b]; });
  return result;
}

// Callees are threaded first; a function that reaches itself is an error.
LogicalResult StateThreader::collect(FuncOp func, Footprint &footprint) {
  auto use = [&](StringAttr name, bool write) {
    (write ? footprint.writes : footprint.reads).insert(name);
    // What is written under a condition, or drawn, is read too.
    footprint.reads.insert(name);
  };
  WalkResult result = func.walk([&](Operation *op) -> WalkResult {
    if (auto get = dyn_cast<GetOp>(op)) {
      if (auto bundle = dyn_cast<BundleType>(get.getType()))
        for (StringAttr name : bundle.getNames().getAsRange<StringAttr>())
          use(name, false);
      else if (!readsExtent(get))
        use(get.getStateAttr().getAttr(), false);
    } else if (auto set = dyn_cast<SetOp>(op))
      use(set.getStateAttr().getAttr(), true);
    else if (auto random = dyn_cast<RandomOpInterface>(op);
             random && random.getRngAttr()) {
      if (!isa_and_nonnull<StateOp>(
              symbols.lookup(random.getRngAttr().getAttr())))
        return op->emitOpError("there is no state ")
               << random.getRngAttr() << " in the model";
      use(random.getRngAttr().getAttr(), true);
    } else if (auto callee = op->getAttrOfType<FlatSymbolRefAttr>("callee")) {
      auto inner = symbols.lookup<FuncOp>(callee.getAttr());
      if (failed(thread(inner)))
        return WalkResult::interrupt();
      for (StringAttr name : done[inner].reads)
        use(name, false);
      for (StringAttr name : done[inner].writes)
        use(name, true);
    }
    return WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}

void StateThreader::addArguments(FuncOp func, const Footprint &footprint) {
  current.clear();
  Builder b(func.getContext());
  for (StringAttr name : sorted(footprint.reads)) {
    unsigned index = func.getNumArguments();
    auto attrs = b.getDictionaryAttr(
        {b.getNamedAttr(FuncOp::kNameAttr, name),
         b.getNamedAttr(FuncOp::kStateAttr, FlatSymbolRefAttr::get(name))});
    (void)func.insertArgument(index, typeOf(name), attrs,
                              symbols.lookup(name)->getLoc());
    current[name] = func.getArgument(index);
  }
}

void StateThreader::addResults(FuncOp func, const Footprint &footprint) {
  Builder b(func.getContext());
  Operation *end = func.getBody().front().getTerminator();
  for (StringAttr name : sorted(footprint.writes)) {
    auto attrs = b.getDictionaryAttr(
        {b.getNamedAttr(FuncOp::kNameAttr, name),
         b.getNamedAttr(FuncOp::kStateAttr, FlatSymbolRefAttr::get(name))});
    (void)func.insertResult(func.getNumResults(), typeOf(name), attrs);
    end->insertOperands(end->getNumOperands(), current[name]);
  }
}

LogicalResult StateThreader::thread(FuncOp func) {
  if (done.contains(func))
    return success();
  if (!open.insert(func)) {
    auto error = func.emitOpError("calls itself; recursion is not supported");
    for (Operation *caller : open)
      error.attachNote(caller->getLoc())
          << "through @" << cast<FuncOp>(caller).getSymName();
    return error;
  }
  Footprint footprint;
  if (failed(collect(func, footprint)))
    return failure();
  if (failed(checkCustomVjp(func, footprint)))
    return failure();
  done[func] = footprint;
  for (StringAttr name : footprint.reads)
    if (func.findArg(name.getValue()))
      return func.emitOpError("@")
             << func.getSymName() << " has an argument '" << name.getValue()
             << "' and uses the state of the same name";
  addArguments(func, footprint);
  if (failed(rewriteBlock(func.getBody().front())))
    return failure();
  // Bundles are read by ops that give bundles.
  for (Operation *op : llvm::reverse(dissolved)) {
    if (!op->use_empty())
      return op->emitOpError("a bundle can only be read by 'at', 'norm', "
                             "pointwise maps and 'with'");
    op->erase();
  }
  dissolved.clear();
  addResults(func, footprint);
  open.remove(func);
  return success();
}

LogicalResult StateThreader::rewriteBlock(Block &block) {
  for (Operation &op : llvm::make_early_inc_range(block)) {
    OpBuilder b(&op);
    if (rewriteBundle(&op))
      continue;
    if (auto get = dyn_cast<GetOp>(op)) {
      if (readsExtent(get))
        continue;
      get.replaceAllUsesWith(current[get.getStateAttr().getAttr()]);
      get.erase();
    } else if (auto set = dyn_cast<SetOp>(op)) {
      current[set.getStateAttr().getAttr()] = set.getValue();
      set.erase();
    } else if (auto random = dyn_cast<RandomOpInterface>(op);
               random && random.getRngAttr()) {
      Value &key = current[random.getRngAttr().getAttr()];
      Value drawn = key;
      key = AdvanceOp::create(
          b, withName(op.getLoc(), random.getRngAttr().getAttr()), key);
      random.setKey(drawn);
    } else if (op.hasAttr("callee")) {
      if (failed(rewriteTransform(&op)))
        return failure();
    } else if (auto loop = dyn_cast<LoopOpInterface>(op)) {
      if (failed(rewriteLoop(loop)))
        return failure();
    } else if (auto branches = dyn_cast<ControlOpInterface>(op)) {
      if (failed(rewriteBranches(branches)))
        return failure();
    }
  }
  return success();
}

// A rule of a person's own says nothing of states. It is threaded while its
// function is open: one that calls the function has no end.
LogicalResult StateThreader::checkCustomVjp(FuncOp func,
                                            const Footprint &footprint) {
  if (!func.getCustomVjp())
    return success();
  auto backward = symbols.lookup<FuncOp>(*func.getCustomVjp());
  if (failed(thread(backward)))
    return failure();
  bool own = !footprint.reads.empty();
  const Footprint &touched = own ? footprint : done[backward];
  if (touched.reads.empty())
    return success();
  FuncOp user = own ? func : backward;
  return user.emitOpError("@")
         << user.getSymName() << " uses @" << touched.reads.front().getValue()
         << ", expected no state in a function with a custom_vjp and in the "
            "one that it names";
}

namespace {
struct ThreadStatePass : leat::impl::ThreadStatePassBase<ThreadStatePass> {
  void runOnOperation() override {
    for (ModelOp model : getOperation().getOps<ModelOp>()) {
      StateThreader threader(model);
      for (FuncOp func : model.getOps<FuncOp>())
        if (failed(threader.thread(func)))
          return signalPassFailure();
    }
  }
};
} // namespace
