//===- Infer.cpp - from deferred to real types ----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Infer.h"
#include "dialect/Dialect.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/ScopeExit.h"

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// Declarations
//===----------------------------------------------------------------------===//

ModelTyping::ModelTyping(Region &body) : body(body) {
  for (Operation &op : body.getOps())
    if (auto name =
            op.getAttrOfType<StringAttr>(SymbolTable::getSymbolAttrName()))
      symbols.try_emplace(name.getValue(), &op);
}

Operation *ModelTyping::lookup(StringRef name) const {
  return symbols.lookup(name);
}

FailureOr<Type> ModelTyping::resolve(Type type, Operation *at) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor || !tensor.getEncoding())
    return type;
  Extents result = extentsOf(tensor);
  for (Extent &extent : result) {
    if (!extent.name)
      continue;
    StringRef name = extent.name.getValue();
    if (auto size = sizes.find(name); size != sizes.end()) {
      extent = Extent(size->second);
    } else if (auto config = dyn_cast_or_null<ConfigOp>(lookup(name))) {
      auto size = dyn_cast<IntegerAttr>(config.getValue());
      if (!size || size.getInt() < 0)
        return at->emitOpError("the extent '")
               << name << "' of " << inShort(type) << " is the config @" << name
               << ", which is no non-negative integer";
      extent.size = size.getInt();
    } else if (!extents.contains(name)) {
      return at->emitOpError("the extent '")
             << name << "' of " << inShort(type)
             << " is neither a config of the model nor an extent of the "
                "function's signature";
    }
  }
  return Type(tensorOf(tensor.getElementType(), result));
}

FailureOr<Type> ModelTyping::typeOfState(Operation *user, StringRef name) {
  Operation *found = lookup(name);
  if (auto param = dyn_cast_or_null<ParamOp>(found))
    return resolve(param.getType(), param);
  if (auto state = dyn_cast_or_null<StateOp>(found))
    return resolve(state.getType(), state);
  if (auto constant = dyn_cast_or_null<ConstOp>(found)) {
    if (failed(inferConst(constant)))
      return failure();
    return constant.getYielded().getType();
  }
  auto error = user->emitOpError("there is no param, state, const or config @")
               << name << " in the model";
  if (found)
    error.attachNote(found->getLoc())
        << "@" << name << " is a " << found->getName().stripDialect();
  return failure();
}

LogicalResult ModelTyping::inferConst(ConstOp op) {
  if (!open.insert(op).second)
    return op.emitOpError("is defined by itself");
  llvm::scope_exit close([&] { open.erase(op); });
  Block &block = op.getBody().front();
  if (failed(inferBlock(block)))
    return failure();
  return settle(block.getTerminator()->getOpOperand(0));
}

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

LogicalResult ModelTyping::strengthen(OpOperand &operand, Type element) {
  Value value = operand.get();
  if (!isWeak(value) || getElementTypeOrSelf(value.getType()) == element)
    return success();
  auto number = value.getDefiningOp<NumberOp>();
  if (number && value.hasOneUse()) {
    weak.erase(value);
    value.setType(RankedTensorType::get({}, element));
    return number.verify();
  }
  OpBuilder builder(operand.getOwner());
  auto convert =
      ConvertOp::create(builder, operand.getOwner()->getLoc(), value, element);
  convert->setAttr(kImplicitAttr, builder.getUnitAttr());
  operand.set(convert);
  return success();
}

LogicalResult ModelTyping::settle(OpOperand &operand) {
  return strengthen(operand, Float32Type::get(operand.get().getContext()));
}

// In a pointwise op numbers take the element type of the other operands; among
// themselves they stay numbers, held as f64.
LogicalResult ModelTyping::inferNumbers(Operation *op) {
  auto isFlag = [](Value v) {
    return getElementTypeOrSelf(v.getType()).isInteger(1);
  };
  if (!isa<PointwiseOpInterface>(op) || isa<ConvertOp>(op)) {
    // A number that is converted or stands for a row is not a float yet.
    Type row = IntegerType::get(op->getContext(), 64);
    for (OpOperand &operand : op->getOpOperands())
      if (isWeak(operand.get()) && !isa<ConvertOp>(op) &&
          failed(isa<IndexOp>(op) ? strengthen(operand, row) : settle(operand)))
        return failure();
    return success();
  }
  Type element;
  for (Value operand : op->getOperands())
    if (!isWeak(operand) && !element &&
        !(isa<WhereOp>(op) && operand == op->getOperand(0)))
      element = getElementTypeOrSelf(operand.getType());
  bool stays = !element && llvm::any_of(op->getOperands(),
                                        [&](Value v) { return isWeak(v); });
  if (!element)
    element = Float64Type::get(op->getContext());
  for (OpOperand &operand : op->getOpOperands()) {
    if (!isWeak(operand.get()) || isFlag(operand.get()))
      continue;
    bool wasWeak = true;
    if (failed(strengthen(operand, element)))
      return failure();
    if (stays && wasWeak)
      setWeak(operand.get());
  }
  if (stays)
    setWeak(op->getResult(0));
  return success();
}

