//===- Program.cpp - models, declarations, functions ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Applications.h"
#include "dialect/ConfigFormula.h"
#include "dialect/Declared.h"
#include "dialect/Dialect.h"
#include "dialect/Expression.h"
#include "dialect/Infer.h"
#include "dialect/Places.h"
#include "dialect/Reading.h"
#include "dialect/Spelling.h"
#include "mlir/Interfaces/FunctionImplementation.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "dialect/Program.cpp.inc"

namespace leat {

void LeatDialect::registerProgramOps() {
  addOperations<
#define GET_OP_LIST
#include "dialect/Program.cpp.inc"
      >();
  // And what a program is read from.
  addOperations<
#define GET_OP_LIST
#include "dialect/Block.cpp.inc"
      >();
  addInterfaces<ReadingInterface>();
}

StringRef ModelOp::getDefaultDialect() { return "leat"; }
StringRef FuncOp::getDefaultDialect() { return "leat"; }
StringRef LetOp::getDefaultDialect() { return "leat"; }
StringRef OptimizerOp::getDefaultDialect() { return "leat"; }

//===----------------------------------------------------------------------===//
// model
//===----------------------------------------------------------------------===//

ParseResult ModelOp::parse(OpAsmParser &parser, OperationState &state) {
  Region *body = state.addRegion();
  Reading &reading = readingOf(parser.getContext());
  if (!reading.depth)
    reading.values.clear();
  // Names are those of the model: one that is undeclared is reported where it
  // stands.
  if (parseSymbol(parser, state) ||
      parser.parseOptionalAttrDictWithKeyword(state.attributes) ||
      parser.parseRegion(*body, {}, /*enableNameShadowing=*/true))
    return failure();
  if (body->empty())
    body->emplaceBlock();
  BrokenDeclarations broken = checkDeclared(parser, *body);
  if (failed(includeFiles(*body, reading)))
    return failure();
  // Typed with the model that it is included in.
  if (reading.depth)
    return success(broken.empty());
  if (failed(defineDeclared(*body)))
    return failure();
  Applications applications(*body);
  applications.instantiate(broken);
  ModelTyping typing(*body);
  typing.applications = &applications;
  return typing.inferModel(broken);
}

// The generic form may hold what the short form reports while it is read. The
// name of a file is reported by itself.
LogicalResult ModelOp::verify() {
  for (Operation &op : getBody().getOps())
    if (!isa<IncludeOp>(op) && failed(verifyDeclaration(&op))) // C1
      return failure();
  return success();
}

void ModelOp::print(OpAsmPrinter &printer) {
  printSymbol(printer, getSymName());
  printer.printOptionalAttrDictWithKeyword((*this)->getAttrs(), {"sym_name"});
  printer << ' ';
  printer.printRegion(getBody());
}

//===----------------------------------------------------------------------===//
// config, const
//===----------------------------------------------------------------------===//

ParseResult ConfigOp::parse(OpAsmParser &parser, OperationState &state) {
  Attribute value;
  StringRef word;
  SMLoc loc = parser.getCurrentLocation();
  if (parseSymbol(parser, state))
    return failure();
  // What it is set to must be known before blocks are instantiated.
  auto name = cast<StringAttr>(state.attributes.get("sym_name"));
  Reading &reading = readingOf(parser.getContext());
  Attribute given = reading.configs.lookup(name.getValue());
  if (failed(parser.parseOptionalEqual())) {
    if (!given) // C1
      return parser.emitError(loc, "@")
             << name.getValue()
             << " has no value, and none is set: neither by a file that "
                "includes this one nor by --set";
    value = given;
  } else if (succeeded(parser.parseOptionalKeyword(&word, {"true", "false"}))) {
    value = parser.getBuilder().getBoolAttr(word == "true");
  } else if (parseConfigFormula(parser, value)) {
    return failure();
  }
  if (given)
    if (Attribute fits = asConfig(given, value))
      value = fits;
  reading.values[name.getValue()] = value;
  state.addAttribute("value", value);
  return success();
}

void ConfigOp::print(OpAsmPrinter &printer) {
  printSymbol(printer, getSymName());
  printer << " = ";
  printLiteral(printer.getStream(), getValue());
}

std::optional<int64_t> ConfigOp::getInteger() { return integerOf(getValue()); }

ParseResult ConstOp::parse(OpAsmParser &parser, OperationState &state) {
  return failure(parseSymbol(parser, state) || parser.parseEqual() ||
                 parseExpressionRegion(parser, state));
}

void ConstOp::print(OpAsmPrinter &printer) {
  printSymbol(printer, getSymName());
  printer << " = ";
  printExpressionRegion(printer, getBody());
}

Value ConstOp::getYielded() {
  return getBody().front().getTerminator()->getOperand(0);
}

LogicalResult ConstOp::verify() { return verifyExpressionRegion(*this); }

//===----------------------------------------------------------------------===//
// param, state
//===----------------------------------------------------------------------===//

namespace {
/// An initialiser and the names of its positional options.
struct Initializer {
  StringRef name;
  SmallVector<StringRef> options;
  bool positional;
};
} // namespace

static ArrayRef<Initializer> initializers() {
  static const Initializer table[] = {
      {"zeros", {}, false},
      {"ones", {}, false},
      {"identity", {}, false},
      {"seed", {}, false},
      {"constant", {"value"}, true},
      {"uniform", {"low", "high"}, true},
      {"normal", {"mean", "std"}, true},
      {"orthogonal", {"gain"}, true},
      {"xavier_uniform", {"gain"}, true},
      {"xavier_normal", {"gain"}, true},
      {"kaiming_uniform", {"gain", "mode"}, true},
      {"kaiming_normal", {"gain", "mode"}, true},
  };
  return table;
}

static const Initializer *findInitializer(StringRef name) {
  const auto *found = llvm::find_if(
      initializers(), [&](const Initializer &i) { return i.name == name; });
  return found == initializers().end() ? nullptr : found;
}

// `= init`, `= init(0.0, 0.02)`, `= init(mode = fan_out)`
static ParseResult parseInitializer(OpAsmParser &parser,
                                    OperationState &state) {
  Builder &b = parser.getBuilder();
  SMLoc loc = parser.getCurrentLocation();
  DictionaryAttr term;
  if (parseTerm(parser, term))
    return failure();
  StringRef name = cast<StringAttr>(term.get("name")).getValue();
  const Initializer *initializer = findInitializer(name);
  if (!initializer) {
    InFlightDiagnostic error =
        parser.emitError(loc, "there is no initialiser '") << name << "'";
    SmallVector<StringRef> names =
        llvm::map_to_vector(initializers(), [](auto &i) { return i.name; });
    if (StringRef meant = nearestName(name, names); !meant.empty())
      error << "; did you mean '" << meant << "'?";
    return error;
  }
  NamedAttrList options(cast<DictionaryAttr>(term.get("options")));
  auto args = cast<ArrayAttr>(term.get("args"));
  if (args.size() > initializer->options.size())
    return parser.emitError(loc, "'")
           << name << "' takes "
           << spellCount(initializer->options.size(), "number") << ", got "
           << args.size();
  for (auto [option, value] : llvm::zip(initializer->options, args))
    options.set(option, value);
  // A word such as fan_out is a term without arguments.
  for (NamedAttribute option : llvm::to_vector(options.getAttrs())) {
    if (!llvm::is_contained(initializer->options, option.getName().getValue()))
      return parser.emitError(loc, "'")
             << name << "' has no option '" << option.getName().getValue()
             << "'" << (initializer->options.empty() ? "" : "; it has ")
             << llvm::join(initializer->options, ", ");
    if (auto word = dyn_cast<DictionaryAttr>(option.getValue()))
      options.set(option.getName(), word.get("name"));
  }
  state.addAttribute("init", b.getStringAttr(name));
  state.addAttribute("options", options.getDictionary(b.getContext()));
  return success();
}

static ParseResult parseStateLike(OpAsmParser &parser, OperationState &state) {
  if (parseSymbol(parser, state))
    return failure();
  Type type;
  if (succeeded(parser.parseOptionalColon())) {
    keepPlace(parser, state, ":0", parser.getCurrentLocation());
    if (parseShortType(parser, type))
      return failure();
  }
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseEqual())
    return failure();
  keepPlace(parser, state, "init", parser.getCurrentLocation());
  if (parseInitializer(parser, state))
    return failure();
  bool seed =
      cast<StringAttr>(state.attributes.get("init")).getValue() == "seed";
  if (!type) {
    if (!seed)
      return parser.emitError(
          loc, "expected ': type' before '=': only a seed has its own");
    type = RankedTensorType::get({2}, parser.getBuilder().getI64Type());
  }
  state.addAttribute("type", TypeAttr::get(type));
  return success();
}

