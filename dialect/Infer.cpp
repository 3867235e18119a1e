//===- Infer.cpp - from deferred to real types ----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Infer.h"
#include "dialect/Applications.h"
#include "dialect/Bundles.h"
#include "dialect/Constraints.h"
#include "dialect/Countable.h"
#include "dialect/Expression.h"
#include "dialect/Spelling.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/TypeSwitch.h"

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

void ModelTyping::noteNearest(InFlightDiagnostic &error, StringRef name) const {
  SmallVector<StringRef> names;
  for (const auto &entry : symbols)
    names.push_back(entry.first());
  // The order of a hash table would choose among equals.
  llvm::sort(names);
  if (StringRef meant = nearestName(name, names); !meant.empty())
    error.attachNote(lookup(meant)->getLoc())
        << "did you mean @" << meant << "?";
}

FailureOr<Type> ModelTyping::resolve(Type type, Operation *at,
                                     const Twine &key) {
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
      std::optional<int64_t> size = config.getInteger();
      if (!size || *size < 0) {
        InFlightDiagnostic error = errorAt(at, key);
        error << "the extent '" << name << "' of " << inShort(type)
              << " is the config @" << name << " = " << spell(config.getValue())
              << ", expected an integer that is not negative";
        error.attachNote(config.getLoc()) << "@" << name << " is declared here";
        return error;
      }
      extent.size = *size;
    } else if (!extents.contains(name)) {
      return errorAt(at, key)
             << "the extent '" << name << "' of " << inShort(type)
             << " is neither a config of the model nor an extent of the "
                "function's signature";
    }
  }
  return Type(tensorOf(tensor.getElementType(), result));
}

FailureOr<Type> ModelTyping::typeOfState(Operation *user, StringRef name) {
  Operation *found = lookup(name);
  if (found && applications && failed(applications->close(found, user, *this)))
    return failure();
  if (auto param = dyn_cast_or_null<ParamOp>(found))
    return resolve(param.getType(), param);
  if (auto state = dyn_cast_or_null<StateOp>(found))
    return resolve(state.getType(), state);
  if (auto constant = dyn_cast_or_null<ConstOp>(found)) {
    if (failed(inferConst(constant)))
      return failure();
    return constant.getYielded().getType();
  }
  InFlightDiagnostic error = errorAt(user, "@" + name);
  error << "there is no param, state, const or config @" << name
        << " in the model";
  if (found)
    error.attachNote(found->getLoc())
        << "@" << name << " is a " << found->getName().stripDialect();
  else
    noteNearest(error, name);
  return error;
}

