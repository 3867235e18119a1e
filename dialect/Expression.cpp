//===- Expression.cpp - infix ---------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Expression.h"
#include "dialect/Dialect.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

namespace {

bool isWordChar(char c) {
  return llvm::isAlnum(c) || c == '_' || c == '.' || c == '$';
}

class ExpressionParser {
public:
  ExpressionParser(OpAsmParser &parser, Block *block)
      : parser(parser), builder(parser.getContext()),
        deferred(DeferredType::get(parser.getContext())) {
    builder.setInsertionPointToEnd(block);
  }

  /// A null value means failure; the diagnostic has been given.
  Value comparison();

private:
  Value sum();
  Value product();
  Value unary();
  Value power();
  Value postfix();
  Value primary();
  Value operand(SMLoc loc);
  Value word(SMLoc loc, StringRef name);
  Value symbol(SMLoc loc, StringAttr name);
  ParseResult arguments(OperationState &state);

  /// The source text at the next token: the grammar looks one token further
  /// than MLIR's parser offers.
  StringRef ahead() {
    return StringRef(parser.getCurrentLocation().getPointer());
  }
  OperationState start(SMLoc loc, StringRef name) {
    return OperationState(parser.getEncodedSourceLoc(loc),
                          "leat." + name.str());
  }
  Value finish(OperationState &state) {
    state.addTypes(deferred);
    return builder.create(state)->getResult(0);
  }
  Value make(SMLoc loc, StringRef name, ValueRange operands) {
    OperationState state = start(loc, name);
    state.addOperands(operands);
    return finish(state);
  }

  OpAsmParser &parser;
  OpBuilder builder;
  Type deferred;
};

} // namespace

Value ExpressionParser::comparison() {
  Value lhs = sum();
  if (!lhs)
    return {};
  SMLoc loc = parser.getCurrentLocation();
  StringRef text = ahead();
  StringRef name;
  if (text.starts_with("==")) {
    (void)parser.parseOptionalEqual();
    (void)parser.parseOptionalEqual();
    name = "eq";
  } else if (succeeded(parser.parseOptionalLess())) {
    name = succeeded(parser.parseOptionalEqual()) ? "le" : "lt";
  } else if (succeeded(parser.parseOptionalGreater())) {
    name = succeeded(parser.parseOptionalEqual()) ? "ge" : "gt";
  } else {
    return lhs;
  }
  // `<>`: MLIR's lexer has no token for `!=`.
  if (name == "lt" && succeeded(parser.parseOptionalGreater()))
    name = "ne";
  Value rhs = sum();
  return rhs ? make(loc, name, {lhs, rhs}) : Value();
}

Value ExpressionParser::sum() {
  Value value = product();
  while (value) {
    SMLoc loc = parser.getCurrentLocation();
    StringRef name;
    if (succeeded(parser.parseOptionalPlus()))
      name = "add";
    else if (succeeded(parser.parseOptionalMinus()))
      name = "sub";
    else
      break;
    Value rhs = product();
    value = rhs ? make(loc, name, {value, rhs}) : Value();
  }
  return value;
}

Value ExpressionParser::product() {
  Value value = unary();
  while (value) {
    SMLoc loc = parser.getCurrentLocation();
    StringRef name;
    if (succeeded(parser.parseOptionalStar()))
      name = "mul";
    else if (succeeded(parser.parseOptionalSlash()))
      name = "div";
    else
      break;
    Value rhs = unary();
    value = rhs ? make(loc, name, {value, rhs}) : Value();
  }
  return value;
}

Value ExpressionParser::unary() {
  SMLoc loc = parser.getCurrentLocation();
  if (failed(parser.parseOptionalMinus()))
    return power();
  Value value = unary();
  if (!value)
    return {};
  if (auto number = value.getDefiningOp<NumberOp>()) {
    number.setValue(APFloat(-number.getValue().convertToDouble()));
    return value;
  }
  return make(loc, "neg", value);
}

Value ExpressionParser::power() {
  Value base = postfix();
  if (!base || !ahead().starts_with("**"))
    return base;
  SMLoc loc = parser.getCurrentLocation();
  (void)parser.parseOptionalStar();
  (void)parser.parseOptionalStar();
  Value exponent = unary();
  return exponent ? make(loc, "pow", {base, exponent}) : Value();
}

Value ExpressionParser::postfix() {
  Value value = primary();
  while (value) {
    SMLoc loc = parser.getCurrentLocation();
    if (failed(parser.parseOptionalLSquare()))
      break;
    Value row = comparison();
    if (!row || parser.parseRSquare())
      return {};
    value = make(loc, "index", {value, row});
  }
  return value;
}

