//===- ThreadCalls.cpp - states of ops that run functions -----------------===//
//
//   %y = call @f(%x)   ==>   %y, %w2 = call @f(%x, %w)
//   where @f reads and writes @w
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Formula.h"
#include "dialect/StatePattern.h"
#include "passes/States.h"
#include "passes/graph/StateThreader.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace leat;

//===----------------------------------------------------------------------===//
// Bundles
//===----------------------------------------------------------------------===//

// sqrt(sum of the sums of squares)
Value StateThreader::normOf(NormOp norm) {
  OpBuilder b(norm);
  Formula f{b, norm.getLoc()};
  Expr total;
  auto bundle = cast<BundleType>(norm.getBundle().getType());
  for (StringAttr name : bundle.getNames().getAsRange<StringAttr>()) {
    Expr x = f(bundles[norm.getBundle()][name]);
    auto axes = llvm::to_vector(llvm::seq<int64_t>(0, sizesOf(x.value).size()));
    Expr squares = x * x;
    total = total + (axes.empty() ? squares : f.sum(squares, axes));
  }
  return f.make<SqrtOp>(total.value).value;
}

// Whether `op` reads or makes a bundle, and nothing else.
bool StateThreader::rewriteBundle(Operation *op) {
  Value replacement;
  if (auto at = dyn_cast<AtOp>(op))
    replacement = bundles[at.getBundle()][at.getNameAttr()];
  else if (auto norm = dyn_cast<NormOp>(op))
    replacement = normOf(norm);
  if (replacement) {
    op->getResult(0).replaceAllUsesWith(replacement);
    op->erase();
    return true;
  }
  if (!isa<GetOp, BundleOp>(op) || !isa<BundleType>(op->getResult(0).getType()))
    return false;
  llvm::DenseMap<StringAttr, Value> tensors;
  auto names = cast<BundleType>(op->getResult(0).getType()).getNames();
  for (auto [i, name] : llvm::enumerate(names.getAsRange<StringAttr>()))
    tensors[name] = isa<GetOp>(op) ? current[name] : op->getOperand(i);
  bundles[op->getResult(0)] = std::move(tensors);
  dissolved.push_back(op);
  return true;
}

//===----------------------------------------------------------------------===//
// Ops that run functions
//===----------------------------------------------------------------------===//

// The arguments of an op, then the values of the callee's states, which bundles
// may replace.
template <typename OpTy>
FailureOr<SmallVector<Value>>
StateThreader::inputsOf(OpTy op, const Footprint &footprint) {
  llvm::DenseMap<StringAttr, Value> given;
  ArrayAttr with = op.getWithAttr();
  for (auto [i, bundle] : llvm::enumerate(op.getBundles()))
    for (auto [name, tensor] : bundles[bundle])
      if (matchesState(symbols.lookup(name),
                       cast<StringAttr>(with[i]).getValue()))
        given[name] = tensor;
  for (StringAttr name : sorted(footprint.writes))
    if (given.contains(name)) // C4
      return op.emitOpError("@")
             << op.getCallee() << " writes @" << name.getValue()
             << ", which 'with' replaces";
  SmallVector<Value> inputs(op.getInputs());
  for (StringAttr name : sorted(footprint.reads)) {
    Value tensor = given.lookup(name);
    inputs.push_back(tensor ? tensor : current[name]);
  }
  return inputs;
}

// Puts `threaded`, which has the results of `op` and behind the first `before`
// of them the new values of the states `written`, in the place of `op`.
void StateThreader::replaceTransform(Operation *op, Operation *threaded,
                                     unsigned before,
                                     ArrayRef<StringAttr> written) {
  for (unsigned i = 0; i < op->getNumResults(); ++i)
    op->getResult(i).replaceAllUsesWith(
        threaded->getResult(i < before ? i : unsigned(i + written.size())));
  for (auto [i, name] : llvm::enumerate(written))
    current[name] = threaded->getResult(unsigned(before + i));
  op->erase();
}

LogicalResult StateThreader::rewriteCall(CallOp call) {
  auto callee = symbols.lookup<FuncOp>(call.getCallee());
  const Footprint &footprint = done[callee];
  OpBuilder b(call);
  FailureOr<SmallVector<Value>> inputs = inputsOf(call, footprint);
  if (failed(inputs))
    return failure();
  // A call may name fewer results than the callee has; all of them come first.
  SmallVector<Type> types(callee.getResultTypes());
  unsigned own = types.size() - footprint.writes.size();
  for (unsigned i = 0; i < call.getNumResults(); ++i)
    types[i] = call.getResult(i).getType();
  auto threaded = CallOp::create(b, call.getLoc(), types, call.getCalleeAttr(),
                                 *inputs, StringAttr());
  threaded.setCheckpoint(call.getCheckpoint());
  if (Attribute asserted = call->getAttr(kAssertedAttr))
    threaded->setAttr(kAssertedAttr, asserted);
  for (auto [from, to] : llvm::zip(call.getResults(), threaded.getResults()))
    from.replaceAllUsesWith(to);
  for (auto [i, name] : llvm::enumerate(sorted(footprint.writes)))
    current[name] = threaded.getResult(own + i);
  call.erase();
  return success();
}

