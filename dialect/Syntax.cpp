//===- Syntax.cpp - the short form of a model -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Syntax.h"
#include "dialect/Countable.h"
#include "dialect/Dialect.h"
#include "dialect/Extents.h"
#include "dialect/Places.h"
#include "dialect/Spelling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include <cmath>

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

Type elementTypeFromKeyword(MLIRContext *context, StringRef keyword) {
  Builder b(context);
  return llvm::StringSwitch<Type>(keyword)
      .Case("f64", b.getF64Type())
      .Case("f32", b.getF32Type())
      .Case("bf16", b.getBF16Type())
      .Case("f16", b.getF16Type())
      .Case("i64", b.getI64Type())
      .Case("i32", b.getI32Type())
      .Case("i8", b.getI8Type())
      .Case("i1", b.getI1Type())
      .Default(Type());
}

// extent ::= integer | name | `?`
static ParseResult parseExtent(OpAsmParser &parser, Extent &extent) {
  if (succeeded(parser.parseOptionalQuestion()))
    return success();
  SMLoc loc = parser.getCurrentLocation();
  int64_t size;
  OptionalParseResult number = parser.parseOptionalInteger(size);
  if (number.has_value()) {
    if (failed(*number))
      return failure();
    if (size < 0)
      return parser.emitError(loc, "an extent is not negative, got ") << size;
    extent.size = size;
    return success();
  }
  StringRef name;
  if (failed(parser.parseOptionalKeyword(&name)))
    return parser.emitError(loc, "expected an extent: a number, the name of a "
                                 "config or extent, or '?'");
  extent.name = parser.getBuilder().getStringAttr(name);
  return success();
}

static bool isElementOfModels(Type type) {
  return type.isF64() || type.isF32() || type.isBF16() || type.isF16() ||
         type.isSignlessInteger(64) || type.isSignlessInteger(32) ||
         type.isSignlessInteger(8) || type.isSignlessInteger(1);
}

// Of the types that MLIR can write, tensors of known rank are the language's;
// what it keeps in them besides is the names of extents.
static bool isTypeOfModels(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor)
    return isa<LeatDialect>(type.getDialect());
  auto names = dyn_cast_or_null<ArrayAttr>(tensor.getEncoding());
  return isElementOfModels(tensor.getElementType()) &&
         (!tensor.getEncoding() ||
          (names && int64_t(names.size()) == tensor.getRank() &&
           llvm::all_of(names, llvm::IsaPred<StringAttr>)));
}

ParseResult parseShortType(OpAsmParser &parser, Type &type) {
  SMLoc loc = parser.getCurrentLocation();
  OptionalParseResult parsed = parser.parseOptionalType(type);
  if (!parsed.has_value())
    return parser.emitError(loc, "expected a type such as f32[B, 784]");
  if (failed(*parsed))
    return failure();
  if (!isElementOfModels(type)) {
    if (isTypeOfModels(type))
      return success();
    return parser.emitError(loc, "found type ")
           << type << ", expected one such as f32[B, 784]";
  }
  Extents extents;
  if (succeeded(parser.parseOptionalLSquare()) &&
      failed(parser.parseOptionalRSquare())) {
    auto each = [&] { return parseExtent(parser, extents.emplace_back()); };
    if (parser.parseCommaSeparatedList(each) || parser.parseRSquare())
      return failure();
  }
  type = tensorOf(type, extents);
  if (!isCountable(type))
    return parser.emitError(loc, "found type ")
           << shortType(type) << ", expected at most 2^" << kMostElementsLog2
           << " elements";
  return success();
}

//===----------------------------------------------------------------------===//
// Numbers and literals
//===----------------------------------------------------------------------===//

// The exponent of a number that the lexer split: `e3` in 1e3, `e` `-` `3` in
// 1e-3.
static ParseResult parseExponent(OpAsmParser &parser, std::string &text,
                                 bool &found) {
  SMLoc loc = parser.getCurrentLocation();
  StringRef word;
  found = false;
  // Only a word that begins like an exponent belongs to the number.
  const char *at = loc.getPointer();
  if (*at != 'e' || !(llvm::isDigit(at[1]) || at[1] == '-' || at[1] == '+'))
    return success();
  if (failed(parser.parseOptionalKeyword(&word)))
    return success();
  found = true;
  text += word.str();
  if (word != "e")
    return success();
  bool negative = succeeded(parser.parseOptionalMinus());
  if (!negative)
    (void)parser.parseOptionalPlus();
  int64_t exponent;
  if (parser.parseInteger(exponent))
    return failure();
  text += (negative ? "-" : "") + std::to_string(exponent);
  return success();
}

