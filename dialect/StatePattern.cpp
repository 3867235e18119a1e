//===- StatePattern.cpp - groups of states by name ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/StatePattern.h"
#include "dialect/Dialect.h"
#include "dialect/Infer.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

namespace leat {

FailureOr<ArrayAttr> parseStatePatterns(OpAsmParser &parser) {
  Builder &b = parser.getBuilder();
  SmallVector<Attribute> entries;
  auto each = [&]() -> ParseResult {
    StringAttr symbol;
    StringRef word;
    if (succeeded(parser.parseOptionalSymbolName(symbol))) {
      bool glob = succeeded(parser.parseOptionalStar());
      entries.push_back(
          b.getStringAttr("@" + symbol.getValue() + (glob ? "*" : "")));
      return success();
    }
    if (parser.parseKeyword(&word))
      return failure();
    entries.push_back(b.getStringAttr(word));
    return success();
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, each))
    return failure();
  return b.getArrayAttr(entries);
}

FailureOr<ArrayAttr> matchStates(ModelTyping &model, Operation *user,
                                 StringRef pattern) {
  bool params = pattern == "params";
  StringRef name = pattern.drop_front(pattern.starts_with("@"));
  bool glob = name.consume_back("*");
  SmallVector<Attribute> names;
  for (Operation &op : model.declarations()) {
    auto type = op.getAttrOfType<TypeAttr>("type");
    if (!isa<ParamOp, StateOp>(op) || (params && !isa<ParamOp>(op)) ||
        !isa<FloatType>(getElementTypeOrSelf(type.getValue())))
      continue;
    StringAttr symbol = SymbolTable::getSymbolName(&op);
    bool matches =
        glob ? symbol.getValue().starts_with(name) : symbol.getValue() == name;
    if (params || (pattern.starts_with("@") && matches))
      names.push_back(symbol);
  }
  if (names.empty())
    return user->emitOpError("'") << pattern
                                  << "' is no argument, and no float param or "
                                     "state of the model matches it";
  return ArrayAttr::get(user->getContext(), names);
}

} // namespace leat