//===----------------------------------------------------------------------===//
// Attributes that name configs
//===----------------------------------------------------------------------===//

FailureOr<Attribute> ModelTyping::substituteConfigs(Operation *op,
                                                    Attribute literal) {
  if (auto list = dyn_cast<ArrayAttr>(literal)) {
    SmallVector<Attribute> result;
    for (Attribute element : list) {
      FailureOr<Attribute> value = substituteConfigs(op, element);
      if (failed(value))
        return failure();
      result.push_back(*value);
    }
    return Attribute(ArrayAttr::get(op->getContext(), result));
  }
  auto name = dyn_cast<StringAttr>(literal);
  if (!name)
    return literal;
  if (auto size = sizes.find(name.getValue()); size != sizes.end())
    return Attribute(
        IntegerAttr::get(IntegerType::get(op->getContext(), 64), size->second));
  if (auto config = dyn_cast_or_null<ConfigOp>(lookup(name.getValue())))
    return config.getValue();
  if (extents.contains(name.getValue()))
    return literal;
  return op->emitOpError("'")
         << name.getValue()
         << "' is neither a config of the model nor an extent of the "
            "function's signature";
}

LogicalResult ModelTyping::resolveConfigAttributes(Operation *op) {
  auto written = op->getAttrOfType<DictionaryAttr>(kConfigAttr);
  if (!written)
    return success();
  for (NamedAttribute attribute : written) {
    FailureOr<Attribute> value = substituteConfigs(op, attribute.getValue());
    if (failed(value))
      return failure();
    Attribute fits = coerceLiteral(op->getName(), attribute.getName(), *value);
    if (!fits)
      return op->emitOpError("attribute '")
             << attribute.getName().getValue() << "' can not be " << *value;
    op->setAttr(attribute.getName(), fits);
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

LogicalResult ModelTyping::checkAsserted(Operation *op) {
  auto asserted = op->getAttrOfType<TypeAttr>(kAssertedAttr);
  if (!asserted)
    return success();
  op->removeAttr(kAssertedAttr);
  FailureOr<Type> type = resolve(asserted.getValue(), op);
  if (failed(type))
    return failure();
  Value result = op->getResult(0);
  if (!compatible(*type, result.getType()))
    return op->emitOpError("is written as ")
           << inShort(*type) << ", but its type is "
           << inShort(result.getType());
  // The person may know more: the name of an extent, or its size.
  if (!isa<RankedTensorType>(*type))
    return success();
  Extents extents = extentsOf(result.getType());
  for (auto [mine, theirs] : llvm::zip(extents, extentsOf(*type)))
    mine = meet(theirs, mine);
  result.setType(tensorOf(getElementTypeOrSelf(result.getType()), extents));
  return success();
}

LogicalResult ModelTyping::inferOp(Operation *op) {
  for (Value operand : op->getOperands())
    if (isa<DeferredType>(operand.getType()))
      return op->emitOpError("uses a value before its definition");
  if (failed(resolveConfigAttributes(op)))
    return failure();
  if (auto typed = dyn_cast<ModelTypedOpInterface>(op)) {
    if (failed(typed.inferInModel(*this)))
      return failure();
  } else if (auto typed = dyn_cast<InferTypeOpInterface>(op)) {
    if (failed(inferNumbers(op)))
      return failure();
    SmallVector<Type> types;
    if (failed(typed.inferReturnTypes(
            op->getContext(), op->getLoc(), op->getOperands(),
            op->getRawDictionaryAttrs(), op->getPropertiesStorage(),
            op->getRegions(), types)))
      return failure();
    for (auto [result, type] : llvm::zip(op->getResults(), types))
      result.setType(type);
  } else if (!op->hasTrait<OpTrait::IsTerminator>()) {
    return op->emitOpError("can not stand in a model");
  }
  return op->getNumResults() ? checkAsserted(op) : success();
}

LogicalResult ModelTyping::inferBlock(Block &block) {
  for (Operation &op : llvm::make_early_inc_range(block))
    if (failed(inferOp(&op)))
      return failure();
  return success();
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

LogicalResult ModelTyping::inferFunction(FuncOp func) {
  // What a signature names are its extents, and configs.
  extents.clear();
  auto signature =
      llvm::concat<const Type>(func.getArgumentTypes(), func.getResultTypes());
  for (Type type : signature)
    if (isa<RankedTensorType>(type))
      for (const Extent &extent : extentsOf(type))
        if (extent.name &&
            !isa_and_nonnull<ConfigOp>(lookup(extent.name.getValue())))
          extents.insert(extent.name.getValue());
  SmallVector<Type> arguments, results;
  for (auto [i, type] : llvm::enumerate(func.getArgumentTypes())) {
    FailureOr<Type> resolved = resolve(type, func);
    if (failed(resolved))
      return failure();
    arguments.push_back(*resolved);
    func.getArgument(i).setType(*resolved);
  }
  for (Type type : func.getResultTypes()) {
    FailureOr<Type> resolved = resolve(type, func);
    if (failed(resolved))
      return failure();
    results.push_back(*resolved);
  }
  Block &block = func.getBody().front();
  if (failed(inferBlock(block)))
    return failure();
  Operation *end = block.getTerminator();
  if (end->getNumOperands() != results.size())
    return end->emitOpError("gives ")
           << end->getNumOperands() << " values, but @" << func.getSymName()
           << " has " << results.size() << " results";
  for (auto [i, type] : llvm::enumerate(results)) {
    if (isa<RankedTensorType>(type) &&
        failed(strengthen(end->getOpOperand(i), getElementTypeOrSelf(type))))
      return failure();
    Type actual = end->getOperand(i).getType();
    if (!compatible(type, actual))
      return end->emitOpError("result '")
             << func.getResultName(i) << "' of @" << func.getSymName()
             << " is declared as " << inShort(type) << ", but the value is "
             << inShort(actual);
    type = actual;
  }
  func.setFunctionType(
      FunctionType::get(func.getContext(), arguments, results));
  return success();
}

FailureOr<SmallVector<Type>>
ModelTyping::checkCall(Operation *call, FuncOp callee, ValueRange arguments) {
  StringRef name = callee.getSymName();
  if (arguments.size() != callee.getNumArguments())
    return call->emitOpError("@")
           << name << " takes " << callee.getNumArguments()
           << " arguments, got " << arguments.size();
  // Which size an extent has, and which argument said so.
  llvm::StringMap<std::pair<Extent, unsigned>> bound;
  for (auto [i, argument] : llvm::enumerate(arguments)) {
    FailureOr<Type> expected = failure();
    {
      // Extents of the callee are bound here, so all its names are known.
      Type type = callee.getArgumentTypes()[i];
      Extents shape = extentsOf(type);
      for (Extent &extent : shape)
        if (auto config = extent.name ? dyn_cast_or_null<ConfigOp>(
                                            lookup(extent.name.getValue()))
                                      : ConfigOp())
          if (auto size = dyn_cast<IntegerAttr>(config.getValue()))
            extent.size = size.getInt();
      expected = Type(tensorOf(getElementTypeOrSelf(type), shape));
    }
    if (!compatible(*expected, argument.getType()))
      return call->emitOpError("argument '")
             << callee.getArgName(i) << "' of @" << name << " is "
             << inShort(*expected) << ", got " << inShort(argument.getType());
    for (auto [wanted, given] :
         llvm::zip(extentsOf(*expected), extentsOf(argument.getType()))) {
      if (!wanted.name || wanted.known())
        continue;
      auto [entry, fresh] = bound.try_emplace(wanted.name.getValue(), given, i);
      Extent &known = entry->second.first;
      if (!fresh && clash(known, given))
        return call->emitOpError("extent '")
               << wanted.name.getValue() << "' of @" << name << " is "
               << known.size << " by argument '"
               << callee.getArgName(entry->second.second) << "' and "
               << given.size << " by argument '" << callee.getArgName(i) << "'";
      if (!fresh)
        known = meet(known, given);
    }
  }
  SmallVector<Type> results;
  for (Type type : callee.getResultTypes()) {
    Extents shape = extentsOf(type);
    for (Extent &extent : shape) {
      if (!extent.name)
        continue;
      auto found = bound.find(extent.name.getValue());
      if (found != bound.end())
        extent = found->second.first;
      else if (auto config =
                   dyn_cast_or_null<ConfigOp>(lookup(extent.name.getValue())))
        extent.size = cast<IntegerAttr>(config.getValue()).getInt();
      else
        extent.name = {};
    }
    results.push_back(tensorOf(getElementTypeOrSelf(type), shape));
  }
  return results;
}

LogicalResult ModelTyping::inferOptimizer(OptimizerOp op) {
  // The rule holds for every shape: scalars stand for all of them.
  for (NamedAttribute option : op.getOptions())
    options[option.getName().getValue()] = option.getValue();
  options["step"] = IntegerAttr::get(IntegerType::get(op.getContext(), 64), 1);
  llvm::scope_exit clear([&] { options.clear(); });
  Block &block = op.getBody().front();
  auto scalar = RankedTensorType::get({}, Float32Type::get(op.getContext()));
  for (BlockArgument argument : block.getArguments())
    argument.setType(scalar);
  if (failed(inferBlock(block)))
    return failure();
  for (OpOperand &operand : block.getTerminator()->getOpOperands())
    if (failed(settle(operand)))
      return failure();
  return success();
}

LogicalResult ModelTyping::inferModel() {
  bool ok = true;
  for (Operation &op : body.getOps()) {
    extents.clear();
    LogicalResult result = success();
    if (auto constant = dyn_cast<ConstOp>(op))
      result = inferConst(constant);
    else if (auto func = dyn_cast<FuncOp>(op))
      result = inferFunction(func);
    else if (auto optimizer = dyn_cast<OptimizerOp>(op))
      result = inferOptimizer(optimizer);
    else if (auto type = op.getAttrOfType<TypeAttr>("type")) {
      FailureOr<Type> resolved = resolve(type.getValue(), &op);
      result = resolved;
      if (succeeded(resolved))
        op.setAttr("type", TypeAttr::get(*resolved));
    }
    ok &= succeeded(result);
  }
  return success(ok);
}

} // namespace leat
