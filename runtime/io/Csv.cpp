//===- Csv.cpp - tables of numbers as text ----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Cells are read one after the other into their columns; at the end columns
// become tensors. A cell of a column of integers is kept exactly.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/Csv.h"
#include "runtime/io/File.h"

#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>

using namespace leat::rt;

namespace {

/// Takes cells off the text of a file.
class CellReader {
public:
  explicit CellReader(std::string_view text) : rest(text) {}

  bool atEnd() const { return rest.empty(); }
  int64_t line() const { return lineNumber; }

  /// The next cell, without quotes and the spaces round it; `last` tells
  /// whether it ends its line. Errors: a quote that is not closed in its line,
  /// or text behind one.
  Result<std::string> next(bool &last);

private:
  void skipSpace() {
    while (!rest.empty() && (rest[0] == ' ' || rest[0] == '\t'))
      rest.remove_prefix(1);
  }
  Result<std::string> quoted();

  std::string_view rest;
  int64_t lineNumber = 1;
};

/// One column of numbers.
struct Column {
  std::string name;
  bool isInteger = true;
  std::vector<int64_t> integers; ///< as long as isInteger
  std::vector<double> numbers;
};

/// Columns that make up one tensor: one, or several gathered by number.
struct Field {
  std::string name;
  bool isGathered = false;
  std::map<int64_t, const Column *> columns;
};

} // namespace

Result<std::string> CellReader::quoted() {
  std::string cell;
  for (size_t i = 1; i < rest.size() && rest[i] != '\n'; ++i) {
    if (rest[i] != '"') {
      cell += rest[i];
    } else if (i + 1 < rest.size() && rest[i + 1] == '"') {
      cell += '"';
      ++i;
    } else {
      rest.remove_prefix(i + 1);
      skipSpace();
      if (!rest.empty() &&
          std::string_view(",\r\n").find(rest[0]) == std::string_view::npos)
        return userError("text follows the quoted cell '", cell,
                         "', expected ','");
      return cell;
    }
  }
  return userError("a quote is not closed in its line");
}

Result<std::string> CellReader::next(bool &last) {
  skipSpace();
  std::string cell;
  if (!rest.empty() && rest[0] == '"') {
    LEAT_ASSIGN(cell, quoted());
  } else {
    std::string_view text = rest.substr(0, rest.find_first_of(",\n"));
    rest.remove_prefix(text.size());
    while (!text.empty() &&
           std::string_view(" \t\r").find(text.back()) != text.npos)
      text.remove_suffix(1);
    cell = text;
  }
  if (rest.starts_with("\r\n"))
    rest.remove_prefix(1);
  last = rest.empty() || rest[0] == '\n';
  if (!rest.empty() && rest[0] == '\r')
    return userError("a carriage return without a line feed");
  if (!rest.empty())
    rest.remove_prefix(1);
  lineNumber += last;
  return cell;
}

