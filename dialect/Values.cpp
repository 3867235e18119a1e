//===- Values.cpp - expressions and states of a program -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Bundles.h"
#include "dialect/Dialect.h"
#include "dialect/Expression.h"
#include "dialect/Infer.h"
#include "dialect/Places.h"
#include "mlir/IR/TypeUtilities.h"
#include <cmath>

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// let, get, set
//===----------------------------------------------------------------------===//

ParseResult LetOp::parse(OpAsmParser &parser, OperationState &state) {
  keepResultName(parser, state);
  if (parseExpressionRegion(parser, state))
    return failure();
  Operation &yield = state.regions.front()->front().back();
  state.addTypes(SmallVector<Type>(yield.getNumOperands(),
                                   DeferredType::get(parser.getContext())));
  return parseResultTypes(parser, state);
}

void LetOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printExpressionRegion(printer, getBody());
  printResultTypes(printer, *this);
}

void LetOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}

ValueRange LetOp::getYielded() {
  return getBody().front().getTerminator()->getOperands();
}

LogicalResult LetOp::verify() {
  if (failed(verifyExpressionRegion(*this)))
    return failure();
  for (auto [result, value] : llvm::zip(getResults(), getYielded()))
    if (!compatible(value.getType(), result.getType()))
      return emitOpError("is ")
             << inShort(result.getType()) << ", but its expression is "
             << inShort(value.getType());
  return success();
}

LogicalResult LetOp::inferInModel(ModelTyping &model) {
  // Not yet verified where a person writes MLIR's generic form.
  Block &block = getBody().front();
  if (failed(verifyExpressionRegion(*this)) || failed(model.inferBlock(block)))
    return failure();
  for (auto [i, result] : llvm::enumerate(getResults())) {
    OpOperand &value = block.getTerminator()->getOpOperand(unsigned(i));
    // A type that is written decides what a number is.
    Type asserted = assertedType(*this, unsigned(i));
    if (failed(asserted
                   ? model.strengthen(value, getElementTypeOrSelf(asserted))
                   : model.settle(value)))
      return failure();
    result.setType(value.get().getType());
  }
  return success();
}

ParseResult GetOp::parse(OpAsmParser &parser, OperationState &state) {
  keepResultName(parser, state);
  SMLoc loc = parser.getCurrentLocation();
  StringAttr name;
  if (parser.parseSymbolName(name))
    return failure();
  std::string pattern = name.str();
  if (succeeded(parser.parseOptionalStar()))
    pattern += '*';
  keepPlace(parser, state, "@" + pattern, loc);
  state.addAttribute("state",
                     FlatSymbolRefAttr::get(parser.getContext(), pattern));
  return parseAssertedType(parser, state);
}

void GetOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  bool glob = getState().ends_with("*");
  printer.printSymbolName(getState().drop_back(glob));
  printer << (glob ? "*" : "");
  printResultTypes(printer, *this);
}

LogicalResult GetOp::inferInModel(ModelTyping &model) {
  Operation *declared = model.lookup(getState());
  auto config = dyn_cast_or_null<ConfigOp>(declared);
  if (config && isa<BoolAttr>(config.getValue())) {
    getResult().setType(
        RankedTensorType::get({}, IntegerType::get(getContext(), 1)));
    return success();
  }
  // A config is a number: it takes the element type of what it meets. So is an
  // extent.
  if (model.options.contains(getState()) || config ||
      (!declared && model.isExtent(getState()))) {
    getResult().setType(
        RankedTensorType::get({}, Float64Type::get(getContext())));
    model.setWeak(getResult());
    return success();
  }
  FailureOr<Type> type = readsBundle(*this, model)
                             ? typeOfBundle(*this, model)
                             : model.typeOfState(*this, getState());
  if (failed(type))
    return failure();
  getResult().setType(*type);
  return success();
}

ParseResult SetOp::parse(OpAsmParser &parser, OperationState &state) {
  SMLoc loc = parser.getCurrentLocation();
  StringAttr name;
  OpAsmParser::UnresolvedOperand value;
  if (parser.parseSymbolName(name) || parser.parseEqual() ||
      parser.parseOperand(value) ||
      parser.resolveOperand(value, DeferredType::get(parser.getContext()),
                            state.operands))
    return failure();
  keepPlace(parser, state, "@" + name.getValue(), loc);
  keepPlaces(parser, state, value);
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
    return errorAt(*this, "@" + getState())
           << "there is no param or state @" << getState() << " in the model";
  FailureOr<Type> type = model.typeOfState(*this, getState());
  if (failed(type))
    return failure();
  if (!compatible(*type, getValue().getType())) // C2
    return errorAt(*this, "0") << "@" << getState() << " is " << inShort(*type)
                               << ", got " << inShort(getValue().getType());
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
  // Not getResult(), which asserts that the type is known.
  Value result = getOperation()->getResult(0);
  if (!isa<DeferredType>(result.getType()))
    return success();
  // A type that is written makes it a value like any other.
  if (Type asserted = assertedType(*this)) {
    FailureOr<Type> type = model.resolve(asserted, *this);
    if (failed(type))
      return failure();
    auto tensor = dyn_cast<RankedTensorType>(*type);
    if (!tensor)
      return errorAt(*this, ":0")
             << "has the type " << inShort(*type) << ", expected a tensor";
    result.setType(tensor);
    return success();
  }
  result.setType(RankedTensorType::get({}, Float64Type::get(getContext())));
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
    return emitOpError() << text << " is no " << inShort(element)
                         << ", expected an integer";
  }
  return success();
}

OpFoldResult NumberOp::fold(FoldAdaptor) { return getValueAttr(); }

SmallVector<Value> NumberOp::buildVjp(OpBuilder &, ValueRange,
                                      const llvm::SmallBitVector &) {
  return {};
}

} // namespace leat