LogicalResult ModelTyping::inferConst(ConstOp op) {
  if (!open.insert(op).second)
    return op.emitOpError("is defined by itself");
  llvm::scope_exit close([&] { open.erase(op); });
  // Not yet verified where a person writes MLIR's generic form.
  Block &block = op.getBody().front();
  if (failed(verifyExpressionRegion(op)) || failed(inferBlock(block)))
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

// Numbers that join take the element type of the operands that are none; among
// themselves they stay numbers, held as f64.
LogicalResult ModelTyping::inferNumbers(Operation *op) {
  auto typed = dyn_cast<NumberTypingOpInterface>(op);
  auto roleOf = [&](OpOperand &operand) {
    return typed ? typed.getNumberRole(operand.getOperandNumber())
                 : NumberRole::Settles;
  };
  Type element;
  bool joins = false;
  for (OpOperand &operand : op->getOpOperands()) {
    if (roleOf(operand) != NumberRole::Joins)
      continue;
    if (isWeak(operand.get()))
      joins = true;
    else if (!element)
      element = getElementTypeOrSelf(operand.get().getType());
  }
  bool stays = joins && !element;
  if (stays)
    element = Float64Type::get(op->getContext());
  for (OpOperand &operand : op->getOpOperands()) {
    if (!isWeak(operand.get()))
      continue;
    NumberRole role = roleOf(operand);
    bool flag = getElementTypeOrSelf(operand.get().getType()).isInteger(1);
    LogicalResult ok = success();
    if (role == NumberRole::Settles)
      ok = settle(operand);
    else if (role == NumberRole::Row)
      ok = strengthen(operand, IntegerType::get(op->getContext(), 64));
    else if (role == NumberRole::Joins && !flag)
      ok = strengthen(operand, element);
    if (failed(ok))
      return failure();
    if (stays && role == NumberRole::Joins && !flag)
      setWeak(operand.get());
  }
  if (stays)
    setWeak(op->getResult(0));
  return success();
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

// A person may know more than inference does, as long as extents are open. What
// was written then stays on the op, is printed, and is checked again when the
// function is specialised: the type itself is never better than what can be
// verified.
LogicalResult ModelTyping::checkAsserted(Operation *op) {
  auto asserted = op->getAttrOfType<ArrayAttr>(kAssertedAttr);
  if (!asserted)
    return success();
  SmallVector<Type> types;
  bool keep = false;
  for (OpResult result : op->getResults()) {
    Type inferred = result.getType();
    Type written = assertedType(op, result.getResultNumber());
    FailureOr<Type> type = inferred;
    std::string key = ":" + std::to_string(result.getResultNumber());
    if (written)
      type = resolve(written, op, key);
    if (failed(type))
      return failure();
    if (!compatible(*type, inferred))
      return errorAt(op, key) << "is written as " << inShort(*type)
                              << ", but its type is " << inShort(inferred);
    types.push_back(*type);
    if (!isa<RankedTensorType>(*type))
      continue;
    for (auto [known, written] :
         llvm::zip(extentsOf(inferred), extentsOf(*type)))
      keep |= !known.known() &&
              (written.known() || (written.name && written.name != known.name));
  }
  op->removeAttr(kAssertedAttr);
  if (keep)
    op->setAttr(kAssertedAttr,
                Builder(op->getContext()).getTypeArrayAttr(types));
  return success();
}

// The number of operands that the op's traits ask for, if it is `N`.
template <unsigned N>
static void readOperandCount(OperationName name, unsigned &count,
                             bool &atLeast) {
  if constexpr (N >= 2)
    if (name.hasTrait<OpTrait::NOperands<N>::template Impl>())
      count = N;
  if (name.hasTrait<OpTrait::AtLeastNOperands<N>::template Impl>()) {
    count = N;
    atLeast = true;
  }
}

// Inference reads as many operands as the op has; a person may have written
// fewer, more, or something that is no tensor.
static LogicalResult checkOperands(Operation *op) {
  OperationName name = op->getName();
  unsigned count = name.hasTrait<OpTrait::OneOperand>(),
           given = op->getNumOperands();
  bool atLeast = !count && !name.hasTrait<OpTrait::ZeroOperands>();
  bool open = false;
  readOperandCount<1>(name, count, open);
  readOperandCount<2>(name, count, open);
  readOperandCount<3>(name, count, open);
  readOperandCount<4>(name, count, open);
  readOperandCount<5>(name, count, open);
  atLeast = count ? open : atLeast;
  if (atLeast ? given < count : given != count)
    return op->emitOpError("takes ")
           << (atLeast ? "at least " : "") << count
           << (count == 1 ? " operand" : " operands") << ", got " << given;
  for (auto [i, operand] : llvm::enumerate(op->getOperands()))
    if (!isa<RankedTensorType>(operand.getType()))
      return errorAt(op, Twine(i))
             << "operand " << i << " is " << inShort(operand.getType())
             << ", expected a tensor";
  return success();
}

// Whoever writes MLIR's generic form may leave out what a custom parser always
// gives; the verifier comes too late to say so. The other ops' inference asks.
static LogicalResult verifyAttributes(Operation *op) {
  return llvm::TypeSwitch<Operation *, LogicalResult>(op)
      .Case<AlternateOp, AtOp, BundleOp, CallOp, ConfigOp, ConstOp, ForOp,
            FuncOp, GetOp, GradOp, HessianOp, JacobianOp, JvpOp, NormOp,
            OptimizerOp, ParamOp, SetOp, StateOp, TrainerOp, VjpOp, VmapOp>(
          [](auto typed) { return typed.verifyInvariantsImpl(); })
      .Default(success());
}

LogicalResult ModelTyping::inferOp(Operation *op) {
  if (failed(resolveConfigAttributes(op)) || failed(verifyAttributes(op)))
    return failure();
  if (auto typed = dyn_cast<ModelTypedOpInterface>(op)) {
    if (failed(typed.inferInModel(*this)))
      return failure();
  } else if (auto typed = dyn_cast<InferTypeOpInterface>(op)) {
    if (failed(checkOperands(op)) || failed(inferNumbers(op)))
      return failure();
    SmallVector<Type> types;
    if (failed(typed.inferReturnTypes(
            op->getContext(), op->getLoc(), op->getOperands(),
            op->getRawDictionaryAttrs(), op->getPropertiesStorage(),
            op->getRegions(), types)))
      return failure();
    if (types.size() != op->getNumResults())
      return op->emitOpError("has ")
             << types.size() << " results, but " << op->getNumResults()
             << (op->getNumResults() == 1 ? " name" : " names");
    for (auto [result, type] : llvm::zip(op->getResults(), types))
      result.setType(type);
    if (failed(checkConstraints(op)))
      return failure();
  } else if (!op->hasTrait<OpTrait::IsTerminator>()) {
    return op->emitOpError("can not stand in a model");
  }
  for (Value result : op->getResults())
    if (!isCountable(result.getType()))
      return op->emitOpError("makes ")
             << shortType(result.getType()) << ", expected at most 2^"
             << kMostElementsLog2 << " elements";
  return op->getNumResults() ? checkAsserted(op) : success();
}

LogicalResult ModelTyping::inferBlock(Block &block) {
  for (Operation &op : llvm::make_early_inc_range(block)) {
    auto let = dyn_cast<LetOp>(op);
    bool bundles = let && mapsBundles(let, *this);
    if (failed(bundles ? expandBundles(let, *this) : inferOp(&op)))
      return failure();
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

// The better known extents of two compatible types.
static Type meetTypes(Type a, Type b) {
  if (!isa<RankedTensorType>(a))
    return a;
  Extents extents = extentsOf(a);
  for (auto [mine, other] : llvm::zip(extents, extentsOf(b)))
    mine = meet(mine, other);
  return tensorOf(getElementTypeOrSelf(a), extents);
}

LogicalResult ModelTyping::inferFunction(FuncOp func) {
  auto end = endOf<ReturnOp>(func, func.getBody());
  if (!end)
    return failure();
  unsigned given = func.getBody().getNumArguments();
  if (given != func.getNumArguments())
    return func.emitOpError("has ")
           << given << " arguments in its region, expected "
           << func.getNumArguments() << " as in its type";
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
  SmallVector<Type> inputs, results;
  for (auto [i, type] : llvm::enumerate(func.getArgumentTypes())) {
    FailureOr<Type> resolved = resolve(type, func, ":" + Twine(i));
    if (failed(resolved))
      return failure();
    inputs.push_back(*resolved);
    func.getArgument(i).setType(*resolved);
  }
  for (auto [i, type] : llvm::enumerate(func.getResultTypes())) {
    FailureOr<Type> resolved = resolve(type, func, "->" + Twine(i));
    if (failed(resolved))
      return failure();
    results.push_back(*resolved);
  }
  if (failed(inferBlock(func.getBody().front())))
    return failure();
  if (end.getNumOperands() != results.size())
    return end.emitOpError("gives ")
           << end.getNumOperands() << " values, but @" << func.getSymName()
           << " has " << results.size() << " results";
  for (auto [i, type] : llvm::enumerate(results)) {
    if (isa<NoneType>(type)) { // a block's, that is not written
      if (failed(settle(end->getOpOperand(i))))
        return failure();
      type = end->getOperand(i).getType();
      continue;
    }
    if (failed(strengthen(end->getOpOperand(i), getElementTypeOrSelf(type))))
      return failure();
    Type actual = end->getOperand(i).getType();
    if (!compatible(type, actual))
      return errorAt(end, Twine(i))
             << "result '" << func.getResultName(i) << "' of @"
             << func.getSymName() << " is declared as " << inShort(type)
             << ", but the value is " << inShort(actual);
    type = meetTypes(actual, type);
  }
  func.setFunctionType(FunctionType::get(func.getContext(), inputs, results));
  return checkCustomVjp(func);
}

LogicalResult ModelTyping::inferOnce(FuncOp func) {
  auto [entry, fresh] = progress.try_emplace(func, Progress::Begun);
  if (!fresh)
    return success(entry->second == Progress::Done);
  // Perhaps in the midst of another function.
  auto outerExtents = std::exchange(extents, {});
  auto outerSizes = std::exchange(sizes, {});
  LogicalResult result = inferFunction(func);
  extents = std::move(outerExtents);
  sizes = std::move(outerSizes);
  progress[func] = succeeded(result) ? Progress::Done : Progress::Failed;
  return result;
}

FailureOr<SmallVector<Type>>
ModelTyping::checkCall(Operation *call, FuncOp callee, TypeRange arguments) {
  StringRef name = callee.getSymName();
  if (applications && failed(applications->fixConfigs(call, callee, *this)))
    return failure();
  if (arguments.size() != callee.getNumArguments()) {
    InFlightDiagnostic error = errorAt(call, "@" + name);
    error << "@" << name << " takes " << callee.getNumArguments()
          << " arguments, got " << arguments.size();
    error.attachNote(callee.getLoc()) << "@" << name << " is declared here";
    return error;
  }
  // Which size an extent has, and which argument said so.
  llvm::StringMap<std::pair<Extent, unsigned>> bound;
  for (auto [i, argument] : llvm::enumerate(arguments)) {
    // Extents of the callee are bound here, so all its names are known.
    Extents shape = extentsOf(callee.getArgumentTypes()[i]);
    for (Extent &extent : shape)
      if (auto config = extent.name ? dyn_cast_or_null<ConfigOp>(
                                          lookup(extent.name.getValue()))
                                    : ConfigOp())
        extent.size = config.getInteger().value_or(extent.size);
    Type expected =
        tensorOf(getElementTypeOrSelf(callee.getArgumentTypes()[i]), shape);
    if (!compatible(expected, argument)) {
      InFlightDiagnostic error = errorAt(call, Twine(i));
      error << "argument '" << callee.getArgName(i) << "' of @" << name
            << " is " << inShort(expected) << ", got " << inShort(argument);
      error.attachNote(placeOf(callee.getLoc(), ":" + Twine(i)))
          << "'" << callee.getArgName(i) << "' is declared here";
      return error;
    }
    for (auto [wanted, given] :
         llvm::zip(extentsOf(expected), extentsOf(argument))) {
      if (!wanted.name || wanted.known())
        continue;
      auto [entry, fresh] = bound.try_emplace(wanted.name.getValue(), given, i);
      Extent &known = entry->second.first;
      if (!fresh && clash(known, given)) {
        unsigned first = entry->second.second;
        InFlightDiagnostic error = errorAt(call, Twine(i));
        error << "extent '" << wanted.name.getValue() << "' of @" << name
              << " is " << known.size << " by argument '"
              << callee.getArgName(first) << "' and " << given.size
              << " by argument '" << callee.getArgName(i) << "'";
        error.attachNote(placeOf(call->getLoc(), Twine(first)))
            << "argument '" << callee.getArgName(first) << "' is "
            << inShort(arguments[first]);
        return error;
      }
      if (!fresh)
        known = meet(known, given);
    }
  }
  SmallVector<Type> results, inside;
  if (applications &&
      failed(applications->type(call, callee, arguments, inside, *this)))
    return failure();
  for (auto [i, type] : llvm::enumerate(callee.getResultTypes())) {
    Extents shape = extentsOf(type);
    for (auto [axis, extent] : llvm::enumerate(shape)) {
      if (!inside.empty() && !extent.known() &&
          extentsOf(inside[i])[axis].known())
        extent = Extent(extentsOf(inside[i])[axis].size);
      if (!extent.name)
        continue;
      auto found = bound.find(extent.name.getValue());
      if (found != bound.end())
        extent = found->second.first;
      else if (auto config =
                   dyn_cast_or_null<ConfigOp>(lookup(extent.name.getValue())))
        extent.size = config.getInteger().value_or(extent.size);
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
  auto end = endOf<ReturnOp>(op, op.getBody());
  if (!end)
    return failure();
  Block &block = op.getBody().front();
  auto scalar = RankedTensorType::get({}, Float32Type::get(op.getContext()));
  for (BlockArgument argument : block.getArguments())
    argument.setType(scalar);
  if (failed(inferBlock(block)))
    return failure();
  for (OpOperand &operand : end->getOpOperands())
    if (failed(settle(operand)))
      return failure();
  return success();
}

LogicalResult
ModelTyping::inferModel(const SmallPtrSetImpl<Operation *> &broken) {
  auto inferDeclaration = [&](Operation &op) -> LogicalResult {
    if (failed(verifyAttributes(&op)))
      return failure();
    if (auto type = op.getAttrOfType<TypeAttr>("type")) {
      FailureOr<Type> resolved = resolve(type.getValue(), &op);
      if (succeeded(resolved))
        op.setAttr("type", TypeAttr::get(*resolved));
      return resolved;
    }
    return llvm::TypeSwitch<Operation *, LogicalResult>(&op)
        .Case([&](ConstOp constant) { return inferConst(constant); })
        .Case([&](FuncOp func) { return inferOnce(func); })
        .Case([&](OptimizerOp optimizer) { return inferOptimizer(optimizer); })
        .Case([](SymbolOpInterface) { return success(); })
        .Default([](Operation *other) {
          return other->emitOpError("stands outside of functions, where a "
                                    "model has only declarations");
        });
  };
  bool ok = broken.empty();
  for (Operation &op : body.getOps()) {
    // What blocks became is typed with the functions that apply them.
    if (broken.contains(&op) || (applications && applications->owns(&op)))
      continue;
    extents.clear();
    ok &= succeeded(inferDeclaration(op));
  }
  return success(ok);
}

} // namespace leat
