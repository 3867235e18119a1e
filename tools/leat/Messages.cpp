//===- Messages.cpp - what goes to stderr -----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As text for a person or, with --diagnostics=json, as objects for a program.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Common.h"

#include <cstdio>
#include <nlohmann/json.hpp>

using namespace leat;
using Json = nlohmann::ordered_json;

/// Set once, before anything is said.
static bool asJson = false;

rt::Status cli::takeDiagnosticsOption(std::vector<std::string> &words) {
  constexpr std::string_view name = "--diagnostics";
  for (size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    if (words[i].substr(0, words[i].find('=')) != name)
      continue;
    bool joined = words[i].size() > name.size();
    if (!joined && i + 1 == words.size())
      return rt::usageError("--diagnostics needs a value: json");
    std::string value =
        joined ? words[i].substr(name.size() + 1) : words[i + 1];
    if (value != "json")
      return rt::usageError("--diagnostics is '", value, "', expected json");
    words.erase(words.begin() + i, words.begin() + i + (joined ? 1 : 2));
    asJson = true;
    --i;
  }
  return {};
}

static Json toJson(const rt::Diagnostic &diagnostic) {
  Json object;
  object["severity"] = diagnostic.severity;
  if (!diagnostic.place.file.empty()) {
    object["file"] = diagnostic.place.file;
    object["line"] = diagnostic.place.line;
    object["column"] = diagnostic.place.column;
  }
  object["message"] = diagnostic.message;
  object["notes"] = Json::array();
  for (const rt::Diagnostic &note : diagnostic.notes)
    object["notes"].push_back(toJson(note));
  return object;
}

static void write(const rt::Diagnostic &diagnostic) {
  // What is no UTF-8, the name of a file perhaps, is no error of its own.
  std::string line = toJson(diagnostic)
                         .dump(-1, ' ', /*ensure_ascii=*/false,
                               Json::error_handler_t::replace) +
                     "\n";
  std::fputs(line.c_str(), stderr);
}

int cli::fail(const rt::Status &status) {
  // A diagnostic of the compiler names its place and says "error" itself.
  bool isDiagnostic = status.message().find(": error: ") != std::string::npos;
  if (!asJson)
    say((isDiagnostic ? "" : "error: ") + status.message());
  else if (status.diagnostics().empty())
    write({"error", {}, status.message(), {}});
  for (const rt::Diagnostic &diagnostic : status.diagnostics())
    if (asJson)
      write(diagnostic);
  return status.exitCode();
}

void cli::say(const std::string &message) {
  if (asJson && !message.empty())
    write({"remark", {}, message, {}});
  else
    std::fprintf(stderr, "%s%s", message.c_str(),
                 message.empty() || message.back() == '\n' ? "" : "\n");
}
