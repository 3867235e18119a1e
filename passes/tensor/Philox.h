//===- Philox.h - code for numbers by counting -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Builds Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers:
// as easy as 1, 2, 3", SC 2011) for one element of a tensor, on i32 scalars
// that become vectors later. A draw is named by a seed and a draw number; its
// stream of words is
//
//   block(b) = philox4x32(counter = {b low, b high, draw low, draw high},
//                         key     = {seed low, seed high})     four words
//   word i   = word i % 4 of block(i / 4)
//
// Which word becomes which number is said in Draws.cpp.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_TENSOR_PHILOX_H
#define LEAT_PASSES_TENSOR_PHILOX_H

#include "mlir/IR/Builders.h"
#include <array>

namespace leat::tensor {

/// The stream of words of one draw; `seed` and `draw` are i64.
class WordStream {
public:
  WordStream(mlir::OpBuilder &b, mlir::Location loc, mlir::Value seed,
             mlir::Value draw)
      : b(b), loc(loc), seed(seed), draw(draw) {}

  /// Word `i` (an i32 or i64) as i32.
  mlir::Value word(mlir::Value i);
  /// Words 2 i and 2 i + 1.
  std::array<mlir::Value, 2> pair(mlir::Value i);

private:
  using Words = std::array<mlir::Value, 4>;
  Words block(mlir::Value number);
  mlir::Value constant(mlir::Type type, int64_t value);
  mlir::Value shiftRight(mlir::Value x, int64_t bits);
  mlir::Value low(mlir::Value x);
  mlir::Value high(mlir::Value x);
  /// Whether bit `bit` of `i` is set.
  mlir::Value isSet(mlir::Value i, int64_t bit);

  mlir::OpBuilder &b;
  mlir::Location loc;
  mlir::Value seed, draw;
};

} // namespace leat::tensor

#endif // LEAT_PASSES_TENSOR_PHILOX_H
