//===- Expression.cpp - infix ---------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Expression.h"
#include "dialect/Dialect.h"
#include "dialect/Infer.h"
#include "dialect/Nesting.h"
#include "dialect/Places.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SaveAndRestore.h"
#include <cstring>

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

namespace {

/// How tightly symbols bind, from loose to tight.
enum Precedence { kComparison = 1, kSum, kProduct, kUnary, kPower, kPostfix };

/// A symbol between two operands. Where one begins another, the longer stands
/// first.
struct Infix {
  StringRef symbol;
  Precedence precedence;
};
constexpr Infix kInfix[] = {
    {"==", kComparison}, {"<>", kComparison}, {"<=", kComparison},
    {">=", kComparison}, {"<", kComparison},  {">", kComparison},
    {"+", kSum},         {"-", kSum},         {"**", kPower},
    {"*", kProduct},     {"/", kProduct}};

/// What the ops say of themselves; the symbol of `op`, which has as many
/// operands as `operands` says, or none.
StringRef symbolOf(OperationName op, unsigned operands) {
  auto *infix = op.getInterface<InfixOpInterface>();
  bool unary = op.hasTrait<OpTrait::OneOperand>();
  return infix && unary == (operands == 1) ? infix->getInfixSymbol()
                                           : StringRef();
}

bool isWordChar(char c) {
  return llvm::isAlnum(c) || c == '_' || c == '.' || c == '$';
}

class ExpressionParser {
public:
  ExpressionParser(OpAsmParser &parser, Block *block)
      : parser(parser), builder(parser.getContext()),
        deferred(DeferredType::get(parser.getContext())),
        names(std::max<size_t>(parser.getNumResults(), 1)) {
    builder.setInsertionPointToEnd(block);
  }

  /// The whole expression: a value for each name. None means failure; the
  /// diagnostic has been given.
  SmallVector<Value> values();

private:
  /// A null value means failure, too.
  Value comparison();
  Value sum();
  Value product();
  Value unary();
  Value power();
  Value postfix();
  Value primary();
  Value operand();
  Value word(SMLoc loc, StringRef name);
  void reportUnknownOp(SMLoc loc, StringRef name);
  Value symbol(SMLoc loc, StringAttr name);
  StringRef takeInfix(Precedence precedence);
  Value apply(SMLoc loc, StringRef symbol, ValueRange operands,
              ArrayRef<SMLoc> places);
  ParseResult argument(OperationState &state);
  ParseResult arguments(OperationState &state);

  /// The source text at the next token: the grammar looks one token further
  /// than MLIR's parser offers.
  StringRef ahead() {
    // Only a little: the text goes on to the end of the file.
    const char *text = parser.getCurrentLocation().getPointer();
    return StringRef(text, strnlen(text, 512));
  }
  OperationState start(SMLoc loc, StringRef name) {
    return OperationState(parser.getEncodedSourceLoc(loc),
                          "leat." + name.str());
  }
  Value finish(OperationState &state, size_t results = 1) {
    state.addTypes(SmallVector<Type>(results, deferred));
    return builder.create(state)->getResult(0);
  }
  Value make(SMLoc loc, StringRef name, ValueRange operands,
             ArrayRef<SMLoc> places) {
    OperationState state = start(loc, name);
    state.addOperands(operands);
    for (auto [i, place] : llvm::enumerate(places))
      keepPlace(parser, state, Twine(i), place);
    return finish(state);
  }

  OpAsmParser &parser;
  OpBuilder builder;
  Type deferred;
  size_t names; ///< of the values of the expression
  /// Ops of several results, with their places.
  SmallVector<std::pair<Operation *, SMLoc>> several;
  unsigned depth = 0;
};

// Whether an expression may hold the op, as its outermost part where it has
// several results.
bool isCalled(OperationName op) {
  return isExpressionOp(op) || (!op.hasTrait<OpTrait::OneResult>() &&
                                op.hasTrait<OpTrait::ZeroRegions>() &&
                                op.hasInterface<InferTypeOpInterface>());
}

} // namespace