ParseResult parseNumber(OpAsmParser &parser, Attribute &value, bool optional) {
  Builder &b = parser.getBuilder();
  SMLoc loc = parser.getCurrentLocation();
  const char *at = loc.getPointer();
  bool negative = *at == '-' && succeeded(parser.parseOptionalMinus());
  at = parser.getCurrentLocation().getPointer();
  if (succeeded(parser.parseOptionalKeyword("inf"))) {
    value = b.getF64FloatAttr(negative ? -INFINITY : INFINITY);
    return success();
  }
  if (!llvm::isDigit(*at)) {
    if (optional && !negative)
      return success();
    return parser.emitError(loc, "expected a number");
  }
  APInt integer;
  OptionalParseResult parsed = parser.parseOptionalInteger(integer);
  if (!parsed.has_value()) { // A token with a point: MLIR reads it.
    double number;
    if (parser.parseFloat(number))
      return failure();
    value = b.getF64FloatAttr(negative ? -number : number);
    return success();
  }
  if (failed(*parsed))
    return failure();
  std::string text = llvm::toString(integer, 10, /*Signed=*/true);
  bool exponent;
  if (parseExponent(parser, text, exponent))
    return failure();
  if (exponent) {
    double number;
    if (StringRef(text).getAsDouble(number))
      return parser.emitError(loc, "malformed number '")
             << text << "', expected digits behind 'e'";
    value = b.getF64FloatAttr(negative ? -number : number);
    return success();
  }
  if (integer.getSignificantBits() > 64)
    return parser.emitError(loc, "the integer ")
           << text << " does not fit 64 bits";
  int64_t number = integer.getSExtValue();
  value = b.getI64IntegerAttr(negative ? -number : number);
  return success();
}

void printNumber(llvm::raw_ostream &os, double value) {
  if (std::isnan(value)) {
    os << "nan";
    return;
  }
  if (std::isinf(value)) {
    os << (value < 0 ? "-inf" : "inf");
    return;
  }
  if (value == 0 && std::signbit(value)) {
    os << "-0.0"; // -0 is an integer.
    return;
  }
  if (value == std::rint(value) && std::fabs(value) < 1e15) {
    os << int64_t(value);
    return;
  }
  // The shortest text that reads back as the same double.
  for (int digits = 1; digits <= 17; ++digits) {
    std::string text;
    llvm::raw_string_ostream(text)
        << llvm::format(("%." + std::to_string(digits) + "g").c_str(), value);
    double back;
    if (!StringRef(text).getAsDouble(back) && back == value) {
      os << text;
      return;
    }
  }
}

ParseResult parseLiteral(OpAsmParser &parser, Attribute &value) {
  Builder &b = parser.getBuilder();
  if (succeeded(parser.parseOptionalLSquare())) {
    SmallVector<Attribute> list;
    if (failed(parser.parseOptionalRSquare())) {
      auto each = [&] { return parseLiteral(parser, list.emplace_back()); };
      if (parser.parseCommaSeparatedList(each) || parser.parseRSquare())
        return failure();
    }
    value = b.getArrayAttr(list);
    return success();
  }
  if (parseNumber(parser, value, /*optional=*/true))
    return failure();
  if (value)
    return success();
  StringAttr symbol;
  if (succeeded(parser.parseOptionalSymbolName(symbol))) {
    value = FlatSymbolRefAttr::get(symbol);
    return success();
  }
  std::string text;
  SMLoc loc = parser.getCurrentLocation();
  if (succeeded(parser.parseOptionalString(&text))) {
    value = b.getStringAttr(text);
    return success();
  }
  StringRef word;
  if (failed(parser.parseOptionalKeyword(&word)))
    return parser.emitError(loc, "expected a value: a number, true, false, an "
                                 "element type, a name, a string or a list");
  if (word == "true" || word == "false")
    value = b.getBoolAttr(word == "true");
  else if (Type element = elementTypeFromKeyword(b.getContext(), word))
    value = TypeAttr::get(element);
  else
    value = b.getStringAttr(word);
  return success();
}

std::optional<int64_t> integerOf(Attribute literal) {
  auto integer = dyn_cast_or_null<IntegerAttr>(literal);
  return integer && !isa<BoolAttr>(literal) ? std::optional(integer.getInt())
                                            : std::nullopt;
}

double numberOf(Attribute literal) {
  if (auto flag = dyn_cast<BoolAttr>(literal))
    return flag.getValue();
  if (std::optional<int64_t> integer = integerOf(literal))
    return double(*integer);
  return cast<FloatAttr>(literal).getValueAsDouble();
}

