//===- CodeBuilder.h - loops and index sums that fold ----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Static shapes make most bounds constants. The helpers here fold what they
// can, so that emitting code reads as if every extent were dynamic and still
// yields straight-line code, peeled tails and no empty loops.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_CONTRACTION_CODEBUILDER_H
#define LEAT_PASSES_CPU_CONTRACTION_CODEBUILDER_H

#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "passes/cpu/contraction/RowsAndLanes.h"

namespace leat {

/// Bytes of a cache line on every processor that code is made for.
inline constexpr int64_t kLineBytes = 64;

/// A builder at one location, with index arithmetic that folds constants.
class CodeBuilder : public mlir::ImplicitLocOpBuilder {
public:
  using ImplicitLocOpBuilder::ImplicitLocOpBuilder;

  mlir::Value index(int64_t value);
  mlir::Value add(mlir::Value a, mlir::Value b);
  mlir::Value add(mlir::Value a, int64_t b) { return add(a, index(b)); }
  mlir::Value sub(mlir::Value a, mlir::Value b);
  mlir::Value mul(mlir::Value a, int64_t b);
  /// The lesser of two non-negative indices.
  mlir::Value min(mlir::Value a, mlir::Value b);
  mlir::Value div(mlir::Value a, int64_t b);
  mlir::Value rem(mlir::Value a, int64_t b);
  /// a == b and a > b on indices, as i1.
  mlir::Value equal(mlir::Value a, mlir::Value b);
  mlir::Value greater(mlir::Value a, mlir::Value b);

  /// `body(i)` for i = lo, lo + step, ... below hi; no loop is made around
  /// none or one constant iteration.
  void loop(mlir::Value lo, mlir::Value hi, int64_t step,
            llvm::function_ref<void(mlir::Value)> body);

  /// `body()` where `condition` holds; decided now if it is constant.
  void when(mlir::Value condition, llvm::function_ref<void()> body);

  /// Offset of flat position `at` in a row-major walk over `dims`.
  mlir::Value offsetAt(llvm::ArrayRef<DepthDim> dims, mlir::Value at);

  /// buffer[at .. at + lanes), masked lanes zero; `mask` null: all lanes.
  mlir::Value loadVector(mlir::VectorType type, mlir::Value buffer,
                         mlir::Value at, mlir::Value mask = nullptr);
  void storeVector(mlir::Value vector, mlir::Value buffer, mlir::Value at,
                   mlir::Value mask = nullptr);
  /// Asks for the cache line of buffer[at], which is read or written soon.
  void fetch(mlir::Value buffer, mlir::Value at, bool forWriting);
  mlir::Value zeros(mlir::VectorType type);
  /// The mask of the first `count` lanes; null if these are all of them.
  mlir::Value firstLanes(int64_t count, mlir::VectorType type);
  /// The mask of the first `count` lanes, all of them if it is more.
  mlir::Value firstLanes(mlir::Value count, mlir::VectorType type);
};

} // namespace leat

#endif // LEAT_PASSES_CPU_CONTRACTION_CODEBUILDER_H
