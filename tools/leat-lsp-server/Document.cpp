//===- Document.cpp - one open file ---------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Document.h"
#include "OpDocs.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm::lsp;
using llvm::StringRef;

namespace leat::lsp {

void Document::update(std::string text) {
  // The names keep a reference to the text they were read from.
  names.reset();
  source = std::make_unique<Source>(std::move(text));
  names = std::make_unique<Names>(*source);
  analysis = std::make_unique<Analysis>(*source, uri.file().str());
  if (!analysis->typed)
    return;
  types.clear();
  for (const Definition &definition : names->definitions())
    if (std::string type = typeNow(definition); !type.empty())
      types[keyOf(definition)] = type;
}

//===----------------------------------------------------------------------===//
// Diagnostics
//===----------------------------------------------------------------------===//

static Range rangeAt(const Source &source, size_t offset) {
  const Token *token = source.tokenAt(offset);
  size_t end = token && token->begin <= offset ? token->end : offset + 1;
  return source.rangeOf(offset, std::max(end, offset + 1));
}

std::vector<Diagnostic> Document::diagnostics() const {
  std::vector<Diagnostic> result;
  for (const Message &message : analysis->messages) {
    Diagnostic &diagnostic = result.emplace_back();
    diagnostic.range = rangeAt(*source, message.offset);
    diagnostic.severity = message.severity;
    diagnostic.source = "leat";
    diagnostic.message = message.text;
    if (message.notes.empty())
      continue;
    diagnostic.relatedInformation.emplace();
    for (const Message &note : message.notes)
      diagnostic.relatedInformation->emplace_back(
          Location(uri, rangeAt(*source, note.offset)), note.text);
  }
  return result;
}

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

const Definition *Document::definitionAt(Position position) const {
  const Token *token = source->tokenAt(source->offsetOf(position));
  return token ? names->definitionOf(token - source->tokens().data()) : nullptr;
}

Location Document::locationOf(size_t token) const {
  const Token &at = source->tokens()[token];
  return Location(uri, source->rangeOf(at.begin, at.end));
}

std::vector<Location> Document::definition(Position position) const {
  const Definition *found = definitionAt(position);
  if (!found)
    return {};
  return {locationOf(found->token)};
}

std::vector<Location> Document::references(Position position,
                                           bool withDefinition) const {
  std::vector<Location> result;
  const Definition *found = definitionAt(position);
  if (!found)
    return result;
  if (withDefinition)
    result.push_back(locationOf(found->token));
  for (size_t use : found->uses)
    result.push_back(locationOf(use));
  return result;
}

static SymbolKind symbolKindOf(const Definition &definition) {
  StringRef word = definition.word;
  if (definition.kind == Definition::Model)
    return SymbolKind::Module;
  if (word == "func" || word == "trainer" || word == "alternate")
    return SymbolKind::Function;
  if (word == "optimizer" || word == "block")
    return SymbolKind::Class;
  return word == "config" || word == "const" ? SymbolKind::Constant
                                             : SymbolKind::Variable;
}

std::vector<DocumentSymbol> Document::symbols() const {
  std::vector<DocumentSymbol> result;
  for (const Definition &definition : names->definitions()) {
    bool model = definition.kind == Definition::Model;
    if (!model && definition.kind != Definition::Declaration)
      continue;
    DocumentSymbol symbol(
        definition.name, symbolKindOf(definition),
        source->rangeOf(definition.begin,
                        std::max(definition.close, definition.end)),
        locationOf(definition.token).range);
    symbol.detail = model ? "" : definition.word;
    bool inside = !model && definition.parent >= 0 && !result.empty();
    (inside ? result.back().children : result).push_back(std::move(symbol));
  }
  return result;
}

//===----------------------------------------------------------------------===//
// Hover
//===----------------------------------------------------------------------===//

std::string Document::keyOf(const Definition &definition) const {
  return names->declarationOf(definition).name + definition.name;
}

// By the place of an argument, or of the op that a result comes from.
std::string Document::typeNow(const Definition &definition) const {
  bool result = definition.kind == Definition::Result;
  size_t token = result ? definition.wordToken : definition.token;
  if (token >= source->tokens().size())
    return {};
  auto found = analysis->types.find(source->tokens()[token].begin);
  size_t index = result ? definition.index : 0;
  bool known = found != analysis->types.end() && index < found->second.size();
  return known ? found->second[index] : "";
}

std::string Document::typeOf(const Definition &definition) const {
  return analysis->typed ? typeNow(definition)
                         : types.lookup(keyOf(definition));
}

// The definition as it is written, in one line, and its type where the text
// does not say it.
std::string Document::describe(const Definition &definition) const {
  std::string type = typeOf(definition);
  std::string text = source->text().substr(definition.begin,
                                           definition.end - definition.begin);
  std::string line;
  for (char c : text)
    if (!llvm::isSpace(c))
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  std::string result = "```mlir\n" + line;
  if (!type.empty() && (definition.kind == Definition::Argument ||
                        definition.kind == Definition::Result))
    result += " : " + type;
  result += "\n```";
  if (definition.kind == Definition::Result)
    result += "\n\nresult of `" + definition.word + "`";
  else if (definition.kind == Definition::Argument)
    result += "\n\nargument of `" + names->declarationOf(definition).name + "`";
  return result;
}

// An op, with the types of its results where it is known as written here.
std::string Document::describeOp(const Token &token) const {
  const OpDoc *doc = findOpDoc(source->spelling(token));
  auto found = analysis->types.find(token.begin);
  bool known = found != analysis->types.end();
  if (!doc && !known)
    return {};
  std::string result = "```mlir\n" + source->spelling(token).str();
  if (known)
    result += " : " + llvm::join(found->second, ", ");
  result += "\n```";
  if (doc)
    result += "\n\n" + doc->summary + ".\n\n" + doc->text;
  return result;
}

std::optional<Hover> Document::hover(Position position) const {
  const Token *token = source->tokenAt(source->offsetOf(position));
  if (!token)
    return std::nullopt;
  const Definition *definition =
      names->definitionOf(token - source->tokens().data());
  std::string text = definition ? describe(*definition) : describeOp(*token);
  if (text.empty())
    return std::nullopt;
  Hover hover(source->rangeOf(token->begin, token->end));
  hover.contents.value = std::move(text);
  return hover;
}

//===----------------------------------------------------------------------===//
// Completion
//===----------------------------------------------------------------------===//

static CompletionItemKind completionKindOf(const Definition &definition) {
  if (definition.kind != Definition::Declaration)
    return CompletionItemKind::Variable;
  switch (symbolKindOf(definition)) {
  case SymbolKind::Function:
    return CompletionItemKind::Function;
  case SymbolKind::Class:
    return CompletionItemKind::Class;
  case SymbolKind::Constant:
    return CompletionItemKind::Constant;
  default:
    return CompletionItemKind::Field;
  }
}

CompletionList Document::completion(Position position) const {
  size_t offset = source->offsetOf(position), begin = offset;
  StringRef text = source->text();
  while (begin > 0 && (llvm::isAlnum(text[begin - 1]) ||
                       StringRef("_.$-").contains(text[begin - 1])))
    --begin;
  char sigil = begin > 0 ? text[begin - 1] : ' ';
  bool name = sigil == '%' || sigil == '@';
  CompletionList list;
  llvm::StringMap<char> seen;
  for (const Definition *definition : names->visibleAt(offset)) {
    // A config is a word, too.
    StringRef written = definition->name;
    bool word =
        definition->word == "config" || definition->kind == Definition::Option;
    if (definition->kind == Definition::Model ||
        (name ? written.front() != sigil : !word) ||
        !seen.try_emplace(written).second)
      continue;
    CompletionItem item(written.ltrim("%@"), completionKindOf(*definition));
    std::string type = typeOf(*definition);
    item.detail = type.empty() ? definition->word : type;
    list.items.push_back(std::move(item));
  }
  if (!name)
    for (StringRef op : documentedOps()) {
      CompletionItem item(op, CompletionItemKind::Keyword);
      item.detail = findOpDoc(op)->summary;
      list.items.push_back(std::move(item));
    }
  return list;
}

} // namespace leat::lsp
