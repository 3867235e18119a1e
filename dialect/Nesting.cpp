//===- Nesting.cpp - how deep brackets may go -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `<` is a bracket in types and a comparison elsewhere, so that one that is
// not closed is forgotten at the end of its line.
//
//===----------------------------------------------------------------------===//
#include "dialect/Nesting.h"

#include <algorithm>

using namespace llvm;

size_t leat::findTooDeep(StringRef text) {
  size_t depth = 0, angles = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
    case '(':
    case '[':
    case '{':
      ++depth;
      break;
    case ')':
    case ']':
    case '}':
      depth -= std::min<size_t>(depth, 1);
      break;
    case '<':
      ++angles;
      break;
    case '>':
      angles -= std::min<size_t>(angles, 1);
      break;
    case '\n':
      angles = 0;
      break;
    case '/':
      if (text.substr(i).starts_with("//"))
        i = std::min(text.find('\n', i), text.size()) - 1;
      break;
    case '"': // up to the end of the line, where the lexer ends it, too
      for (++i; i < text.size() && text[i] != '"' && text[i] != '\n'; ++i)
        i += text[i] == '\\';
      break;
    }
    if (depth + angles > kMostNesting)
      return i;
  }
  return StringRef::npos;
}
