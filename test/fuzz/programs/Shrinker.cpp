//===- Shrinker.cpp - a small program with the same fault -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A statement goes by giving its results as new arguments of the function, or
// as constants; what only it needed goes after it. What is no model any more
// does not fail in the same way, and is forgotten.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Shrinker.h"
#include "test/fuzz/programs/Chains.h"

#include <algorithm>
#include <set>

using namespace leat;
using namespace leat::fuzz;
using rt::DType;

namespace {

class Shrinker {
public:
  Shrinker(Written program, const Fails &fails, int tries)
      : best(std::move(program)), fails(fails), tries(tries) {}

  std::string run();

private:
  bool accept(Written candidate);
  bool dropChains();
  bool dropResults();
  bool dropStatements(bool asArguments);
  bool unwrap();
  bool simplifyOperands();
  bool dropDeclarations();
  std::string shrinkExtents(std::string text);

  Written best;
  const Fails &fails;
  int tries;
};

} // namespace

//===----------------------------------------------------------------------===//
// Walking and cleaning up
//===----------------------------------------------------------------------===//

using Statements = std::vector<Statement>;
/// Is told of a statement; false ends the walk.
using Visit = std::function<bool(Function &, Statements &, size_t)>;

static bool walk(Function &function, Statements &statements,
                 const Visit &visit) {
  for (size_t i = statements.size(); i-- > 0;) {
    for (Region &region : statements[i].regions)
      if (!walk(function, region.statements, visit))
        return false;
    if (!visit(function, statements, i))
      return false;
  }
  return true;
}

/// Visits every statement, later ones first.
static void walk(Written &program, const Visit &visit) {
  for (size_t f = program.functions.size(); f-- > 0;)
    if (!walk(program.functions[f], program.functions[f].body.statements,
              visit))
      return;
}

static void collectUsed(const Statements &statements, std::set<int> &used) {
  for (const Statement &statement : statements) {
    used.insert(statement.operands.begin(), statement.operands.end());
    for (const Region &region : statement.regions)
      collectUsed(region.statements, used);
  }
}

static bool hasEffect(const Statement &statement) {
  const std::string &text = statement.text;
  if (text.starts_with("set ") || statement.results.empty())
    return true;
  for (const Region &region : statement.regions)
    for (const Statement &inner : region.statements)
      if (inner.text.starts_with("set "))
        return true;
  return false;
}

/// Takes away statements whose results nobody uses, and unused arguments and
/// functions.
static void clean(Written &program) {
  bool isChanged = true;
  while (isChanged) {
    isChanged = false;
    for (Function &function : program.functions) {
      std::set<int> used(function.results.begin(), function.results.end());
      collectUsed(function.body.statements, used);
      walk(function, function.body.statements,
           [&](Function &, Statements &statements, size_t i) {
             const Statement &statement = statements[i];
             if (hasEffect(statement) ||
                 std::ranges::any_of(statement.results, [&](int id) {
                   return used.count(id) > 0;
                 }))
               return true;
             statements.erase(statements.begin() + int64_t(i));
             isChanged = true;
             return true;
           });
    }
    std::set<int> called;
    walk(program, [&](Function &, Statements &statements, size_t i) {
      called.insert(statements[i].callee);
      return true;
    });
    for (const Chain &chain : program.chains)
      called.insert(chain.function);
    for (size_t f = program.functions.size(); f-- > 0;) {
      Function &function = program.functions[f];
      if (called.count(int(f)) || function.name.ends_with(".back"))
        continue;
      if (function.body.statements.empty() && function.results.empty())
        continue;
      function.body.statements.clear();
      function.results.clear();
      isChanged = true;
    }
  }
}

static bool isCalled(Written &program, int function) {
  bool found = false;
  walk(program, [&](Function &, Statements &statements, size_t i) {
    found |= statements[i].callee == function;
    return !found;
  });
  return found;
}

/// Puts `to` where `from` is used.
static void replaceUses(Statements &statements, int from, int to) {
  for (Statement &statement : statements) {
    std::ranges::replace(statement.operands, from, to);
    for (Region &region : statement.regions)
      replaceUses(region.statements, from, to);
  }
}

static void replaceUses(Function &function, int from, int to) {
  replaceUses(function.body.statements, from, to);
  std::ranges::replace(function.results, from, to);
}

/// A constant that gives the value `id`.
static Statement constantFor(const Written &program, int id) {
  const Value &value = program.values[size_t(id)];
  double number = std::clamp(0.5, value.range.low, value.range.high);
  if (!value.type.isFloat())
    number = std::max(0.0, value.range.low);
  Statement statement;
  statement.results = {id};
  std::string text = std::to_string(number);
  if (!value.type.isFloat())
    text = std::to_string(int64_t(number));
  statement.text = "full " + text + " : " + value.type.text();
  return statement;
}

