//===- Nearest.cpp - the name that was probably meant -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/Nearest.h"

#include <algorithm>
#include <numeric>

// Letters replaced, added, left out, or two neighbours exchanged. One row of
// the table of distances between prefixes at a time, with the two before it.
static size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> older(b.size() + 1), old(b.size() + 1), row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t(0));
  for (size_t i = 0; i < a.size(); ++i) {
    std::swap(older, old);
    std::swap(old, row);
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      row[j + 1] =
          std::min({old[j] + (a[i] != b[j]), old[j + 1] + 1, row[j] + 1});
      if (i && j && a[i] == b[j - 1] && a[i - 1] == b[j])
        row[j + 1] = std::min(row[j + 1], older[j - 1] + 1);
    }
  }
  return row.back();
}

std::string_view leat::rt::nearest(std::string_view word,
                                   const std::vector<std::string_view> &known) {
  std::string_view best;
  size_t limit = std::max<size_t>(word.size() / 3, 1) + 1;
  for (std::string_view candidate : known) {
    size_t distance = editDistance(word, candidate);
    if (distance >= limit)
      continue;
    best = candidate;
    limit = distance;
  }
  return best;
}
