//===- TextMutator.cpp - models with something wrong in them ----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A scanner that knows as much of the language as damage needs, and the damage.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/TextMutator.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <set>

using namespace leat::fuzz;

/// Sizes, ends of ranges and steps that are seldom meant.
static constexpr std::string_view kNumbers[] = {"0",
                                                "-1",
                                                "1",
                                                "2",
                                                "3",
                                                "7",
                                                "64",
                                                "0.0",
                                                "-0.5",
                                                "1e-3",
                                                "1e99",
                                                "1e999",
                                                "2147483648",
                                                "4294967297",
                                                "9223372036854775807",
                                                "-9223372036854775808",
                                                "9223372036854775808",
                                                "99999999999999999999999"};

static constexpr std::string_view kTypes[] = {"f64",
                                              "f32",
                                              "bf16",
                                              "f16",
                                              "i64",
                                              "i32",
                                              "i8",
                                              "i1",
                                              "ui8",
                                              "i128",
                                              "f8",
                                              "f80",
                                              "index",
                                              "none",
                                              "i0",
                                              "tensor<3xf32>",
                                              "!leat.bundle",
                                              "vector<2xf32>",
                                              "memref<4xf64>",
                                              "tensor<*xf32>"};

/// What opens and closes; one of each is repeated to nest deeply.
static constexpr std::pair<std::string_view, std::string_view> kBrackets[] = {
    {"(", ")"},     {"[", "]"},     {"{", "}"},   {"-", ""},
    {"relu(", ")"}, {"f32[", "]"},  {"<", ">"},   {"@w[", "]"},
    {"2 ** ", ""},  {"1 + (", ")"}, {"1 + ", ""}, {"a = [", "]"}};

static bool isWordChar(char c) {
  return std::isalnum((unsigned char)c) || c == '_' || c == '.' || c == '$';
}

static WordKind kindOf(char c) {
  if (std::isspace((unsigned char)c))
    return WordKind::Space;
  if (c == '%')
    return WordKind::Value;
  if (c == '@')
    return WordKind::Symbol;
  if (std::isdigit((unsigned char)c))
    return WordKind::Number;
  if (c == '"')
    return WordKind::String;
  return isWordChar(c) ? WordKind::Name : WordKind::Sign;
}

std::vector<Word> leat::fuzz::splitWords(std::string_view text) {
  std::vector<Word> words;
  for (size_t begin = 0; begin < text.size();) {
    WordKind kind = kindOf(text[begin]);
    size_t end = begin + 1;
    auto extend = [&](auto &&belongs) {
      while (end < text.size() && belongs(text[end]))
        ++end;
    };
    if (kind == WordKind::Space)
      extend([](char c) { return std::isspace((unsigned char)c) != 0; });
    else if (kind == WordKind::String)
      end = std::min(text.size(), text.find('"', end)) + 1;
    else if (kind != WordKind::Sign)
      extend(isWordChar);
    words.push_back({kind, std::string(text.substr(begin, end - begin))});
    begin = end;
  }
  return words;
}

static std::string join(const std::vector<Word> &words) {
  std::string text;
  for (const Word &word : words)
    text += word.text;
  return text;
}

static std::vector<std::string> splitLines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    size_t end = std::min(text.size() - 1, text.find('\n'));
    lines.emplace_back(text.substr(0, end + 1));
    text.remove_prefix(end + 1);
  }
  return lines;
}

template <typename T>
static const T &oneOf(Mutator &mutator, const T *begin, size_t size) {
  return begin[mutator.below(size)];
}

Corpus::Corpus(std::vector<std::string> models) : seeds(std::move(models)) {
  // Each word once: else names of arguments would be nearly all that there is.
  std::set<std::string> seen;
  for (const std::string &seed : seeds)
    for (const Word &word : splitWords(seed))
      if (seen.insert(word.text).second)
        known[size_t(word.kind)].push_back(word.text);
}

/// Another word in the place of `word`: of the same kind, as often from the
/// same model as from all.
std::string Corpus::other(const std::vector<Word> &words, const Word &word,
                          Mutator &mutator) const {
  if (word.kind == WordKind::Number && mutator.below(3))
    return std::string(oneOf(mutator, kNumbers, std::size(kNumbers)));
  if (word.kind == WordKind::Name && mutator.below(6) == 0)
    return std::string(oneOf(mutator, kTypes, std::size(kTypes)));
  if (mutator.below(2)) {
    for (int i = 0; i < 64; ++i) {
      const Word &found = words[mutator.below(words.size())];
      if (found.kind == word.kind && found.text != word.text)
        return found.text;
    }
  }
  const std::vector<std::string> &all = known[size_t(word.kind)];
  return all.empty() ? std::string() : all[mutator.below(all.size())];
}

