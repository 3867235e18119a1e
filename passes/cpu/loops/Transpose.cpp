//===- Transpose.cpp - a square of vectors turned in registers -*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Recursive halving: at distance s, rows r and r + s swap the blocks of s lanes
// that stand off the diagonal:
//
//   a b   e f        a b   c d         (s = 2: rows 0 and 2 exchange cd and ef)
//   c d   g h   =>   e f   g h
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/loops/Transpose.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;

namespace leat::loops {

SmallVector<Value> transposeRows(OpBuilder &b, Location loc,
                                 ArrayRef<Value> rows) {
  SmallVector<Value> square(rows);
  int64_t lanes = rows.size();
  for (int64_t step = 1; step < lanes; step *= 2)
    for (int64_t row = 0; row < lanes; ++row) {
      if (row & step)
        continue;
      Value upper = square[row], lower = square[row + step];
      // A lane of `lower` has its number plus `lanes` in a shuffle.
      SmallVector<int64_t> left, right;
      for (int64_t lane = 0; lane < lanes; ++lane) {
        left.push_back(lane & step ? lanes + lane - step : lane);
        right.push_back(lane & step ? lanes + lane : lane + step);
      }
      square[row] = vector::ShuffleOp::create(b, loc, upper, lower, left);
      square[row + step] =
          vector::ShuffleOp::create(b, loc, upper, lower, right);
    }
  return square;
}

} // namespace leat::loops
