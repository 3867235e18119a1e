//===- ExpandMatrix.cpp - Jacobians and Hessians --------------------------===//
//
//   %j = jacobian @f(%x) wrt(x)
//   ==>
//   func @f.pushed(%x, %d) { %y, %y_dot = jvp @f(%x) tangent(%d)  return %y_dot
//   } %columns = vmap @f.pushed(%x, %identity) in_axes(none, 0)
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/gradients/Batch.h"
#include "passes/graph/Expand.h"

using namespace mlir;

namespace leat {

namespace {
/// A derivative, and the values of the states that its function writes.
struct Derivative {
  Value value;
  SmallVector<Value> states;
};
} // namespace

static bool isState(FuncOp callee, unsigned result) {
  return bool(callee.getResultAttr(result, FuncOp::kStateAttr));
}

// A function of the arguments of `callee` and of `more`, which gives a tensor
// of the type `result` and the states that `callee` writes: `build` makes an op
// at the end of its body, which has the callee's results first, and gives that
// tensor.
static FuncOp
derivedFunction(FuncOp callee, StringRef suffix, ArrayRef<Type> more,
                Type result,
                llvm::function_ref<Value(OpBuilder &, Block &)> build) {
  Builder names(callee.getContext());
  SmallVector<Type> inputs(callee.getArgumentTypes()), results = {result};
  SmallVector<Attribute> argAttrs, resAttrs = {named(names, suffix)};
  // The key of a draw is a plain argument here: all columns or rows are those
  // of one run, with the same draws.
  for (unsigned i = 0; i < callee.getNumArguments(); ++i)
    argAttrs.push_back(named(names, callee.getArgName(i)));
  for (auto [i, type] : llvm::enumerate(more)) {
    inputs.push_back(type);
    // No argument of a person's begins with a point.
    argAttrs.push_back(named(names, "." + Twine(i)));
  }
  SmallVector<unsigned> states;
  for (unsigned i = 0; i < callee.getNumResults(); ++i)
    if (isState(callee, i)) {
      states.push_back(i);
      results.push_back(callee.getResultTypes()[i]);
      resAttrs.push_back(callee.getResultAttrDict(i));
    }
  FuncOp func =
      makeFunction(callee, callee.getSymName() + "." + suffix,
                   FunctionType::get(callee.getContext(), inputs, results),
                   argAttrs, resAttrs);
  Block &block = func.getBody().front();
  OpBuilder b = OpBuilder::atBlockEnd(&block);
  SmallVector<Value> values = {build(b, block)};
  Operation *made = values.front().getDefiningOp();
  for (unsigned i : states)
    values.push_back(made->getResult(i));
  ReturnOp::create(b, func.getLoc(), values);
  return func;
}

// How the first result moves along a tangent of argument `index`.
static FuncOp pushForward(FuncOp callee, unsigned index) {
  StringRef name = callee.getArgName(index);
  auto build = [&](OpBuilder &b, Block &block) -> Value {
    ValueRange arguments = block.getArguments();
    SmallVector<Type> types(callee.getResultTypes());
    for (auto [i, type] : llvm::enumerate(callee.getResultTypes()))
      if (isDifferentiable(type) && !isState(callee, i))
        types.push_back(type);
    auto jvp = JvpOp::create(b, callee.getLoc(), types,
                             FlatSymbolRefAttr::get(callee.getSymNameAttr()),
                             arguments.drop_back(), arguments.back(),
                             b.getStrArrayAttr(name), StringAttr());
    return jvp.getResult(callee.getNumResults());
  };
  return derivedFunction(callee, "pushed", callee.getArgumentTypes()[index],
                         callee.getResultTypes().front(), build);
}

// A cotangent of the first result, taken back to argument `index`.
static FuncOp pullBack(FuncOp callee, unsigned index) {
  StringRef name = callee.getArgName(index);
  Type type = callee.getArgumentTypes()[index];
  auto build = [&](OpBuilder &b, Block &block) -> Value {
    ValueRange arguments = block.getArguments();
    Formula f{b, callee.getLoc()};
    SmallVector<Value> cotangents = {arguments.back()};
    for (auto [i, result] :
         llvm::enumerate(callee.getResultTypes().drop_front()))
      if (isDifferentiable(result) && !isState(callee, i + 1))
        cotangents.push_back(f.number(cast<RankedTensorType>(result), 0).value);
    SmallVector<Type> types(callee.getResultTypes());
    types.push_back(type);
    auto vjp = VjpOp::create(b, callee.getLoc(), types,
                             FlatSymbolRefAttr::get(callee.getSymNameAttr()),
                             arguments.drop_back(), cotangents, ValueRange(),
                             b.getStrArrayAttr(name), ArrayAttr(),
                             DictionaryAttr(), StringAttr());
    return vjp.getResult(callee.getNumResults());
  };
  return derivedFunction(callee, "pulled", callee.getResultTypes().front(),
                         type, build);
}

// The gradient of the first result by argument `index`.
static FuncOp gradientOf(FuncOp callee, unsigned index) {
  StringRef name = callee.getArgName(index);
  Type type = callee.getArgumentTypes()[index];
  auto build = [&](OpBuilder &b, Block &block) -> Value {
    SmallVector<Type> types(callee.getResultTypes());
    types.push_back(type);
    auto grad = GradOp::create(b, callee.getLoc(), types,
                               FlatSymbolRefAttr::get(callee.getSymNameAttr()),
                               block.getArguments(), b.getStrArrayAttr(name),
                               DictionaryAttr(), StringAttr());
    return grad.getResult(callee.getNumResults());
  };
  return derivedFunction(callee, "gradient", {}, type, build);
}

// All tensors of `type` that are 1 at one place and 0 elsewhere, one behind the
// other.
static Value identityOf(const Formula &f, RankedTensorType type) {
  int64_t count = type.getNumElements();
  Type i64 = f.builder.getI64Type();
  Expr row = f.iota({count, count}, i64, 0);
  Expr column = f.iota({count, count}, i64, 1);
  SmallVector<int64_t> sizes(type.getShape());
  sizes.insert(sizes.begin(), count);
  return f.reshape(f.convert(row == column, type.getElementType()), sizes)
      .value;
}

// The derivative of the callee's first result by argument `index`, of the
// result's axes and then the argument's, by forward or reverse mode.
static FailureOr<Derivative> jacobianOf(Operation *op, FuncOp callee,
                                        ValueRange inputs, unsigned index,
                                        bool forward) {
  OpBuilder builder(op);
  Formula f{builder, withoutName(op->getLoc())};
  auto result = cast<RankedTensorType>(callee.getResultTypes().front());
  auto argument = cast<RankedTensorType>(callee.getArgumentTypes()[index]);
  FuncOp linear =
      forward ? pushForward(callee, index) : pullBack(callee, index);
  auto along = forward ? argument : result;
  auto type = forward ? result : argument;
  SmallVector<Value> operands(inputs);
  operands.push_back(identityOf(f, along));
  SmallVector<int64_t> axes(inputs.size(), VmapOp::kNone);
  axes.push_back(0);
  SmallVector<Type> types(linear.getResultTypes());
  types.front() = laneType(type, along.getNumElements());
  auto vmap = VmapOp::create(
      builder, f.loc, types, FlatSymbolRefAttr::get(linear.getSymNameAttr()),
      operands, builder.getDenseI64ArrayAttr(axes), StringAttr());
  FailureOr<SmallVector<Value>> made = expandVmap(vmap);
  vmap.erase();
  if (failed(made))
    return failure();
  Expr matrix = f(made->front());
  if (forward) {
    auto back = llvm::to_vector(llvm::seq<int64_t>(1, result.getRank() + 1));
    back.push_back(0);
    matrix = f.transpose(matrix, back);
  }
  SmallVector<int64_t> sizes(result.getShape());
  llvm::append_range(sizes, argument.getShape());
  return Derivative{f.reshape(matrix, sizes).value,
                    SmallVector<Value>(llvm::drop_begin(*made))};
}

static FuncOp calleeOf(Operation *op, FlatSymbolRefAttr name) {
  return SymbolTable::lookupNearestSymbolFrom<FuncOp>(op, name);
}

FailureOr<SmallVector<Value>> expandJacobian(JacobianOp jacobian) {
  FuncOp callee = calleeOf(jacobian, jacobian.getCalleeAttr());
  SmallVector<Value> states, matrices;
  for (StringRef name : jacobian.getWrt().getAsValueRange<StringAttr>()) {
    unsigned index = *callee.findArg(name);
    auto size = [](Type type) {
      return cast<RankedTensorType>(type).getNumElements();
    };
    bool forward = size(callee.getArgumentTypes()[index]) <=
                   size(callee.getResultTypes().front());
    FailureOr<Derivative> made =
        jacobianOf(jacobian, callee, jacobian.getInputs(), index, forward);
    if (failed(made))
      return failure();
    states = made->states;
    matrices.push_back(made->value);
  }
  llvm::append_range(states, matrices);
  return states;
}

FailureOr<SmallVector<Value>> expandHessian(HessianOp hessian) {
  FuncOp callee = calleeOf(hessian, hessian.getCalleeAttr());
  auto name = cast<StringAttr>(hessian.getWrt()[0]).getValue();
  unsigned index = *callee.findArg(name);
  FailureOr<Derivative> made =
      jacobianOf(hessian, gradientOf(callee, index), hessian.getInputs(), index,
                 /*forward=*/true);
  if (failed(made))
    return failure();
  SmallVector<Value> results = made->states;
  results.push_back(made->value);
  return results;
}

} // namespace leat
