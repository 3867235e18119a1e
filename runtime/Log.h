//===- Log.h - what happened in a run, one record a line --------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The file of --log: losses and whatever else a step or an epoch reports, in a
// form that other programs read.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_LOG_H
#define LEAT_RUNTIME_LOG_H

#include "runtime/Status.h"

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace leat::rt {

using LogValue = std::variant<int64_t, double, bool, std::string>;
/// Names and values, in the order in which they are written.
using LogRecord = std::vector<std::pair<std::string, LogValue>>;

/// A log file. Each record is on the way to the disk when its call returns.
class Log {
public:
  /// Opens `path`, which ends in ".jsonl" or ".csv", anew or behind what it
  /// holds. Errors: another ending (usage); cannot be written; a CSV file to
  /// append to that has no line of column names.
  static Result<Log> open(const std::string &path, bool append);

  /// Writes the facts about the run that stand before its records. JSON: an
  /// object. CSV: a line "# name: value" each.
  Status start(const LogRecord &facts);

  /// Writes a record. JSON: an object; nan and infinities, which JSON lacks,
  /// are the texts "nan", "inf", "-inf". CSV: a row; the first record names the
  /// columns, later ones may leave some empty. Errors: a column that the first
  /// CSV record did not have; a disk error.
  Status write(const LogRecord &record);

private:
  struct Close {
    void operator()(std::FILE *file) const { std::fclose(file); }
  };
  Log(std::string path, std::FILE *file, bool isCsv)
      : path(std::move(path)), file(file), isCsv(isCsv) {}
  Status put(const std::string &text);
  Status readColumns();

  std::string path;
  std::unique_ptr<std::FILE, Close> file;
  bool isCsv;
  std::vector<std::string> columns;
};

} // namespace leat::rt

#endif // LEAT_RUNTIME_LOG_H
