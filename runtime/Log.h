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
  /// Opens `path`, which ends in ".jsonl" or ".csv", anew. Errors: another
  /// ending (usage); cannot be written.
  static Result<Log> create(const std::string &path);

  /// Opens it behind what it holds, for a run that goes on from step `last`.
  /// Records of later steps ("step" names it), which that run makes once more,
  /// are taken out, and so is what a killed writer left in pieces. A file that
  /// is missing is created. Errors: also a file that is no log.
  static Result<Log> resume(const std::string &path, int64_t last);

  /// How many steps resume() found to be made once more.
  int64_t repeated() const { return repeatedSteps; }

  /// Says which names the records have, so that the first one need not have
  /// them all. CSV: writes them, if none are there. Errors: a CSV file to go on
  /// with lacks one; a disk error.
  Status name(const std::vector<std::string> &names);

  /// Writes the facts about the run that stand before its records. JSON: an
  /// object. CSV: a line "# name: value" each.
  Status start(const LogRecord &facts);

  /// Writes a record. JSON: an object; nan and infinities, which JSON lacks,
  /// are the texts "nan", "inf", "-inf". CSV: a row; without name() the first
  /// record names the columns; some may be empty. Errors: a name that is no
  /// column of the CSV file; a disk error.
  Status write(const LogRecord &record);

private:
  struct Close {
    void operator()(std::FILE *file) const { std::fclose(file); }
  };
  Log(std::string path, std::FILE *file, bool isCsv)
      : path(std::move(path)), file(file), isCsv(isCsv) {}
  static Result<Log> open(const std::string &path, const char *mode);
  Status put(const std::string &text);

  std::string path;
  std::unique_ptr<std::FILE, Close> file;
  bool isCsv;
  int64_t repeatedSteps = 0;
  std::vector<std::string> columns;
};

} // namespace leat::rt

#endif // LEAT_RUNTIME_LOG_H
