//===- Transpose.cpp - a square of vectors, in registers ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every step is a two-operand shuffle that x86 has as one instruction:
// within 128-bit pieces the unpack family, between pieces vshuf*/vperm2f128.
// 16 x 16 f32 takes 64 of them; vector.transpose at its default lowering would
// move 256 single elements.
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/contraction/Transpose.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace leat;

/// Lane numbers of `lo` (lanes taken alternately from the low halves of each
/// 128-bit piece of both operands, `unit` lanes at a time) or of `hi`.
static SmallVector<int64_t> unpackMask(int64_t lanes, int64_t piece,
                                       int64_t unit, bool high) {
  SmallVector<int64_t> mask;
  for (int64_t start = 0; start < lanes; start += piece)
    for (int64_t i = 0; i < piece; ++i) {
      int64_t pair = i / (2 * unit), second = i / unit % 2;
      mask.push_back(start + (high ? piece / 2 : 0) + pair * unit + i % unit +
                     (second ? lanes : 0));
    }
  return mask;
}

/// Lane numbers of the even (or odd) 128-bit pieces of both operands in turn.
static SmallVector<int64_t> alternateMask(int64_t lanes, int64_t piece,
                                          bool odd) {
  SmallVector<int64_t> mask;
  for (int64_t start = odd ? piece : 0; start < 2 * lanes; start += 2 * piece)
    for (int64_t i = 0; i < piece; ++i)
      mask.push_back(start + i);
  return mask;
}

/// Transposes each piece x piece block of `piece` rows.
static void transposeWithinPieces(CodeBuilder &b, MutableArrayRef<Value> rows,
                                  int64_t lanes, int64_t piece) {
  for (int64_t unit = 1; unit < piece; unit *= 2) {
    SmallVector<Value> next(rows.size());
    // Row r holds columns r % unit of its block; partners differ in bit
    // `unit` of the row number and leave low and high columns behind.
    for (int64_t r = 0; r < piece; ++r) {
      if (r & unit)
        continue;
      Value first = rows[r], second = rows[r + unit];
      int64_t base = r / (2 * unit) * 2 * unit, column = r % unit;
      next[base + 2 * column] = vector::ShuffleOp::create(
          b, first, second, unpackMask(lanes, piece, unit, /*high=*/false));
      next[base + 2 * column + 1] = vector::ShuffleOp::create(
          b, first, second, unpackMask(lanes, piece, unit, /*high=*/true));
    }
    llvm::copy(next, rows.begin());
  }
}

/// Transposes pieces between rows: result[c] = piece c of every row in turn.
static SmallVector<Value> transposePieces(CodeBuilder &b, ArrayRef<Value> rows,
                                          int64_t lanes, int64_t piece) {
  if (rows.size() == 1)
    return {rows[0]};
  SmallVector<Value> even, odd;
  for (size_t i = 0; i < rows.size(); i += 2) {
    even.push_back(vector::ShuffleOp::create(
        b, rows[i], rows[i + 1], alternateMask(lanes, piece, /*odd=*/false)));
    odd.push_back(vector::ShuffleOp::create(
        b, rows[i], rows[i + 1], alternateMask(lanes, piece, /*odd=*/true)));
  }
  even = transposePieces(b, even, lanes, piece);
  odd = transposePieces(b, odd, lanes, piece);
  SmallVector<Value> result;
  for (size_t i = 0; i < even.size(); ++i)
    result.append({even[i], odd[i]});
  return result;
}

SmallVector<Value> leat::transposeSquare(CodeBuilder &b, ValueRange input) {
  SmallVector<Value> rows(input);
  auto type = cast<VectorType>(rows[0].getType());
  int64_t lanes = type.getNumElements();
  int64_t piece = 128 / type.getElementTypeBitWidth();
  assert(int64_t(rows.size()) == lanes && "a square has as many rows as lanes");
  for (int64_t r = 0; r < lanes; r += piece)
    transposeWithinPieces(b, MutableArrayRef(rows).slice(r, piece), lanes,
                          piece);
  SmallVector<Value> result(lanes);
  for (int64_t column = 0; column < piece; ++column) {
    SmallVector<Value> group;
    for (int64_t r = column; r < lanes; r += piece)
      group.push_back(rows[r]);
    group = transposePieces(b, group, lanes, piece);
    for (auto [i, row] : llvm::enumerate(group))
      result[i * piece + column] = row;
  }
  return result;
}