SmallVector<Value> ExpressionParser::values() {
  SMLoc start = parser.getCurrentLocation();
  Value value = comparison();
  if (!value)
    return {};
  Operation *outermost = value.getDefiningOp();
  for (auto [op, loc] : several)
    if (op != outermost) { // C1
      parser.emitError(loc, "'")
          << op->getName().stripDialect()
          << "' has several results, expected it alone, as in '%a, %b = let "
          << op->getName().stripDialect() << "(...)'";
      return {};
    }
  if (names == 1)
    return {value};
  if (!several.empty())
    return llvm::to_vector_of<Value>(outermost->getResults());
  auto call = dyn_cast_or_null<CallOp>(outermost);
  if (!call || call->getBlock() != builder.getInsertionBlock()) { // C2
    parser.emitError(start, "gives one value, but ")
        << names << " names; an op of several results or a call gives more";
    return {};
  }
  auto all =
      CallOp::create(builder, call.getLoc(), SmallVector<Type>(names, deferred),
                     call.getCalleeAttr(), call.getInputs(), StringAttr());
  call.erase();
  return llvm::to_vector_of<Value>(all.getResults());
}

// The symbol that comes next, if it binds as tightly as is asked for.
StringRef ExpressionParser::takeInfix(Precedence precedence) {
  StringRef text = ahead();
  const auto *infix = llvm::find_if(kInfix, [&](const Infix &candidate) {
    return text.starts_with(candidate.symbol);
  });
  if (infix == std::end(kInfix) || infix->precedence != precedence)
    return {};
  // To the lexer every character is a token.
  for (char c : infix->symbol) {
    ParseResult taken = failure();
    switch (c) {
    case '=':
      taken = parser.parseOptionalEqual();
      break;
    case '<':
      taken = parser.parseOptionalLess();
      break;
    case '>':
      taken = parser.parseOptionalGreater();
      break;
    case '+':
      taken = parser.parseOptionalPlus();
      break;
    case '-':
      taken = parser.parseOptionalMinus();
      break;
    case '*':
      taken = parser.parseOptionalStar();
      break;
    case '/':
      taken = parser.parseOptionalSlash();
      break;
    }
    // Part of a longer token, such as `->`.
    if (failed(taken))
      return {};
  }
  return infix->symbol;
}

// The op that a symbol stands for.
Value ExpressionParser::apply(SMLoc loc, StringRef symbol, ValueRange operands,
                              ArrayRef<SMLoc> places) {
  for (RegisteredOperationName op :
       parser.getContext()->getRegisteredOperationsByDialect("leat"))
    if (symbolOf(op, operands.size()) == symbol)
      return make(loc, op.stripDialect(), operands, places);
  llvm_unreachable("every symbol of the grammar belongs to an op");
}

Value ExpressionParser::comparison() {
  SMLoc left = parser.getCurrentLocation();
  Value lhs = sum();
  if (!lhs)
    return {};
  SMLoc loc = parser.getCurrentLocation();
  StringRef symbol = takeInfix(kComparison);
  if (symbol.empty())
    return lhs;
  SMLoc right = parser.getCurrentLocation();
  Value rhs = sum();
  return rhs ? apply(loc, symbol, {lhs, rhs}, {left, right}) : Value();
}

Value ExpressionParser::sum() {
  SMLoc left = parser.getCurrentLocation();
  Value value = product();
  while (value) {
    SMLoc loc = parser.getCurrentLocation();
    StringRef symbol = takeInfix(kSum);
    if (symbol.empty())
      break;
    SMLoc right = parser.getCurrentLocation();
    Value rhs = product();
    value = rhs ? apply(loc, symbol, {value, rhs}, {left, right}) : Value();
  }
  return value;
}

Value ExpressionParser::product() {
  SMLoc left = parser.getCurrentLocation();
  Value value = unary();
  while (value) {
    SMLoc loc = parser.getCurrentLocation();
    StringRef symbol = takeInfix(kProduct);
    if (symbol.empty())
      break;
    SMLoc right = parser.getCurrentLocation();
    Value rhs = unary();
    value = rhs ? apply(loc, symbol, {value, rhs}, {left, right}) : Value();
  }
  return value;
}

