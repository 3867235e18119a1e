//===- ShortOp.cpp - ops in short form ------------------------------------===//
//
//   %y = sum %x, axis = 1 : f32[B]                  in a model
//   %y = leat.sum %x, axis = 1 : (f32[4, 2]) -> f32[4]   elsewhere
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Places.h"
#include "dialect/Random.h"
#include "dialect/Spelling.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace leat {

bool inModel(Operation *op) { return bool(op->getParentOfType<ModelOp>()); }

ParseResult parseSymbol(OpAsmParser &parser, OperationState &state) {
  StringAttr name;
  return parser.parseSymbolName(name, SymbolTable::getSymbolAttrName(),
                                state.attributes);
}

void printSymbol(OpAsmPrinter &printer, StringRef name) {
  printer << ' ';
  printer.printSymbolName(name);
}

Type assertedType(Operation *op, unsigned index) {
  auto asserted = op->getAttrOfType<ArrayAttr>(kAssertedAttr);
  return asserted && index < asserted.size()
             ? cast<TypeAttr>(asserted[index]).getValue()
             : Type();
}

ParseResult parseResultTypes(OpAsmParser &parser, OperationState &state) {
  if (failed(parser.parseOptionalColon()))
    return success();
  SMLoc loc = parser.getCurrentLocation();
  SmallVector<Attribute> types;
  auto each = [&]() -> ParseResult {
    Type type;
    keepPlace(parser, state, ":" + Twine(types.size()),
              parser.getCurrentLocation());
    if (parseShortType(parser, type))
      return failure();
    types.push_back(TypeAttr::get(type));
    return success();
  };
  if (parser.parseCommaSeparatedList(each))
    return failure();
  if (types.size() != state.types.size())
    return parser.emitError(loc, "expected ")
           << spellCount(state.types.size(), "type")
           << ", one for each result, got " << types.size();
  state.addAttribute(kAssertedAttr, parser.getBuilder().getArrayAttr(types));
  return success();
}

ParseResult parseAssertedType(OpAsmParser &parser, OperationState &state) {
  state.addTypes(DeferredType::get(parser.getContext()));
  return parseResultTypes(parser, state);
}

ParseResult parseResultType(OpAsmParser &parser, OperationState &state) {
  SMLoc loc = parser.getCurrentLocation();
  StringRef text(loc.getPointer());
  if (!text.consume_front(":") || !text.ltrim().starts_with("("))
    return parseAssertedType(parser, state);
  Type type;
  if (parser.parseColon() || parser.parseLParen() || parser.parseRParen() ||
      parser.parseArrow() || parseShortType(parser, type))
    return failure();
  state.addTypes(type);
  return success();
}

// The generator of a draw, `@rng` in front of the operands, as its attribute.
static ParseResult parseGenerator(OpAsmParser &parser, OperationState &state) {
  SMLoc loc = parser.getCurrentLocation();
  StringAttr name;
  if (!llvm::is_contained(state.name.getAttributeNames(), kRngAttr) ||
      failed(parser.parseOptionalSymbolName(name)))
    return success();
  return addLiteral(parser, loc, state, kRngAttr, FlatSymbolRefAttr::get(name));
}

// What stands where an operand should: perhaps what only expressions have.
static ParseResult reportNoOperand(OpAsmParser &parser, SMLoc loc, StringRef op,
                                   bool isFirst) {
  InFlightDiagnostic error =
      parser.emitError(loc, "expected an operand or an attribute");
  if (char c = *loc.getPointer(); c == '@' || c == '-' || llvm::isDigit(c))
    error << "; names and numbers are operands in expressions, as in 'let "
          << op << '(' << (isFirst ? "" : "%x, ")
          << (c == '@' ? "@w)'" : "2)'");
  return error;
}

// Behind operands, the sign that goes on with an expression.
static ParseResult checkNoExpression(OpAsmParser &parser) {
  SMLoc loc = parser.getCurrentLocation();
  StringRef text(loc.getPointer());
  bool goesOn = text.starts_with("*") || text.starts_with("+") ||
                (text.starts_with("/") && !text.starts_with("//")) ||
                (text.starts_with("-") && !text.starts_with("->"));
  if (goesOn)
    return parser.emitError(loc, "an expression stands in 'let', as in "
                                 "'let %x * %y'");
  return success();
}

// Operands, then `name = value`, all separated by commas.
static ParseResult parseOperandsAndLiterals(
    OpAsmParser &parser, OperationState &state,
    SmallVectorImpl<OpAsmParser::UnresolvedOperand> &operands) {
  bool first = true;
  do {
    SMLoc loc = parser.getCurrentLocation();
    OpAsmParser::UnresolvedOperand operand;
    OptionalParseResult parsed = parser.parseOptionalOperand(operand);
    if (parsed.has_value()) {
      if (failed(*parsed))
        return failure();
      operands.push_back(operand);
    } else {
      StringRef name;
      Attribute literal;
      if (failed(parser.parseOptionalKeyword(&name))) {
        if (first && *loc.getPointer() != '@')
          return success();
        return reportNoOperand(parser, loc, state.name.stripDialect(), first);
      }
      if (parser.parseEqual() || parseLiteral(parser, literal) ||
          addLiteral(parser, loc, state, name, literal))
        return failure();
    }
    first = false;
  } while (succeeded(parser.parseOptionalComma()));
  return checkNoExpression(parser);
}

