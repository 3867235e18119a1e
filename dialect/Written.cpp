//===- Written.cpp - ops whose result type a person writes ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Written.h"
#include "dialect/Dialect.h"
#include "dialect/Infer.h"

using namespace mlir;

namespace leat {

ParseResult
parseWrittenType(OpAsmParser &parser, OperationState &state, SMLoc loc,
                 ArrayRef<OpAsmParser::UnresolvedOperand> operands) {
  if (parser.parseOptionalAttrDict(state.attributes))
    return failure();
  if (failed(parser.parseOptionalColon()))
    return parser.emitError(parser.getNameLoc(),
                            "expected ':' and the type of the result, as in "
                            "': f32[B, 2]'");
  SmallVector<Type> types;
  auto next = [&] { return parseShortType(parser, types.emplace_back()); };
  Type deferred = DeferredType::get(parser.getContext());
  bool full = *parser.getCurrentLocation().getPointer() == '(';
  if (full) {
    if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, next) ||
        parser.resolveOperands(operands, types, loc, state.operands) ||
        parser.parseArrow())
      return failure();
  } else if (parser.resolveOperands(operands, deferred, state.operands)) {
    return failure();
  }
  if (next())
    return failure();
  state.addAttribute("type", TypeAttr::get(types.back()));
  state.addTypes(full ? types.back() : deferred);
  return success();
}

void printWrittenType(OpAsmPrinter &printer, Operation *op) {
  SmallVector<StringRef> printed = {kConfigAttr};
  for (StringAttr name : op->getName().getAttributeNames())
    printed.push_back(name);
  printer.printOptionalAttrDict(op->getAttrs(), printed);
  printer << " : ";
  llvm::raw_ostream &os = printer.getStream();
  if (!inModel(op)) {
    os << '(';
    llvm::interleaveComma(op->getOperandTypes(), os,
                          [&](Type type) { printShortType(os, type); });
    os << ") -> ";
  }
  printShortType(os, op->getResult(0).getType());
}

Attribute writtenLiteral(Operation *op, StringAttr name) {
  auto config = op->getAttrOfType<DictionaryAttr>(kConfigAttr);
  if (Attribute written = config ? config.get(name) : Attribute())
    return written;
  return op->getInherentAttr(name).value_or(Attribute());
}

LogicalResult inferWritten(Operation *op, TypeAttr type, ModelTyping &model) {
  FailureOr<Type> resolved = model.resolve(type.getValue(), op);
  if (failed(resolved))
    return failure();
  op->setAttr("type", TypeAttr::get(*resolved));
  op->getResult(0).setType(*resolved);
  return success();
}

LogicalResult verifyWritten(Operation *op, TypeAttr type) {
  Type result = op->getResult(0).getType();
  if (type.getValue() != result)
    return op->emitOpError("is declared as ")
           << inShort(type.getValue()) << ", but its result is "
           << inShort(result);
  return success();
}

} // namespace leat
