//===- Written.cpp - a generated program as text ----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One statement a line, indented by its region.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Written.h"

#include <cstdlib>

using namespace leat;
using namespace leat::fuzz;

int64_t TensorType::size() const {
  int64_t count = 1;
  for (int64_t extent : shape)
    count *= extent;
  return count;
}

void Traits::add(const Traits &other) {
  draws |= other.draws;
  writes |= other.writes;
  readsParams |= other.readsParams;
  averages |= other.averages;
  onlyReverse |= other.onlyReverse;
  isRough |= other.isRough;
  hasControl |= other.hasControl;
  hasTransform |= other.hasTransform;
}

namespace {

class Printer {
public:
  explicit Printer(const Written &program) : program(program) {}

  void print(const Statement &statement, const std::string &indent);
  void print(const Region &region, const std::string &indent) {
    for (const Statement &statement : region.statements)
      print(statement, indent);
  }

  std::string out;

private:
  void name(int id) { out += "%" + program.values[size_t(id)].name; }

  const Written &program;
};

} // namespace

void Printer::print(const Statement &statement, const std::string &indent) {
  out += indent;
  for (size_t i = 0; i < statement.results.size(); ++i) {
    out += i ? ", " : "";
    name(statement.results[i]);
  }
  out += statement.results.empty() ? "" : " = ";
  const std::string &text = statement.text;
  for (size_t i = 0; i < text.size(); ++i) {
    bool isMark = (text[i] == '$' || text[i] == '&' || text[i] == '{') &&
                  i + 1 < text.size() && std::isdigit(text[i + 1]);
    if (!isMark) {
      out += text[i];
      continue;
    }
    char *end = nullptr;
    size_t number = std::strtoul(text.c_str() + i + 1, &end, 10);
    char mark = text[i];
    i = size_t(end - text.c_str()) - (mark == '{' ? 0 : 1);
    if (mark == '$') {
      name(statement.operands[number]);
    } else if (mark == '&') {
      name(statement.regions[0].arguments[number]);
    } else {
      out += "{\n";
      print(statement.regions[number], indent + "  ");
      out += indent + "}";
    }
  }
  out += "\n";
}

std::string Written::list(const std::vector<int> &ids, const char *sign) const {
  std::string text;
  for (size_t i = 0; i < ids.size(); ++i) {
    const Value &value = values[size_t(ids[i])];
    text += (i ? ", " : "") + (sign + value.name) + ": " + value.type.text();
  }
  return text;
}

std::string Written::print(const Function &function) const {
  Printer printer(*this);
  printer.out = "  func @" + function.name + "(" +
                list(function.arguments, "%") + ") -> (";
  // Results are numbered: a value may be returned twice.
  for (size_t i = 0; i < function.results.size(); ++i)
    printer.out += (i ? ", r" : "r") + std::to_string(i) + ": " +
                   values[size_t(function.results[i])].type.text();
  printer.out += ")";
  if (!function.customVjp.empty())
    printer.out += " custom_vjp @" + function.customVjp;
  printer.out += " {\n";
  printer.print(function.body, "    ");
  Statement end;
  end.text = "return ";
  for (size_t i = 0; i < function.results.size(); ++i)
    end.text += (i ? ", $" : "$") + std::to_string(i);
  end.operands = function.results;
  printer.print(end, "    ");
  return printer.out + "  }\n";
}

std::string Written::print() const {
  std::string text;
  for (const std::string &declaration : declarations)
    text += "  " + declaration + "\n";
  // The shrinker leaves nothing of functions that nobody needs.
  for (const Function &function : functions)
    if (!function.results.empty())
      text += print(function);
  return text;
}
