//===- Tally.cpp - what the programs of a run were like ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A transform is nested if what it transforms holds another one.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Tally.h"
#include "test/fuzz/programs/Subject.h"
#include "test/fuzz/programs/Table.h"

#include <algorithm>
#include <sstream>

using namespace leat;
using namespace leat::fuzz;

static bool hasNesting(const Written &program, const std::string &text) {
  for (const Chain &chain : program.chains)
    if (program.functions[size_t(chain.function)].traits.hasTransform)
      return true;
  // Or one of a chain has another one's name before its own.
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("  func @"))
      continue;
    std::string name = line.substr(8, line.find('(') - 8);
    if (!transformOf(name).empty() && !transformOf(baseOf(name)).empty())
      return true;
  }
  return false;
}

void Tally::add(const Written &program, const std::string &text,
                const std::map<std::string, uint64_t> &ops) {
  ++programs;
  uint64_t size = 0;
  const std::vector<Rule> &rules = table();
  for (size_t i = 0; i < rules.size(); ++i)
    if (auto found = ops.find(rules[i].op); found != ops.end()) {
      byOp[i] += found->second;
      size += found->second;
    }
  ++bySize[std::min<uint64_t>(size, kMostOps - 1)];
  withControl += ops.count("for") || ops.count("while") || ops.count("if");
  withNesting += hasNesting(program, text);
}

std::string Tally::report() const {
  if (programs == 0)
    return "no program";
  uint64_t median = 0, below = 0;
  while (median + 1 < kMostOps && (below += bySize[median]) * 2 < programs)
    ++median;
  const std::vector<Rule> &rules = table();
  const uint64_t *least = std::min_element(byOp, byOp + rules.size());
  std::ostringstream text;
  text << programs << " programs, median " << median << " ops, "
       << withControl * 100 / programs << " % with control flow, "
       << withNesting * 100 / programs
       << " % with nested transforms, least used op "
       << rules[size_t(least - byOp)].op << " (" << *least << " times)";
  if (unstable)
    text << "; values in narrow floats not compared in " << unstable;
  return text.str();
}

std::string Tally::listOps() const {
  std::vector<std::pair<uint64_t, std::string>> counts;
  for (size_t i = 0; i < table().size(); ++i)
    counts.emplace_back(byOp[i], table()[i].op);
  std::ranges::sort(counts);
  std::string text;
  for (const auto &[count, op] : counts)
    text += op + " " + std::to_string(count) + "\n";
  return text;
}
