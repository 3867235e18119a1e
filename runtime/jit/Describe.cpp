//===- Describe.cpp - the interface of a model, from its IR -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads signatures, shapes and initialisers off the declarations.
//
//===----------------------------------------------------------------------===//

#include "runtime/jit/Describe.h"

#include "dialect/Dialect.h"
#include "dialect/Syntax.h"
#include "passes/States.h"

using namespace mlir;
using namespace leat;

static rt::Result<rt::DType> elementOf(RankedTensorType type, StringRef owner) {
  std::string name;
  llvm::raw_string_ostream(name) << type.getElementType();
  if (std::optional<rt::DType> dtype = rt::parseDType(name))
    return *dtype;
  return rt::userError("'", owner.str(), "' has elements of type ", name,
                       ", which the runtime does not have");
}

static rt::Result<ValueInfo> describeValue(StringRef name, Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor)
    return rt::userError("'", name.str(), "' is ", shortType(type),
                         ", expected a tensor");
  ValueInfo value;
  value.name = name.str();
  LEAT_ASSIGN(value.type, elementOf(tensor, name));
  for (const Extent &extent : extentsOf(tensor))
    value.dimensions.push_back(
        {extent.name ? extent.name.getValue().str() : std::string(),
         extent.known() ? extent.size : -1});
  return value;
}

static rt::Result<FunctionInfo> describeFunction(FuncOp func) {
  FunctionInfo info;
  info.name = func.getSymName().str();
  for (auto [i, type] : llvm::enumerate(func.getArgumentTypes())) {
    LEAT_ASSIGN(ValueInfo value, describeValue(func.getArgName(i), type));
    if (Attribute number = func.getArgAttr(i, FuncOp::kDefaultAttr)) {
      llvm::raw_string_ostream stream(value.defaultValue);
      printLiteral(stream, number);
    }
    info.arguments.push_back(std::move(value));
  }
  for (auto [i, type] : llvm::enumerate(func.getResultTypes())) {
    LEAT_ASSIGN(ValueInfo value, describeValue(func.getResultName(i), type));
    info.results.push_back(std::move(value));
  }
  return info;
}

// The number that an option of an initialiser is; a word is a config's name.
static std::optional<double> numberOf(Attribute value, ModelOp model) {
  if (auto number = dyn_cast<FloatAttr>(value))
    return number.getValueAsDouble();
  if (std::optional<int64_t> number = integerOf(value))
    return double(*number);
  if (auto word = dyn_cast<StringAttr>(value))
    if (auto config = dyn_cast_or_null<ConfigOp>(
            SymbolTable::lookupSymbolIn(model, word)))
      return numberOf(config.getValue(), model);
  return std::nullopt;
}

static rt::Result<rt::Initializer> describeInitializer(ModelOp model,
                                                       StringRef init,
                                                       DictionaryAttr options,
                                                       StringRef owner) {
  rt::Initializer result;
  std::optional<rt::Initializer::Kind> kind = rt::parseInitializer(init.str());
  if (!kind)
    return rt::userError("@", owner.str(), " has no initialiser '", init.str(),
                         "' that the runtime knows");
  result.kind = *kind;
  for (NamedAttribute option : options) {
    StringRef name = option.getName().getValue();
    if (name == "mode") {
      auto word = dyn_cast<StringAttr>(option.getValue());
      if (!word ||
          (word.getValue() != "fan_in" && word.getValue() != "fan_out"))
        return rt::userError("the mode of the initialiser of @", owner.str(),
                             " must be fan_in or fan_out");
      result.mode = word.getValue() == "fan_in" ? rt::FanMode::FanIn
                                                : rt::FanMode::FanOut;
      continue;
    }
    std::optional<double> number = numberOf(option.getValue(), model);
    if (!number)
      return rt::userError("the option '", name.str(),
                           "' of the initialiser of @", owner.str(),
                           " must be a number or an integer config");
    if (name == "gain")
      result.gain = *number;
    else if (name == "high" || name == "std")
      result.second = *number;
    else
      result.first = *number;
  }
  return result;
}

