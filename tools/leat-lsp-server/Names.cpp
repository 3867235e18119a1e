//===- Names.cpp - what the names in a text stand for ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Names.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

namespace leat::lsp {

/// Reads the tokens once, with the braces that are open as a stack of scopes.
class NameReader {
public:
  NameReader(const Source &source, Names &names)
      : source(source), tokens(source.tokens()), all(names.all),
        byToken(names.byToken) {}

  void run();

private:
  struct Scope {
    llvm::StringMap<int> names;
    /// The declaration that the scope is the body of.
    int owner;
  };
  /// What the tokens up to the next `{` are.
  enum class Header { None, Arguments, Loop };

  llvm::StringRef text(size_t i) const {
    return i < tokens.size() ? source.spelling(tokens[i]) : "";
  }
  bool is(size_t i, TokenKind kind) const {
    return i < tokens.size() && tokens[i].kind == kind;
  }
  bool beginsDeclaration(size_t i) const;
  size_t findEqual(size_t i) const;
  int define(Definition::Kind kind, size_t token, size_t word);
  void readDeclaration(size_t i);
  void readResults(size_t i, size_t equal);
  void readValue(size_t i);
  void open();
  void close(size_t end);
  void endDeclaration(size_t next);
  void resolveSymbols();

  const Source &source;
  const std::vector<Token> &tokens;
  std::vector<Definition> &all;
  llvm::DenseMap<size_t, int> &byToken;
  std::vector<Scope> scopes;
  /// Arguments of the body that begins next.
  std::vector<int> pending;
  Header header = Header::None;
  /// The declaration that is being read, and the model around it; -1 for none.
  int declaration = -1, model = -1;
};

static bool isDeclarationWord(llvm::StringRef word) {
  static const llvm::StringSet<> words = {
      "leat.model", "config",  "const",     "param",     "state",
      "func",       "trainer", "alternate", "optimizer", "block"};
  return words.contains(word);
}

// `param @w`, `func private @f`
bool NameReader::beginsDeclaration(size_t i) const {
  return is(i, TokenKind::Word) && isDeclarationWord(text(i)) &&
         (is(i + 1, TokenKind::Symbol) ||
          (text(i + 1) == "private" && is(i + 2, TokenKind::Symbol)));
}

// The `=` behind `%a, %b`, or 0 if these are no results.
size_t NameReader::findEqual(size_t i) const {
  while (is(i, TokenKind::Value)) {
    ++i;
    if (text(i) == ":" && is(i + 1, TokenKind::Number))
      i += 2;
    if (text(i) == "=")
      return text(i + 1) == "=" ? 0 : i;
    if (text(i) != ",")
      return 0;
    ++i;
  }
  return 0;
}

int NameReader::define(Definition::Kind kind, size_t token, size_t word) {
  Definition definition;
  definition.kind = kind;
  definition.name = text(token).str();
  definition.word = text(word).str();
  definition.token = token;
  definition.wordToken = word;
  definition.begin = tokens[token].begin;
  definition.end = definition.close = tokens[token].end;
  definition.visibleFrom = definition.end;
  definition.visibleTo = source.text().size();
  definition.parent = declaration >= 0 ? declaration : model;
  all.push_back(std::move(definition));
  return byToken[token] = all.size() - 1;
}

// What was declared ends where the token `next` begins.
void NameReader::endDeclaration(size_t next) {
  while (scopes.size() > (model >= 0 ? 1u : 0u))
    close(next ? tokens[next - 1].end : 0);
  if (declaration >= 0 && next) {
    Definition &last = all[declaration];
    last.close = tokens[next - 1].end;
    if (last.end == tokens[last.token].end)
      last.end = last.close;
  }
  declaration = -1;
  header = Header::None;
  pending.clear();
}

void NameReader::readDeclaration(size_t i) {
  size_t name = is(i + 1, TokenKind::Symbol) ? i + 1 : i + 2;
  if (text(i) == "leat.model") {
    model = -1;
    endDeclaration(i);
    scopes.clear();
    model = define(Definition::Model, name, i);
    return;
  }
  endDeclaration(i);
  declaration = define(Definition::Declaration, name, i);
  all[declaration].begin = tokens[i].begin;
  all[declaration].parent = model;
  all[declaration].visibleFrom = 0;
  bool hasArguments =
      llvm::is_contained({"func", "optimizer", "block"}, all[declaration].word);
  header = hasArguments ? Header::Arguments : Header::None;
}

void NameReader::readResults(size_t i, size_t equal) {
  unsigned index = 0;
  for (; i < equal; ++i) {
    if (!is(i, TokenKind::Value))
      continue;
    int result = define(Definition::Result, i, equal + 1);
    all[result].index = index++;
    if (!scopes.empty())
      scopes.back().names[all[result].name] = result;
  }
}

void NameReader::readValue(size_t i) {
  bool argument = header == Header::Arguments ||
                  (header == Header::Loop && text(i + 1) == "=");
  if (argument) {
    pending.push_back(define(Definition::Argument, i, i));
    all[pending.back()].index = pending.size() - 1;
    return;
  }
  // `%a#1` is a result of `%a`.
  llvm::StringRef name = text(i).split('#').first;
  for (Scope &scope : llvm::reverse(scopes)) {
    auto found = scope.names.find(name);
    if (found == scope.names.end())
      continue;
    all[found->second].uses.push_back(i);
    byToken[i] = found->second;
    return;
  }
}

void NameReader::open() {
  Scope scope;
  scope.owner = declaration;
  for (int argument : pending)
    scope.names[all[argument].name] = argument;
  pending.clear();
  header = Header::None;
  scopes.push_back(std::move(scope));
}

void NameReader::close(size_t end) {
  for (auto &entry : scopes.back().names)
    all[entry.second].visibleTo = end;
  if (scopes.back().owner >= 0)
    all[scopes.back().owner].close = end;
  scopes.pop_back();
}

void NameReader::run() {
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (beginsDeclaration(i)) {
      readDeclaration(i);
      i = all.back().token;
    } else if (text(i) == "{") {
      if (declaration >= 0 && scopes.size() <= 1)
        all[declaration].end = i ? tokens[i - 1].end : 0;
      open();
    } else if (text(i) == "}" && scopes.size() == 1) {
      endDeclaration(i);
      if (model >= 0) {
        close(tokens[i].end);
        all[model].close = tokens[i].end;
      }
      model = -1;
    } else if (text(i) == "}" && !scopes.empty()) {
      close(tokens[i].end);
      if (scopes.size() == 1)
        declaration = -1;
    } else if (size_t equal = header == Header::None ? findEqual(i) : 0) {
      readResults(i, equal);
      i = equal;
    } else if (is(i, TokenKind::Value)) {
      readValue(i);
    } else if (text(i) == "for" && scopes.size() > 1) {
      header = Header::Loop;
    } else if (header == Header::Arguments && is(i, TokenKind::Word) &&
               text(i + 1) == "=" && is(i - 1, TokenKind::Punctuation) &&
               text(i - 1) != "=") {
      define(Definition::Option, i, i);
    }
  }
  model = -1;
  endDeclaration(tokens.size());
  resolveSymbols();
}