// A name that the lexer reads back as a keyword.
static bool isWord(StringRef text) {
  return !text.empty() && !llvm::isDigit(text[0]) &&
         llvm::all_of(text, [](char c) {
           return llvm::isAlnum(c) || c == '_' || c == '.' || c == '$';
         });
}

void printLiteral(llvm::raw_ostream &os, Attribute value) {
  if (auto flag = dyn_cast<BoolAttr>(value))
    os << (flag.getValue() ? "true" : "false");
  else if (auto integer = dyn_cast<IntegerAttr>(value))
    os << integer.getInt();
  else if (auto number = dyn_cast<FloatAttr>(value))
    printNumber(os, number.getValueAsDouble());
  else if (auto text = dyn_cast<StringAttr>(value))
    isWord(text) ? (void)(os << text.getValue()) : value.print(os);
  else if (auto type = dyn_cast<TypeAttr>(value))
    os << type.getValue();
  else if (auto array = dyn_cast<DenseI64ArrayAttr>(value)) {
    if (array.size() == 1) {
      os << array[0];
      return;
    }
    os << '[';
    llvm::interleaveComma(array.asArrayRef(), os);
    os << ']';
  } else if (auto list = dyn_cast<ArrayAttr>(value)) {
    os << '[';
    llvm::interleaveComma(list, os, [&](Attribute a) { printLiteral(os, a); });
    os << ']';
  } else {
    value.print(os);
  }
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

Attribute coerceLiteral(OperationName op, StringAttr name, Attribute literal) {
  SmallVector<Attribute> candidates = {literal};
  MLIRContext *context = name.getContext();
  if (auto integer = dyn_cast<IntegerAttr>(literal);
      integer && !isa<BoolAttr>(literal)) {
    candidates.push_back(
        FloatAttr::get(Float64Type::get(context), double(integer.getInt())));
    candidates.push_back(DenseI64ArrayAttr::get(context, integer.getInt()));
    candidates.push_back(ArrayAttr::get(context, literal));
  } else if (auto list = dyn_cast<ArrayAttr>(literal)) {
    auto isInteger = [](Attribute a) {
      return isa<IntegerAttr>(a) && !isa<BoolAttr>(a);
    };
    if (llvm::all_of(list, isInteger))
      candidates.push_back(DenseI64ArrayAttr::get(
          context, llvm::map_to_vector(list, [](Attribute a) {
            return cast<IntegerAttr>(a).getInt();
          })));
  }
  for (Attribute candidate : candidates) {
    NamedAttrList attributes;
    attributes.set(name, candidate);
    // The op says by its own constraints what it accepts; what it answers is no
    // error here.
    ScopedDiagnosticHandler quiet(context,
                                  [](Diagnostic &) { return success(); });
    if (succeeded(op.verifyInherentAttrs(
            attributes, [&] { return emitError(UnknownLoc::get(context)); })))
      return candidate;
  }
  return {};
}

static bool holdsNames(Attribute literal) {
  if (auto list = dyn_cast<ArrayAttr>(literal))
    return llvm::any_of(list, holdsNames);
  return isa<StringAttr>(literal);
}

// Where both a name and a number may stand, a name is that of a config or
// extent; where only a name may, it is a word such as "tanh".
static bool isWordOf(OperationName op, StringAttr name, Attribute value) {
  Builder b(name.getContext());
  return isa_and_nonnull<StringAttr>(value) &&
         !coerceLiteral(op, name, b.getI64IntegerAttr(1));
}

ParseResult addLiteral(OpAsmParser &parser, SMLoc loc, OperationState &state,
                       StringRef name, Attribute literal) {
  Builder &b = parser.getBuilder();
  StringAttr key = b.getStringAttr(name);
  if (!llvm::is_contained(state.name.getAttributeNames(), key)) {
    InFlightDiagnostic error = parser.emitError(loc, "'")
                               << state.name.stripDialect()
                               << "' has no attribute '" << name << "'";
    if (!state.name.getAttributeNames().empty()) {
      error << "; it has ";
      llvm::interleaveComma(state.name.getAttributeNames(), error,
                            [&](StringAttr a) { error << a.getValue(); });
    }
    return error;
  }
  if (state.attributes.get(key))
    return parser.emitError(loc, "attribute '") << name << "' is given twice";
  keepPlace(parser, state, name, loc);
  if (auto symbol = dyn_cast<FlatSymbolRefAttr>(literal))
    keepPlace(parser, state, "@" + symbol.getValue(), loc);
  Attribute value = coerceLiteral(state.name, key, literal);
  if (value)
    state.attributes.set(key, value);
  if (holdsNames(literal) && !isWordOf(state.name, key, value)) {
    auto config =
        dyn_cast_or_null<DictionaryAttr>(state.attributes.get(kConfigAttr));
    NamedAttrList all(config);
    all.set(key, literal);
    state.attributes.set(kConfigAttr, all.getDictionary(b.getContext()));
    return success();
  }
  if (!value)
    return parser.emitError(loc, "attribute '")
           << name << "' of '" << state.name.stripDialect() << "' is "
           << spell(literal) << ", expected " << spellExpected(state.name, key);
  return success();
}

void printLiterals(OpAsmPrinter &printer, Operation *op, bool first,
                   ArrayRef<StringRef> skip) {
  // An op that is made from nothing holds the defaults.
  Operation *defaults =
      Operation::create(op->getLoc(), op->getName(), TypeRange(), ValueRange(),
                        NamedAttrList(), nullptr, BlockRange(), 0);
  auto config = op->getAttrOfType<DictionaryAttr>(kConfigAttr);
  for (StringAttr name : op->getName().getAttributeNames()) {
    std::optional<Attribute> value = op->getInherentAttr(name);
    if (!value || !*value || defaults->getInherentAttr(name) == value ||
        llvm::is_contained(skip, name.getValue()))
      continue;
    Attribute written = config ? config.get(name) : Attribute();
    printer << (first ? "" : ", ") << name.getValue() << " = ";
    printLiteral(printer.getStream(), written ? written : *value);
    first = false;
  }
  defaults->destroy();
}

//===----------------------------------------------------------------------===//
// Terms
//===----------------------------------------------------------------------===//

// One value of a term: a term with parentheses, or a literal.
static ParseResult parseTermValue(OpAsmParser &parser, StringRef word,
                                  Attribute &value) {
  Builder &b = parser.getBuilder();
  SmallVector<Attribute> args;
  NamedAttrList options;
  auto each = [&]() -> ParseResult {
    SMLoc loc = parser.getCurrentLocation();
    StringRef name;
    Attribute inner;
    if (failed(parser.parseOptionalKeyword(&name)))
      return parseLiteral(parser, args.emplace_back());
    if (failed(parser.parseOptionalEqual()))
      return parseTermValue(parser, name, args.emplace_back());
    StringRef next;
    if (succeeded(parser.parseOptionalKeyword(&next))) {
      if (parseTermValue(parser, next, inner))
        return failure();
    } else if (parseLiteral(parser, inner)) {
      return failure();
    }
    if (options.set(name, inner))
      return parser.emitError(loc, "option '") << name << "' is given twice";
    return success();
  };
  if (succeeded(parser.parseOptionalLParen())) {
    if (failed(parser.parseOptionalRParen()) &&
        (parser.parseCommaSeparatedList(each) || parser.parseRParen()))
      return failure();
  } else if (word == "true" || word == "false") {
    value = b.getBoolAttr(word == "true");
    return success();
  }
  value = b.getDictionaryAttr(
      {b.getNamedAttr("name", b.getStringAttr(word)),
       b.getNamedAttr("args", b.getArrayAttr(args)),
       b.getNamedAttr("options", options.getDictionary(b.getContext()))});
  return success();
}

ParseResult parseTerm(OpAsmParser &parser, DictionaryAttr &term) {
  StringRef word;
  StringAttr symbol;
  SMLoc loc = parser.getCurrentLocation();
  std::string name;
  if (succeeded(parser.parseOptionalSymbolName(symbol)))
    name = "@" + symbol.str();
  else if (succeeded(parser.parseOptionalKeyword(&word)))
    name = word.str();
  else
    return parser.emitError(loc, "expected a name such as adam, or @optimizer");
  Attribute value;
  if (parseTermValue(parser, name, value))
    return failure();
  term = cast<DictionaryAttr>(value);
  return success();
}

void printTerm(OpAsmPrinter &printer, DictionaryAttr term) {
  llvm::raw_ostream &os = printer.getStream();
  auto args = cast<ArrayAttr>(term.get("args"));
  auto options = cast<DictionaryAttr>(term.get("options"));
  auto value = [&](Attribute a) {
    if (auto inner = dyn_cast<DictionaryAttr>(a))
      printTerm(printer, inner);
    else
      printLiteral(printer.getStream(), a);
  };
  os << cast<StringAttr>(term.get("name")).getValue();
  if (args.empty() && options.empty())
    return;
  os << '(';
  llvm::interleaveComma(args, os, value);
  if (!args.empty() && !options.empty())
    os << ", ";
  llvm::interleaveComma(options, os, [&](NamedAttribute option) {
    os << option.getName().getValue() << " = ";
    value(option.getValue());
  });
  os << ')';
}

} // namespace leat
