//===- Nesting.h - how deep brackets may go ---------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parsers call themselves at every bracket, MLIR's too, and a stack has an end.
// So who has a text from outside looks at its brackets before parsing it.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_DIALECT_NESTING_H
#define LEAT_DIALECT_NESTING_H

#include "llvm/ADT/StringRef.h"

namespace leat {

/// As deep as brackets, signs and powers may stand inside each other. Sixty
/// times what the deepest example needs; a level takes up to 16 KiB of stack
/// under sanitizers.
inline constexpr unsigned kMostNesting = 256;

/// Where in `text` the first bracket stands that is inside of kMostNesting
/// others; npos where there is none. Comments and strings do not count.
size_t findTooDeep(llvm::StringRef text);

} // namespace leat

#endif // LEAT_DIALECT_NESTING_H
