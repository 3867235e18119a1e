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
    // It decides what an expression of numbers alone is, whenever that is
    // typed.
    keep |= isa<LetOp>(op) && extentsOf(*type).empty();
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
           << (atLeast ? "at least " : "") << spellCount(count, "operand")
           << ", got " << given;
  for (auto [i, operand] : llvm::enumerate(op->getOperands()))
    if (!isa<RankedTensorType>(operand.getType()))
      return errorAt(op, Twine(i))
             << "operand " << i << " is " << inShort(operand.getType())
             << ", expected a tensor";
  return success();
}

// An op that has no syntax of its own has all its attributes.
static LogicalResult verifyAttributes(Operation *op) {
  auto written = dyn_cast<AttributesOpInterface>(op);
  return written ? written.verifyAttributes() : success();
}

LogicalResult ModelTyping::inferOp(Operation *op) {
  // Where an op of a function that was typed and erased has stood.
  for (Value result : op->getResults())
    weak.erase(result);
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
      return op->emitOpError("has ") << types.size() << " results, but "
                                     << spellCount(op->getNumResults(), "name");
    for (auto [result, type] : llvm::zip(op->getResults(), types)) {
      result.setType(type);
      // A comparison of numbers is true or false, and no number.
      if (getElementTypeOrSelf(type).isInteger(1))
        weak.erase(result);
    }
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
  for (Value argument : block.getArguments())
    weak.erase(argument); // as in inferOp()
  for (Operation &op : llvm::make_early_inc_range(block)) {
    auto let = dyn_cast<LetOp>(op);
    bool bundles = let && mapsBundles(let, *this);
    if (failed(bundles ? expandBundles(let, *this) : inferOp(&op)))
      return failure();
  }
  return success();
}

//===----------------------------------------------------------------------===//
// The model
//===----------------------------------------------------------------------===//

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

LogicalResult verifyDeclaration(Operation *op) {
  if (isa<SymbolOpInterface>(op))
    return success();
  return op->emitOpError("stands outside of functions, where a model has only "
                         "declarations");
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
        .Default([](Operation *other) { return verifyDeclaration(other); });
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