static void printStateLike(OpAsmPrinter &printer, Operation *op, Type type,
                           StringRef init, DictionaryAttr options) {
  printSymbol(printer, SymbolTable::getSymbolName(op).getValue());
  if (init != "seed") {
    printer << " : ";
    printShortType(printer.getStream(), type);
  }
  printer << " = " << init;
  if (options.empty())
    return;
  printer << '(';
  llvm::interleaveComma(options, printer, [&](NamedAttribute option) {
    printer << option.getName().getValue() << " = ";
    printLiteral(printer.getStream(), option.getValue());
  });
  printer << ')';
}

static LogicalResult verifyStateLike(Operation *op, Type type, StringRef init,
                                     bool seedAllowed) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor || !tensor.hasStaticShape()) // C2
    return errorAt(op, ":0")
           << "has a type whose extents are not all known: " << inShort(type);
  if (!findInitializer(init) || (init == "seed" && !seedAllowed)) // C1
    return errorAt(op, "init") << "has no initialiser '" << init << "'"
                               << (seedAllowed ? "" : ": a seed is a state");
  if (init == "seed" && (tensor.getShape() != ArrayRef<int64_t>{2} ||
                         !tensor.getElementType().isInteger(64)))
    return errorAt(op, ":0") << "a seed is an i64[2], got " << inShort(type);
  return success();
}

