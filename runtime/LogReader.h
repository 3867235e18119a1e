//===- LogReader.h - the records of a log, read back ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For runs that go on with a log, and for those who draw what it holds. Takes
// the JSON lines and the CSV of others as well.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_LOGREADER_H
#define LEAT_RUNTIME_LOGREADER_H

#include "runtime/Log.h"

#include <optional>

namespace leat::rt {

/// A line of a log: a record, or facts about the run. In CSV files a cell in
/// quotes may make it several lines of text.
struct LogLine {
  int64_t number = 0;   ///< of its first line, from 1
  std::string text;     ///< as it stands in the file, its end included
  LogRecord record;     ///< what is neither number, text nor truth is left out
  bool isFacts = false; ///< CSV: a line that starts with '#'
  bool isNames = false; ///< CSV: the column names
  std::string fault;    ///< why it is no record; empty if it is one
  bool isTorn = false;  ///< its end is missing: the writer was killed

  /// The number of that name in the record, if there is one.
  std::optional<double> find(std::string_view name) const;
};

/// What a log file holds.
struct LogContent {
  std::vector<LogLine> lines;
  std::vector<std::string> columns; ///< of a CSV file that names some
};

/// Whether a log of that name is CSV; the alternative is JSON lines. Errors
/// (usage): a name that ends in neither ".csv" nor ".jsonl".
Result<bool> isCsvLog(const std::string &path);

/// Reads a log; a line that is no record is no error here, but has a `fault`.
/// Errors: those of isCsvLog() and of readFile().
Result<LogContent> readLog(const std::string &path);

} // namespace leat::rt

#endif // LEAT_RUNTIME_LOGREADER_H