/// A new argument of `function` in the place of the value `id`.
static void giveAsArgument(Written &program, Function &function, int id) {
  Value value = program.values[size_t(id)];
  std::string kind = "x";
  if (value.type.element == DType::I1)
    kind = "c";
  else if (!value.type.isFloat())
    kind = "i" +
           std::to_string(std::max<int64_t>(
               1, std::min<int64_t>(9, int64_t(value.range.high) + 1))) +
           "_";
  else if (value.range.low >= 0)
    kind = "p";
  value.name = kind + "9" + std::to_string(id);
  int argument = int(program.values.size());
  program.values.push_back(value);
  function.arguments.push_back(argument);
  replaceUses(function, id, argument);
}

//===----------------------------------------------------------------------===//
// Candidates
//===----------------------------------------------------------------------===//

bool Shrinker::accept(Written candidate) {
  if (tries <= 0)
    return false;
  --tries;
  clean(candidate);
  if (!fails(modelText(candidate)))
    return false;
  best = std::move(candidate);
  return true;
}

bool Shrinker::dropChains() {
  bool any = false;
  for (size_t i = best.chains.size(); i-- > 0 && best.chains.size() > 1;) {
    Written candidate = best;
    candidate.chains.erase(candidate.chains.begin() + int64_t(i));
    any |= accept(std::move(candidate));
  }
  for (size_t i = 0; i < best.chains.size(); ++i)
    for (size_t s = best.chains[i].steps.size(); s-- > 0;) {
      Written candidate = best;
      std::vector<Step> &steps = candidate.chains[i].steps;
      steps.erase(steps.begin() + int64_t(s));
      any |= accept(std::move(candidate));
    }
  // Perhaps a function that is called fails by itself.
  for (size_t f = 0; f < best.functions.size(); ++f) {
    if (best.functions[f].results.empty() ||
        int(f) == best.chains[0].function ||
        best.functions[f].name.find('.') != std::string::npos)
      continue;
    Written candidate = best;
    candidate.chains[0].function = int(f);
    candidate.chains.resize(1);
    any |= accept(std::move(candidate));
  }
  return any;
}

bool Shrinker::dropResults() {
  bool any = false;
  for (size_t f = 0; f < best.functions.size(); ++f) {
    if (isCalled(best, int(f)) || best.functions[f].results.empty())
      continue;
    for (size_t i = best.functions[f].results.size(); i-- > 0;) {
      if (best.functions[f].results.size() == 1)
        break;
      Written candidate = best;
      std::vector<int> &results = candidate.functions[f].results;
      results.erase(results.begin() + int64_t(i));
      any |= accept(std::move(candidate));
    }
    // What a caller does not name is no argument.
    for (size_t i = best.functions[f].arguments.size(); i-- > 0;) {
      Written candidate = best;
      std::vector<int> &arguments = candidate.functions[f].arguments;
      arguments.erase(arguments.begin() + int64_t(i));
      any |= accept(std::move(candidate));
    }
  }
  return any;
}

bool Shrinker::dropStatements(bool asArguments) {
  bool any = false;
  for (size_t target = 0; tries > 0; ++target) {
    Written candidate = best;
    size_t number = 0;
    bool isFound = false, isChanged = false;
    walk(candidate, [&](Function &function, Statements &statements, size_t i) {
      if (number++ != target)
        return true;
      isFound = true;
      Statement old = statements[i];
      bool isEnd = old.results.empty() && old.regions.empty() &&
                   i + 1 == statements.size() && !old.text.starts_with("set ");
      bool isLeaf = old.operands.empty() && old.regions.empty();
      int index = int(&function - candidate.functions.data());
      if (isEnd || (isLeaf && !asArguments) ||
          (asArguments && isCalled(candidate, index)))
        return false;
      isChanged = true;
      statements.erase(statements.begin() + int64_t(i));
      for (int id : old.results)
        if (asArguments)
          giveAsArgument(candidate, function, id);
        else
          statements.insert(statements.begin() + int64_t(i),
                            constantFor(candidate, id));
      return false;
    });
    if (!isFound)
      break;
    if (isChanged && accept(std::move(candidate))) {
      any = true;
      target = target > 3 ? target - 3 : 0;
    }
  }
  return any;
}

