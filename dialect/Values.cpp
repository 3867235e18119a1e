//===- Values.cpp - expressions, state and calls of a program -------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Expression.h"
#include "dialect/Infer.h"
#include "dialect/StatePattern.h"
#include "mlir/IR/TypeUtilities.h"
#include <cmath>

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// let, get, set, at
//===----------------------------------------------------------------------===//

ParseResult LetOp::parse(OpAsmParser &parser, OperationState &state) {
  keepResultName(parser, state);
  return failure(parseExpressionRegion(parser, state) ||
                 parseAssertedType(parser, state));
}

void LetOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printExpressionRegion(printer, getBody());
  printer << " : ";
  printShortType(printer.getStream(), getType());
}

Value LetOp::getYielded() {
  return getBody().front().getTerminator()->getOperand(0);
}

LogicalResult LetOp::inferInModel(ModelTyping &model) {
  Block &block = getBody().front();
  if (failed(model.inferBlock(block)))
    return failure();
  OpOperand &value = block.getTerminator()->getOpOperand(0);
  // A type that is written decides what a number is.
  auto asserted = (*this)->getAttrOfType<TypeAttr>(kAssertedAttr);
  if (failed(asserted ? model.strengthen(
                            value, getElementTypeOrSelf(asserted.getValue()))
                      : model.settle(value)))
    return failure();
  getResult().setType(value.get().getType());
  return success();
}

ParseResult GetOp::parse(OpAsmParser &parser, OperationState &state) {
  keepResultName(parser, state);
  StringAttr name;
  if (parser.parseSymbolName(name))
    return failure();
  state.addAttribute("state", FlatSymbolRefAttr::get(name));
  return parseAssertedType(parser, state);
}

void GetOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printer.printSymbolName(getState());
  printer << " : ";
  printShortType(printer.getStream(), getType());
}

LogicalResult GetOp::inferInModel(ModelTyping &model) {
  // A config is a number: it takes the element type of what it meets.
  if (model.options.contains(getState()) ||
      isa_and_nonnull<ConfigOp>(model.lookup(getState()))) {
    getResult().setType(
        RankedTensorType::get({}, Float64Type::get(getContext())));
    model.setWeak(getResult());
    return success();
  }
  FailureOr<Type> type = model.typeOfState(*this, getState());
  if (failed(type))
    return failure();
  getResult().setType(*type);
  return success();
}

ParseResult SetOp::parse(OpAsmParser &parser, OperationState &state) {
  StringAttr name;
  OpAsmParser::UnresolvedOperand value;
  if (parser.parseSymbolName(name) || parser.parseEqual() ||
      parser.parseOperand(value) ||
      parser.resolveOperand(value, DeferredType::get(parser.getContext()),
                            state.operands))
    return failure();
  state.addAttribute("state", FlatSymbolRefAttr::get(name));
  return success();
}

void SetOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printer.printSymbolName(getState());
  printer << " = " << getValue();
}

LogicalResult SetOp::inferInModel(ModelTyping &model) {
  if (!isa_and_nonnull<ParamOp, StateOp>(model.lookup(getState()))) // C1
    return emitOpError("there is no param or state @")
           << getState() << " in the model";
  FailureOr<Type> type = model.typeOfState(*this, getState());
  if (failed(type))
    return failure();
  if (!compatible(*type, getValue().getType())) // C2
    return emitOpError("@") << getState() << " is " << inShort(*type)
                            << ", got " << inShort(getValue().getType());
  return success();
}

LogicalResult AtOp::inferInModel(ModelTyping &model) {
  auto bundle = dyn_cast<BundleType>(getBundle().getType());
  if (!bundle || !llvm::is_contained(bundle.getNames(), getNameAttr())) // C1
    return emitOpError("there is no '")
           << getName() << "' in " << getBundle().getType();
  FailureOr<Type> type = model.typeOfState(*this, getName());
  if (failed(type))
    return failure();
  getResult().setType(*type);
  return success();
}

//===----------------------------------------------------------------------===//
// number
//===----------------------------------------------------------------------===//

// `1 : f32` in a model, where the type may be left out; `1 : () -> f32`
// elsewhere.
ParseResult NumberOp::parse(OpAsmParser &parser, OperationState &state) {
  keepResultName(parser, state);
  Attribute value;
  if (parseNumber(parser, value))
    return failure();
  if (auto integer = dyn_cast<IntegerAttr>(value))
    value = parser.getBuilder().getF64FloatAttr(double(integer.getInt()));
  state.addAttribute("value", value);
  return parseResultType(parser, state);
}

void NumberOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printNumber(printer.getStream(), getValue().convertToDouble());
  printer << (inModel(*this) ? " : " : " : () -> ");
  printShortType(printer.getStream(), getType());
}

LogicalResult NumberOp::inferInModel(ModelTyping &model) {
  if (!isa<DeferredType>(getType()))
    return success();
  // A type that is written makes it a value like any other.
  if (auto asserted = (*this)->getAttrOfType<TypeAttr>(kAssertedAttr)) {
    FailureOr<Type> type = model.resolve(asserted.getValue(), *this);
    if (failed(type))
      return failure();
    auto tensor = dyn_cast<RankedTensorType>(*type);
    if (!tensor)
      return emitOpError("has the type ") << *type << ", expected a tensor";
    getResult().setType(tensor);
    return success();
  }
  getResult().setType(
      RankedTensorType::get({}, Float64Type::get(getContext())));
  model.setWeak(getResult());
  return success();
}

LogicalResult NumberOp::verify() {
  Type element = getElementTypeOrSelf(getType());
  double value = getValue().convertToDouble();
  if (isa<IntegerType>(element) && value != std::rint(value)) { // C1
    std::string text;
    llvm::raw_string_ostream os(text);
    printNumber(os, value);
    return emitOpError() << text << " is no " << element;
  }
  return success();
}

OpFoldResult NumberOp::fold(FoldAdaptor) { return getValueAttr(); }

SmallVector<Value> NumberOp::buildVjp(OpBuilder &, ValueRange,
                                      const llvm::SmallBitVector &) {
  return {};
}

//===----------------------------------------------------------------------===//
// call, grad
//===----------------------------------------------------------------------===//

// `@f(%a, %b)`
static ParseResult parseCallee(OpAsmParser &parser, OperationState &state) {
  keepResultName(parser, state);
  StringAttr name;
  SmallVector<OpAsmParser::UnresolvedOperand> operands;
  Type deferred = DeferredType::get(parser.getContext());
  if (parser.parseSymbolName(name) ||
      parser.parseOperandList(operands, AsmParser::Delimiter::Paren) ||
      parser.resolveOperands(operands, deferred, state.operands))
    return failure();
  state.addAttribute("callee", FlatSymbolRefAttr::get(name));
  state.addTypes(SmallVector<Type>(parser.getNumResults(), deferred));
  return success();
}

static void printCallee(OpAsmPrinter &printer, StringRef callee,
                        ValueRange inputs) {
  printer << ' ';
  printer.printSymbolName(callee);
  printer << '(';
  printer.printOperands(inputs);
  printer << ')';
}

// `mode(train)`, which may be left out.
static ParseResult parseMode(OpAsmParser &parser, OperationState &state) {
  if (!StringRef(parser.getCurrentLocation().getPointer()).starts_with("mode("))
    return success();
  StringRef mode;
  SMLoc loc;
  if (parser.parseKeyword("mode") || parser.parseLParen() ||
      parser.getCurrentLocation(&loc) || parser.parseKeyword(&mode) ||
      parser.parseRParen())
    return failure();
  if (mode != "train" && mode != "infer")
    return parser.emitError(loc, "expected 'train' or 'infer', got '")
           << mode << "'";
  state.addAttribute("mode", parser.getBuilder().getStringAttr(mode));
  return success();
}

// `: type, type`, which may be left out. They are checked, then dropped.
static ParseResult parseResultTypes(OpAsmParser &parser,
                                    OperationState &state) {
  SmallVector<Attribute> types;
  if (failed(parser.parseOptionalColon()))
    return success();
  auto each = [&]() -> ParseResult {
    Type type;
    if (parseShortType(parser, type))
      return failure();
    types.push_back(TypeAttr::get(type));
    return success();
  };
  if (parser.parseCommaSeparatedList(each))
    return failure();
  if (types.size() == 1)
    state.addAttribute(kAssertedAttr, types.front());
  return success();
}

static void printResultTypes(OpAsmPrinter &printer, Operation *op) {
  if (op->getNumResults() == 0)
    return;
  printer << " : ";
  llvm::interleaveComma(
      op->getResultTypes(), printer.getStream(),
      [&](Type type) { printShortType(printer.getStream(), type); });
}