// `type`, or `(type, type)` for an op of several results.
static ParseResult parseFullResults(OpAsmParser &parser,
                                    SmallVectorImpl<Type> &types) {
  auto next = [&] { return parseShortType(parser, types.emplace_back()); };
  if (*parser.getCurrentLocation().getPointer() != '(')
    return next();
  return parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, next);
}

ParseResult parseSignature(OpAsmParser &parser, OperationState &state,
                           SMLoc loc,
                           ArrayRef<OpAsmParser::UnresolvedOperand> operands,
                           SmallVectorImpl<Type> &types, bool &full) {
  full = false;
  Type deferred = DeferredType::get(parser.getContext());
  keepPlaces(parser, state, operands);
  if (parser.parseOptionalAttrDict(state.attributes))
    return failure();
  if (failed(parser.parseOptionalColon()))
    return parser.resolveOperands(operands, deferred, state.operands);
  full = *parser.getCurrentLocation().getPointer() == '(';
  if (!full) {
    if (parser.resolveOperands(operands, deferred, state.operands))
      return failure();
    auto next = [&] {
      keepPlace(parser, state, ":" + Twine(types.size()),
                parser.getCurrentLocation());
      return parseShortType(parser, types.emplace_back());
    };
    return state.name.hasTrait<OpTrait::OneResult>()
               ? next()
               : parser.parseCommaSeparatedList(next);
  }
  keepPlace(parser, state, ":0", parser.getCurrentLocation());
  SmallVector<Type> given;
  auto next = [&] { return parseShortType(parser, given.emplace_back()); };
  return failure(
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, next) ||
      parser.resolveOperands(operands, given, loc, state.operands) ||
      parser.parseArrow() || parseFullResults(parser, types));
}

void printResultTypes(OpAsmPrinter &printer, Operation *op) {
  printer << " : ";
  llvm::interleaveComma(op->getResults(), printer, [&](OpResult result) {
    Type asserted = assertedType(op, result.getResultNumber());
    Type type = asserted ? asserted : result.getType();
    // What is short for a bundle is for people only.
    if (isa<BundleType>(type))
      printer << type;
    else
      printShortType(printer.getStream(), type);
  });
}

void printSignature(OpAsmPrinter &printer, Operation *op) {
  SmallVector<StringRef> printed = {kConfigAttr, kAssertedAttr, kNamesAttr};
  for (StringAttr name : op->getName().getAttributeNames())
    printed.push_back(name);
  printer.printOptionalAttrDict(op->getAttrs(), printed);
  if (inModel(op))
    return printResultTypes(printer, op);
  printer << " : (";
  llvm::interleaveComma(
      op->getOperandTypes(), printer.getStream(),
      [&](Type type) { printShortType(printer.getStream(), type); });
  printer << ") -> ";
  bool one = op->getNumResults() == 1;
  printer << (one ? "" : "(");
  llvm::interleaveComma(
      op->getResultTypes(), printer.getStream(),
      [&](Type type) { printShortType(printer.getStream(), type); });
  printer << (one ? "" : ")");
}

ParseResult parseShortOp(OpAsmParser &parser, OperationState &state) {
  keepResultName(parser, state);
  SMLoc loc = parser.getCurrentLocation();
  SmallVector<OpAsmParser::UnresolvedOperand> operands;
  SmallVector<Type> types;
  bool full;
  if (parseGenerator(parser, state) ||
      parseOperandsAndLiterals(parser, state, operands) ||
      parseSignature(parser, state, loc, operands, types, full))
    return failure();
  if (full) {
    state.addTypes(types);
    return success();
  }
  // An op may have as many results as it is given names.
  size_t results =
      state.name.hasTrait<OpTrait::OneResult>() ? 1 : parser.getNumResults();
  if (!types.empty() && types.size() != results)
    return parser.emitError(loc, "expected ")
           << spellCount(results, "type") << ", one for each result, got "
           << types.size();
  if (!types.empty())
    state.addAttribute(kAssertedAttr,
                       parser.getBuilder().getTypeArrayAttr(types));
  state.types.append(results, DeferredType::get(parser.getContext()));
  return success();
}

void printShortOp(OpAsmPrinter &printer, Operation *op) {
  printer << ' ';
  if (auto rng = op->getAttrOfType<FlatSymbolRefAttr>(kRngAttr)) {
    printer.printSymbolName(rng.getValue());
    printer << ' ';
  }
  printer.printOperands(op->getOperands());
  printLiterals(printer, op, op->getNumOperands() == 0, StringRef(kRngAttr));
  printSignature(printer, op);
}

} // namespace leat