void Corpus::damageWords(std::string &text, Mutator &mutator) const {
  std::vector<Word> words = splitWords(text);
  auto pick = [&] {
    size_t at = mutator.below(words.size());
    for (int i = 0; i < 8 && words[at].kind == WordKind::Space; ++i)
      at = mutator.below(words.size());
    return at;
  };
  size_t at = pick();
  switch (mutator.below(9)) {
  case 0:
    words.erase(words.begin() + long(at));
    break;
  case 1: {
    Word copy = words[at];
    words.insert(words.begin() + long(at), {copy, {WordKind::Space, " "}});
    break;
  }
  case 2:
    std::swap(words[at], words[pick()]);
    break;
  case 3: { // nested deeply
    auto [open, close] = oneOf(mutator, kBrackets, std::size(kBrackets));
    constexpr size_t depths[] = {2, 20, 1000, 20000};
    std::string before, after;
    for (size_t i = 0, n = oneOf(mutator, depths, 4); i < n; ++i) {
      before += open;
      after += close;
    }
    words[at].text = before + words[at].text + (mutator.below(4) ? after : "");
    break;
  }
  case 4: // a bracket lost
    for (int i = 0; i < 64; ++i) {
      Word &word = words[pick()];
      if (word.kind == WordKind::Sign &&
          std::string_view("()[]{}<>").find(word.text) != std::string::npos) {
        word.text.clear();
        break;
      }
    }
    break;
  default:
    words[at].text = other(words, words[at], mutator);
  }
  text = join(words);
}

void Corpus::damageLines(std::string &text, Mutator &mutator) const {
  std::vector<std::string> lines = splitLines(text);
  size_t at = mutator.below(lines.size());
  switch (mutator.below(4)) {
  case 0:
    lines.erase(lines.begin() + long(at));
    break;
  case 1: {
    std::string copy = lines[at];
    lines.insert(lines.begin() + long(mutator.below(lines.size())), copy);
    break;
  }
  case 2:
    std::swap(lines[at], lines[mutator.below(lines.size())]);
    break;
  default: { // a line, or all that follows it, of another model
    std::vector<std::string> from =
        splitLines(seeds[mutator.below(seeds.size())]);
    size_t begin = mutator.below(from.size());
    bool isRest = mutator.below(2);
    if (isRest)
      lines.resize(at);
    lines.insert(lines.begin() + long(std::min(at, lines.size())),
                 from.begin() + long(begin),
                 isRest ? from.end() : from.begin() + long(begin) + 1);
  }
  }
  text.clear();
  for (const std::string &line : lines)
    text += line;
}

// All of a model's 7s become 0s, its f64 f16, its exps cholesky: what agreed
// before does so afterwards, and the model is likely to be one still.
void Corpus::exchange(std::string &text, Mutator &mutator) const {
  std::vector<Word> words = splitWords(text);
  const Word old = words[mutator.below(words.size())];
  bool isType = std::find(std::begin(kTypes), std::end(kTypes), old.text) !=
                std::end(kTypes);
  std::string fresh(kTypes[mutator.below(isType ? 8 : std::size(kTypes))]);
  if (!isType)
    fresh = other(words, old, mutator);
  for (Word &word : words)
    if (word.text == old.text)
      word.text = fresh;
  text = join(words);
}

void Corpus::damage(std::string &text, Mutator &mutator) const {
  uint64_t how = mutator.below(16);
  if (text.empty())
    text = seeds[mutator.below(seeds.size())];
  else if (how == 0)
    mutator.damage(text, seeds);
  else if (how < 3)
    damageLines(text, mutator);
  else if (how < 8)
    damageWords(text, mutator);
  else
    exchange(text, mutator);
}

std::string Corpus::mutant(uint64_t seed, uint64_t which) const {
  Mutator mutator(seed, which);
  std::string text = seeds[mutator.below(seeds.size())];
  // One time, three times as often as two to four times together.
  uint64_t times = mutator.below(4) ? 1 : 2 + mutator.below(3);
  for (uint64_t i = 0; i < times; ++i)
    damage(text, mutator);
  return text;
}
