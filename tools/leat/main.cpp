//===- main.cpp - leat: run, train and look at models -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds the command. Exit codes: 0, or 1 the user's input, 2 usage, 3 target
// not available, 130 interrupted.
//
//===----------------------------------------------------------------------===//

#include "runtime/Nearest.h"
#include "tools/leat/Commands.h"
#include "tools/leat/Common.h"

#include <cstdio>

using namespace leat;
using namespace leat::cli;

/// Names of the contract that have no code behind them.
static constexpr std::string_view kUnsupported[] = {"import"};

static std::vector<Command> commands() {
  return {runCommand(),   trainCommand(), evalCommand(), sampleCommand(),
          benchCommand(), dataCommand(),  plotCommand(), cacheCommand()};
}

static std::string overviewLine(std::string_view name,
                                std::string_view summary) {
  std::string line = "  " + std::string(name);
  line.resize(12, ' ');
  return line + std::string(summary) + "\n";
}

static std::string overview() {
  std::string text = "usage: leat COMMAND [arguments]\n\ncommands:\n";
  for (const Command &command : commands())
    text += overviewLine(command.name, command.summary);
  for (const CompilerCommand &command : kCompilerCommands)
    text += overviewLine(command.name, command.summary);
  return text + "\n'leat COMMAND --help' shows a command's options and an "
                "example\n";
}

static int unknownCommand(const std::string &word) {
  for (std::string_view name : kUnsupported)
    if (word == name)
      return fail(rt::userError("leat ", word, " is not supported yet"));
  std::vector<std::string_view> known(std::begin(kUnsupported),
                                      std::end(kUnsupported));
  for (const Command &command : commands())
    known.push_back(command.name);
  for (const CompilerCommand &command : kCompilerCommands)
    known.push_back(command.name);
  std::string_view suggestion = rt::nearest(word, known);
  return fail(rt::usageError(
      "there is no command '", word, "'; ",
      suggestion.empty() ? std::string("'leat --help' lists them")
                         : "did you mean '" + std::string(suggestion) + "'?"));
}

int main(int argc, char **argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  std::vector<std::string> rest = words;
  if (rt::Status taken = takeDiagnosticsOption(rest); !taken.ok())
    return fail(taken);
  if (rest.empty()) {
    std::fputs(overview().c_str(), stderr);
    return 2;
  }
  // A command finds the option again, behind its name.
  if (words[0].starts_with("--diagnostics")) {
    words = rest;
    words.push_back("--diagnostics=json");
  }
  if (words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    std::fputs(overview().c_str(), stdout);
    return 0;
  }
  if (words[0] == "--version") {
    std::puts("leat " LEAT_VERSION);
    return 0;
  }
  if (std::optional<int> code = runCommand(commands(), words))
    return *code;
  for (const CompilerCommand &command : kCompilerCommands) {
    if (command.name != words[0])
      continue;
    rt::Result<const CompilerLibrary *> library = compilerLibrary();
    return library.ok() ? (*library)->runCommand(words)
                        : fail(library.status());
  }
  return unknownCommand(words[0]);
}