/// The whole of `text` as a number of type T; a leading '+' may stand.
template <typename T>
static std::optional<T> parseNumber(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-"))
    text.remove_prefix(1);
  T value;
  auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

/// What a person sees of a cell in a message, however long it is.
static std::string shown(const std::string &cell) {
  constexpr size_t longest = 40;
  return cell.size() <= longest ? cell : cell.substr(0, longest) + "...";
}

static std::string placeOf(int64_t line, size_t column,
                           const std::string &name = "") {
  std::string place =
      "line " + std::to_string(line) + ", column " + std::to_string(column);
  return name.empty() ? place : place + " (" + shown(name) + ")";
}

static Result<std::vector<Column>> readNames(CellReader &cells) {
  std::vector<Column> columns;
  std::map<std::string, size_t> seen;
  for (bool last = false; !last;) {
    auto name = cells.next(last);
    std::string place = placeOf(1, columns.size() + 1);
    if (!name.ok())
      return std::move(name).status().at(place);
    if (name->empty())
      return userError(place, ": an empty cell, expected the name of a column");
    if (parseNumber<double>(*name))
      return userError(place, ": found the number ", shown(*name),
                       ", expected the name of a column: the first line names "
                       "the columns");
    auto [first, isNew] = seen.insert({*name, columns.size() + 1});
    if (!isNew)
      return userError(place, ": the name '", shown(*name),
                       "' is that of column ", first->second, ", too");
    columns.emplace_back().name = *std::move(name);
  }
  return columns;
}

static Status addCell(Column &column, const std::string &cell) {
  if (cell.empty())
    return userError("an empty cell, expected a number");
  std::optional<int64_t> integer;
  if (column.isInteger)
    integer = parseNumber<int64_t>(cell);
  if (integer) {
    column.integers.push_back(*integer);
    column.numbers.push_back(double(*integer));
    return {};
  }
  std::optional<double> number = parseNumber<double>(cell);
  if (!number || !std::isfinite(*number))
    return userError("found '", shown(cell), "', expected a finite number");
  column.isInteger = false;
  column.numbers.push_back(*number);
  return {};
}

static Status readLine(CellReader &cells, std::vector<Column> &columns) {
  int64_t line = cells.line();
  size_t count = 0;
  for (bool last = false; !last; ++count) {
    bool isExtra = count >= columns.size();
    std::string place =
        placeOf(line, count + 1, isExtra ? "" : columns[count].name);
    auto cell = cells.next(last);
    if (!cell.ok())
      return std::move(cell).status().at(place);
    if (isExtra)
      return userError("line ", line, ": more than ", columns.size(),
                       " cells, expected ", columns.size());
    // A line that is empty altogether is better called short than an empty
    // cell.
    if (last && count == 0 && columns.size() > 1)
      return userError("line ", line, ": ", cell->empty() ? 0 : 1,
                       " cells, expected ", columns.size());
    LEAT_TRY(addCell(columns[count], *cell).at(place));
  }
  if (count != columns.size())
    return userError("line ", line, ": ", count, " cells, expected ",
                     columns.size());
  return {};
}

/// The number at the end of "x.3" or "x3", and what stands before it.
static std::optional<std::pair<std::string, int64_t>>
splitNumber(const std::string &name) {
  size_t digits = name.size();
  while (digits > 0 && name[digits - 1] >= '0' && name[digits - 1] <= '9')
    --digits;
  std::string number = name.substr(digits);
  // More than six digits are no column's number, and 07 is another name than 7.
  if (number.empty() || number.size() > 6 ||
      (number.size() > 1 && number[0] == '0'))
    return std::nullopt;
  return std::pair(name.substr(0, digits), *parseNumber<int64_t>(number));
}

static Result<std::vector<Field>> gather(const std::vector<Column> &columns) {
  // "x" or "x." to the columns that are numbered behind it.
  std::map<std::string, std::map<int64_t, const Column *>> groups;
  for (const Column &column : columns)
    if (auto parts = splitNumber(column.name))
      groups[parts->first][parts->second] = &column;
  std::vector<Field> fields;
  for (const Column &column : columns) {
    auto parts = splitNumber(column.name);
    auto *group = parts ? &groups[parts->first] : nullptr;
    bool hasDot = parts && parts->first.ends_with('.');
    std::string name = parts ? parts->first : column.name;
    if (hasDot)
      name.pop_back();
    if (!group || !group->contains(0) || name.empty() ||
        (group->size() == 1 && !hasDot)) {
      fields.push_back({column.name, false, {{0, &column}}});
      continue;
    }
    if (group->begin()->second == nullptr)
      continue; // gathered where its first column stood
    if (group->rbegin()->first != int64_t(group->size()) - 1) {
      int64_t missing = 0;
      while (group->contains(missing))
        ++missing;
      return userError("line 1: there are columns ", parts->first, "0 and ",
                       parts->first, group->rbegin()->first, ", but no ",
                       parts->first, missing);
    }
    fields.push_back({name, true, *group});
    group->begin()->second = nullptr;
  }
  return fields;
}

/// Copies the columns of a field beside each other.
template <typename T>
static void interleave(const Field &field, Tensor &tensor,
                       std::vector<T> Column::*cells) {
  std::span<T> to = tensor.values<T>();
  size_t width = field.columns.size(), at = 0;
  for (const auto &[number, column] : field.columns) {
    const std::vector<T> &from = column->*cells;
    for (size_t line = 0; line < from.size(); ++line)
      to[line * width + at] = from[line];
    ++at;
  }
}

static Result<Tensor> toTensor(const Field &field) {
  bool isInteger = true;
  for (const auto &[number, column] : field.columns)
    isInteger &= column->isInteger;
  Shape shape = {int64_t(field.columns.begin()->second->numbers.size())};
  if (field.isGathered)
    shape.push_back(int64_t(field.columns.size()));
  LEAT_ASSIGN(Tensor tensor,
              Tensor::zeros(isInteger ? DType::I64 : DType::F64, shape));
  if (isInteger)
    interleave(field, tensor, &Column::integers);
  else
    interleave(field, tensor, &Column::numbers);
  return tensor;
}

Result<NamedTensors> leat::rt::parseCsv(ByteView content) {
  std::string_view text(reinterpret_cast<const char *>(content.data()),
                        content.size());
  if (text.starts_with("\xef\xbb\xbf")) // the byte order mark of spreadsheets
    text.remove_prefix(3);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
    text.remove_suffix(1);
  if (text.empty())
    return userError("the file is empty, expected a line of names and lines of "
                     "numbers");
  if (text.find('\0') != text.npos)
    return userError("holds a zero byte, expected text");
  CellReader cells(text);
  LEAT_ASSIGN(std::vector<Column> columns, readNames(cells));
  if (cells.atEnd())
    return userError("no line follows the names, expected numbers");
  while (!cells.atEnd())
    LEAT_TRY(readLine(cells, columns));
  LEAT_ASSIGN(std::vector<Field> fields, gather(columns));
  NamedTensors tensors;
  for (const Field &field : fields) {
    LEAT_ASSIGN(Tensor tensor, toTensor(field));
    tensors.emplace_back(field.name, std::move(tensor));
  }
  return tensors;
}

Result<NamedTensors> leat::rt::readCsv(const std::string &path) {
  LEAT_ASSIGN(Bytes content, readFile(path));
  auto tensors = parseCsv(content);
  if (!tensors.ok())
    return std::move(tensors).status().at("'" + path + "'");
  return tensors;
}
