//===- Diagnostic.h - a message with its place ------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What an error says, in parts: for programs that show errors themselves.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_DIAGNOSTIC_H
#define LEAT_RUNTIME_DIAGNOSTIC_H

#include <cstdlib>
#include <string>
#include <vector>

namespace leat::rt {

/// A place in a source file; of none, where `file` is empty.
struct SourcePlace {
  std::string file;
  unsigned line = 0, column = 0; ///< from 1, in bytes
};

/// The place that "file:line:column" is; none where it is none.
inline SourcePlace parsePlace(const std::string &text) {
  size_t column = text.rfind(':');
  size_t line = column == 0 || column == std::string::npos
                    ? std::string::npos
                    : text.rfind(':', column - 1);
  if (line == std::string::npos)
    return {};
  auto number = [&](size_t begin) {
    return unsigned(std::strtoul(text.c_str() + begin + 1, nullptr, 10));
  };
  return {text.substr(0, line), number(line), number(column)};
}

/// One message about one place.
struct Diagnostic {
  std::string severity = "error"; ///< error, warning, remark or note
  SourcePlace place;
  std::string message;
  /// What it disagrees with, or from where it was called.
  std::vector<Diagnostic> notes;
};

} // namespace leat::rt

#endif // LEAT_RUNTIME_DIAGNOSTIC_H
