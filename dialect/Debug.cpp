//===- Debug.cpp - what finds faults in a model ---------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Debug.h"
#include "dialect/Constraints.h"
#include "dialect/Places.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "dialect/Debug.cpp.inc"

namespace leat {

void registerDebugOps(LeatDialect &dialect) {
  RegisteredOperationName::insert<AssertOp>(dialect);
  RegisteredOperationName::insert<PrintOp>(dialect);
}

// Attributes and `: types`, which stand outside of models; resolves `operands`,
// which are written at `loc`.
static ParseResult
parseTypes(OpAsmParser &parser, OperationState &state, SMLoc loc,
           ArrayRef<OpAsmParser::UnresolvedOperand> operands) {
  keepPlaces(parser, state, operands);
  if (parser.parseOptionalAttrDict(state.attributes))
    return failure();
  if (failed(parser.parseOptionalColon()))
    return parser.resolveOperands(
        operands, DeferredType::get(parser.getContext()), state.operands);
  SmallVector<Type> types;
  auto next = [&]() -> ParseResult {
    // Late in the compiler the op takes buffers.
    StringRef text(parser.getCurrentLocation().getPointer());
    Type &type = types.emplace_back();
    return text.starts_with("memref") ? parser.parseType(type)
                                      : parseShortType(parser, type);
  };
  return failure(parser.parseCommaSeparatedList(next) ||
                 parser.resolveOperands(operands, types, loc, state.operands));
}

static void printTypes(OpAsmPrinter &printer, Operation *op,
                       ArrayRef<StringRef> printed) {
  printer.printOptionalAttrDict(op->getAttrs(), printed);
  if (inModel(op) || op->getNumOperands() == 0)
    return;
  printer << " : ";
  llvm::interleaveComma(
      op->getOperandTypes(), printer.getStream(),
      [&](Type type) { printShortType(printer.getStream(), type); });
}

// What takes its type from nothing else is an f32, or an i64.
static LogicalResult inferReport(Operation *op, ModelTyping &model) {
  for (OpOperand &operand : op->getOpOperands())
    if (model.isWeak(operand.get()) && failed(model.settle(operand)))
      return failure();
  return checkConstraints(op);
}

//===----------------------------------------------------------------------===//
// print
//===----------------------------------------------------------------------===//

// What a person calls the value: `x` for %x, `x#1` for %x#1.
static std::string nameOf(const OpAsmParser::UnresolvedOperand &operand) {
  std::string name = operand.name.drop_front().str();
  return operand.number ? name + "#" + std::to_string(operand.number) : name;
}

// `"label", %x, %y as name`
ParseResult PrintOp::parse(OpAsmParser &parser, OperationState &state) {
  Builder &b = parser.getBuilder();
  std::string label;
  bool more = true;
  if (succeeded(parser.parseOptionalString(&label))) {
    state.addAttribute("label", b.getStringAttr(label));
    more = succeeded(parser.parseOptionalComma());
  }
  SMLoc loc = parser.getCurrentLocation();
  SmallVector<OpAsmParser::UnresolvedOperand> operands;
  SmallVector<Attribute> names;
  auto next = [&]() -> ParseResult {
    if (parser.parseOperand(operands.emplace_back()))
      return failure();
    std::string name = nameOf(operands.back());
    if (succeeded(parser.parseOptionalKeyword("as")) &&
        parser.parseKeywordOrString(&name))
      return failure();
    names.push_back(b.getStringAttr(name));
    return success();
  };
  if (more && parser.parseCommaSeparatedList(next))
    return failure();
  state.addAttribute("names", b.getArrayAttr(names));
  return parseTypes(parser, state, loc, operands);
}

void PrintOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  if (getLabelAttr())
    printer << getLabelAttr() << (getValues().empty() ? "" : ", ");
  llvm::interleaveComma(
      llvm::zip(getValues(), getNames().getAsRange<StringAttr>()), printer,
      [&](auto pair) {
        auto [value, name] = pair;
        std::string written;
        llvm::raw_string_ostream stream(written);
        printer.printOperand(value, stream);
        printer << written;
        if (written != "%" + name.getValue().str()) {
          printer << " as ";
          printer.printKeywordOrString(name.getValue());
        }
      });
  printTypes(printer, *this, {"label", "names"});
}

LogicalResult PrintOp::inferInModel(ModelTyping &model) {
  return inferReport(*this, model);
}

LogicalResult PrintOp::verify() {
  if (!getLabel() && getValues().empty()) // C1
    return emitOpError("has neither a label nor a value");
  if (getNames().size() != getValues().size()) // C2
    return emitOpError("has ")
           << getValues().size() << " values and " << getNames().size()
           << " names, expected a name for each value";
  return success();
}

//===----------------------------------------------------------------------===//
// assert
//===----------------------------------------------------------------------===//

// `%c, "text"`
ParseResult AssertOp::parse(OpAsmParser &parser, OperationState &state) {
  SMLoc loc = parser.getCurrentLocation();
  OpAsmParser::UnresolvedOperand condition;
  std::string text;
  if (parser.parseOperand(condition) || parser.parseComma() ||
      parser.parseString(&text))
    return failure();
  state.addAttribute("text", parser.getBuilder().getStringAttr(text));
  return parseTypes(parser, state, loc, condition);
}

void AssertOp::print(OpAsmPrinter &printer) {
  printer << ' ' << getCondition() << ", " << getTextAttr();
  printTypes(printer, *this, {"text"});
}

LogicalResult AssertOp::inferInModel(ModelTyping &model) {
  return inferReport(*this, model);
}

LogicalResult AssertOp::verify() {
  Type element = getElementTypeOrSelf(getCondition().getType());
  // In memory a bool is a byte.
  bool stored = element.isInteger(8) && !inModel(*this);
  if (!element.isInteger(1) && !stored) // C1
    return errorAt(*this, "0")
           << "the condition is " << inShort(getCondition().getType())
           << ", expected a tensor of i1";
  if (getText().empty()) // C2
    return emitOpError("has an empty text, expected what does not hold");
  return success();
}

} // namespace leat