Value ExpressionParser::primary() {
  SMLoc loc = parser.getCurrentLocation();
  if (succeeded(parser.parseOptionalLParen())) {
    Value value = comparison();
    return value && succeeded(parser.parseRParen()) ? value : Value();
  }
  if (ahead().starts_with("%"))
    return operand(loc);
  StringAttr name;
  if (succeeded(parser.parseOptionalSymbolName(name)))
    return symbol(loc, name);
  Attribute number;
  if (failed(parseNumber(parser, number, /*optional=*/true)))
    return {};
  if (number) {
    OperationState state = start(loc, "number");
    auto integer = dyn_cast<IntegerAttr>(number);
    state.addAttribute(
        "value",
        integer ? builder.getF64FloatAttr(double(integer.getInt())) : number);
    return finish(state);
  }
  StringRef text;
  if (succeeded(parser.parseOptionalKeyword(&text)))
    return word(loc, text);
  parser.emitError(loc, "expected an expression: a number, %value, @state, "
                        "config, op(...) or (...)");
  return {};
}

Value ExpressionParser::operand(SMLoc loc) {
  OpAsmParser::UnresolvedOperand operand;
  SmallVector<Value> value;
  if (parser.parseOperand(operand))
    return {};
  // To the lexer %t-1 is one name.
  if (operand.name.contains('-')) {
    parser.emitError(loc, "'")
        << operand.name << "' is one name; write spaces round '-'";
    return {};
  }
  if (parser.resolveOperand(operand, deferred, value))
    return {};
  return value.front();
}

// @state, or @function(...).
Value ExpressionParser::symbol(SMLoc loc, StringAttr name) {
  auto reference = FlatSymbolRefAttr::get(name);
  if (failed(parser.parseOptionalLParen())) {
    OperationState state = start(loc, "get");
    state.addAttribute("state", reference);
    return finish(state);
  }
  OperationState state = start(loc, "call");
  state.addAttribute("callee", reference);
  if (failed(parser.parseOptionalRParen())) {
    auto each = [&]() -> ParseResult {
      Value value = comparison();
      if (value)
        state.addOperands(value);
      return success(bool(value));
    };
    if (parser.parseCommaSeparatedList(each) || parser.parseRParen())
      return {};
  }
  return finish(state);
}

// op(...), f32(...), or the name of a config.
Value ExpressionParser::word(SMLoc loc, StringRef name) {
  if (failed(parser.parseOptionalLParen())) {
    OperationState state = start(loc, "get");
    state.addAttribute("state",
                       FlatSymbolRefAttr::get(builder.getContext(), name));
    return finish(state);
  }
  Type element = elementTypeFromKeyword(builder.getContext(), name);
  OperationState state = start(loc, element ? "convert" : name);
  std::optional<RegisteredOperationName> op = state.name.getRegisteredInfo();
  if (!op || !op->hasTrait<OpTrait::OneResult>() ||
      !op->hasTrait<OpTrait::ZeroRegions>()) {
    parser.emitError(loc, "there is no op '") << name << "' in expressions";
    return {};
  }
  if (element)
    state.addAttribute("dtype", TypeAttr::get(element));
  return succeeded(arguments(state)) ? finish(state) : Value();
}

ParseResult ExpressionParser::arguments(OperationState &state) {
  if (succeeded(parser.parseOptionalRParen()))
    return success();
  SmallVector<StringRef> positional;
  if (auto *syntax = state.name.getInterface<CallSyntaxOpInterface>())
    positional = syntax->getPositionalAttributes();
  unsigned position = 0;
  auto each = [&]() -> ParseResult {
    SMLoc loc = parser.getCurrentLocation();
    StringRef text = ahead();
    StringRef name = text.take_while(isWordChar);
    StringRef rest = text.drop_front(name.size()).ltrim();
    Attribute literal;
    if (!name.empty() && rest.starts_with("=") && !rest.starts_with("==")) {
      if (parser.parseKeyword(&name) || parser.parseEqual() ||
          parseLiteral(parser, literal))
        return failure();
      return addLiteral(parser, loc, state, name, literal);
    }
    if (!positional.empty()) {
      if (position == positional.size())
        return parser.emitError(loc, "'")
               << state.name.stripDialect() << "' takes " << position
               << " arguments";
      if (parseLiteral(parser, literal))
        return failure();
      return addLiteral(parser, loc, state, positional[position++], literal);
    }
    Value value = comparison();
    if (value)
      state.addOperands(value);
    return success(bool(value));
  };
  return failure(parser.parseCommaSeparatedList(each) || parser.parseRParen());
}

