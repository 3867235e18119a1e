//===- Block.cpp - blocks and their applications, as written --------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Block.h"
#include "dialect/Callee.h"
#include "dialect/Places.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "dialect/Block.cpp.inc"

namespace leat {

// Whoever writes MLIR's generic form gets here.
static LogicalResult leftOver(Operation *op) {
  return op->emitOpError("is left over, expected the short form of a model, "
                         "where blocks are instantiated");
}

// A number, true, false, or the name of a config or extent.
static bool isChoice(Attribute value) {
  return isa<FloatAttr, IntegerAttr, StringAttr>(value);
}

// How often, or how many: an integer, or the name of a config.
static bool isCount(Attribute value) {
  return isa<StringAttr>(value) || integerOf(value);
}

//===----------------------------------------------------------------------===//
// block
//===----------------------------------------------------------------------===//

StringRef BlockOp::getDefaultDialect() { return "leat"; }

// `config(Co, stride = 1)`
static ParseResult parseConfigs(OpAsmParser &parser, OperationState &state) {
  Builder &b = parser.getBuilder();
  SmallVector<Attribute> names;
  NamedAttrList defaults;
  auto each = [&]() -> ParseResult {
    SMLoc loc = parser.getCurrentLocation();
    StringRef name;
    if (parser.parseKeyword(&name))
      return failure();
    if (llvm::is_contained(names, b.getStringAttr(name))) // C3
      return parser.emitError(loc, "config '") << name << "' stands twice";
    names.push_back(b.getStringAttr(name));
    if (failed(parser.parseOptionalEqual()))
      return success();
    Attribute value;
    loc = parser.getCurrentLocation();
    if (parseLiteral(parser, value))
      return failure();
    if (!isChoice(value))
      return parser.emitError(loc, "expected a number, true, false, a config "
                                   "or an extent as the default of '")
             << name << "'";
    defaults.set(name, value);
    return success();
  };
  if (succeeded(parser.parseOptionalKeyword("config")) &&
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, each))
    return failure();
  state.addAttribute("configs", b.getArrayAttr(names));
  state.addAttribute("defaults", defaults.getDictionary(b.getContext()));
  return success();
}

// `-> (y: f32[B, Co], z)`; NoneType stands for what is not written.
static ParseResult parseResults(OpAsmParser &parser, OperationState &state) {
  Builder &b = parser.getBuilder();
  SmallVector<Attribute> names, types;
  auto each = [&]() -> ParseResult {
    std::string name;
    Type type = b.getNoneType();
    if (parser.parseKeywordOrString(&name))
      return failure();
    SMLoc place;
    if (succeeded(parser.parseOptionalColon())) {
      if (parser.getCurrentLocation(&place) || parseShortType(parser, type))
        return failure();
      keepPlace(parser, state, "->" + Twine(types.size()), place);
    }
    names.push_back(b.getStringAttr(name));
    types.push_back(TypeAttr::get(type));
    return success();
  };
  if (succeeded(parser.parseOptionalArrow()) &&
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, each))
    return failure();
  state.addAttribute("result_names", b.getArrayAttr(names));
  state.addAttribute("result_types", b.getArrayAttr(types));
  return success();
}

ParseResult BlockOp::parse(OpAsmParser &parser, OperationState &state) {
  Builder &b = parser.getBuilder();
  SmallVector<OpAsmParser::Argument> arguments;
  SmallVector<Attribute> names, types;
  auto argument = [&]() -> ParseResult {
    OpAsmParser::Argument &a = arguments.emplace_back();
    SMLoc place;
    Type type;
    if (parser.parseArgument(a) || parser.parseColon() ||
        parser.getCurrentLocation(&place) || parseShortType(parser, type))
      return failure();
    keepPlace(parser, state, Twine(names.size()), a.ssaName.location);
    keepPlace(parser, state, ":" + Twine(names.size()), place);
    keepArgumentName(parser, a);
    a.type = DeferredType::get(b.getContext());
    names.push_back(b.getStringAttr(a.ssaName.name.drop_front()));
    types.push_back(TypeAttr::get(type));
    return success();
  };
  if (parseSymbol(parser, state) ||
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, argument) ||
      parseConfigs(parser, state) || parseResults(parser, state))
    return failure();
  state.addAttribute("arg_names", b.getArrayAttr(names));
  state.addAttribute("arg_types", b.getArrayAttr(types));
  Region *body = state.addRegion();
  if (parser.parseRegion(*body, arguments, /*enableNameShadowing=*/true))
    return failure();
  if (body->empty())
    body->emplaceBlock();
  return success();
}

// What parsers of models read is printed as what it became; this is for who
// looks at one that is being read.
void BlockOp::print(OpAsmPrinter &printer) {
  printSymbol(printer, getSymName());
  printer << ' ';
  printer.printRegion(getBody());
  printer.printOptionalAttrDict((*this)->getAttrs(), {"sym_name"});
}

LogicalResult BlockOp::verify() { return leftOver(*this); } // C1

//===----------------------------------------------------------------------===//
// apply, repeat
//===----------------------------------------------------------------------===//

