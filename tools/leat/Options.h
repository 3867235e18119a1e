//===- Options.h - the command line, as a table -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each command lists the options it takes; the same list parses, checks,
// suggests and prints help.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_OPTIONS_H
#define LEAT_TOOLS_LEAT_OPTIONS_H

#include "runtime/Status.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leat::cli {

/// An option of a command.
struct Option {
  /// What may be done with it beside giving it once: giving it again; or the
  /// command writes where its value says.
  enum Kind : uint8_t { Once, Repeats, WritesFile, WritesFolder };

  /// As it is typed: "--seed", "-o".
  std::string_view name;
  /// What its value is called in help; empty for a flag. In brackets, as in
  /// "[FILE]", for one that may be left out and else is given with "=".
  std::string_view value;
  std::string_view help;
  Kind kind = Once;
};

/// What a person typed behind a command.
class Arguments {
public:
  /// What is no option, in order.
  std::vector<std::string> operands;

  bool has(std::string_view option) const { return values.count(option); }
  /// The value of an option; the last one where it repeats; `missing` where it
  /// is not given.
  std::string get(std::string_view option, std::string missing = "") const;
  /// All values of an option that repeats, in order.
  std::vector<std::string> all(std::string_view option) const;
  /// The value as an integer of at least `least`. Errors (usage): no such.
  rt::Result<int64_t> integer(std::string_view option, int64_t missing,
                              int64_t least) const;

  void add(std::string_view option, std::string value) {
    values[option].push_back(std::move(value));
  }

private:
  std::map<std::string_view, std::vector<std::string>> values;
};

/// A subcommand.
struct Command {
  std::string_view name;
  std::string_view operands; ///< for help: "FILE"
  std::string_view summary;
  std::string_view example;
  std::vector<Option> options;
  /// Runs it; the exit code, or an error, which has its own.
  rt::Result<int> (*run)(const Arguments &arguments);
  /// How many operands it takes; -1 for any number.
  int operandCount = 1;
  /// More for help than fits into the summary, whole lines; may be empty.
  std::string_view details = {};
};

/// Reads what stands behind the name of a command: `--name VALUE`,
/// `--name=VALUE`, flags and operands in any order. Errors (usage): an unknown
/// option, with the nearest known one; a missing or superfluous value; another
/// number of operands.
rt::Result<Arguments> parseArguments(const Command &command,
                                     const std::vector<std::string> &words);

/// What `leat COMMAND --help` prints.
std::string describe(const Command &command);

/// The finite number that a text is; nothing where it is none.
std::optional<double> readNumber(std::string_view text);

/// "NAME=VALUE" in two. Errors (usage): no '=', no name; `option` is named.
rt::Result<std::pair<std::string, std::string>>
splitAssignment(std::string_view option, const std::string &text);

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_OPTIONS_H
