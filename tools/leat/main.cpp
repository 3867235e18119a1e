//===- main.cpp - leat: run, train and look at models -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds the command, reads its arguments, and turns its error into a message
// and an exit code: 1 the user's input, 2 usage, 3 target not available, 130
// interrupted.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Commands.h"

#include <cstdio>

using namespace leat;
using namespace leat::cli;

/// Names of the contract that have no code behind them.
static constexpr std::string_view kUnsupported[] = {"sample", "show", "bench",
                                                    "import", "data"};

static std::vector<Command> commands() {
  return {runCommand(),     trainCommand(), evalCommand(), checkCommand(),
          compileCommand(), plotCommand(),  infoCommand(), cacheCommand()};
}

static std::string overview() {
  std::string text = "usage: leat COMMAND [arguments]\n\ncommands:\n";
  for (const Command &command : commands()) {
    std::string left = "  " + std::string(command.name);
    left.resize(12, ' ');
    text += left + std::string(command.summary) + "\n";
  }
  return text + "\n'leat COMMAND --help' shows a command's options and an "
                "example\n";
}

// A diagnostic of the compiler names its place and says "error" itself.
static int fail(const rt::Status &status) {
  bool isDiagnostic = status.message().find(": error: ") != std::string::npos;
  std::fprintf(stderr, "%s%s\n",
               isDiagnostic ? "" : "error: ", status.message().c_str());
  return status.exitCode();
}

static int unknownCommand(const std::string &word) {
  for (std::string_view name : kUnsupported)
    if (word == name)
      return fail(rt::userError("leat ", word, " is not supported yet"));
  std::vector<std::string_view> known(std::begin(kUnsupported),
                                      std::end(kUnsupported));
  for (const Command &command : commands())
    known.push_back(command.name);
  std::string_view suggestion = nearest(word, known);
  return fail(rt::usageError(
      "there is no command '", word, "'; ",
      suggestion.empty() ? std::string("'leat --help' lists them")
                         : "did you mean '" + std::string(suggestion) + "'?"));
}

int main(int argc, char **argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty()) {
    std::fputs(overview().c_str(), stderr);
    return 2;
  }
  if (words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    std::fputs(overview().c_str(), stdout);
    return 0;
  }
  if (words[0] == "--version") {
    std::puts("leat " LEAT_VERSION);
    return 0;
  }
  for (const Command &command : commands()) {
    if (command.name != words[0])
      continue;
    std::vector<std::string> rest(words.begin() + 1, words.end());
    for (const std::string &word : rest)
      if (word == "--help" || word == "-h") {
        std::fputs(describe(command).c_str(), stdout);
        return 0;
      }
    rt::Result<Arguments> arguments = parseArguments(command, rest);
    if (!arguments.ok())
      return fail(arguments.status());
    rt::Result<int> code = command.run(*arguments);
    return code.ok() ? *code : fail(code.status());
  }
  return unknownCommand(words[0]);
}