Value ExpressionParser::unary() {
  SMLoc loc = parser.getCurrentLocation();
  // Whatever stands inside of something else comes by here.
  if (depth == kMostNesting) {
    parser.emitError(loc, "expression is nested deeper than ")
        << kMostNesting << " levels; name its parts";
    return {};
  }
  llvm::SaveAndRestore deeper(depth, depth + 1);
  if (failed(parser.parseOptionalMinus()))
    return power();
  SMLoc place = parser.getCurrentLocation();
  Value value = unary();
  if (!value)
    return {};
  if (auto number = value.getDefiningOp<NumberOp>()) {
    number.setValue(APFloat(-number.getValue().convertToDouble()));
    return value;
  }
  return apply(loc, "-", value, place);
}

Value ExpressionParser::power() {
  SMLoc left = parser.getCurrentLocation();
  Value base = postfix();
  if (!base)
    return base;
  SMLoc loc = parser.getCurrentLocation();
  StringRef symbol = takeInfix(kPower);
  if (symbol.empty())
    return base;
  SMLoc right = parser.getCurrentLocation();
  Value exponent = unary();
  return exponent ? apply(loc, symbol, {base, exponent}, {left, right})
                  : Value();
}

Value ExpressionParser::postfix() {
  SMLoc table = parser.getCurrentLocation();
  Value value = primary();
  while (value) {
    SMLoc loc = parser.getCurrentLocation();
    if (failed(parser.parseOptionalLSquare()))
      break;
    SMLoc place = parser.getCurrentLocation();
    Value row = comparison();
    if (!row || parser.parseRSquare())
      return {};
    value = make(loc, "index", {value, row}, {table, place});
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
    return operand();
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

Value ExpressionParser::operand() {
  OpAsmParser::UnresolvedOperand operand;
  SmallVector<Value> value;
  if (parser.parseOperand(operand))
    return {};
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
    auto each = [&] { return argument(state); };
    if (parser.parseCommaSeparatedList(each) || parser.parseRParen())
      return {};
  }
  auto count = int32_t(state.operands.size());
  state.getOrAddProperties<CallOp::Properties>().setOperandSegmentSizes(
      builder.getDenseI32ArrayAttr({count, 0}));
  return finish(state);
}

// One operand of a call.
ParseResult ExpressionParser::argument(OperationState &state) {
  keepPlace(parser, state, Twine(state.operands.size()),
            parser.getCurrentLocation());
  Value value = comparison();
  if (value)
    state.addOperands(value);
  return success(bool(value));
}

void ExpressionParser::reportUnknownOp(SMLoc loc, StringRef name) {
  InFlightDiagnostic error = parser.emitError(loc, "there is no op '")
                             << name << "' in expressions";
  if (start(loc, name).name.isRegistered()) {
    error << "; it is a statement of its own, as in '%x = " << name << " ...'";
    return;
  }
  SmallVector<StringRef> names;
  for (RegisteredOperationName op :
       parser.getContext()->getRegisteredOperationsByDialect("leat"))
    if (isCalled(op))
      names.push_back(op.stripDialect());
  error << LeatDialect::suggestOp(name, names);
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
  if (!op || !isCalled(*op)) {
    reportUnknownOp(loc, name);
    return {};
  }
  if (element)
    state.addAttribute("dtype", TypeAttr::get(element));
  if (failed(arguments(state)))
    return {};
  if (isExpressionOp(*op))
    return finish(state);
  Value value = finish(state, names);
  several.push_back({value.getDefiningOp(), loc});
  return value;
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
               << " arguments, got more";
      if (parseLiteral(parser, literal))
        return failure();
      return addLiteral(parser, loc, state, positional[position++], literal);
    }
    return argument(state);
  };
  return failure(parser.parseCommaSeparatedList(each) || parser.parseRParen());
}

bool isExpressionOp(OperationName op) {
  return op.hasTrait<OpTrait::OneResult>() &&
         op.hasTrait<OpTrait::ZeroRegions>() &&
         (op.hasInterface<InferTypeOpInterface>() ||
          (op.hasTrait<OpTrait::OneOperand>() &&
           op.hasInterface<ModelTypedOpInterface>()));
}

