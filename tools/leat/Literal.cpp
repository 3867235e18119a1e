//===- Literal.cpp - tensors typed on the command line ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A recursive reader that learns the shape from the first list at each depth.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Literal.h"
#include "runtime/io/Npy.h"

#include <algorithm>
#include <charconv>

using namespace leat;
using namespace leat::cli;

namespace {

/// Deeper nesting than any tensor needs.
constexpr size_t kMaxDepth = 16;

class LiteralReader {
public:
  LiteralReader(std::string_view text, rt::DType type)
      : text(text), rest(text), type(type) {}

  rt::Result<rt::Tensor> read();

private:
  rt::Status readValue(size_t depth);
  rt::Status readList(size_t depth);
  rt::Status readNumber();
  void skipSpace();
  rt::Status error(const std::string &expected) const;

  std::string_view text, rest;
  rt::DType type;
  rt::Shape shape;
  /// The depth at which numbers stand, once one was read.
  std::optional<size_t> rank;
  std::vector<double> floats;
  std::vector<int64_t> integers;
};

} // namespace

rt::Status LiteralReader::error(const std::string &expected) const {
  return rt::userError("'", text, "' at character ",
                       text.size() - rest.size() + 1, ": expected ", expected);
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

rt::Status LiteralReader::readNumber() {
  std::string_view word = rest.substr(0, rest.find_first_of(",] \t\n"));
  bool isInteger = !rt::isFloat(type);
  int64_t integer = 0;
  double number = 0;
  if (word == "true" || word == "false")
    number = double(integer = word == "true");
  else if (isInteger && !parseNumber(word, integer))
    return error("an integer, as the argument is " +
                 std::string(rt::nameOf(type)));
  else if (!isInteger && !parseNumber(word, number))
    return error("a number, 'inf' or 'nan'");
  if (isInteger && type != rt::DType::I64 && type != rt::DType::I1) {
    int64_t limit = int64_t(1) << (8 * rt::sizeOf(type) - 1);
    if (integer < -limit || integer >= limit)
      return error("an integer that " + std::string(rt::nameOf(type)) +
                   " holds");
  }
  floats.push_back(number);
  integers.push_back(integer);
  rest.remove_prefix(word.size());
  return {};
}

rt::Status LiteralReader::readList(size_t depth) {
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
    return rt::userError("'", text, "' has lists of ", shape[depth], " and ",
                         count, " elements side by side");
  shape[depth] = count;
  return {};
}

rt::Status LiteralReader::readValue(size_t depth) {
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

rt::Result<rt::Tensor> LiteralReader::read() {
  skipSpace();
  LEAT_TRY(readValue(0));
  skipSpace();
  if (!rest.empty())
    return error("nothing more");
  if (rt::isFloat(type)) {
    LEAT_ASSIGN(rt::Tensor tensor,
                rt::Tensor::from<double>(std::move(shape), floats));
    return tensor.cast(type);
  }
  LEAT_ASSIGN(rt::Tensor tensor,
              rt::Tensor::from<int64_t>(std::move(shape), integers));
  return tensor.cast(type);
}

rt::Result<rt::Tensor> cli::parseLiteral(const std::string &text,
                                         rt::DType type) {
  return LiteralReader(text, type).read();
}

rt::Result<rt::Tensor> cli::convertInput(const rt::Tensor &tensor,
                                         rt::DType type) {
  if (rt::isFloat(type) || tensor.dtype() == type)
    return tensor.cast(type);
  if (rt::isFloat(tensor.dtype()))
    return rt::userError("found ", tensor.signature(),
                         ", expected integers of type ", rt::nameOf(type));
  LEAT_ASSIGN(rt::Tensor converted, tensor.cast(type));
  LEAT_ASSIGN(rt::Tensor back, converted.cast(tensor.dtype()));
  if (!rt::sameBits(back, tensor))
    return rt::userError("found ", tensor.signature(), " with values that ",
                         rt::nameOf(type), " does not hold");
  return converted;
}

rt::Result<rt::Tensor> cli::readInput(const std::string &text, rt::DType type) {
  if (!text.ends_with(".npy"))
    return parseLiteral(text, type);
  LEAT_ASSIGN(rt::Tensor tensor, rt::readNpy(text));
  rt::Result<rt::Tensor> converted = convertInput(tensor, type);
  if (!converted.ok())
    return std::move(converted).status().at(text);
  return converted;
}