ParseResult parseExpressionRegion(OpAsmParser &parser, OperationState &state) {
  Block *block = new Block();
  state.addRegion()->push_back(block);
  Value value = ExpressionParser(parser, block).comparison();
  if (!value)
    return failure();
  OpBuilder builder(parser.getContext());
  builder.setInsertionPointToEnd(block);
  YieldOp::create(builder, state.location, value, ValueRange());
  return success();
}

//===----------------------------------------------------------------------===//
// Printing
//===----------------------------------------------------------------------===//

namespace {

enum Precedence { kComparison = 1, kSum, kProduct, kUnary, kPower, kPostfix };

struct Infix {
  StringRef symbol;
  Precedence precedence;
};

Infix infixOf(Operation *op) {
  return llvm::StringSwitch<Infix>(op->getName().stripDialect())
      .Case("add", {"+", kSum})
      .Case("sub", {"-", kSum})
      .Case("mul", {"*", kProduct})
      .Case("div", {"/", kProduct})
      .Case("pow", {"**", kPower})
      .Case("eq", {"==", kComparison})
      .Case("ne", {"<>", kComparison})
      .Case("lt", {"<", kComparison})
      .Case("le", {"<=", kComparison})
      .Case("gt", {">", kComparison})
      .Case("ge", {">=", kComparison})
      .Default({"", kPostfix});
}

class ExpressionPrinter {
public:
  ExpressionPrinter(OpAsmPrinter &printer, Block *block)
      : printer(printer), block(block) {}

  void print(Value value, int around = 0);

private:
  void printBinary(Operation *op, Infix infix, int around);
  void printCall(Operation *op);

  OpAsmPrinter &printer;
  Block *block;
};

} // namespace

void ExpressionPrinter::printBinary(Operation *op, Infix infix, int around) {
  bool enclose = infix.precedence < around;
  // Sums and products group to the left, powers to the right; comparisons do
  // not chain.
  int left = infix.precedence, right = infix.precedence + 1;
  if (infix.precedence == kPower)
    left = kPostfix, right = kUnary;
  if (infix.precedence == kComparison)
    left = right = kSum;
  if (enclose)
    printer << '(';
  print(op->getOperand(0), left);
  printer << ' ' << infix.symbol << ' ';
  print(op->getOperand(1), right);
  if (enclose)
    printer << ')';
}

void ExpressionPrinter::printCall(Operation *op) {
  SmallVector<StringRef> skip;
  if (auto call = dyn_cast<CallOp>(op)) {
    printer.printSymbolName(call.getCallee());
    skip.push_back("callee");
  } else if (auto convert = dyn_cast<ConvertOp>(op)) {
    printer << convert.getDtype();
    skip.push_back("dtype");
  } else {
    printer << op->getName().stripDialect();
  }
  printer << '(';
  llvm::interleaveComma(op->getOperands(), printer, [&](Value v) { print(v); });
  printLiterals(printer, op, op->getNumOperands() == 0, skip);
  printer << ')';
}

void ExpressionPrinter::print(Value value, int around) {
  Operation *op = value.getDefiningOp();
  if (!op || op->getBlock() != block) {
    printer << value;
    return;
  }
  Infix infix = infixOf(op);
  if (!infix.symbol.empty())
    return printBinary(op, infix, around);
  if (op->hasAttr(kImplicitAttr))
    return print(op->getOperand(0), around);
  if (auto number = dyn_cast<NumberOp>(op)) {
    double v = number.getValue().convertToDouble();
    bool enclose = std::signbit(v) && around > kSum;
    printer << (enclose ? "(" : "");
    printNumber(printer.getStream(), v);
    printer << (enclose ? ")" : "");
  } else if (auto get = dyn_cast<GetOp>(op)) {
    printer.printSymbolName(get.getState());
  } else if (isa<NegOp>(op)) {
    printer << (around > kUnary ? "(-" : "-");
    print(op->getOperand(0), kUnary);
    printer << (around > kUnary ? ")" : "");
  } else if (isa<IndexOp>(op)) {
    print(op->getOperand(0), kPostfix);
    printer << '[';
    print(op->getOperand(1));
    printer << ']';
  } else {
    printCall(op);
  }
}

void printExpressionRegion(OpAsmPrinter &printer, Region &region) {
  Block *block = &region.front();
  ExpressionPrinter(printer, block)
      .print(block->getTerminator()->getOperand(0));
}

} // namespace leat
