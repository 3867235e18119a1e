//===- Spelling.h - how diagnostics write what a person wrote ---*- C++ -*-===//
//
// Diagnostics quote the language, not MLIR: `[2, 2]`, not `[2 : i64, 2 : i64]`.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_SPELLING_H
#define LEAT_DIALECT_SPELLING_H

#include "mlir/IR/OperationSupport.h"

namespace leat {

/// A literal as it stands in a model: `0.5`, `true`, `f32`, `[1, 2]`, `@rng`.
std::string spell(mlir::Attribute literal);

/// What the attribute `name` of `op` may be: "an integer or a list of
/// integers".
std::string spellExpected(mlir::OperationName op, mlir::StringAttr name);

/// `1 argument`, `2 arguments`.
std::string spellCount(size_t count, llvm::StringRef noun);

/// `1, 2, 3`.
std::string spellNumbers(llvm::ArrayRef<int64_t> numbers);

/// `f32[B, 784] and f32[10, 100]`: the types of all values.
std::string spellTypes(mlir::ValueRange values);

} // namespace leat

#endif // LEAT_DIALECT_SPELLING_H
