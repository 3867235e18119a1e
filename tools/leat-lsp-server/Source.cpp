//===- Source.cpp - the text of a model, in tokens ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Source.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>

namespace leat::lsp {

Source::Source(std::string text) : content(std::move(text)) {
  lines.push_back(0);
  for (size_t i = 0; i < content.size(); ++i)
    if (content[i] == '\n')
      lines.push_back(i + 1);
  readTokens();
}

static bool isLetter(char c) { return llvm::isAlpha(c) || c == '_'; }

// The characters that go on with a token that begins with `first`, as in MLIR's
// lexer: only names of values hold '-'.
static bool continues(char first, char c) {
  if (first == '%')
    return llvm::isAlnum(c) || llvm::StringRef("_.$-#").contains(c);
  if (llvm::isDigit(first))
    return llvm::isDigit(c) || c == '.';
  return llvm::isAlnum(c) || llvm::StringRef("_.$").contains(c);
}

static TokenKind kindOf(char first) {
  if (first == '%')
    return TokenKind::Value;
  if (first == '@')
    return TokenKind::Symbol;
  if (isLetter(first))
    return TokenKind::Word;
  return llvm::isDigit(first) ? TokenKind::Number : TokenKind::Punctuation;
}

void Source::readTokens() {
  size_t i = 0, size = content.size();
  while (i < size) {
    char c = content[i];
    if (llvm::isSpace(c)) {
      ++i;
      continue;
    }
    if (llvm::StringRef(content).substr(i).starts_with("//")) {
      i = std::min(content.find('\n', i), size);
      continue;
    }
    size_t begin = i++;
    TokenKind kind = kindOf(c);
    if (c == '"') {
      kind = TokenKind::String;
      while (i < size && content[i] != '"' && content[i] != '\n')
        i += content[i] == '\\' && i + 1 < size ? 2 : 1;
      i += i < size && content[i] == '"';
    } else if (kind != TokenKind::Punctuation) {
      while (i < size && continues(c, content[i]))
        ++i;
    }
    all.push_back({kind, begin, i});
  }
}

const Token *Source::tokenAt(size_t offset) const {
  auto after = std::upper_bound(
      all.begin(), all.end(), offset,
      [](size_t at, const Token &token) { return at < token.begin; });
  if (after == all.begin())
    return nullptr;
  const Token *token = &*std::prev(after);
  // Right behind a name the cursor still means the name.
  if (token->begin == offset && token->kind == TokenKind::Punctuation &&
      token != all.data() && std::prev(token)->end == offset)
    --token;
  return offset <= token->end ? token : nullptr;
}

// How many bytes the UTF-8 character at `c` takes, and how many UTF-16 units.
static std::pair<size_t, int> widthOf(unsigned char c) {
  if (c < 0xc0)
    return {1, 1};
  if (c < 0xe0)
    return {2, 1};
  return c < 0xf0 ? std::pair<size_t, int>(3, 1) : std::pair<size_t, int>(4, 2);
}

size_t Source::offsetOf(llvm::lsp::Position position) const {
  if (position.line < 0)
    return 0;
  if (size_t(position.line) >= lines.size())
    return content.size();
  size_t offset = lines[position.line];
  for (int units = 0; units < position.character && offset < content.size() &&
                      content[offset] != '\n';) {
    auto [bytes, wide] = widthOf(content[offset]);
    offset += bytes;
    units += wide;
  }
  return std::min(offset, content.size());
}

llvm::lsp::Position Source::positionOf(size_t offset) const {
  offset = std::min(offset, content.size());
  size_t line =
      std::upper_bound(lines.begin(), lines.end(), offset) - lines.begin() - 1;
  int units = 0;
  for (size_t i = lines[line]; i < offset;) {
    auto [bytes, wide] = widthOf(content[i]);
    i += bytes;
    units += wide;
  }
  return llvm::lsp::Position(line, units);
}

size_t Source::offsetOf(unsigned line, unsigned column) const {
  if (line == 0 || line > lines.size())
    return line == 0 ? 0 : content.size();
  return std::min(lines[line - 1] + (column ? column - 1 : 0), content.size());
}

} // namespace leat::lsp