static GradOp threadedOf(GradOp grad, TypeRange types, ValueRange inputs,
                         ArrayAttr wrt) {
  OpBuilder b(grad);
  return GradOp::create(b, grad.getLoc(), types, grad.getCalleeAttr(), inputs,
                        wrt, grad.getCheckpointAttr(), StringAttr());
}
static VjpOp threadedOf(VjpOp vjp, TypeRange types, ValueRange inputs,
                        ArrayAttr wrt) {
  OpBuilder b(vjp);
  return VjpOp::create(b, vjp.getLoc(), types, vjp.getCalleeAttr(), inputs,
                       vjp.getCotangents(), ValueRange(), wrt, ArrayAttr(),
                       vjp.getCheckpointAttr(), StringAttr());
}

// Results: the callee's own, the states that it writes, the gradients.
template <typename OpTy>
LogicalResult StateThreader::rewriteGradient(OpTy grad) {
  auto callee = symbols.lookup<FuncOp>(grad.getCallee());
  const Footprint &footprint = done[callee];
  OpBuilder b(grad);
  FailureOr<SmallVector<Value>> inputs = inputsOf(grad, footprint);
  if (failed(inputs))
    return failure();
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
    for (StringAttr name :
         bundle.getNames().template getAsRange<StringAttr>()) {
      if (!footprint.reads.contains(name))
        continue; // The callee does not depend on it: its gradient is zero.
      wrt.push_back(name);
      types.push_back(typeOf(name));
    }
  }
  OpTy threaded = threadedOf(grad, types, *inputs, b.getArrayAttr(wrt));
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
    for (StringAttr name :
         bundle.getNames().template getAsRange<StringAttr>()) {
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
LogicalResult StateThreader::rewriteJvp(JvpOp jvp) {
  auto callee = symbols.lookup<FuncOp>(jvp.getCallee());
  const Footprint &footprint = done[callee];
  OpBuilder b(jvp);
  FailureOr<SmallVector<Value>> inputs = inputsOf(jvp, footprint);
  if (failed(inputs))
    return failure();
  SmallVector<StringAttr> written = sorted(footprint.writes);
  unsigned own = callee.getNumResults() - written.size();
  SmallVector<Type> types(jvp.getResultTypes());
  for (auto [i, name] : llvm::enumerate(written))
    types.insert(types.begin() + own + i, typeOf(name));
  auto threaded =
      JvpOp::create(b, jvp.getLoc(), types, jvp.getCalleeAttr(), *inputs,
                    jvp.getTangents(), jvp.getWrtAttr(), StringAttr());
  replaceTransform(jvp, threaded, own, written);
  return success();
}

// Results: lanes of the callee's own, then the states that it writes.
LogicalResult StateThreader::rewriteVmap(VmapOp vmap) {
  const Footprint &footprint = done[symbols.lookup<FuncOp>(vmap.getCallee())];
  OpBuilder b(vmap);
  FailureOr<SmallVector<Value>> inputs = inputsOf(vmap, footprint);
  if (failed(inputs))
    return failure();
  SmallVector<StringAttr> written = sorted(footprint.writes);
  SmallVector<Type> types(vmap.getResultTypes());
  for (StringAttr name : written)
    types.push_back(typeOf(name));
  SmallVector<int64_t> axes(vmap.getInAxes());
  axes.resize(inputs->size(), VmapOp::kNone);
  auto threaded =
      VmapOp::create(b, vmap.getLoc(), types, vmap.getCalleeAttr(), *inputs,
                     b.getDenseI64ArrayAttr(axes), StringAttr());
  threaded.setOutAxesAttr(vmap.getOutAxesAttr());
  replaceTransform(vmap, threaded, vmap.getNumResults(), written);
  return success();
}

// Results: the states that the callee writes, then the derivatives.
template <typename OpTy>
LogicalResult StateThreader::rewriteMatrixOf(OpTy matrix) {
  const Footprint &footprint = done[symbols.lookup<FuncOp>(matrix.getCallee())];
  OpBuilder b(matrix);
  FailureOr<SmallVector<Value>> inputs = inputsOf(matrix, footprint);
  if (failed(inputs))
    return failure();
  SmallVector<StringAttr> written = sorted(footprint.writes);
  SmallVector<Type> types;
  for (StringAttr name : written)
    types.push_back(typeOf(name));
  llvm::append_range(types, matrix.getResultTypes());
  auto threaded = OpTy::create(b, matrix.getLoc(), types,
                               matrix.getCalleeAttr(), *inputs, ValueRange(),
                               matrix.getWrtAttr(), ArrayAttr(), StringAttr());
  replaceTransform(matrix, threaded, 0, written);
  return success();
}

LogicalResult StateThreader::rewriteTransform(Operation *op) {
  return llvm::TypeSwitch<Operation *, LogicalResult>(op)
      .Case([&](CallOp call) { return rewriteCall(call); })
      .Case([&](GradOp grad) { return rewriteGradient(grad); })
      .Case([&](VjpOp vjp) { return rewriteGradient(vjp); })
      .Case([&](JvpOp jvp) { return rewriteJvp(jvp); })
      .Case([&](VmapOp vmap) { return rewriteVmap(vmap); })
      .Case([&](JacobianOp matrix) { return rewriteMatrixOf(matrix); })
      .Case([&](HessianOp matrix) { return rewriteMatrixOf(matrix); });
}