static rt::Result<StateInfo> describeState(ModelOp model, Operation *op,
                                           bool isWritten) {
  StateInfo info;
  auto constant = dyn_cast<ConstOp>(op);
  StringRef name = SymbolTable::getSymbolName(op).getValue();
  info.kind = constant           ? StateInfo::Kind::Const
              : !isWritten       ? StateInfo::Kind::Slot
              : isa<ParamOp>(op) ? StateInfo::Kind::Param
                                 : StateInfo::Kind::State;
  auto type = cast<RankedTensorType>(
      constant ? constant.getYielded().getType()
               : op->getAttrOfType<TypeAttr>("type").getValue());
  info.tensor.name = name.str();
  LEAT_ASSIGN(info.tensor.type, elementOf(type, name));
  info.tensor.shape.assign(type.getShape().begin(), type.getShape().end());
  if (constant)
    return info;
  StringRef init = op->getAttrOfType<StringAttr>("init").getValue();
  info.isSeed = init == "seed";
  if (!info.isSeed) {
    LEAT_ASSIGN(
        info.initializer,
        describeInitializer(
            model, init, op->getAttrOfType<DictionaryAttr>("options"), name));
  }
  if (auto source = op->getAttrOfType<FlatSymbolRefAttr>("leat.copy_of"))
    info.copyOf = source.getValue().str();
  return info;
}

rt::Result<ModelInterface> leat::describe(ModelOp model,
                                          const llvm::StringSet<> &written,
                                          const llvm::StringSet<> &trainers) {
  ModelInterface result;
  for (const ModelState &state : statesOf(model)) {
    LEAT_ASSIGN(StateInfo info,
                describeState(model, state.op,
                              written.contains(state.name.getValue())));
    result.states.push_back(std::move(info));
  }
  for (FuncOp func : model.getBody().getOps<FuncOp>()) {
    if (func.isPublic()) {
      LEAT_ASSIGN(FunctionInfo function, describeFunction(func));
      if (trainers.contains(function.name))
        function.kind = FunctionInfo::Kind::Trainer;
      else if (!written.contains(function.name))
        function.kind = FunctionInfo::Kind::Constant;
      result.functions.push_back(std::move(function));
    }
  }
  return result;
}

// Adds what a trainer takes and gives to what those before it do.
static rt::Status addTurn(FunctionInfo &all, const FunctionInfo &trainer) {
  for (const ValueInfo &argument : trainer.arguments) {
    const ValueInfo *known = all.findArgument(argument.name);
    if (!known)
      all.arguments.push_back(argument);
    else if (known->signature() != argument.signature())
      return rt::userError("the trainers of @", all.name, " take '",
                           argument.name, "' as ", known->signature(), " and ",
                           argument.signature(), ", expected one type");
  }
  for (size_t i = 0; i < trainer.results.size(); ++i) {
    ValueInfo result = trainer.results[i];
    result.name = trainer.name + "." + (i == 0 ? "loss" : result.name);
    all.results.push_back(std::move(result));
  }
  return {};
}

rt::Result<AlternationInfo> leat::describe(AlternateOp alternate,
                                           const ModelInterface &model) {
  AlternationInfo result;
  result.function.name = alternate.getSymName().str();
  result.function.kind = FunctionInfo::Kind::Trainer;
  llvm::StringSet<> seen;
  for (auto [steps, trainer] :
       llvm::zip(alternate.getCounts(),
                 alternate.getTrainers().getAsRange<FlatSymbolRefAttr>())) {
    std::string name = trainer.getValue().str();
    result.turns.push_back({name, steps});
    LEAT_ASSIGN(const FunctionInfo *function, model.requireFunction(name));
    if (seen.insert(name).second)
      LEAT_TRY(addTurn(result.function, *function));
  }
  return result;
}
