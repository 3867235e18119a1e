//===- GradientCheck.cpp - derivatives against differences ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Adds to the model
//   func @f$grad(<arguments of @f>) -> (<gradients>) {
//     %l, %gx, %g = grad @f(...) wrt(x, params) ... }
// and interprets both functions.
//
//===----------------------------------------------------------------------===//

#include "tools/compiler/GradientCheck.h"
#include "dialect/Debug.h"
#include "mlir/IR/TypeUtilities.h"
#include "runtime/Philox.h"
#include "runtime/program/InitialState.h"
#include "runtime/reference/Interpreter.h"
#include "tools/compiler/ReferenceEngine.h"

#include <cmath>

using namespace mlir;
using namespace leat;
using namespace leat::cli;
using reference::Array;

static constexpr double kStep = 0x1p-17;
/// How far params are moved from their initial values, which may be zero.
static constexpr double kShift = 0.05;

double GradientCheck::error() const {
  return std::abs(derived - measured) / std::max(1.0, std::abs(measured));
}

bool cli::isCheckable(const ModelInterface &model,
                      const FunctionInfo &function) {
  if (function.kind != FunctionInfo::Kind::Function ||
      function.results.empty() || !function.results[0].dimensions.empty() ||
      !rt::isFloat(function.results[0].type))
    return false;
  for (const ValueInfo &argument : function.arguments)
    if (rt::isFloat(argument.type))
      return true;
  for (const StateInfo &state : model.states)
    if (state.kind == StateInfo::Kind::Param)
      return true;
  return false;
}

// The names of the gradients of @f$grad, in order.
static std::vector<std::string> gradientNames(const ModelInterface &model,
                                              const FunctionInfo &function) {
  std::vector<std::string> names;
  for (const ValueInfo &argument : function.arguments)
    if (rt::isFloat(argument.type))
      names.push_back(argument.name);
  for (const StateInfo &state : model.states)
    if (state.kind == StateInfo::Kind::Param && rt::isFloat(state.tensor.type))
      names.push_back(state.tensor.name);
  return names;
}

static void addGradient(ModelOp model, StringRef name) {
  auto callee = cast<FuncOp>(SymbolTable::lookupSymbolIn(model, name));
  OpBuilder b(callee);
  b.setInsertionPointAfter(callee);
  Location loc = callee.getLoc();
  SmallVector<Attribute> wrt, params;
  SmallVector<Type> types(callee.getResultTypes()), results;
  SmallVector<std::string> names;
  for (auto [i, type] : llvm::enumerate(callee.getArgumentTypes()))
    if (isa<FloatType>(getElementTypeOrSelf(type))) {
      wrt.push_back(b.getStringAttr(callee.getArgName(i)));
      types.push_back(type);
      results.push_back(type);
    }
  SmallVector<Type> paramTypes;
  for (ParamOp param : model.getOps<ParamOp>())
    if (isa<FloatType>(getElementTypeOrSelf(param.getType()))) {
      params.push_back(param.getSymNameAttr());
      paramTypes.push_back(param.getType());
    }
  if (!params.empty()) {
    wrt.push_back(b.getStringAttr("params"));
    types.push_back(BundleType::get(b.getContext(), b.getArrayAttr(params)));
  }
  size_t arguments = results.size();
  llvm::append_range(results, paramTypes);
  SmallVector<Attribute> resultAttributes;
  for (size_t i = 0; i < results.size(); ++i)
    resultAttributes.push_back(b.getDictionaryAttr(b.getNamedAttr(
        FuncOp::kNameAttr, b.getStringAttr("d" + std::to_string(i)))));
  auto func = cast<FuncOp>(callee->cloneWithoutRegions());
  func.setSymName((name + "$grad").str());
  func.setFunctionType(b.getFunctionType(callee.getArgumentTypes(), results));
  func.setResAttrsAttr(b.getArrayAttr(resultAttributes));
  b.insert(func);
  Block *body = new Block();
  func.getBody().push_back(body);
  for (BlockArgument argument : callee.getArguments())
    body->addArgument(argument.getType(), argument.getLoc());
  b.setInsertionPointToStart(body);
  auto grad = GradOp::create(b, loc, types,
                             FlatSymbolRefAttr::get(callee.getSymNameAttr()),
                             body->getArguments(), b.getArrayAttr(wrt),
                             DictionaryAttr(), StringAttr());
  SmallVector<Value> values;
  unsigned first = callee.getNumResults();
  for (size_t i = 0; i < arguments; ++i)
    values.push_back(grad.getResult(first + i));
  for (auto [param, type] : llvm::zip(params, paramTypes))
    values.push_back(AtOp::create(b, loc, type, grad->getResults().back(),
                                  cast<StringAttr>(param)));
  ReturnOp::create(b, loc, values);
}

namespace {

/// Values at which `function` and its gradient are looked at.
class Point {
public:
  Point(const ModelInterface &model, const FunctionInfo &function,
        const rt::StateSlab &states, ModuleOp module, uint64_t seed)
      : model(model), function(function), states(states), module(module),
        seed(seed) {}

  /// The arguments of `func`, states and constants among them.
  rt::Result<std::vector<Array>> arguments(FuncOp func);

private:
  rt::Result<Array> state(const std::string &name);
  Array random(StringRef name, Type type);
  rt::Result<Array> argument(FuncOp func, unsigned index);

  const ModelInterface &model;
  const FunctionInfo &function;
  const rt::StateSlab &states;
  ModuleOp module;
  uint64_t seed;
};

} // namespace

static void fillNormal(Array &array, uint64_t seed, const std::string &name,
                       double scale) {
  rt::Draw draw(rt::seedFor(seed, "check." + name), 0);
  for (size_t i = 0; i < array.floats.size(); ++i)
    array.floats[i] += scale * draw.normalF64(i);
  for (size_t i = 0; i < array.integers.size(); ++i)
    array.integers[i] = int64_t(draw.below(2, i));
}

