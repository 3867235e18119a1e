//===- Options.cpp - the command line, as a table ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A small parser of our own: LLVM's would show the hundreds of options that its
// libraries register, and bring LLVM along.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Options.h"
#include "runtime/Nearest.h"

#include <algorithm>
#include <charconv>
#include <cmath>

using namespace leat;
using namespace leat::cli;

std::string Arguments::get(std::string_view option, std::string missing) const {
  auto found = values.find(option);
  return found == values.end() ? missing : found->second.back();
}

std::vector<std::string> Arguments::all(std::string_view option) const {
  auto found = values.find(option);
  return found == values.end() ? std::vector<std::string>() : found->second;
}

rt::Result<int64_t> Arguments::integer(std::string_view option, int64_t missing,
                                       int64_t least) const {
  if (!has(option))
    return missing;
  std::string text = get(option);
  int64_t value = 0;
  auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < least)
    return rt::usageError(option, " is '", text,
                          "', expected an integer of at least ", least);
  return value;
}

static rt::Status unknownOption(const Command &command, std::string_view name) {
  std::vector<std::string_view> known;
  for (const Option &option : command.options)
    known.push_back(option.name);
  known.push_back("--diagnostics");
  std::string_view suggestion = rt::nearest(name, known);
  std::string hint =
      suggestion.empty()
          ? "'leat " + std::string(command.name) + " --help' lists them"
          : "did you mean '" + std::string(suggestion) + "'?";
  return rt::usageError("leat ", command.name, " has no option '", name, "'; ",
                        hint);
}

rt::Result<Arguments>
cli::parseArguments(const Command &command,
                    const std::vector<std::string> &words) {
  Arguments result;
  bool onlyOperands = false;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string &word = words[i];
    if (onlyOperands || word.size() < 2 || word[0] != '-') {
      result.operands.push_back(word);
      continue;
    }
    if (word == "--") {
      onlyOperands = true;
      continue;
    }
    size_t equals = word.find('=');
    std::string_view name = std::string_view(word).substr(0, equals);
    auto option = std::find_if(command.options.begin(), command.options.end(),
                               [&](const Option &o) { return o.name == name; });
    if (option == command.options.end())
      return unknownOption(command, name);
    if (result.has(option->name) && option->kind != Option::Repeats)
      return rt::usageError(option->name, " is given twice");
    bool optional = !option->value.empty() && option->value[0] == '[';
    if (equals != std::string::npos) {
      if (option->value.empty())
        return rt::usageError(option->name, " takes no value");
      result.add(option->name, word.substr(equals + 1));
    } else if (option->value.empty() || optional) {
      result.add(option->name, "");
    } else if (i + 1 < words.size()) {
      result.add(option->name, words[++i]);
    } else {
      return rt::usageError(option->name, " needs a value: ", option->value);
    }
  }
  if (command.operandCount >= 0 &&
      result.operands.size() != size_t(command.operandCount))
    return rt::usageError("leat ", command.name, " takes ",
                          command.operandCount == 0 ? "no operand"
                                                    : command.operands,
                          ", found ", result.operands.size(), " operands");
  return result;
}

std::string cli::describe(const Command &command) {
  std::string text = "usage: leat " + std::string(command.name);
  if (!command.operands.empty())
    text += " " + std::string(command.operands);
  text += " [options]\n\n  " + std::string(command.summary) + "\n\n" +
          std::string(command.details) + "example:\n  " +
          std::string(command.example) + "\n";
  std::vector<Option> options = command.options;
  options.push_back(
      {"--diagnostics", "json", "errors as JSON on stderr, one object a line"});
  text += "\noptions:\n";
  for (const Option &option : options) {
    std::string left = "  " + std::string(option.name);
    if (!option.value.empty())
      left += (option.value[0] == '[' ? "" : " ") + std::string(option.value);
    left.resize(std::max<size_t>(left.size() + 2, 28), ' ');
    text += left + std::string(option.help) + "\n";
  }
  return text;
}

std::optional<double> cli::readNumber(std::string_view text) {
  double value = 0;
  const char *end = text.data() + text.size();
  auto [last, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || last != end || !std::isfinite(value))
    return std::nullopt;
  return value;
}

rt::Result<std::pair<std::string, std::string>>
cli::splitAssignment(std::string_view option, const std::string &text) {
  size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    return rt::usageError(option, " is '", text, "', expected NAME=VALUE");
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}
