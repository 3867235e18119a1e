//===- Mutator.cpp - files with something wrong in them ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One case per kind of damage.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/Mutator.h"

#include <algorithm>
#include <iterator>

using namespace leat::fuzz;

/// Limits of types, signs, and what lies beside them.
static constexpr uint64_t kNumbers[] = {
    0,          1,          2,          7,          0x7f,
    0x80,       0xff,       0x100,      0x7fff,     0x8000,
    0xffff,     0x10000,    0x7fffffff, 0x80000000, 0xffffffff,
    1ull << 32, 1ull << 40, 1ull << 61, 1ull << 62, (1ull << 63) - 1,
    1ull << 63, ~0ull - 7,  ~0ull - 1,  ~0ull};

static constexpr std::string_view kTexts[] = {"-1",
                                              "0",
                                              "4294967296",
                                              "9223372036854775807",
                                              "18446744073709551616",
                                              "nan",
                                              "1e99",
                                              "\"",
                                              ",",
                                              "{",
                                              "[",
                                              "\n",
                                              "(",
                                              "'",
                                              std::string_view("\0", 1)};

void Mutator::overwriteNumber(std::string &text) {
  uint64_t number = kNumbers[below(std::size(kNumbers))];
  size_t size = size_t(1) << below(4), at = below(text.size());
  bool isBigEndian = below(2);
  for (size_t i = 0; i < size && at + i < text.size(); ++i)
    text[at + i] = char(number >> (8 * (isBigEndian ? size - 1 - i : i)));
}

void Mutator::insertDigits(std::string &text) {
  std::string_view what = kTexts[below(std::size(kTexts))];
  size_t at = below(text.size());
  // In the place of a number where there is one.
  size_t digit = text.find_first_of("0123456789", at);
  if (digit == text.npos || below(4) == 0) {
    text.insert(at, what);
    return;
  }
  size_t end = text.find_first_not_of("0123456789", digit);
  text.replace(digit, std::min(end, text.size()) - digit, what);
}

void Mutator::damage(std::string &text, const std::vector<std::string> &seeds) {
  if (text.empty()) {
    text = seeds[below(seeds.size())];
    return;
  }
  size_t at = below(text.size());
  size_t length = 1 + below(std::min<size_t>(text.size() - at, 64));
  switch (below(8)) {
  case 0:
    text[at] = char(text[at] ^ (1 << below(8)));
    return;
  case 1:
    text[at] = char(below(256));
    return;
  case 2:
    text.resize(at);
    return;
  case 3:
    text.erase(at, length);
    return;
  case 4:
    text.insert(below(text.size()), text.substr(at, length));
    return;
  case 5: {
    const std::string &other = seeds[below(seeds.size())];
    text = text.substr(0, at) + other.substr(below(other.size()));
    return;
  }
  case 6:
    overwriteNumber(text);
    return;
  default:
    insertDigits(text);
  }
}

std::string Mutator::mutant(const std::vector<std::string> &seeds) {
  std::string text = seeds[below(seeds.size())];
  // One time, as often as two to four times together.
  uint64_t times = below(2) ? 1 : 2 + below(3);
  for (uint64_t i = 0; i < times; ++i)
    damage(text, seeds);
  return text;
}
