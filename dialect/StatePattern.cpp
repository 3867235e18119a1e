//===- StatePattern.cpp - groups of states by name ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/StatePattern.h"
#include "dialect/Dialect.h"
#include "dialect/Infer.h"
#include "dialect/Places.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

namespace leat {

ParseResult parseWrt(OpAsmParser &parser, OperationState &state) {
  SmallVector<std::string> entries;
  auto each = [&]() -> ParseResult {
    SMLoc loc = parser.getCurrentLocation();
    StringAttr symbol;
    StringRef word;
    if (succeeded(parser.parseOptionalSymbolName(symbol))) {
      bool glob = succeeded(parser.parseOptionalStar());
      entries.push_back("@" + symbol.str() + (glob ? "*" : ""));
    } else if (parser.parseKeyword(&word)) {
      return failure();
    } else {
      entries.push_back(word.str());
    }
    keepPlace(parser, state, entries.back(), loc);
    return success();
  };
  SMLoc start = parser.getCurrentLocation();
  if (parser.parseKeyword("wrt") ||
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, each))
    return failure();
  if (entries.empty())
    return parser.emitError(start, "wrt names nothing, expected arguments, "
                                   "params or the @names of states");
  SmallVector<StringRef> names(entries.begin(), entries.end());
  state.addAttribute("wrt", parser.getBuilder().getStrArrayAttr(names));
  return success();
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
    return errorAt(user, pattern)
           << "'" << pattern
           << "' is no argument, and no float param or state of the model "
              "matches it";
  return ArrayAttr::get(user->getContext(), names);
}

} // namespace leat