// The function that a call names, or the one that takes its place.
template <typename OpTy>
static FailureOr<FuncOp> findCallee(OpTy call, StringRef name,
                                    ModelTyping &model) {
  auto callee = model.lookup<FuncOp>(call, name, "function");
  if (!callee)
    return failure();
  if (!model.onCall)
    return callee;
  FailureOr<FuncOp> other = model.onCall(call, callee);
  if (succeeded(other))
    call.setCallee(other->getSymName());
  return other;
}

// Numbers become what the signature says.
static FailureOr<SmallVector<Type>> inferCallee(Operation *call, FuncOp callee,
                                                ModelTyping &model) {
  for (auto [i, operand] : llvm::enumerate(call->getOpOperands()))
    if (i < callee.getNumArguments() &&
        failed(model.strengthen(
            operand, getElementTypeOrSelf(callee.getArgumentTypes()[i]))))
      return failure();
  return model.checkCall(call, callee, call->getOperands()); // C2
}

ParseResult CallOp::parse(OpAsmParser &parser, OperationState &state) {
  return failure(parseCallee(parser, state) || parseMode(parser, state) ||
                 parseResultTypes(parser, state));
}

void CallOp::print(OpAsmPrinter &printer) {
  printCallee(printer, getCallee(), getInputs());
  if (getMode())
    printer << " mode(" << *getMode() << ')';
  printResultTypes(printer, *this);
}

LogicalResult CallOp::inferInModel(ModelTyping &model) {
  FailureOr<FuncOp> callee = findCallee(*this, getCallee(), model); // C1
  if (failed(callee))
    return failure();
  FailureOr<SmallVector<Type>> types = inferCallee(*this, *callee, model);
  if (failed(types))
    return failure();
  if (getNumResults() > types->size())
    return emitOpError("@") << getCallee() << " has " << types->size()
                            << " results, " << getNumResults() << " are named";
  for (auto [result, type] : llvm::zip(getResults(), *types))
    result.setType(type);
  return success();
}

ParseResult GradOp::parse(OpAsmParser &parser, OperationState &state) {
  if (parseCallee(parser, state) || parser.parseKeyword("wrt"))
    return failure();
  FailureOr<ArrayAttr> wrt = parseStatePatterns(parser);
  if (failed(wrt))
    return failure();
  state.addAttribute("wrt", *wrt);
  return failure(parseMode(parser, state) || parseResultTypes(parser, state));
}

void GradOp::print(OpAsmPrinter &printer) {
  printCallee(printer, getCallee(), getInputs());
  printer << " wrt(";
  llvm::interleaveComma(getWrt().getAsValueRange<StringAttr>(), printer);
  printer << ')';
  if (getMode())
    printer << " mode(" << *getMode() << ')';
  printResultTypes(printer, *this);
}

LogicalResult GradOp::inferInModel(ModelTyping &model) {
  FailureOr<FuncOp> callee = findCallee(*this, getCallee(), model); // C1
  if (failed(callee))
    return failure();
  FailureOr<SmallVector<Type>> types = inferCallee(*this, *callee, model);
  if (failed(types))
    return failure();
  auto first = types->empty() ? RankedTensorType()
                              : cast<RankedTensorType>(types->front());
  if (!first || first.getRank() != 0 ||
      !isa<FloatType>(first.getElementType())) { // C2
    auto error = emitOpError("the first result of @")
                 << getCallee() << " must be a float scalar";
    return first ? error << ", got " << inShort(first)
                 : error << ", but it has no result";
  }
  for (StringAttr entry : getWrt().getAsRange<StringAttr>()) { // C3
    if (std::optional<unsigned> index = callee->findArg(entry.getValue())) {
      Type type = getInputs()[*index].getType();
      if (!isa<FloatType>(getElementTypeOrSelf(type)))
        return emitOpError("argument '")
               << entry.getValue() << "' of @" << getCallee() << " is "
               << inShort(type) << ": only floats have a gradient";
      types->push_back(type);
      continue;
    }
    FailureOr<ArrayAttr> names = matchStates(model, *this, entry.getValue());
    if (failed(names))
      return failure();
    types->push_back(BundleType::get(getContext(), *names));
  }
  if (getNumResults() != types->size())
    return emitOpError("gives ")
           << types->size() << " results, those of @" << getCallee()
           << " and then the gradients; " << getNumResults() << " are named";
  for (auto [result, type] : llvm::zip(getResults(), *types))
    result.setType(type);
  return success();
}

} // namespace leat
