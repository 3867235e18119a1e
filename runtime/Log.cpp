//===- Log.cpp - what happened in a run, one record a line ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// JSON lines through the JSON library, CSV by RFC 4180.
//
//===----------------------------------------------------------------------===//
#include "runtime/Log.h"
#include "runtime/io/File.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
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

Result<Log> Log::open(const std::string &path, bool append) {
  bool isCsv = path.ends_with(".csv");
  if (!isCsv && !path.ends_with(".jsonl"))
    return usageError("log file '", path, "', expected a name that ends in ",
                      ".jsonl or .csv");
  std::FILE *file = std::fopen(path.c_str(), append ? "ae" : "we");
  if (!file)
    return userError("cannot write '", path, "': ", std::strerror(errno));
  Log log(path, file, isCsv);
  std::fseek(file, 0, SEEK_END);
  if (append && std::ftell(file) > 0) {
    LEAT_TRY(log.readColumns());
  }
  return log;
}

/// Finds the columns of the CSV file that is appended to, and ends a line that
/// an interrupted run left open.
Status Log::readColumns() {
  LEAT_ASSIGN(Bytes bytes, readFile(path));
  std::string content(bytes.begin(), bytes.end());
  if (content.back() != '\n') {
    content += '\n';
    LEAT_TRY(put("\n"));
  }
  if (!isCsv)
    return {};
  size_t begin = 0;
  while (begin < content.size() && content[begin] == '#')
    begin = content.find('\n', begin) + 1;
  bool quoted = false;
  std::string cell;
  for (size_t i = begin; i < content.size(); ++i) {
    char c = content[i];
    if (c == '"' && quoted && content[i + 1] == '"') {
      cell += c;
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == ',' || c == '\n')) {
      columns.push_back(std::exchange(cell, ""));
      if (c == '\n')
        return {};
    } else {
      cell += c;
    }
  }
  if (begin < content.size())
    return userError("cannot append to '", path,
                     "': no line of column names was found");
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
      return userError("cannot write '", path, "': no column '", name,
                       "', which the first record did not have");
    cells[size_t(column - columns.begin())] = textOf(value);
  }
  return put(text + csvRow(cells));
}
