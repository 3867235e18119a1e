//===- Spelling.cpp - how diagnostics write what a person wrote -----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Spelling.h"
#include "dialect/Extents.h"
#include "dialect/Syntax.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace leat {

static void spellTo(llvm::raw_ostream &os, Attribute literal) {
  if (auto flag = dyn_cast<BoolAttr>(literal)) {
    os << (flag.getValue() ? "true" : "false");
  } else if (auto integer = dyn_cast<IntegerAttr>(literal)) {
    os << integer.getValue();
  } else if (auto number = dyn_cast<FloatAttr>(literal)) {
    printNumber(os, number.getValueAsDouble());
  } else if (auto text = dyn_cast<StringAttr>(literal)) {
    os << text.getValue();
  } else if (auto type = dyn_cast<TypeAttr>(literal)) {
    printShortType(os, type.getValue());
  } else if (auto numbers = dyn_cast<DenseI64ArrayAttr>(literal)) {
    os << '[' << spellNumbers(numbers) << ']';
  } else if (auto list = dyn_cast<ArrayAttr>(literal)) {
    os << '[';
    llvm::interleaveComma(list, os, [&](Attribute a) { spellTo(os, a); });
    os << ']';
  } else if (auto term = dyn_cast<DictionaryAttr>(literal);
             term && term.getAs<StringAttr>("name")) {
    os << term.getAs<StringAttr>("name").getValue();
  } else {
    os << literal;
  }
}

std::string spell(Attribute literal) {
  std::string text;
  llvm::raw_string_ostream os(text);
  spellTo(os, literal);
  return text;
}

// The op says what it accepts when it is asked with one literal of each kind.
std::string spellExpected(OperationName op, StringAttr name) {
  Builder b(name.getContext());
  auto takes = [&](Attribute sample) {
    return bool(coerceLiteral(op, name, sample));
  };
  Attribute one = b.getI64IntegerAttr(1);
  SmallVector<StringRef> kinds;
  if (takes(b.getF64FloatAttr(0.5)))
    kinds.push_back("a number");
  else if (takes(one))
    kinds.push_back("an integer");
  if (takes(b.getArrayAttr({one, one})))
    kinds.push_back("a list of integers");
  if (takes(b.getBoolAttr(true)))
    kinds.push_back("true or false");
  if (takes(TypeAttr::get(b.getF32Type())))
    kinds.push_back("an element type such as f32");
  if (takes(b.getStringAttr("name")))
    kinds.push_back("a name");
  if (takes(FlatSymbolRefAttr::get(b.getContext(), "name")))
    kinds.push_back("the @name of a state");
  return llvm::join(kinds, " or ");
}

std::string spellCount(size_t count, StringRef noun) {
  return (Twine(count) + " " + noun + (count == 1 ? "" : "s")).str();
}

std::string spellNumbers(ArrayRef<int64_t> numbers) {
  std::string text;
  llvm::raw_string_ostream os(text);
  llvm::interleaveComma(numbers, os);
  return text;
}

std::string spellTypes(ValueRange values) {
  std::string text;
  llvm::raw_string_ostream os(text);
  llvm::interleave(
      values, os, [&](Value v) { printShortType(os, v.getType()); }, " and ");
  return text;
}

} // namespace leat
