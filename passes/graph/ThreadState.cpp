//===- ThreadState.cpp - state becomes arguments and results --------------===//
//
//   %w = get @w   set @w = %v      ==>   (..., %w: T {leat.state = @w}) ->
//   (..., w: T {leat.state = @w}) %x = normal @rng : T           ==>   %x =
//   normal key(%rng) : T   %rng2 = advance %rng
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "mlir/IR/BuiltinOps.h"
#include "passes/Passes.h"
#include "passes/States.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

namespace leat {
#define GEN_PASS_DEF_THREADSTATEPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

namespace {

/// What a function touches, itself or through what it calls.
struct Footprint {
  llvm::SetVector<StringAttr> reads, writes;
};

/// Rewrites the functions of one model.
class StateThreader {
public:
  explicit StateThreader(ModelOp model) : symbols(model) {
    for (Operation &op : model.getBody().getOps())
      if (isa<ParamOp, StateOp, ConstOp>(op))
        order.insert({SymbolTable::getSymbolName(&op), unsigned(order.size())});
  }

  LogicalResult thread(FuncOp func);

private:
  LogicalResult collect(FuncOp func, Footprint &footprint);
  LogicalResult rewriteBlock(Block &block);
  LogicalResult rewriteCall(CallOp call);
  LogicalResult rewriteGrad(GradOp grad);
  void rewriteJvp(JvpOp jvp);
  LogicalResult rewriteFor(ForOp loop);
  LogicalResult rewriteWhile(WhileOp loop);
  LogicalResult rewriteIf(IfOp op);
  SmallVector<StringAttr> writtenIn(Region &region);
  LogicalResult rewriteRegion(Region &region, unsigned index,
                              ArrayRef<StringAttr> states);
  void yieldStates(Region &region, ArrayRef<StringAttr> states);
  void replaceControl(Operation *op, Operation *threaded, unsigned before,
                      ArrayRef<StringAttr> states);
  SmallVector<Type> threadedTypes(Operation *op, unsigned before,
                                  ArrayRef<StringAttr> states);
  void addArguments(FuncOp func, const Footprint &footprint);
  void addResults(FuncOp func, const Footprint &footprint);
  Type typeOf(StringAttr state);
  SmallVector<StringAttr> sorted(const llvm::SetVector<StringAttr> &states);