Array Point::random(StringRef name, Type type) {
  Array array = Array::zeros(type);
  fillNormal(array, seed, name.str(), 1);
  return array;
}

rt::Result<Array> Point::state(const std::string &name) {
  const StateInfo *info = model.findState(name);
  if (info && info->kind == StateInfo::Kind::Const) {
    FuncOp init = findFunction(module, name + ".init");
    LEAT_ASSIGN(std::vector<Array> inputs, arguments(init));
    LEAT_ASSIGN(std::vector<Array> values,
                reference::evaluate(init, std::move(inputs)));
    return std::move(values.front());
  }
  LEAT_ASSIGN(rt::Tensor tensor, states.tensor(name));
  Array array = reference::fromTensor(tensor);
  if (info && info->kind == StateInfo::Kind::Param)
    fillNormal(array, seed, name, kShift);
  return array;
}

// Its default, where it has one of the shape that it is looked at in.
rt::Result<Array> Point::argument(FuncOp func, unsigned index) {
  auto type = cast<RankedTensorType>(func.getArgumentTypes()[index]);
  const ValueInfo *info = function.findArgument(func.getArgName(index).str());
  if (info && !info->defaultValue.empty()) {
    LEAT_ASSIGN(rt::Tensor value, info->makeDefault());
    if (type.getShape() == ArrayRef(value.shape()))
      return reference::fromTensor(value);
  }
  return random(func.getArgName(index), type);
}

rt::Result<std::vector<Array>> Point::arguments(FuncOp func) {
  std::vector<Array> values;
  for (unsigned i = 0; i < func.getNumArguments(); ++i) {
    auto name = func.getArgAttrOfType<FlatSymbolRefAttr>(i, FuncOp::kStateAttr);
    if (!name) {
      LEAT_ASSIGN(Array value, argument(func, i));
      values.push_back(std::move(value));
      continue;
    }
    LEAT_ASSIGN(Array value, state(name.getValue().str()));
    values.push_back(std::move(value));
  }
  return values;
}

// (f(x + h v) - f(x - h v)) / 2 h
static rt::Result<double> difference(FuncOp func,
                                     const std::vector<Array> &arguments,
                                     unsigned index, const Array &direction,
                                     double h) {
  double value[2];
  for (int side = 0; side < 2; ++side) {
    std::vector<Array> moved = arguments;
    for (size_t i = 0; i < direction.floats.size(); ++i)
      moved[index].floats[i] += (side ? h : -h) * direction.floats[i];
    LEAT_ASSIGN(std::vector<Array> results,
                reference::evaluate(func, std::move(moved)));
    value[side] = results.front().floats.front();
  }
  return (value[1] - value[0]) / (2 * h);
}

static rt::Result<GradientCheck>
checkOne(FuncOp func, const std::vector<Array> &arguments,
         const std::string &name, const Array &gradient, uint64_t seed) {
  Array direction = gradient;
  std::fill(direction.floats.begin(), direction.floats.end(), 0);
  fillNormal(direction, seed, "direction." + name, 1);
  double norm = 0;
  for (double v : direction.floats)
    norm += v * v;
  GradientCheck check{name, 0, 0};
  for (size_t i = 0; i < direction.floats.size(); ++i) {
    direction.floats[i] /= std::sqrt(norm);
    check.derived += gradient.floats[i] * direction.floats[i];
  }
  std::optional<unsigned> index = func.findArg(name);
  if (!index)
    return check; // The function does not read this param.
  LEAT_ASSIGN(double coarse,
              difference(func, arguments, *index, direction, kStep));
  LEAT_ASSIGN(double fine,
              difference(func, arguments, *index, direction, kStep / 2));
  check.measured = (4 * fine - coarse) / 3;
  return check;
}

rt::Result<std::vector<GradientCheck>>
cli::checkGradients(Model &model, const FunctionInfo &function,
                    const ExtentSizes &extents, uint64_t seed) {
  LoweringOptions lowering;
  lowering.compile.entries = {function.name, function.name + "$grad"};
  for (const FunctionInfo &other : model.interface().functions)
    if (other.kind == FunctionInfo::Kind::Constant)
      lowering.compile.entries.push_back(other.name);
  for (const auto &[name, size] : extents)
    lowering.compile.extents.push_back(name + "=" + std::to_string(size));
  LEAT_ASSIGN(OwningOpRef<ModuleOp> module,
              model.lower("graph", lowering,
                          [&](ModelOp op) { addGradient(op, function.name); }));
  FuncOp func = findFunction(*module, function.name);
  FuncOp grad = findFunction(*module, function.name + "$grad");
  // Differences run the function again and again.
  SmallVector<PrintOp> prints;
  module->walk([&](PrintOp print) { prints.push_back(print); });
  for (PrintOp print : prints)
    print.erase();
  LEAT_ASSIGN(rt::StateSlab states,
              createStates(model.interface().states, seed));
  Point point(model.interface(), function, states, *module, seed);
  LEAT_ASSIGN(std::vector<Array> arguments, point.arguments(func));
  LEAT_ASSIGN(std::vector<Array> gradArguments, point.arguments(grad));
  LEAT_ASSIGN(std::vector<Array> gradients,
              reference::evaluate(grad, std::move(gradArguments)));
  std::vector<std::string> names = gradientNames(model.interface(), function);
  std::vector<GradientCheck> checks;
  for (size_t i = 0; i < names.size(); ++i) {
    LEAT_ASSIGN(GradientCheck check,
                checkOne(func, arguments, names[i], gradients[i], seed));
    checks.push_back(std::move(check));
  }
  return checks;
}