ParseResult ParamOp::parse(OpAsmParser &parser, OperationState &state) {
  return parseStateLike(parser, state);
}
void ParamOp::print(OpAsmPrinter &printer) {
  printStateLike(printer, *this, getType(), getInit(), getOptions());
}
LogicalResult ParamOp::verify() {
  return verifyStateLike(*this, getType(), getInit(), /*seedAllowed=*/false);
}

ParseResult StateOp::parse(OpAsmParser &parser, OperationState &state) {
  return parseStateLike(parser, state);
}
void StateOp::print(OpAsmPrinter &printer) {
  printStateLike(printer, *this, getType(), getInit(), getOptions());
}
LogicalResult StateOp::verify() {
  return verifyStateLike(*this, getType(), getInit(), /*seedAllowed=*/true);
}

//===----------------------------------------------------------------------===//
// func, return
//===----------------------------------------------------------------------===//

StringRef FuncOp::getArgName(unsigned index) {
  return getArgAttrOfType<StringAttr>(index, kNameAttr).getValue();
}
StringRef FuncOp::getResultName(unsigned index) {
  return getResultAttrOfType<StringAttr>(index, kNameAttr).getValue();
}

std::optional<unsigned> FuncOp::findArg(StringRef name) {
  for (unsigned i = 0; i < getNumArguments(); ++i)
    if (getArgName(i) == name)
      return i;
  return std::nullopt;
}

void FuncOp::getAsmBlockArgumentNames(Region &region,
                                      OpAsmSetValueNameFn setName) {
  for (BlockArgument argument : region.getArguments())
    if (auto name =
            getArgAttrOfType<StringAttr>(argument.getArgNumber(), kNameAttr))
      setName(argument, name.getValue());
}

// The attributes of one argument or result: its name, and what else is written.
static DictionaryAttr namedAttributes(Builder &b, StringRef name,
                                      const NamedAttrList &more) {
  NamedAttrList all(more);
  all.set(FuncOp::kNameAttr, b.getStringAttr(name));
  return all.getDictionary(b.getContext());
}

// The region of a function, which has none if it is only asked for.
static ParseResult
parseOptionalBody(OpAsmParser &parser, Region &body,
                  ArrayRef<OpAsmParser::Argument> arguments) {
  OptionalParseResult region =
      parser.parseOptionalRegion(body, arguments, /*enableNameShadowing=*/true);
  if (!region.has_value())
    return success();
  if (succeeded(*region) && body.empty())
    body.emplaceBlock();
  return *region;
}