  SymbolTable symbols;
  /// The position of each state's declaration.
  llvm::DenseMap<StringAttr, unsigned> order;
  llvm::DenseMap<Operation *, Footprint> done;
  llvm::SetVector<Operation *> open;
  /// The value that each state has at this point of the function.
  llvm::DenseMap<StringAttr, Value> current;
  /// The tensors of each bundle, and the ops that gave the bundles.
  llvm::DenseMap<Value, llvm::DenseMap<StringAttr, Value>> bundles;
  SmallVector<Operation *> dissolved;
};

} // namespace

Type StateThreader::typeOf(StringAttr state) {
  Operation *op = symbols.lookup(state);
  if (auto constant = dyn_cast<ConstOp>(op))
    return constant.getYielded().getType();
  return op->getAttrOfType<TypeAttr>("type").getValue();
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
    if (auto get = dyn_cast<GetOp>(op))
      use(get.getStateAttr().getAttr(), false);
    else if (auto set = dyn_cast<SetOp>(op))
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
  for (StringAttr name : footprint.reads)
    if (func.findArg(name.getValue()))
      return func.emitOpError("@")
             << func.getSymName() << " has an argument '" << name.getValue()
             << "' and uses the state of the same name";
  done[func] = footprint;
  addArguments(func, footprint);
  if (failed(rewriteBlock(func.getBody().front())))
    return failure();
  for (Operation *op : dissolved) {
    if (!op->use_empty())
      return op->emitOpError("a bundle can only be read by 'at'");
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
    if (auto get = dyn_cast<GetOp>(op)) {
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
    } else if (auto call = dyn_cast<CallOp>(op)) {
      if (failed(rewriteCall(call)))
        return failure();
    } else if (auto grad = dyn_cast<GradOp>(op)) {
      if (failed(rewriteGrad(grad)))
        return failure();
    } else if (auto jvp = dyn_cast<JvpOp>(op)) {
      rewriteJvp(jvp);
    } else if (auto at = dyn_cast<AtOp>(op)) {
      at.replaceAllUsesWith(bundles[at.getBundle()][at.getNameAttr()]);
      at.erase();
    } else if (auto loop = dyn_cast<ForOp>(op)) {
      if (failed(rewriteFor(loop)))
        return failure();
    } else if (auto loop = dyn_cast<WhileOp>(op)) {
      if (failed(rewriteWhile(loop)))
        return failure();
    } else if (auto branches = dyn_cast<IfOp>(op)) {
      if (failed(rewriteIf(branches)))
        return failure();
    }
  }
  return success();
}

LogicalResult StateThreader::rewriteCall(CallOp call) {
  auto callee = symbols.lookup<FuncOp>(call.getCallee());
  const Footprint &footprint = done[callee];
  OpBuilder b(call);
  SmallVector<Value> inputs(call.getInputs());
  for (StringAttr name : sorted(footprint.reads))
    inputs.push_back(current[name]);
  // A call may name fewer results than the callee has; all of them come first.
  SmallVector<Type> types(callee.getResultTypes());
  unsigned own = types.size() - footprint.writes.size();
  for (unsigned i = 0; i < call.getNumResults(); ++i)
    types[i] = call.getResult(i).getType();
  auto threaded = CallOp::create(b, call.getLoc(), types, call.getCalleeAttr(),
                                 inputs, StringAttr());
  if (Attribute asserted = call->getAttr(kAssertedAttr))
    threaded->setAttr(kAssertedAttr, asserted);
  for (auto [from, to] : llvm::zip(call.getResults(), threaded.getResults()))
    from.replaceAllUsesWith(to);
  for (auto [i, name] : llvm::enumerate(sorted(footprint.writes)))
    current[name] = threaded.getResult(own + i);
  call.erase();
  return success();
}

// Results: the callee's own, the states that it writes, the gradients.
LogicalResult StateThreader::rewriteGrad(GradOp grad) {
  auto callee = symbols.lookup<FuncOp>(grad.getCallee());
  const Footprint &footprint = done[callee];
  OpBuilder b(grad);
  SmallVector<Value> inputs(grad.getInputs());
  for (StringAttr name : sorted(footprint.reads))
    inputs.push_back(current[name]);
  unsigned own = grad.getNumResults() - grad.getWrt().size();
  SmallVector<Type> types(grad.getResults().take_front(own).getTypes());
  for (StringAttr name : sorted(footprint.writes))
    types.push_back(typeOf(name));
  SmallVector<Attribute> wrt;
  for (auto [entry, result] :
       llvm::zip(grad.getWrt(), grad.getResults().drop_front(own))) {
    auto bundle = dyn_cast<BundleType>(result.getType());
    if (!bundle) {
      wrt.push_back(entry);
      types.push_back(result.getType());
      continue;
    }
    for (StringAttr name : bundle.getNames().getAsRange<StringAttr>()) {
      if (!footprint.reads.contains(name))
        continue; // The callee does not depend on it: its gradient is zero.
      wrt.push_back(name);
      types.push_back(typeOf(name));
    }
  }
  auto threaded = GradOp::create(b, grad.getLoc(), types, grad.getCalleeAttr(),
                                 inputs, b.getArrayAttr(wrt), StringAttr());
  for (unsigned i = 0; i < own; ++i)
    grad.getResult(i).replaceAllUsesWith(threaded.getResult(i));
  for (auto [i, name] : llvm::enumerate(sorted(footprint.writes)))
    current[name] = threaded.getResult(own + i);
  unsigned next = own + footprint.writes.size();
  for (Value result : grad.getResults().drop_front(own)) {
    auto bundle = dyn_cast<BundleType>(result.getType());
    if (!bundle) {
      result.replaceAllUsesWith(threaded.getResult(next++));
      continue;
    }
    llvm::DenseMap<StringAttr, Value> gradients;
    for (StringAttr name : bundle.getNames().getAsRange<StringAttr>()) {
      if (footprint.reads.contains(name)) {
        gradients[name] = threaded.getResult(next++);
        continue;
      }
      Value zero = NumberOp::create(b, grad.getLoc(), plainType(typeOf(name)),
                                    b.getF64FloatAttr(0));
      gradients[name] = zero;
    }
    bundles[result] = std::move(gradients);
  }
  dissolved.push_back(grad);
  return success();
}

// Results: the callee's own, the states that it writes, the tangents of its
// own.
void StateThreader::rewriteJvp(JvpOp jvp) {
  auto callee = symbols.lookup<FuncOp>(jvp.getCallee());
  const Footprint &footprint = done[callee];
  OpBuilder b(jvp);
  SmallVector<Value> inputs(jvp.getInputs());
  for (StringAttr name : sorted(footprint.reads))
    inputs.push_back(current[name]);
  SmallVector<StringAttr> written = sorted(footprint.writes);
  unsigned own = callee.getNumResults() - written.size();
  SmallVector<Type> types(jvp.getResultTypes());
  for (auto [i, name] : llvm::enumerate(written))
    types.insert(types.begin() + own + i, typeOf(name));
  auto threaded =
      JvpOp::create(b, jvp.getLoc(), types, jvp.getCalleeAttr(), inputs,
                    jvp.getTangents(), jvp.getWrtAttr(), StringAttr());
  for (unsigned i = 0; i < jvp.getNumResults(); ++i)
    jvp.getResult(i).replaceAllUsesWith(
        threaded.getResult(i < own ? i : i + written.size()));
  for (auto [i, name] : llvm::enumerate(written))
    current[name] = threaded.getResult(own + i);
  jvp.erase();
}

//===----------------------------------------------------------------------===//
// Loops and branches
//===----------------------------------------------------------------------===//

// The states that a region writes or draws from, itself or through calls.
SmallVector<StringAttr> StateThreader::writtenIn(Region &region) {
  llvm::SetVector<StringAttr> written;
  region.walk([&](Operation *op) {
    if (auto set = dyn_cast<SetOp>(op))
      written.insert(set.getStateAttr().getAttr());
    else if (auto random = dyn_cast<RandomOpInterface>(op);
             random && random.getRngAttr())
      written.insert(random.getRngAttr().getAttr());
    else if (auto call = op->getAttrOfType<FlatSymbolRefAttr>("callee"))
      for (StringAttr name :
           done[symbols.lookup<FuncOp>(call.getAttr())].writes)
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
  cast<YieldOp>(region.front().getTerminator())
      .getInputsMutable()
      .append(values);
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

// States that the body writes are carried.
LogicalResult StateThreader::rewriteFor(ForOp loop) {
  SmallVector<StringAttr> states = writtenIn(loop.getBody());
  auto outside = current;
  unsigned carried = loop.getInits().size();
  SmallVector<Value> inits(loop.getInits());
  for (StringAttr name : states)
    inits.push_back(current[name]);
  if (failed(rewriteRegion(loop.getBody(), 1 + carried, states)))
    return failure();
  yieldStates(loop.getBody(), states);
  OpBuilder b(loop);
  auto threaded = ForOp::create(
      b, loop.getLoc(), threadedTypes(loop, carried, states),
      loop.getFirstAttr(), loop.getLastAttr(), loop.getDownAttr(),
      loop.getMaxTripsAttr(), loop.getSaveAllAttr(), loop.getBackwardAttr(),
      loop.getFirstValue(), loop.getLastValue(), inits, loop.getOver());
  current = std::move(outside);
  replaceControl(loop, threaded, carried, states);
  return success();
}

LogicalResult StateThreader::rewriteWhile(WhileOp loop) {
  SmallVector<StringAttr> decided = writtenIn(loop.getCondition());
  if (!decided.empty()) // C6
    return loop.emitOpError("writes @")
           << decided.front().getValue()
           << " in its condition, expected that in its body only";
  SmallVector<StringAttr> states = writtenIn(loop.getBody());
  auto outside = current;
  unsigned carried = loop.getInits().size();
  SmallVector<Value> inits(loop.getInits());
  for (StringAttr name : states)
    inits.push_back(current[name]);
  if (failed(rewriteRegion(loop.getCondition(), carried, states)) ||
      failed(rewriteRegion(loop.getBody(), carried, states)))
    return failure();
  yieldStates(loop.getBody(), states);
  OpBuilder b(loop);
  auto threaded =
      WhileOp::create(b, loop.getLoc(), threadedTypes(loop, carried, states),
                      loop.getMaxTripsAttr(), loop.getSaveAllAttr(), inits);
  current = std::move(outside);
  replaceControl(loop, threaded, carried, states);
  return success();
}

// States that a branch writes are results; the other branch may leave them.
LogicalResult StateThreader::rewriteIf(IfOp op) {
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
  unsigned own = op.getNumResults();
  auto threaded = IfOp::create(b, op.getLoc(), threadedTypes(op, own, states),
                               op.getCondition());
  current = std::move(outside);
  replaceControl(op, threaded, own, states);
  return success();
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
