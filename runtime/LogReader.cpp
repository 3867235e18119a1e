//===- LogReader.cpp - the records of a log, read back ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// JSON lines through the JSON library, CSV by RFC 4180.
//
//===----------------------------------------------------------------------===//
#include "runtime/LogReader.h"
#include "runtime/io/File.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

using namespace leat::rt;
using Json = nlohmann::ordered_json;

std::optional<double> LogLine::find(std::string_view name) const {
  for (const auto &[key, value] : record) {
    if (key != name)
      continue;
    if (const auto *integer = std::get_if<int64_t>(&value))
      return double(*integer);
    if (const auto *number = std::get_if<double>(&value))
      return *number;
  }
  return std::nullopt;
}

/// All of `text` as a number, "nan" and "inf" included, or nothing.
template <typename Number>
static std::optional<Number> parseNumber(std::string_view text) {
  Number value;
  auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

/// A number where the text is one, else the text.
static LogValue valueOf(const std::string &text) {
  if (auto integer = parseNumber<int64_t>(text))
    return *integer;
  if (auto number = parseNumber<double>(text))
    return *number;
  return text;
}

/// Where the line that starts at `begin` ends, its '\n' included. In CSV rows
/// one in quotes does not count.
static size_t endOfLine(std::string_view content, size_t begin, bool isRow) {
  bool quoted = false;
  for (size_t i = begin; i < content.size(); ++i) {
    quoted ^= isRow && content[i] == '"';
    if (content[i] == '\n' && !quoted)
      return i + 1;
  }
  return content.size();
}

static std::vector<std::string> splitRow(std::string_view row) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (size_t i = 0; i < row.size(); ++i) {
    char c = row[i];
    if (c == '"' && quoted && i + 1 < row.size() && row[i + 1] == '"')
      cells.back() += row[++i];
    else if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back() += c;
  }
  return cells;
}

static void parseJsonLine(std::string_view text, LogLine &line) {
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) {
    line.fault = "is no JSON object";
    return;
  }
  for (const auto &[name, value] : json.items()) {
    if (value.is_boolean())
      line.record.push_back({name, value.get<bool>()});
    else if (value.is_number_integer() &&
             (!value.is_number_unsigned() || value.get<uint64_t>() >> 63 == 0))
      line.record.push_back({name, value.get<int64_t>()});
    else if (value.is_number())
      line.record.push_back({name, value.get<double>()});
    else if (value.is_string()) // "nan" and "inf" are how Log writes them
      line.record.push_back({name, valueOf(value.get<std::string>())});
  }
}

static void parseCsvLine(std::string_view text, LogLine &line,
                         std::vector<std::string> &columns) {
  if (text.starts_with('#')) {
    line.isFacts = true;
    text.remove_prefix(std::min(text.find_first_not_of("# "), text.size()));
    size_t colon = text.find(": ");
    if (colon != std::string_view::npos)
      line.record.push_back({std::string(text.substr(0, colon)),
                             valueOf(std::string(text.substr(colon + 2)))});
    return;
  }
  std::vector<std::string> cells = splitRow(text);
  if (columns.empty()) {
    if (line.isTorn)
      line.fault = "ends within the column names";
    else
      columns = std::move(cells), line.isNames = true;
    return;
  }
  if (cells.size() != columns.size()) {
    line.fault = "has " + std::to_string(cells.size()) + " cells, expected " +
                 std::to_string(columns.size());
    return;
  }
  for (size_t i = 0; i < cells.size(); ++i)
    if (!cells[i].empty())
      line.record.push_back({columns[i], valueOf(cells[i])});
}

Result<bool> leat::rt::isCsvLog(const std::string &path) {
  bool isCsv = path.ends_with(".csv");
  if (!isCsv && !path.ends_with(".jsonl"))
    return usageError("log file '", path, "', expected a name that ends in ",
                      ".jsonl or .csv");
  return isCsv;
}

Result<LogContent> leat::rt::readLog(const std::string &path) {
  LEAT_ASSIGN(bool isCsv, isCsvLog(path));
  LEAT_ASSIGN(Bytes bytes, readFile(path));
  std::string_view content(reinterpret_cast<const char *>(bytes.data()),
                           bytes.size());
  LogContent result;
  int64_t number = 1;
  for (size_t begin = 0, end; begin < content.size(); begin = end) {
    bool isRow = isCsv && content[begin] != '#';
    end = endOfLine(content, begin, isRow);
    LogLine line;
    line.number = number;
    line.text = content.substr(begin, end - begin);
    line.isTorn = !line.text.ends_with('\n');
    number += std::ranges::count(line.text, '\n');
    std::string_view text = line.text;
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
      text.remove_suffix(1);
    if (text.empty())
      continue;
    if (isCsv)
      parseCsvLine(text, line, result.columns);
    else
      parseJsonLine(text, line);
    result.lines.push_back(std::move(line));
  }
  return result;
}
