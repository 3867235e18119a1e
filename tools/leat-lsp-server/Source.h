//===- Source.h - the text of a model, in tokens ----------------*- C++ -*-===//
//
// An editor speaks of lines and of UTF-16 units, the compiler of lines and of
// bytes; inside of the server every place is a byte offset.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_LEATLSPSERVER_SOURCE_H
#define LEAT_LEATLSPSERVER_SOURCE_H

#include "llvm/Support/LSP/Protocol.h"
#include <string>
#include <vector>

namespace leat::lsp {

/// What a token is to a reader of the language.
enum class TokenKind {
  Value,      ///< %name, %name#1
  Symbol,     ///< @name
  Word,       ///< relu, leat.model, f32, param, H
  Number,     ///< 1, 0.5
  String,     ///< "text"
  Punctuation ///< one character
};

/// A piece of the text: bytes [begin, end).
struct Token {
  TokenKind kind;
  size_t begin, end;
};

/// A text and its tokens. Any bytes are a text; comments and blanks are no
/// tokens.
class Source {
public:
  explicit Source(std::string text);

  const std::string &text() const { return content; }
  const std::vector<Token> &tokens() const { return all; }
  /// The characters of a token.
  llvm::StringRef spelling(const Token &token) const {
    return llvm::StringRef(content).slice(token.begin, token.end);
  }
  /// The token that holds byte `offset` or ends there; null if none does.
  const Token *tokenAt(size_t offset) const;

  /// The byte that an editor means, clamped to the text.
  size_t offsetOf(llvm::lsp::Position position) const;
  llvm::lsp::Position positionOf(size_t offset) const;
  llvm::lsp::Range rangeOf(size_t begin, size_t end) const {
    return {positionOf(begin), positionOf(end)};
  }
  /// The byte at `line` and `column`, both from 1 and counted in bytes, as
  /// MLIR's locations are; clamped to the text.
  size_t offsetOf(unsigned line, unsigned column) const;

private:
  void readTokens();

  std::string content;
  std::vector<Token> all;
  /// Where each line begins.
  std::vector<size_t> lines;
};

} // namespace leat::lsp

#endif // LEAT_LEATLSPSERVER_SOURCE_H