// `if` and loops become what is in one of their regions.
bool Shrinker::unwrap() {
  bool any = false;
  for (size_t target = 0; tries > 0; ++target) {
    Written candidate = best;
    size_t number = 0;
    bool isFound = false;
    walk(candidate, [&](Function &function, Statements &statements, size_t i) {
      for (size_t r = 0; r < statements[i].regions.size(); ++r) {
        if (number++ != target)
          continue;
        isFound = true;
        Statement old = statements[i];
        Statements inside;
        for (int id : old.regions[r].arguments)
          inside.push_back(constantFor(candidate, id));
        const Statements &body = old.regions[r].statements;
        inside.insert(inside.end(), body.begin(), body.end() - 1);
        const Statement &end = body.back();
        if (end.text.starts_with("set "))
          inside.push_back(end);
        statements.erase(statements.begin() + int64_t(i));
        statements.insert(statements.begin() + int64_t(i), inside.begin(),
                          inside.end());
        size_t last = i + inside.size();
        for (size_t k = 0; k < old.results.size(); ++k)
          if (k < end.operands.size() &&
              candidate.values[size_t(old.results[k])].type ==
                  candidate.values[size_t(end.operands[k])].type)
            replaceUses(function, old.results[k], end.operands[k]);
          else
            statements.insert(statements.begin() + int64_t(last),
                              constantFor(candidate, old.results[k]));
        return false;
      }
      return true;
    });
    if (!isFound)
      break;
    any |= accept(std::move(candidate));
  }
  return any;
}

bool Shrinker::simplifyOperands() {
  bool any = false;
  for (size_t target = 0; tries > 0; ++target) {
    Written candidate = best;
    size_t number = 0;
    bool isFound = false, isChanged = false;
    walk(candidate, [&](Function &function, Statements &statements, size_t i) {
      for (int &operand : statements[i].operands) {
        if (number++ != target)
          continue;
        isFound = true;
        const std::vector<int> &arguments = function.arguments;
        const Value &value = candidate.values[size_t(operand)];
        auto same = std::ranges::find_if(arguments, [&](int id) {
          return candidate.values[size_t(id)].type == value.type;
        });
        if (same != arguments.end() &&
            std::ranges::find(arguments, operand) == arguments.end()) {
          operand = *same;
          isChanged = true;
        }
        return false;
      }
      return true;
    });
    if (!isFound)
      break;
    if (isChanged)
      any |= accept(std::move(candidate));
  }
  return any;
}

bool Shrinker::dropDeclarations() {
  bool any = false;
  for (size_t i = best.declarations.size(); i-- > 0;) {
    Written candidate = best;
    std::string declaration = candidate.declarations[i];
    candidate.declarations.erase(candidate.declarations.begin() + int64_t(i));
    std::erase_if(candidate.params, [&](const auto &param) {
      return declaration.starts_with("param @" + param.first + " ");
    });
    any |= accept(std::move(candidate));
  }
  return any;
}

/// Whether the digit at `at` is the whole of a number in brackets.
static bool isExtent(const std::string &text, size_t at) {
  auto isDigit = [&](size_t i) {
    return i < text.size() && std::isdigit(text[i]);
  };
  if (!isDigit(at) || text[at] < '2' || (at && isDigit(at - 1)) ||
      isDigit(at + 1) || !at)
    return false;
  size_t open = text.find_last_of("[]\n", at),
         close = text.find_first_of("[]\n", at);
  return open != std::string::npos && close != std::string::npos &&
         text[open] == '[' && text[close] == ']' && text[at - 1] != '.' &&
         text[at + 1] != '.';
}

// One number for another wherever it is an extent: often still a model.
std::string Shrinker::shrinkExtents(std::string text) {
  for (char from = '9'; from > '1'; --from)
    for (char to : {'1', char(from - 1)}) {
      std::string candidate = text;
      bool isChanged = false;
      for (size_t i = 0; i < text.size(); ++i)
        if (text[i] == from && isExtent(text, i)) {
          candidate[i] = to;
          isChanged = true;
        }
      if (!isChanged || tries-- <= 0 || !fails(candidate))
        continue;
      text = std::move(candidate);
      break;
    }
  return text;
}

std::string Shrinker::run() {
  bool isSmaller = true;
  while (isSmaller && tries > 0) {
    isSmaller = dropChains();
    isSmaller |= dropResults();
    isSmaller |= dropStatements(/*asArguments=*/false);
    isSmaller |= unwrap();
    isSmaller |= dropStatements(/*asArguments=*/true);
    isSmaller |= simplifyOperands();
    isSmaller |= dropDeclarations();
  }
  return shrinkExtents(modelText(best));
}

std::string fuzz::shrink(const Written &program, const Fails &fails,
                         int tries) {
  return Shrinker(program, fails, tries).run();
}