ParseResult FuncOp::parse(OpAsmParser &parser, OperationState &state) {
  Builder &b = parser.getBuilder();
  SmallVector<OpAsmParser::Argument> arguments;
  SmallVector<Type> inputs, outputs;
  SmallVector<Attribute> inputAttrs, outputAttrs;
  if (succeeded(parser.parseOptionalKeyword("private")))
    state.addAttribute("sym_visibility", b.getStringAttr("private"));
  auto argument = [&]() -> ParseResult {
    OpAsmParser::Argument &a = arguments.emplace_back();
    NamedAttrList attrs;
    SMLoc place;
    if (parser.parseArgument(a) || parser.parseColon() ||
        parser.getCurrentLocation(&place) ||
        parseShortType(parser, inputs.emplace_back()))
      return failure();
    if (succeeded(parser.parseOptionalEqual())) {
      Attribute value;
      keepPlace(parser, state, "=" + Twine(inputs.size() - 1),
                parser.getCurrentLocation());
      if (parseLiteral(parser, value))
        return failure();
      attrs.set(FuncOp::kDefaultAttr, value);
    }
    if (parser.parseOptionalAttrDict(attrs))
      return failure();
    // The body is typed when the model ends; outside of a model it is right at
    // once.
    a.type = inputs.back();
    keepPlace(parser, state, Twine(inputs.size() - 1), a.ssaName.location);
    keepPlace(parser, state, ":" + Twine(inputs.size() - 1), place);
    inputAttrs.push_back(
        namedAttributes(b, a.ssaName.name.drop_front(), attrs));
    return success();
  };
  auto result = [&]() -> ParseResult {
    std::string name;
    NamedAttrList attrs;
    SMLoc loc = parser.getCurrentLocation(), place;
    if (parser.parseKeywordOrString(&name) || parser.parseColon() ||
        parser.getCurrentLocation(&place) ||
        parseShortType(parser, outputs.emplace_back()) ||
        parser.parseOptionalAttrDict(attrs))
      return failure();
    outputAttrs.push_back(namedAttributes(b, name, attrs));
    keepPlace(parser, state, name + "->", loc);
    keepPlace(parser, state, "->" + Twine(outputs.size() - 1), place);
    return success();
  };
  if (parseSymbol(parser, state) ||
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, argument))
    return failure();
  if (succeeded(parser.parseOptionalArrow()) &&
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, result))
    return failure();
  if (succeeded(parser.parseOptionalKeyword("custom_vjp"))) {
    SMLoc loc = parser.getCurrentLocation();
    StringAttr backward;
    if (parser.parseSymbolName(backward))
      return failure();
    keepPlace(parser, state, "@" + backward.getValue(), loc);
    state.addAttribute("custom_vjp", FlatSymbolRefAttr::get(backward));
  }
  state.addAttribute("function_type",
                     TypeAttr::get(b.getFunctionType(inputs, outputs)));
  state.addAttribute("arg_attrs", b.getArrayAttr(inputAttrs));
  state.addAttribute("res_attrs", b.getArrayAttr(outputAttrs));
  for (OpAsmParser::Argument &a : arguments)
    a.type = DeferredType::get(b.getContext());
  return failure(parser.parseOptionalAttrDictWithKeyword(state.attributes) ||
                 parseOptionalBody(parser, *state.addRegion(), arguments));
}

