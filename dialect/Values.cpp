//===- Values.cpp - expressions, state and calls of a program -------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Expression.h"
#include "dialect/Infer.h"
#include "dialect/Places.h"
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
  printResultTypes(printer, *this);
}

Value LetOp::getYielded() {
  return getBody().front().getTerminator()->getOperand(0);
}

LogicalResult LetOp::verify() {
  if (failed(verifyExpressionRegion(*this)))
    return failure();
  if (!compatible(getYielded().getType(), getType()))
    return emitOpError("is ")
           << inShort(getType()) << ", but its expression is "
           << inShort(getYielded().getType());
  return success();
}

LogicalResult LetOp::inferInModel(ModelTyping &model) {
  // Not yet verified where a person writes MLIR's generic form.
  Block &block = getBody().front();
  if (failed(verifyExpressionRegion(*this)) || failed(model.inferBlock(block)))
    return failure();
  OpOperand &value = block.getTerminator()->getOpOperand(0);
  // A type that is written decides what a number is.
  Type asserted = assertedType(*this);
  if (failed(asserted ? model.strengthen(value, getElementTypeOrSelf(asserted))
                      : model.settle(value)))
    return failure();
  getResult().setType(value.get().getType());
  return success();
}

ParseResult GetOp::parse(OpAsmParser &parser, OperationState &state) {
  keepResultName(parser, state);
  SMLoc loc = parser.getCurrentLocation();
  StringAttr name;
  if (parser.parseSymbolName(name))
    return failure();
  keepPlace(parser, state, "@" + name.getValue(), loc);
  state.addAttribute("state", FlatSymbolRefAttr::get(name));
  return parseAssertedType(parser, state);
}

void GetOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printer.printSymbolName(getState());
  printResultTypes(printer, *this);
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

LogicalResult AtOp::inferInModel(ModelTyping &model) {
  auto bundle = dyn_cast<BundleType>(getBundle().getType());
  if (!bundle) // C1
    return errorAt(*this, "0") << "expected a bundle of gradients, got "
                               << inShort(getBundle().getType());
  if (!llvm::is_contained(bundle.getNames(), getNameAttr())) { // C1
    InFlightDiagnostic error = errorAt(*this, "name");
    error << "there is no '" << getName() << "' in the bundle; it holds ";
    llvm::interleaveComma(bundle.getNames(), error, [&](Attribute name) {
      error << cast<StringAttr>(name).getValue();
    });
    return error;
  }
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

//===----------------------------------------------------------------------===//
// call, grad, jvp
//===----------------------------------------------------------------------===//

// `@f(%a, %b)`
static ParseResult parseCallee(OpAsmParser &parser, OperationState &state) {
  keepResultName(parser, state);
  SMLoc loc = parser.getCurrentLocation();
  StringAttr name;
  SmallVector<OpAsmParser::UnresolvedOperand> operands;
  Type deferred = DeferredType::get(parser.getContext());
  if (parser.parseSymbolName(name) ||
      parser.parseOperandList(operands, AsmParser::Delimiter::Paren) ||
      parser.resolveOperands(operands, deferred, state.operands))
    return failure();
  keepPlace(parser, state, "@" + name.getValue(), loc);
  keepPlaces(parser, state, operands);
  state.addAttribute("callee", FlatSymbolRefAttr::get(name));
  state.addTypes(SmallVector<Type>(parser.getNumResults(), deferred));
  return success();
}

// `mode(train) : type, type`, either of which may be left out.
static ParseResult parseModeAndTypes(OpAsmParser &parser,
                                     OperationState &state) {
  if (StringRef(parser.getCurrentLocation().getPointer())
          .starts_with("mode(")) {
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
  }
  return parseResultTypes(parser, state);
}

static void printCallee(OpAsmPrinter &printer, StringRef callee,
                        ValueRange inputs) {
  printer << ' ';
  printer.printSymbolName(callee);
  printer << '(' << inputs << ')';
}

static void printWrt(OpAsmPrinter &printer, ArrayAttr wrt) {
  printer << " wrt(";
  llvm::interleaveComma(wrt.getAsValueRange<StringAttr>(), printer);
  printer << ')';
}

static void printModeAndTypes(OpAsmPrinter &printer, Operation *op,
                              std::optional<StringRef> mode) {
  if (mode)
    printer << " mode(" << *mode << ')';
  if (op->getNumResults() != 0)
    printResultTypes(printer, op);
}

// The function that `call`, `grad` or `jvp` names, or the one that takes its
// place, and the types of its results for these arguments.
template <typename OpTy>
static FailureOr<FuncOp> typeCallee(OpTy op, ModelTyping &model,
                                    SmallVector<Type> &results) {
  auto callee = model.lookup<FuncOp>(op, op.getCallee(), "function"); // C1
  if (!callee)
    return failure();
  if (model.onCall) {
    FailureOr<FuncOp> other = model.onCall(op, callee, op.getInputs());
    if (failed(other))
      return failure();
    callee = *other;
    op.setCallee(callee.getSymName());
  }
  // Numbers become what the signature says.
  MutableOperandRange inputs = op.getInputsMutable();
  for (auto [operand, type] : llvm::zip(inputs, callee.getArgumentTypes()))
    if (failed(model.strengthen(operand, getElementTypeOrSelf(type))))
      return failure();
  FailureOr<SmallVector<Type>> types =
      model.checkCall(op, callee, op.getInputs()); // C2
  if (failed(types))
    return failure();
  results = *types;
  return callee;
}

ParseResult CallOp::parse(OpAsmParser &parser, OperationState &state) {
  return failure(parseCallee(parser, state) ||
                 parseModeAndTypes(parser, state));
}

void CallOp::print(OpAsmPrinter &printer) {
  printCallee(printer, getCallee(), getInputs());
  printModeAndTypes(printer, *this, getMode());
}

void CallOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}

