//===- Log.cpp - what happened in a run, one record a line ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// JSON lines through the JSON library, CSV by RFC 4180.
//
//===----------------------------------------------------------------------===//
#include "runtime/Log.h"
#include "runtime/LogReader.h"
#include "runtime/io/File.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

using namespace leat::rt;
using Json = nlohmann::ordered_json;

/// The shortest text that reads back as the same number.
static std::string textOf(double value) {
  char text[40];
  auto end = std::to_chars(text, text + sizeof(text), value);
  return std::string(text, end.ptr);
}

/// The value as plain text.
static std::string textOf(const LogValue &value) {
  if (const auto *integer = std::get_if<int64_t>(&value))
    return std::to_string(*integer);
  if (const auto *number = std::get_if<double>(&value))
    return std::isnan(*number) ? "nan" : textOf(*number);
  if (const auto *flag = std::get_if<bool>(&value))
    return *flag ? "true" : "false";
  return *std::get_if<std::string>(&value);
}

static Json jsonOf(const LogValue &value) {
  if (const auto *number = std::get_if<double>(&value);
      number && !std::isfinite(*number))
    return textOf(value);
  return std::visit([](const auto &content) { return Json(content); }, value);
}

static std::string jsonLine(const LogRecord &record) {
  Json json = Json::object();
  for (const auto &[name, value] : record)
    json[name] = jsonOf(value);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// A cell of a row, in quotes where it needs them.
static std::string csvCell(const std::string &text) {
  if (text.find_first_of(",\"\r\n#") == std::string::npos)
    return text;
  std::string quoted = "\"";
  for (char c : text)
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

static std::string csvRow(const std::vector<std::string> &cells) {
  std::string row;
  for (size_t i = 0; i < cells.size(); ++i)
    row += (i == 0 ? "" : ",") + csvCell(cells[i]);
  return row + "\n";
}

static Status noColumn(const std::string &path, const std::string &name) {
  return userError("cannot write '", path, "': no column '", name,
                   "', which its first record did not have");
}

Result<Log> Log::open(const std::string &path, const char *mode) {
  LEAT_ASSIGN(bool isCsv, isCsvLog(path));
  std::FILE *file = std::fopen(path.c_str(), mode);
  if (!file)
    return userError("cannot write '", path, "': ", std::strerror(errno));
  return Log(path, file, isCsv);
}

Result<Log> Log::create(const std::string &path) { return open(path, "we"); }

Result<Log> Log::resume(const std::string &path, int64_t last) {
  LEAT_TRY(isCsvLog(path).status());
  LogContent old;
  if (std::filesystem::exists(path)) {
    LEAT_ASSIGN(old, readLog(path));
  }
  // Nothing is taken out of a file that was never a log.
  if (!old.lines.empty() && !old.lines[0].fault.empty() && !old.lines[0].isTorn)
    return userError("cannot go on with '", path, "': is no log, as line ",
                     old.lines[0].number, " ", old.lines[0].fault);
  std::string kept;
  double furthest = double(last);
  bool isWhole = true;
  for (const LogLine &line : old.lines) {
    double step = line.find("step").value_or(0);
    bool isKept = line.fault.empty() && !line.isTorn && step <= double(last);
    if (isKept)
      kept += line.text;
    else if (line.fault.empty() && !line.isTorn)
      furthest = std::max(furthest, step);
    isWhole &= isKept;
  }
  if (!isWhole)
    LEAT_TRY(writeFile(path, kept));
  LEAT_ASSIGN(Log log, open(path, "ae"));
  log.columns = std::move(old.columns);
  log.repeatedSteps = int64_t(furthest) - last;
  return log;
}

Status Log::name(const std::vector<std::string> &names) {
  if (!isCsv)
    return {};
  if (columns.empty()) {
    columns = names;
    return put(csvRow(columns));
  }
  for (const std::string &name : names)
    if (std::ranges::find(columns, name) == columns.end())
      return noColumn(path, name);
  return {};
}

Status Log::put(const std::string &text) {
  if (std::fwrite(text.data(), 1, text.size(), file.get()) != text.size() ||
      std::fflush(file.get()) != 0)
    return userError("cannot write '", path, "': ", std::strerror(errno));
  return {};
}

Status Log::start(const LogRecord &facts) {
  if (!isCsv)
    return put(jsonLine(facts));
  std::string lines;
  for (const auto &[name, value] : facts) {
    std::string line = "# " + name + ": " + textOf(value);
    std::ranges::replace(line, '\n', ' ');
    lines += line + "\n";
  }
  return put(lines);
}

Status Log::write(const LogRecord &record) {
  if (!isCsv)
    return put(jsonLine(record));
  std::string text;
  if (columns.empty()) {
    for (const auto &[name, value] : record)
      columns.push_back(name);
    text = csvRow(columns);
  }
  std::vector<std::string> cells(columns.size());
  for (const auto &[name, value] : record) {
    auto column = std::ranges::find(columns, name);
    if (column == columns.end())
      return noColumn(path, name);
    cells[size_t(column - columns.begin())] = textOf(value);
  }
  return put(text + csvRow(cells));
}
