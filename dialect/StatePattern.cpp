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

ParseResult parseStatePattern(OpAsmParser &parser, OperationState &state,
                              std::string &pattern) {
  SMLoc loc = parser.getCurrentLocation();
  StringAttr symbol;
  StringRef word;
  if (succeeded(parser.parseOptionalSymbolName(symbol))) {
    bool glob = succeeded(parser.parseOptionalStar());
    pattern = "@" + symbol.str() + (glob ? "*" : "");
  } else if (parser.parseKeyword(&word)) {
    return failure();
  } else {
    pattern = word.str();
  }
  keepPlace(parser, state, pattern, loc);
  return success();
}

ParseResult parseWrt(OpAsmParser &parser, OperationState &state) {
  SmallVector<std::string> entries;
  auto each = [&] {
    return parseStatePattern(parser, state, entries.emplace_back());
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

bool matchesState(Operation *declaration, StringRef pattern) {
  if (!isa<ParamOp, StateOp>(declaration) ||
      !isa<FloatType>(getElementTypeOrSelf(
          declaration->getAttrOfType<TypeAttr>("type").getValue())))
    return false;
  if (pattern == "params")
    return isa<ParamOp>(declaration);
  StringRef symbol = SymbolTable::getSymbolName(declaration).getValue();
  if (!pattern.consume_front("@"))
    return false;
  return pattern.consume_back("*") ? symbol.starts_with(pattern)
                                   : symbol == pattern;
}

FailureOr<ArrayAttr> matchStates(ModelTyping &model, Operation *user,
                                 StringRef pattern) {
  SmallVector<Attribute> names;
  for (Operation &op : model.declarations())
    if (matchesState(&op, pattern))
      names.push_back(SymbolTable::getSymbolName(&op));
  if (names.empty())
    return errorAt(user, pattern)
           << "'" << pattern
           << "' is no argument, and no float param or state of the model "
              "matches it";
  return ArrayAttr::get(user->getContext(), names);
}

} // namespace leat