LogicalResult CallOp::inferInModel(ModelTyping &model) {
  SmallVector<Type> types;
  if (failed(typeCallee(*this, model, types)))
    return failure();
  if (getNumResults() > types.size())
    return emitOpError("@") << getCallee() << " has " << types.size()
                            << " results, " << getNumResults() << " are named";
  for (auto [result, type] : llvm::zip(getResults(), types))
    result.setType(type);
  return success();
}

ParseResult GradOp::parse(OpAsmParser &parser, OperationState &state) {
  return failure(parseCallee(parser, state) || parseWrt(parser, state) ||
                 parseModeAndTypes(parser, state));
}

void GradOp::print(OpAsmPrinter &printer) {
  printCallee(printer, getCallee(), getInputs());
  printWrt(printer, getWrt());
  printModeAndTypes(printer, *this, getMode());
}

void GradOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}

// The gradient by one entry of `wrt`: of an argument its type, of states a
// bundle.
static FailureOr<Type> typeGradient(GradOp grad, FuncOp callee, StringRef entry,
                                    ModelTyping &model) {
  if (std::optional<unsigned> index = callee.findArg(entry)) {
    Type type = grad.getInputs()[*index].getType();
    if (!isa<FloatType>(getElementTypeOrSelf(type)))
      return errorAt(grad, entry)
             << "argument '" << entry << "' of @" << grad.getCallee() << " is "
             << inShort(type) << ": only floats have a gradient";
    return type;
  }
  FailureOr<ArrayAttr> names = matchStates(model, grad, entry);
  if (failed(names))
    return failure();
  return Type(BundleType::get(grad.getContext(), *names));
}

LogicalResult GradOp::inferInModel(ModelTyping &model) {
  SmallVector<Type> types;
  FailureOr<FuncOp> callee = typeCallee(*this, model, types); // C1
  if (failed(callee))
    return failure();
  auto first = types.empty() ? RankedTensorType()
                             : cast<RankedTensorType>(types.front());
  if (!first || first.getRank() != 0 ||
      !isa<FloatType>(first.getElementType())) { // C2
    InFlightDiagnostic error = errorAt(*this, "@" + getCallee());
    error << "the first result of @" << getCallee()
          << " must be a float scalar, ";
    if (first)
      error << "got " << inShort(first);
    else
      error << "but it has no result";
    error.attachNote(callee->getLoc())
        << "@" << getCallee() << " is declared here";
    return error;
  }
  for (StringRef entry : getWrt().getAsValueRange<StringAttr>()) { // C3
    FailureOr<Type> type = typeGradient(*this, *callee, entry, model);
    if (failed(type))
      return failure();
    types.push_back(*type);
  }
  if (getNumResults() != types.size())
    return emitOpError("gives ")
           << types.size() << " results, those of @" << getCallee()
           << " and then the gradients; " << getNumResults() << " are named";
  for (auto [result, type] : llvm::zip(getResults(), types))
    result.setType(type);
  return success();
}

