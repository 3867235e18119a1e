//===- Literal.cpp - tensors typed on the command line ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A recursive reader that learns the shape from the first list at each depth.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Literal.h"
#include "runtime/io/Npy.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <cmath>

using namespace leat;
using namespace leat::cli;

namespace {

/// Deeper nesting than any tensor needs.
constexpr size_t kMaxDepth = 16;

class LiteralReader {
public:
  LiteralReader(llvm::StringRef text, rt::DType type)
      : text(text), rest(text), type(type) {}

  rt::Result<rt::Tensor> read();

private:
  rt::Status readValue(size_t depth);
  rt::Status readList(size_t depth);
  rt::Status readNumber();
  rt::Status error(const std::string &expected) const;

  llvm::StringRef text, rest;
  rt::DType type;
  rt::Shape shape;
  /// The depth at which numbers stand, once one was read.
  std::optional<size_t> rank;
  std::vector<double> floats;
  std::vector<int64_t> integers;
};

} // namespace

rt::Status LiteralReader::error(const std::string &expected) const {
  return rt::userError("'", text.str(), "' at character ",
                       text.size() - rest.size() + 1, ": expected ", expected);
}

rt::Status LiteralReader::readNumber() {
  llvm::StringRef word =
      rest.take_until([](char c) { return c == ',' || c == ']' || c == ' '; });
  bool isInteger = !rt::isFloat(type);
  int64_t integer = 0;
  double number = 0;
  if (word == "true" || word == "false")
    number = double(integer = word == "true");
  else if (isInteger && word.getAsInteger(10, integer))
    return error("an integer, as the argument is " +
                 std::string(rt::nameOf(type)));
  else if (!isInteger && (word.empty() || word.getAsDouble(number)))
    return error("a number, 'inf' or 'nan'");
  if (isInteger && type != rt::DType::I64 && type != rt::DType::I1) {
    int64_t limit = int64_t(1) << (8 * rt::sizeOf(type) - 1);
    if (integer < -limit || integer >= limit)
      return error("an integer that " + std::string(rt::nameOf(type)) +
                   " holds");
  }
  floats.push_back(number);
  integers.push_back(integer);
  rest = rest.drop_front(word.size());
  return {};
}

rt::Status LiteralReader::readList(size_t depth) {
  rest = rest.drop_front().ltrim();
  int64_t count = 0;
  while (!rest.starts_with("]")) {
    if (count && !rest.consume_front(","))
      return error("',' or ']'");
    rest = rest.ltrim();
    LEAT_TRY(readValue(depth + 1));
    rest = rest.ltrim();
    ++count;
  }
  rest = rest.drop_front();
  if (shape[depth] >= 0 && shape[depth] != count)
    return rt::userError("'", text.str(), "' has lists of ", shape[depth],
                         " and ", count, " elements side by side");
  shape[depth] = count;
  return {};
}

rt::Status LiteralReader::readValue(size_t depth) {
  bool isList = rest.starts_with("[");
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
  rest = rest.ltrim();
  LEAT_TRY(readValue(0));
  if (!rest.trim().empty())
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
  if (!llvm::StringRef(text).ends_with(".npy"))
    return parseLiteral(text, type);
  LEAT_ASSIGN(rt::Tensor tensor, rt::readNpy(text));
  rt::Result<rt::Tensor> converted = convertInput(tensor, type);
  if (!converted.ok())
    return std::move(converted).status().at(text);
  return converted;
}
