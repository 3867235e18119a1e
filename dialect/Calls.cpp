//===- Calls.cpp - call and the derivatives of a call ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Callee.h"
#include "dialect/Checkpoint.h"
#include "dialect/Places.h"
#include "dialect/StatePattern.h"

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// call
//===----------------------------------------------------------------------===//

ParseResult CallOp::parse(OpAsmParser &parser, OperationState &state) {
  int32_t bundles;
  if (parseCallee(parser, state) || parseWith(parser, state, bundles))
    return failure();
  int32_t inputs = int32_t(state.operands.size()) - bundles;
  setSegments<CallOp>(parser, state, {inputs, bundles});
  if (succeeded(parser.parseOptionalKeyword("checkpoint")))
    state.addAttribute("checkpoint", parser.getBuilder().getUnitAttr());
  return parseModeAndTypes(parser, state);
}

void CallOp::print(OpAsmPrinter &printer) {
  printCallee(printer, getCallee(), getInputs());
  printWith(printer, getWithAttr(), getBundles());
  if (getCheckpoint())
    printer << " checkpoint";
  printModeAndTypes(printer, *this, getMode());
}

void CallOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}

LogicalResult CallOp::inferInModel(ModelTyping &model) {
  SmallVector<Type> types;
  if (failed(typeCallee(*this, model, types)) ||
      failed(checkWith(*this, getWithAttr(), getBundles(), model))) // C3
    return failure();
  if (getNumResults() > types.size())
    return emitOpError("@") << getCallee() << " has " << types.size()
                            << " results, " << getNumResults() << " are named";
  for (auto [result, type] : llvm::zip(getResults(), types))
    result.setType(type);
  return success();
}

//===----------------------------------------------------------------------===//
// grad, vjp
//===----------------------------------------------------------------------===//

ParseResult GradOp::parse(OpAsmParser &parser, OperationState &state) {
  int32_t bundles;
  if (parseCallee(parser, state) || parseWith(parser, state, bundles))
    return failure();
  int32_t inputs = int32_t(state.operands.size()) - bundles;
  setSegments<GradOp>(parser, state, {inputs, bundles});
  return failure(parseWrt(parser, state) || parseCheckpoint(parser, state) ||
                 parseModeAndTypes(parser, state));
}

void GradOp::print(OpAsmPrinter &printer) {
  printCallee(printer, getCallee(), getInputs());
  printWith(printer, getWithAttr(), getBundles());
  printWrt(printer, getWrt());
  printCheckpoint(printer, getCheckpointAttr());
  printModeAndTypes(printer, *this, getMode());
}

void GradOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}

// The gradient by one entry of `wrt`: of an argument its type, of states a
// bundle.
template <typename OpTy>
static FailureOr<Type> typeGradient(OpTy op, FuncOp callee, StringRef entry,
                                    ModelTyping &model) {
  if (std::optional<unsigned> index = callee.findArg(entry)) {
    Type type = op.getInputs()[*index].getType();
    if (!isa<FloatType>(getElementTypeOrSelf(type)))
      return errorAt(op, entry)
             << "argument '" << entry << "' of @" << op.getCallee() << " is "
             << inShort(type) << ": only floats have a gradient";
    return type;
  }
  FailureOr<ArrayAttr> names = matchStates(model, op, entry);
  if (failed(names))
    return failure();
  return Type(BundleType::get(op.getContext(), *names));
}

// The results of the callee and the gradients.
template <typename OpTy>
static LogicalResult typeGradients(OpTy op, FuncOp callee, ModelTyping &model,
                                   SmallVector<Type> types) {
  for (StringRef entry : op.getWrt().template getAsValueRange<StringAttr>()) {
    FailureOr<Type> type = typeGradient(op, callee, entry, model); // C3
    if (failed(type))
      return failure();
    types.push_back(*type);
  }
  return setResultTypes(op, op.getCallee(), types, "the gradients");
}

LogicalResult GradOp::inferInModel(ModelTyping &model) {
  SmallVector<Type> types;
  FailureOr<FuncOp> callee = typeCallee(*this, model, types); // C1
  if (failed(callee) ||
      failed(checkWith(*this, getWithAttr(), getBundles(), model)) ||
      failed(checkFloatScalar(*this, *callee, types)) ||  // C2
      failed(readCheckpoint(*this, getCheckpointAttr()))) // C4
    return failure();
  return typeGradients(*this, *callee, model, types);
}

// `@f(%x) cotangent(%v) with(%b)`, the same for the `keyword` of jvp.
template <typename OpT>
static ParseResult parseDirected(OpAsmParser &parser, OperationState &state,
                                 StringRef keyword) {
  int32_t directions, bundles;
  if (parseCallee(parser, state) ||
      parseMoreOperands(parser, state, keyword, directions) ||
      parseWith(parser, state, bundles))
    return failure();
  int32_t inputs = int32_t(state.operands.size()) - directions - bundles;
  setSegments<OpT>(parser, state, {inputs, directions, bundles});
  return success();
}

ParseResult VjpOp::parse(OpAsmParser &parser, OperationState &state) {
  return failure(parseDirected<VjpOp>(parser, state, "cotangent") ||
                 parseOptionalWrt(parser, state) ||
                 parseCheckpoint(parser, state) ||
                 parseModeAndTypes(parser, state));
}

void VjpOp::print(OpAsmPrinter &printer) {
  printCallee(printer, getCallee(), getInputs());
  printer << " cotangent(" << getCotangents() << ')';
  printWith(printer, getWithAttr(), getBundles());
  printWrt(printer, getWrt());
  printCheckpoint(printer, getCheckpointAttr());
  printModeAndTypes(printer, *this, getMode());
}

void VjpOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}

// One cotangent for each float result, of its type.
static LogicalResult typeCotangents(VjpOp vjp, FuncOp callee,
                                    ArrayRef<Type> results,
                                    ModelTyping &model) {
  SmallVector<unsigned> floats;
  for (unsigned i = 0; i < results.size(); ++i)
    if (isFloatResult(callee, i))
      floats.push_back(i);
  if (floats.empty())
    return errorAt(vjp, "@" + vjp.getCallee())
           << "@" << vjp.getCallee()
           << " has no result of float type, so there is nothing to take back";
  if (vjp.getCotangents().size() != floats.size())
    return errorAt(vjp, "cotangent")
           << "has " << vjp.getCotangents().size()
           << " cotangents, expected one for each of the " << floats.size()
           << " results of @" << vjp.getCallee() << " that are floats";
  MutableOperandRange cotangents = vjp.getCotangentsMutable();
  for (auto [cotangent, i] : llvm::zip(cotangents, floats)) {
    if (failed(model.strengthen(cotangent, getElementTypeOrSelf(results[i]))))
      return failure();
    if (!compatible(results[i], cotangent.get().getType()))
      return errorAt(vjp, Twine(cotangent.getOperandNumber()))
             << "the cotangent of result '" << callee.getResultName(i)
             << "' of @" << vjp.getCallee() << " is " << inShort(results[i])
             << ", got " << inShort(cotangent.get().getType());
  }
  return success();
}

LogicalResult VjpOp::inferInModel(ModelTyping &model) {
  SmallVector<Type> types;
  FailureOr<FuncOp> callee = typeCallee(*this, model, types); // C1
  if (failed(callee) ||
      failed(checkWith(*this, getWithAttr(), getBundles(), model)) ||
      failed(typeCotangents(*this, *callee, types, model)) || // C2
      failed(readCheckpoint(*this, getCheckpointAttr())))     // C4
    return failure();
  if (getWrt().empty())
    setWrtAttr(floatArguments(*callee));
  return typeGradients(*this, *callee, model, types);
}

//===----------------------------------------------------------------------===//
// jvp
//===----------------------------------------------------------------------===//

ParseResult JvpOp::parse(OpAsmParser &parser, OperationState &state) {
  return failure(parseDirected<JvpOp>(parser, state, "tangent") ||
                 parseOptionalWrt(parser, state) ||
                 parseModeAndTypes(parser, state));
}

void JvpOp::print(OpAsmPrinter &printer) {
  printCallee(printer, getCallee(), getInputs());
  printer << " tangent(" << getTangents() << ')';
  printWith(printer, getWithAttr(), getBundles());
  printWrt(printer, getWrt());
  printModeAndTypes(printer, *this, getMode());
}

void JvpOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}

// Tangent `number` moves the argument that entry `number` of `wrt` names.
static LogicalResult typeTangent(JvpOp jvp, FuncOp callee, unsigned number,
                                 ModelTyping &model) {
  auto entry = cast<StringAttr>(jvp.getWrt()[number]).getValue();
  FailureOr<unsigned> index =
      checkFloatArgument(jvp, callee, jvp.getInputs().getTypes(), jvp.getWrt(),
                         number, "tangent", "jvp has tangents"); // C2
  if (failed(index))
    return failure();
  Type type = jvp.getInputs()[*index].getType();
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
  if (failed(callee) ||
      failed(checkWith(*this, getWithAttr(), getBundles(), model))) // C5
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
    if (isFloatResult(*callee, i))
      types.push_back(types[i]);
  return setResultTypes(*this, getCallee(), types,
                        "the tangents of its floats");
}

//===----------------------------------------------------------------------===//
// custom_vjp
//===----------------------------------------------------------------------===//

// The function that `custom_vjp` names takes the arguments, the results and the
// cotangents of the float results, and gives gradients by the float arguments.
LogicalResult ModelTyping::checkCustomVjp(FuncOp func) {
  if (!func.getCustomVjp())
    return success();
  auto backward = lookup<FuncOp>(func, *func.getCustomVjp(), "function");
  if (!backward)
    return failure();
  auto isFloat = [](Type type) {
    return isa<FloatType>(getElementTypeOrSelf(type));
  };
  SmallVector<Type> given(func.getArgumentTypes()), wanted;
  llvm::append_range(given, func.getResultTypes());
  llvm::copy_if(func.getResultTypes(), std::back_inserter(given), isFloat);
  llvm::copy_if(func.getArgumentTypes(), std::back_inserter(wanted), isFloat);
  if (onCall) {
    FailureOr<FuncOp> other = onCall(func, backward, given);
    if (failed(other))
      return failure();
    backward = *other;
    func.setCustomVjp(backward.getSymName());
  }
  FailureOr<SmallVector<Type>> gradients = checkCall(func, backward, given);
  if (failed(gradients))
    return failure();
  if (llvm::equal(*gradients, wanted, compatible)) // C3
    return success();
  InFlightDiagnostic error = errorAt(func, "@" + backward.getSymName());
  error << "the gradients that @" << backward.getSymName() << " gives are ";
  auto spell = [&](Type type) { error << inShort(type); };
  llvm::interleaveComma(*gradients, error, spell);
  error << ", expected those of the float arguments of @" << func.getSymName()
        << ": ";
  llvm::interleaveComma(wanted, error, spell);
  return error;
}

} // namespace leat