// `@f(%x, %w) tangent(%v) wrt(x)`; without `wrt`, inference fills it in.
ParseResult JvpOp::parse(OpAsmParser &parser, OperationState &state) {
  if (parseCallee(parser, state))
    return failure();
  auto inputs = int32_t(state.operands.size());
  SmallVector<OpAsmParser::UnresolvedOperand> tangents;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseKeyword("tangent") ||
      parser.parseOperandList(tangents, AsmParser::Delimiter::Paren) ||
      parser.resolveOperands(tangents, DeferredType::get(parser.getContext()),
                             state.operands))
    return failure();
  keepPlace(parser, state, "tangent", loc);
  for (auto [i, tangent] : llvm::enumerate(tangents))
    keepPlace(parser, state, Twine(inputs + i), tangent.location);
  state.getOrAddProperties<Properties>().setOperandSegmentSizes(
      parser.getBuilder().getDenseI32ArrayAttr(
          {inputs, int32_t(tangents.size())}));
  bool named =
      StringRef(parser.getCurrentLocation().getPointer()).starts_with("wrt");
  if (!named)
    state.addAttribute("wrt", parser.getBuilder().getArrayAttr({}));
  return failure((named && parseWrt(parser, state)) ||
                 parseModeAndTypes(parser, state));
}

void JvpOp::print(OpAsmPrinter &printer) {
  printCallee(printer, getCallee(), getInputs());
  printer << " tangent(" << getTangents() << ')';
  printWrt(printer, getWrt());
  printModeAndTypes(printer, *this, getMode());
}

void JvpOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}

// The arguments of `callee` that have tangents, by their names.
static ArrayAttr floatArguments(FuncOp callee) {
  SmallVector<Attribute> names;
  for (auto [i, type] : llvm::enumerate(callee.getArgumentTypes()))
    if (isa<FloatType>(getElementTypeOrSelf(type)))
      names.push_back(
          StringAttr::get(callee.getContext(), callee.getArgName(i)));
  return ArrayAttr::get(callee.getContext(), names);
}

// Tangent `number` moves the argument that entry `number` of `wrt` names.
static LogicalResult typeTangent(JvpOp jvp, FuncOp callee, unsigned number,
                                 ModelTyping &model) {
  auto entry = cast<StringAttr>(jvp.getWrt()[number]).getValue();
  std::optional<unsigned> index = callee.findArg(entry);
  if (!index) // C2
    return errorAt(jvp, entry)
           << "'" << entry << "' is no argument of @" << jvp.getCallee()
           << ": jvp has tangents of arguments only, not of states";
  Type type = jvp.getInputs()[*index].getType();
  if (!isa<FloatType>(getElementTypeOrSelf(type))) // C2
    return errorAt(jvp, entry)
           << "argument '" << entry << "' of @" << jvp.getCallee() << " is "
           << inShort(type) << ": only floats have a tangent";
  if (llvm::is_contained(jvp.getWrt().getValue().take_front(number),
                         jvp.getWrt()[number])) // C2
    return errorAt(jvp, entry) << "'" << entry << "' stands twice in wrt";
  OpOperand &tangent = jvp.getTangentsMutable()[number];
  if (failed(model.strengthen(tangent, getElementTypeOrSelf(type))))
    return failure();
  if (!compatible(type, tangent.get().getType())) // C4
    return errorAt(jvp, Twine(tangent.getOperandNumber()))
           << "the tangent of argument '" << entry << "' of @"
           << jvp.getCallee() << " is " << inShort(type) << ", got "
           << inShort(tangent.get().getType());
  return success();
}

LogicalResult JvpOp::inferInModel(ModelTyping &model) {
  SmallVector<Type> types;
  FailureOr<FuncOp> callee = typeCallee(*this, model, types); // C1
  if (failed(callee))
    return failure();
  if (getWrt().empty())
    setWrtAttr(floatArguments(*callee));
  if (getTangents().size() != getWrt().size()) // C3
    return errorAt(*this, "tangent")
           << "has " << getTangents().size()
           << " tangents, expected one for each of the " << getWrt().size()
           << " arguments of @" << getCallee() << " that move";
  for (unsigned i = 0; i < getWrt().size(); ++i)
    if (failed(typeTangent(*this, *callee, i, model)))
      return failure();
  // A state that became a result is written once and does not move.
  for (unsigned i = 0, count = types.size(); i < count; ++i)
    if (isa<FloatType>(getElementTypeOrSelf(types[i])) &&
        !callee->getResultAttr(i, FuncOp::kStateAttr))
      types.push_back(types[i]);
  if (getNumResults() != types.size())
    return emitOpError("gives ")
           << types.size() << " results, those of @" << getCallee()
           << " and then the tangents of its floats; " << getNumResults()
           << " are named";
  for (auto [result, type] : llvm::zip(getResults(), types))
    result.setType(type);
  return success();
}

} // namespace leat
