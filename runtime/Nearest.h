//===- Nearest.h - the name that was probably meant -------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For "did you mean" in messages.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_NEAREST_H
#define LEAT_RUNTIME_NEAREST_H

#include <string_view>
#include <vector>

namespace leat::rt {

/// The one of `known` with the fewest letters to insert, delete or replace
/// (Levenshtein 1966), if these are at most a third of those of `word`, or
/// one; else empty. The first one of several.
std::string_view nearest(std::string_view word,
                         const std::vector<std::string_view> &known);

} // namespace leat::rt

#endif // LEAT_RUNTIME_NEAREST_H