// `{Co = 64, stride = 1}`
static ParseResult parseChoices(OpAsmParser &parser, OperationState &state) {
  NamedAttrList configs;
  auto each = [&]() -> ParseResult {
    SMLoc loc = parser.getCurrentLocation(), place;
    StringRef name;
    Attribute value;
    if (parser.parseKeyword(&name) || parser.parseEqual() ||
        parser.getCurrentLocation(&place) || parseLiteral(parser, value))
      return failure();
    if (!isChoice(value)) // C3
      return parser.emitError(place, "expected a number, true, false, a config "
                                     "or an extent as '")
             << name << "'";
    keepPlace(parser, state, name, loc);
    if (configs.set(name, value)) // C3
      return parser.emitError(loc, "config '") << name << "' is given twice";
    return success();
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::OptionalBraces,
                                     each))
    return failure();
  state.addAttribute("configs", configs.getDictionary(parser.getContext()));
  return success();
}

// `checkpoint`, and behind `repeat` also `checkpoint(every = n)`.
static ParseResult parseMark(OpAsmParser &parser, OperationState &state) {
  if (failed(parser.parseOptionalKeyword("checkpoint")))
    return success();
  state.addAttribute("checkpoint", parser.getBuilder().getUnitAttr());
  SMLoc place = parser.getCurrentLocation();
  if (failed(parser.parseOptionalLParen()))
    return success();
  if (state.name.getStringRef() != RepeatOp::getOperationName())
    return parser.emitError(place, "'every' says which applications of a "
                                   "'repeat' belong together, expected "
                                   "'checkpoint' alone");
  Attribute every;
  SMLoc loc;
  if (parser.parseKeyword("every") || parser.parseEqual() ||
      parser.getCurrentLocation(&loc) || parseLiteral(parser, every) ||
      parser.parseRParen())
    return failure();
  if (!isCount(every)) // C4
    return parser.emitError(loc, "expected how many applications belong "
                                 "together: an integer or a config");
  keepPlace(parser, state, "every", loc);
  state.addAttribute("every", every);
  return success();
}

// `@block as NAME (%a, %b) {CONFIG = VALUE} checkpoint : types`
static ParseResult parseApplication(OpAsmParser &parser,
                                    OperationState &state) {
  keepResultName(parser, state);
  SMLoc place = parser.getCurrentLocation(), scopePlace;
  StringAttr block;
  StringRef scope;
  SmallVector<OpAsmParser::UnresolvedOperand> operands;
  Type deferred = DeferredType::get(parser.getContext());
  if (parser.parseSymbolName(block) || parser.parseKeyword("as") ||
      parser.getCurrentLocation(&scopePlace) || parser.parseKeyword(&scope) ||
      parseValues(parser, operands) ||
      parser.resolveOperands(operands, deferred, state.operands))
    return failure();
  keepPlace(parser, state, "@" + block.getValue(), place);
  keepPlace(parser, state, "scope", scopePlace);
  keepPlaces(parser, state, operands);
  state.addAttribute("block", FlatSymbolRefAttr::get(block));
  state.addAttribute("scope", parser.getBuilder().getStringAttr(scope));
  state.addTypes(SmallVector<Type>(parser.getNumResults(), deferred));
  return failure(parseChoices(parser, state) || parseMark(parser, state) ||
                 parseResultTypes(parser, state));
}

template <typename OpTy>
static void printApplication(OpAsmPrinter &printer, OpTy op) {
  printer << ' ';
  printer.printSymbolName(op.getBlock());
  printer << " as " << op.getScope() << " (" << op.getInputs() << ") {";
  llvm::interleaveComma(op.getConfigs(), printer, [&](NamedAttribute config) {
    printer << config.getName().getValue() << " = ";
    printLiteral(printer.getStream(), config.getValue());
  });
  printer << '}';
  if (op.getCheckpoint())
    printer << " checkpoint";
  if (Attribute every = op->getAttr("every")) {
    printer << "(every = ";
    printLiteral(printer.getStream(), every);
    printer << ')';
  }
  if (op->getNumResults())
    printResultTypes(printer, op);
}

ParseResult ApplyOp::parse(OpAsmParser &parser, OperationState &state) {
  return parseApplication(parser, state);
}
void ApplyOp::print(OpAsmPrinter &printer) { printApplication(printer, *this); }
void ApplyOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}
LogicalResult ApplyOp::verify() { return leftOver(*this); } // C1

ParseResult RepeatOp::parse(OpAsmParser &parser, OperationState &state) {
  SMLoc loc = parser.getCurrentLocation();
  Attribute count;
  if (parseLiteral(parser, count))
    return failure();
  if (!isCount(count)) // C2
    return parser.emitError(loc, "expected how often to apply the block: an "
                                 "integer or a config");
  keepPlace(parser, state, "count", loc);
  state.addAttribute("count", count);
  return failure(parser.parseKeyword("apply") ||
                 parseApplication(parser, state));
}
void RepeatOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printLiteral(printer.getStream(), getCount());
  printer << " apply";
  printApplication(printer, *this);
}
void RepeatOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}
LogicalResult RepeatOp::verify() { return leftOver(*this); } // C1

} // namespace leat
