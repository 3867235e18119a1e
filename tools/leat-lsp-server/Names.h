//===- Names.h - what the names in a text stand for -------------*- C++ -*-===//
//
// Names are resolved on tokens, not on the parsed model: a text that is being
// typed hardly ever parses, and MLIR's AsmParserState is empty after an error.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_LEATLSPSERVER_NAMES_H
#define LEAT_LEATLSPSERVER_NAMES_H

#include "Source.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

namespace leat::lsp {

/// A name where it is defined, and everything that means it.
struct Definition {
  enum Kind {
    Model,
    Declaration, ///< config, const, param, state, func, trainer, ...
    Option,      ///< of an optimizer or a block: a number
    Argument,    ///< of a function, an optimizer or a loop
    Result       ///< of a statement
  };
  Kind kind;
  /// With its % or @, as far as it has one: `%x`, `@fc1.weight`, `rate`.
  std::string name;
  /// The keyword of a declaration, or the op of a statement: `param`, `relu`.
  std::string word;
  /// The token that defines it, and the one that names `word`.
  size_t token, wordToken;
  /// The bytes of a declaration from its keyword to its body or, without one,
  /// its end; of all others the name.
  size_t begin, end;
  /// Behind the last byte that belongs to it, its body included.
  size_t close;
  /// The bytes in which the name may be written.
  size_t visibleFrom, visibleTo;
  /// Which result of the statement, or which argument, from 0.
  unsigned index = 0;
  /// The definition that it stands in; -1 for none.
  int parent = -1;
  /// Tokens that refer to it.
  std::vector<size_t> uses;
};

/// All names of a text.
class Names {
public:
  explicit Names(const Source &source);

  const std::vector<Definition> &definitions() const { return all; }
  /// The definition that `token` (its index) is or refers to; null if none.
  const Definition *definitionOf(size_t token) const;
  /// The definitions whose names may be written at byte `offset`.
  std::vector<const Definition *> visibleAt(size_t offset) const;
  /// The declaration (a function, say) that holds the definition, or itself.
  const Definition &declarationOf(const Definition &definition) const;

private:
  friend class NameReader;
  std::vector<Definition> all;
  llvm::DenseMap<size_t, int> byToken;
};

} // namespace leat::lsp

#endif // LEAT_LEATLSPSERVER_NAMES_H