void FuncOp::print(OpAsmPrinter &printer) {
  llvm::raw_ostream &os = printer.getStream();
  if (getSymVisibility())
    printer << ' ' << *getSymVisibility();
  printSymbol(printer, getSymName());
  auto more = [&](DictionaryAttr attrs) {
    printer.printOptionalAttrDict(attrs.getValue(), {kNameAttr, kDefaultAttr});
  };
  printer << '(';
  for (auto [i, type] : llvm::enumerate(getArgumentTypes())) {
    printer << (i ? ", " : "") << getArgument(i) << ": ";
    printShortType(os, type);
    if (Attribute value = getArgAttr(i, kDefaultAttr)) {
      printer << " = ";
      printLiteral(printer.getStream(), value);
    }
    more(getArgAttrDict(i));
  }
  printer << ')';
  if (getNumResults()) {
    printer << " -> (";
    for (auto [i, type] : llvm::enumerate(getResultTypes())) {
      printer << (i ? ", " : "");
      printer.printKeywordOrString(getResultName(i));
      printer << ": ";
      printShortType(os, type);
      more(getResultAttrDict(i));
    }
    printer << ')';
  }
  if (getCustomVjp()) {
    printer << " custom_vjp ";
    printer.printSymbolName(*getCustomVjp());
  }
  printer.printOptionalAttrDictWithKeyword(
      (*this)->getAttrs(), {"sym_name", "function_type", "arg_attrs",
                            "res_attrs", "sym_visibility", "custom_vjp"});
  printer << ' ';
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

// C4, from axis `axis` on; `lengths` are those of the lists that were met.
static LogicalResult verifyDefault(Attribute value, RankedTensorType type,
                                   size_t axis,
                                   MutableArrayRef<int64_t> lengths,
                                   function_ref<InFlightDiagnostic()> error) {
  auto list = dyn_cast<ArrayAttr>(value);
  bool isNumber = axis == lengths.size();
  if (isNumber == bool(list))
    return error() << "has " << (list ? "a list" : "a number") << " at depth "
                   << axis;
  if (isNumber) {
    Type element = type.getElementType();
    bool fits =
        element.isInteger(1) ? isa<BoolAttr>(value)
        : isa<FloatType>(element)
            ? isa<FloatAttr>(value) || integerOf(value)
            : integerOf(value) && llvm::isIntN(element.getIntOrFloatBitWidth(),
                                               *integerOf(value));
    return fits ? success() : error() << "has the element " << value;
  }
  int64_t length = int64_t(list.size());
  if (lengths[axis] < 0)
    lengths[axis] = length;
  if (lengths[axis] != length)
    return error() << "has a list of " << length << " where " << lengths[axis]
                   << " are expected";
  return success(llvm::all_of(list, [&](Attribute element) {
    return succeeded(verifyDefault(element, type, axis + 1, lengths, error));
  }));
}

static LogicalResult verifyDefault(FuncOp func, unsigned index) {
  Attribute value = func.getArgAttr(index, FuncOp::kDefaultAttr);
  auto type = dyn_cast<RankedTensorType>(func.getArgumentTypes()[index]);
  if (!value || !type)
    return success();
  SmallVector<int64_t> lengths;
  for (const Extent &extent : extentsOf(type)) // a name is bound at the call
    lengths.push_back(extent.name || !extent.known() ? -1 : extent.size);
  std::string place = "=" + std::to_string(index);
  return verifyDefault(value, type, 0, lengths, [&] {
    return std::move(errorAt(func, place)
                     << "gives argument '" << func.getArgName(index)
                     << "' of type " << inShort(type) << " a value that ");
  });
}

LogicalResult FuncOp::verify() {
  auto distinct = [&](unsigned count, StringRef what,
                      auto attributeOf) -> LogicalResult {
    llvm::StringSet<> seen;
    for (unsigned i = 0; i < count; ++i) {
      StringAttr name = attributeOf(i);
      if (!name)
        return emitOpError() << what << " " << i << " has no name";
      if (!seen.insert(name.getValue()).second) // C1
        return emitOpError() << "two " << what << "s have the name '"
                             << name.getValue() << "'";
    }
    return success();
  };
  // A result may be called as a state is: what is threaded through leaves by
  // its attribute.
  SmallVector<unsigned> own = llvm::to_vector(
      llvm::make_filter_range(llvm::seq(getNumResults()), [&](unsigned i) {
        return !getResultAttr(i, kStateAttr);
      }));
  if (failed(distinct(getNumArguments(), "argument",
                      [&](unsigned i) {
                        return getArgAttrOfType<StringAttr>(i, kNameAttr);
                      })) ||
      failed(distinct(own.size(), "result", [&](unsigned i) {
        return getResultAttrOfType<StringAttr>(own[i], kNameAttr);
      })))
    return failure();
  for (unsigned i = 0; i < getNumArguments(); ++i)
    if (failed(verifyDefault(*this, i))) // C4
      return failure();
  auto end = endOf<ReturnOp>(*this, getBody());
  if (end &&
      !llvm::equal(end.getOperandTypes(), getResultTypes(), compatible)) // C2
    return end.emitOpError("does not give what @")
           << getSymName() << " declares";
  return success(bool(end));
}

ParseResult ReturnOp::parse(OpAsmParser &parser, OperationState &state) {
  SmallVector<OpAsmParser::UnresolvedOperand> operands;
  SmallVector<Type> types;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseOperandList(operands))
    return failure();
  keepPlaces(parser, state, operands);
  auto type = [&] { return parseShortType(parser, types.emplace_back()); };
  if (succeeded(parser.parseOptionalColon())) {
    if (parser.parseCommaSeparatedList(type))
      return failure();
    return parser.resolveOperands(operands, types, loc, state.operands);
  }
  return parser.resolveOperands(
      operands, DeferredType::get(parser.getContext()), state.operands);
}

void ReturnOp::print(OpAsmPrinter &printer) {
  if (getNumOperands() == 0)
    return;
  printer << ' ';
  printer.printOperands(getInputs());
  if (inModel(*this))
    return;
  printer << " : ";
  llvm::interleaveComma(getOperandTypes(), printer.getStream(), [&](Type type) {
    printShortType(printer.getStream(), type);
  });
}

} // namespace leat