// Declarations may stand behind what refers to them.
void NameReader::resolveSymbols() {
  llvm::StringMap<int> declared;
  for (auto [i, definition] : llvm::enumerate(all))
    if (definition.kind == Definition::Declaration)
      declared.try_emplace(definition.name, i);
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (byToken.contains(i))
      continue;
    int found = -1;
    if (is(i, TokenKind::Symbol)) {
      auto entry = declared.find(text(i));
      found = entry == declared.end() ? -1 : entry->second;
    } else if (is(i, TokenKind::Word) && text(i + 1) != "(" &&
               (text(i + 1) != "=" || text(i + 2) == "=")) {
      // A config, or an option of the optimizer around it.
      auto entry = declared.find(("@" + text(i)).str());
      if (entry != declared.end() && all[entry->second].word == "config")
        found = entry->second;
      for (auto [j, option] : llvm::enumerate(all))
        if (option.kind == Definition::Option && option.name == text(i) &&
            option.parent >= 0 && tokens[i].begin < all[option.parent].close &&
            tokens[i].begin > option.begin)
          found = j;
    }
    if (found < 0)
      continue;
    all[found].uses.push_back(i);
    byToken[i] = found;
  }
}

Names::Names(const Source &source) { NameReader(source, *this).run(); }

const Definition *Names::definitionOf(size_t token) const {
  auto found = byToken.find(token);
  return found == byToken.end() ? nullptr : &all[found->second];
}

std::vector<const Definition *> Names::visibleAt(size_t offset) const {
  std::vector<const Definition *> visible;
  for (const Definition &definition : all)
    if (definition.visibleFrom <= offset && offset <= definition.visibleTo)
      visible.push_back(&definition);
  return visible;
}

const Definition &Names::declarationOf(const Definition &definition) const {
  const Definition *found = &definition;
  while (found->kind != Definition::Declaration && found->parent >= 0)
    found = &all[found->parent];
  return *found;
}

} // namespace leat::lsp
