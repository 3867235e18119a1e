//===- Includes.h - the files that a model includes -------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a cached model was made of besides its own text. The compiler reads
// files by the language's rules; this finds the same ones without it.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_PROGRAM_INCLUDES_H
#define LEAT_RUNTIME_PROGRAM_INCLUDES_H

#include <string>

namespace leat {

/// The paths and texts of all files that `text` includes, in `folder`, and that
/// these include: equal for models of equal files. Files that can not be read
/// count as empty; the compiler will complain of them.
std::string includedTexts(const std::string &text, const std::string &folder);

} // namespace leat

#endif // LEAT_RUNTIME_PROGRAM_INCLUDES_H
