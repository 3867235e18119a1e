//===- Literal.cpp - tensors written as text --------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A recursive reader that learns the shape from the first list at each depth.
//
//===----------------------------------------------------------------------===//

#include "runtime/Literal.h"

#include <algorithm>
#include <charconv>

using namespace leat;
using namespace leat::rt;

namespace {

/// Deeper nesting than any tensor needs.
constexpr size_t kMaxDepth = 16;

class LiteralReader {
public:
  LiteralReader(std::string_view text, DType type)
      : text(text), rest(text), type(type) {}

  Result<Tensor> read();

private:
  Status readValue(size_t depth);
  Status readList(size_t depth);
  Status readNumber();
  void skipSpace();
  Status error(const std::string &expected) const;

  std::string_view text, rest;
  DType type;
  Shape shape;
  /// The depth at which numbers stand, once one was read.
  std::optional<size_t> rank;
  std::vector<double> floats;
  std::vector<int64_t> integers;
};

} // namespace

Status LiteralReader::error(const std::string &expected) const {
  return userError("'", text, "' at character ", text.size() - rest.size() + 1,
                   ": expected ", expected);
}

// The number that `word` is from its first to its last letter.
template <typename T>
static bool parseNumber(std::string_view word, T &number) {
  if (word.starts_with('+'))
    word.remove_prefix(1);
  const char *last = word.data() + word.size();
  auto [end, error] = std::from_chars(word.data(), last, number);
  return error == std::errc() && end == last;
}

void LiteralReader::skipSpace() {
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t\n"), rest.size()));
}

Status LiteralReader::readNumber() {
  std::string_view word = rest.substr(0, rest.find_first_of(",] \t\n"));
  bool isInteger = !isFloat(type);
  int64_t integer = 0;
  double number = 0;
  if (word == "true" || word == "false")
    number = double(integer = word == "true");
  else if (isInteger && !parseNumber(word, integer))
    return error("an integer, as the argument is " + std::string(nameOf(type)));
  else if (!isInteger && !parseNumber(word, number))
    return error("a number, 'inf' or 'nan'");
  if (isInteger && type != DType::I64 && type != DType::I1) {
    int64_t limit = int64_t(1) << (8 * sizeOf(type) - 1);
    if (integer < -limit || integer >= limit)
      return error("an integer that " + std::string(nameOf(type)) + " holds");
  }
  floats.push_back(number);
  integers.push_back(integer);
  rest.remove_prefix(word.size());
  return {};
}

Status LiteralReader::readList(size_t depth) {
  rest.remove_prefix(1);
  skipSpace();
  int64_t count = 0;
  while (!rest.starts_with(']')) {
    if (count) {
      if (!rest.starts_with(','))
        return error("',' or ']'");
      rest.remove_prefix(1);
      skipSpace();
    }
    LEAT_TRY(readValue(depth + 1));
    skipSpace();
    ++count;
  }
  rest.remove_prefix(1);
  if (shape[depth] >= 0 && shape[depth] != count)
    return userError("'", text, "' has lists of ", shape[depth], " and ", count,
                     " elements side by side");
  shape[depth] = count;
  return {};
}

Status LiteralReader::readValue(size_t depth) {
  bool isList = rest.starts_with('[');
  if (rank && (isList ? depth >= *rank : depth != *rank))
    return error(isList ? "a number, as before" : "a list, as before");
  if (!isList) {
    rank = depth;
    return readNumber();
  }
  if (depth == kMaxDepth)
    return error("fewer brackets");
  if (shape.size() <= depth)
    shape.resize(depth + 1, -1);
  return readList(depth);
}

Result<Tensor> LiteralReader::read() {
  skipSpace();
  LEAT_TRY(readValue(0));
  skipSpace();
  if (!rest.empty())
    return error("nothing more");
  if (isFloat(type)) {
    LEAT_ASSIGN(Tensor tensor, Tensor::from<double>(std::move(shape), floats));
    return tensor.cast(type);
  }
  LEAT_ASSIGN(Tensor tensor, Tensor::from<int64_t>(std::move(shape), integers));
  return tensor.cast(type);
}

Result<Tensor> rt::parseLiteral(const std::string &text, DType type) {
  return LiteralReader(text, type).read();
}
