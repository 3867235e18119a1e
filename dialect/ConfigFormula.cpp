//===- ConfigFormula.cpp - a config that follows from others --------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/ConfigFormula.h"
#include "dialect/Reading.h"
#include "dialect/Syntax.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace leat;

namespace {

/// Reads a formula from left to right and computes it on the way.
class FormulaParser {
public:
  explicit FormulaParser(OpAsmParser &parser) : parser(parser) {}

  ParseResult sum(Attribute &value) {
    return chain(value, "+-", &FormulaParser::product);
  }

private:
  using Operand = ParseResult (FormulaParser::*)(Attribute &);
  ParseResult chain(Attribute &value, StringRef signs, Operand operand);
  ParseResult product(Attribute &value) {
    return chain(value, "*/", &FormulaParser::factor);
  }
  ParseResult factor(Attribute &value);
  bool take(char sign);
  ParseResult combine(SMLoc loc, char op, Attribute &lhs, Attribute rhs);
  Attribute integer(int64_t value) {
    return parser.getBuilder().getI64IntegerAttr(value);
  }

  OpAsmParser &parser;
};

} // namespace

ParseResult FormulaParser::combine(SMLoc loc, char op, Attribute &lhs,
                                   Attribute rhs) {
  if (op == '/' && numberOf(rhs) == 0)
    return parser.emitError(loc, "division by zero in a config");
  std::optional<int64_t> a = integerOf(lhs), b = integerOf(rhs);
  if (a && b && (op != '/' || (*b != -1 && *a % *b == 0))) {
    int64_t result = 0;
    bool overflows = op == '+'   ? llvm::AddOverflow(*a, *b, result)
                     : op == '-' ? llvm::SubOverflow(*a, *b, result)
                     : op == '*' ? llvm::MulOverflow(*a, *b, result)
                                 : (result = *a / *b, false);
    if (overflows)
      return parser.emitError(loc, "a config needs more than 64 bits");
    lhs = integer(result);
    return success();
  }
  if (a && b && *b == -1)
    return combine(loc, '*', lhs, rhs);
  double x = numberOf(lhs), y = numberOf(rhs);
  lhs = parser.getBuilder().getF64FloatAttr(op == '+'   ? x + y
                                            : op == '-' ? x - y
                                            : op == '*' ? x * y
                                                        : x / y);
  return success();
}

ParseResult FormulaParser::factor(Attribute &value) {
  SMLoc loc = parser.getCurrentLocation();
  if (succeeded(parser.parseOptionalLParen()))
    return failure(sum(value) || parser.parseRParen());
  if (succeeded(parser.parseOptionalMinus())) {
    Attribute operand;
    if (factor(operand))
      return failure();
    // Zero has a sign as a float.
    if (auto number = dyn_cast<FloatAttr>(operand)) {
      value = parser.getBuilder().getF64FloatAttr(-number.getValueAsDouble());
      return success();
    }
    value = integer(0);
    return combine(loc, '-', value, operand);
  }
  StringRef name(loc.getPointer());
  char first = *name.data(); // a zero where the text ends
  bool isName = llvm::isAlpha(first) || first == '_';
  if (!isName ||
      name.take_while([](char c) { return llvm::isAlnum(c); }) == "inf")
    return parseNumber(parser, value);
  if (parser.parseKeyword(&name))
    return failure();
  value = readingOf(parser.getContext()).values.lookup(name);
  if (value && !isa<BoolAttr>(value))
    return success();
  return parser.emitError(loc, "'")
         << name << "' is " << (value ? "true or false" : "no config")
         << (value ? "" : " that stands above") << ", expected a number";
}

// Operands with one of two signs between them, from left to right.
ParseResult FormulaParser::chain(Attribute &value, StringRef signs,
                                 Operand operand) {
  if ((this->*operand)(value))
    return failure();
  while (true) {
    SMLoc loc = parser.getCurrentLocation();
    auto *found = llvm::find_if(signs, [&](char sign) { return take(sign); });
    Attribute next;
    if (found == signs.end())
      return success();
    if ((this->*operand)(next) || combine(loc, *found, value, next))
      return failure();
  }
}

bool FormulaParser::take(char sign) {
  return succeeded(sign == '+'   ? parser.parseOptionalPlus()
                   : sign == '-' ? parser.parseOptionalMinus()
                   : sign == '*' ? parser.parseOptionalStar()
                                 : parser.parseOptionalSlash());
}

ParseResult leat::parseConfigFormula(OpAsmParser &parser, Attribute &value) {
  return FormulaParser(parser).sum(value);
}
