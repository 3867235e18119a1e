//===- Averages.cpp - averages by example of scalar results -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Numbers are written as the shortest text that reads back as the same bits.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Averages.h"

#include <algorithm>
#include <charconv>
#include <sstream>

using namespace leat;
using namespace leat::cli;

/// Behind the name of a sum that not all calls gave.
static const std::string kExamples = ":examples";

Averages::Sum &Averages::sumOf(const std::string &name) {
  auto found = std::ranges::find(sums, name, &Sum::name);
  return found == sums.end() ? sums.emplace_back(Sum{name}) : *found;
}

rt::Status Averages::add(const rt::NamedTensors &results, int64_t rows) {
  for (const auto &[name, tensor] : results) {
    if (tensor.rank() != 0 || !rt::isFloat(tensor.dtype()))
      return rt::userError("result '", name, "' is ", tensor.signature(),
                           ", expected a float scalar to average");
    Sum &sum = sumOf(name);
    sum.value += tensor.toDouble() * double(rows);
    sum.examples += rows;
  }
  examples += rows;
  ++calls;
  return {};
}

void Averages::restart() {
  for (Sum &sum : sums)
    sum = {sum.name};
  examples = calls = 0;
}

NamedNumbers Averages::values() const {
  NamedNumbers result;
  for (const Sum &sum : sums)
    if (sum.examples)
      result.push_back({sum.name, sum.value / double(sum.examples)});
  return result;
}

std::string Averages::text() const {
  std::string result = "batches=" + std::to_string(calls) +
                       " examples=" + std::to_string(examples);
  for (const Sum &sum : sums) {
    if (!sum.examples)
      continue;
    char digits[40];
    auto end = std::to_chars(digits, digits + sizeof(digits), sum.value);
    result += " " + sum.name + "=" + std::string(digits, end.ptr);
    if (sum.examples != examples)
      result += " " + sum.name + kExamples + "=" + std::to_string(sum.examples);
  }
  return result;
}

rt::Result<Averages> Averages::parse(const std::string &text) {
  Averages result;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    size_t equals = word.find('=');
    const char *begin = word.data() + std::min(equals, word.size() - 1) + 1,
               *end = word.data() + word.size();
    double value = 0;
    auto [last, error] = std::from_chars(begin, end, value);
    if (equals == std::string::npos || error != std::errc() || last != end)
      return rt::userError("'", word, "' in '", text,
                           "', expected NAME=NUMBER");
    std::string name = word.substr(0, equals);
    if (name == "batches" && result.calls == 0)
      result.calls = int64_t(value);
    else if (name == "examples" && result.examples == 0)
      result.examples = int64_t(value);
    else if (name.ends_with(kExamples) && !result.sums.empty())
      result.sums.back().examples = int64_t(value);
    else
      result.sums.push_back({name, value, result.examples});
  }
  bool isCounted = std::ranges::all_of(
      result.sums, [](const Sum &sum) { return sum.examples > 0; });
  if (result.calls > 0 && (result.examples <= 0 || !isCounted))
    return rt::userError("'", text, "' counts no examples");
  return result;
}
