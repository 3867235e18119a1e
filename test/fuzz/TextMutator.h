//===- TextMutator.h - models with something wrong in them ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Damage of bytes nearly always ends at the first syntax error. What changes
// whole words and lines keeps the rest a model and reaches what lies behind the
// parser.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_TEXTMUTATOR_H
#define LEAT_TEST_FUZZ_TEXTMUTATOR_H

#include "test/fuzz/Mutator.h"

namespace leat::fuzz {

/// What a word of a model is.
enum class WordKind : unsigned char {
  Space,
  Value,  ///< %x
  Symbol, ///< @f
  Name,   ///< an op, a type, a keyword
  Number,
  String,
  Sign, ///< one character of punctuation
};

/// A word and where it stands.
struct Word {
  WordKind kind;
  std::string text;
};

/// The words of `text`, spaces included: together they are the text.
std::vector<Word> splitWords(std::string_view text);

/// Good models, and all that their mutants are made of.
class Corpus {
public:
  /// `models` must not be empty.
  explicit Corpus(std::vector<std::string> models);

  /// Mutant number `which` of a seed: one model, damaged one to four times.
  /// Words and lines are removed, repeated, swapped, or replaced by others of
  /// their kind, once or everywhere; two models are joined; numbers become ones
  /// that programs stumble over; brackets vanish; something is nested deeply;
  /// bytes are damaged.
  std::string mutant(uint64_t seed, uint64_t which) const;

  const std::vector<std::string> &models() const { return seeds; }

private:
  void damage(std::string &text, Mutator &mutator) const;
  void damageWords(std::string &text, Mutator &mutator) const;
  void damageLines(std::string &text, Mutator &mutator) const;
  void exchange(std::string &text, Mutator &mutator) const;
  std::string other(const std::vector<Word> &words, const Word &word,
                    Mutator &mutator) const;

  std::vector<std::string> seeds;
  std::vector<std::string> known[7]; ///< the words of all models by kind
};

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_TEXTMUTATOR_H