LogicalResult verifyExpressionRegion(Operation *op) {
  auto yield = endOf<YieldOp>(op, op->getRegion(0));
  size_t wanted = std::max(op->getNumResults(), 1u);
  if (yield &&
      (yield.getInputs().size() != wanted || !yield.getStacked().empty()))
    return yield.emitOpError("hands on ")
           << yield.getNumOperands() << " values, expected " << wanted;
  return success(bool(yield));
}

ParseResult parseExpressionRegion(OpAsmParser &parser, OperationState &state) {
  Block *block = new Block();
  state.addRegion()->push_back(block);
  SmallVector<Value> values = ExpressionParser(parser, block).values();
  if (values.empty())
    return failure();
  OpBuilder builder(parser.getContext());
  builder.setInsertionPointToEnd(block);
  YieldOp::create(builder, state.location, values, ValueRange());
  return success();
}

//===----------------------------------------------------------------------===//
// Printing
//===----------------------------------------------------------------------===//

namespace {

class ExpressionPrinter {
public:
  ExpressionPrinter(OpAsmPrinter &printer, Block *block)
      : printer(printer), block(block) {}

  void print(Value value, int around = 0);

private:
  void printInfix(Operation *op, StringRef symbol, int around);
  void printCall(Operation *op);

  OpAsmPrinter &printer;
  Block *block;
};

} // namespace

void ExpressionPrinter::printInfix(Operation *op, StringRef symbol,
                                   int around) {
  bool unary = op->getNumOperands() == 1;
  Precedence precedence = kUnary;
  if (!unary)
    precedence = llvm::find_if(kInfix, [&](const Infix &infix) {
                   return infix.symbol == symbol;
                 })->precedence;
  // Sums and products group to the left, powers to the right; comparisons do
  // not chain.
  int left = precedence, right = precedence + 1;
  if (precedence == kPower)
    left = kPostfix, right = kUnary;
  if (precedence == kComparison)
    left = right = kSum;
  bool enclose = precedence < around;
  printer << (enclose ? "(" : "");
  if (unary) {
    printer << symbol;
    print(op->getOperand(0), kUnary);
  } else {
    print(op->getOperand(0), left);
    printer << ' ' << symbol << ' ';
    print(op->getOperand(1), right);
  }
  printer << (enclose ? ")" : "");
}

void ExpressionPrinter::printCall(Operation *op) {
  SmallVector<StringRef> skip;
  if (auto call = dyn_cast<CallOp>(op)) {
    printer.printSymbolName(call.getCallee());
    skip.append({"callee", CallOp::getOperandSegmentSizeAttr()});
  } else if (auto convert = dyn_cast<ConvertOp>(op)) {
    printer << convert.getDtype();
    skip.push_back("dtype");
  } else {
    printer << op->getName().stripDialect();
  }
  printer << '(';
  llvm::interleaveComma(op->getOperands(), printer, [&](Value v) { print(v); });
  bool first = op->getNumOperands() == 0;
  if (auto syntax = dyn_cast<CallSyntaxOpInterface>(op))
    for (StringRef name : syntax.getPositionalAttributes()) {
      printer << (first ? "" : ", ");
      printLiteral(printer.getStream(),
                   writtenLiteral(op, StringAttr::get(op->getContext(), name)));
      skip.push_back(name);
      first = false;
    }
  printLiterals(printer, op, first, skip);
  printer << ')';
}

void ExpressionPrinter::print(Value value, int around) {
  Operation *op = value.getDefiningOp();
  if (!op || op->getBlock() != block) {
    printer << value;
    return;
  }
  StringRef symbol = symbolOf(op->getName(), op->getNumOperands());
  if (!symbol.empty())
    return printInfix(op, symbol, around);
  if (op->hasAttr(kImplicitAttr))
    return print(op->getOperand(0), around);
  if (auto number = dyn_cast<NumberOp>(op)) {
    double v = number.getValue().convertToDouble();
    bool enclose = std::signbit(v) && around > kUnary;
    printer << (enclose ? "(" : "");
    printNumber(printer.getStream(), v);
    printer << (enclose ? ")" : "");
  } else if (auto get = dyn_cast<GetOp>(op)) {
    printer.printSymbolName(get.getState());
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
