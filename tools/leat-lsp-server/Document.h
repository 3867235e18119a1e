//===- Document.h - one open file -------------------------------*- C++ -*-===//
//
// Answers an editor's questions about one text: its names, which are known
// whatever state the text is in, and its types, which are those of the last
// text that the compiler could read.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_LEATLSPSERVER_DOCUMENT_H
#define LEAT_LEATLSPSERVER_DOCUMENT_H

#include "Analysis.h"
#include "Names.h"

namespace leat::lsp {

class Document {
public:
  explicit Document(llvm::lsp::URIForFile uri) : uri(std::move(uri)) {}

  /// Takes a new text and has the compiler read it.
  void update(std::string text);

  std::vector<llvm::lsp::Diagnostic> diagnostics() const;
  std::optional<llvm::lsp::Hover> hover(llvm::lsp::Position position) const;
  std::vector<llvm::lsp::Location>
  definition(llvm::lsp::Position position) const;
  std::vector<llvm::lsp::Location> references(llvm::lsp::Position position,
                                              bool withDefinition) const;
  std::vector<llvm::lsp::DocumentSymbol> symbols() const;
  llvm::lsp::CompletionList completion(llvm::lsp::Position position) const;

private:
  const Definition *definitionAt(llvm::lsp::Position position) const;
  llvm::lsp::Location locationOf(size_t token) const;
  std::string typeNow(const Definition &definition) const;
  std::string keyOf(const Definition &definition) const;
  std::string typeOf(const Definition &definition) const;
  std::string describe(const Definition &definition) const;
  std::string describeOp(const Token &token) const;

  llvm::lsp::URIForFile uri;
  std::unique_ptr<Source> source;
  std::unique_ptr<Names> names;
  std::unique_ptr<Analysis> analysis;
  /// The types of values by the function that holds them and their names, from
  /// the last text that had types: `@f%x`.
  llvm::StringMap<std::string> types;
};

} // namespace leat::lsp

#endif // LEAT_LEATLSPSERVER_DOCUMENT_H
