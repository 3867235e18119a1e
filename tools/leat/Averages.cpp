//===- Averages.cpp - averages by example of scalar results -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Numbers are written as the shortest text that reads back as the same bits.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Averages.h"

#include <charconv>
#include <sstream>

using namespace leat;
using namespace leat::cli;

rt::Status Averages::add(const rt::NamedTensors &results, int64_t rows) {
  sums.resize(results.size());
  for (size_t i = 0; i < results.size(); ++i) {
    const auto &[name, tensor] = results[i];
    if (tensor.rank() != 0 || !rt::isFloat(tensor.dtype()))
      return rt::userError("result '", name, "' is ", tensor.signature(),
                           ", expected a float scalar to average");
    sums[i].first = name;
    sums[i].second += tensor.toDouble() * double(rows);
  }
  examples += rows;
  ++calls;
  return {};
}

NamedNumbers Averages::values() const {
  auto result = sums;
  for (auto &[name, sum] : result)
    sum /= double(examples);
  return result;
}

std::string Averages::text() const {
  std::string result = "batches=" + std::to_string(calls) +
                       " examples=" + std::to_string(examples);
  for (const auto &[name, sum] : sums) {
    char digits[40];
    auto end = std::to_chars(digits, digits + sizeof(digits), sum);
    result += " " + name + "=" + std::string(digits, end.ptr);
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
    else
      result.sums.push_back({name, value});
  }
  if (result.calls > 0 && result.examples <= 0)
    return rt::userError("'", text, "' counts no examples");
  return result;
}
