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
  SmallVector<Type> types;
  bool full;
  if (parseSignature(parser, state, loc, operands, types, full))
    return failure();
  if (types.empty())
    return parser.emitError(parser.getNameLoc(),
                            "expected ':' and the type of the result, as in "
                            "': f32[B, 2]'");
  state.addAttribute("type", TypeAttr::get(types.front()));
  state.addTypes(full ? types.front() : DeferredType::get(parser.getContext()));
  return success();
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
