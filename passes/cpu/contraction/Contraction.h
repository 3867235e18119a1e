//===- Contraction.h - a contraction described by its strides --*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One description for matrix products in every layout, batched products,
// einsum-like contractions and the three convolutions. With
//   batch = {}   m = {o}   n = {image, oh, ow}   k = {c, kh, kw}
// and the right strides the sum below is a convolution over an input that is
// already padded; no index arithmetic is hidden anywhere else.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_CONTRACTION_CONTRACTION_H
#define LEAT_PASSES_CPU_CONTRACTION_CONTRACTION_H

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/SmallVector.h"

namespace leat {

/// One loop of a contraction: its extent (at least 1) and how far a step of it
/// moves in each operand, in elements. 0: the operand does not vary along it.
/// Strides may be negative (flipped kernels) or more than 1 (strided ones).
struct ContractionDim {
  int64_t extent = 1;
  int64_t lhs = 0;
  int64_t rhs = 0;
  int64_t out = 0;
};

/// out[batch, m, n] = sum over k of lhs[batch, m, k] * rhs[batch, k, n].
///
/// Each group holds any number of dims, outermost first. A batch dim may move
/// any operand; an m dim moves lhs and out, an n dim rhs and out, a k dim lhs
/// and rhs. Each output element is one chain of fused multiply-adds over
/// ascending k (row-major over the k dims as given) that starts from zero: its
/// bits depend on nothing else. The one exception is sumsAlongDepth.
struct Contraction {
  llvm::SmallVector<ContractionDim> batch, m, n, k;
  /// f32 or f64, of both operands and of the result.
  mlir::FloatType element;
  /// Where index 0 of every dim lies in each buffer, in elements.
  int64_t lhsOffset = 0, rhsOffset = 0, outOffset = 0;
  /// True: a vector that the epilogue sees never runs past the end of the
  /// innermost m or n dim, but where lanes are flattened. False: it may, into
  /// the next row, where `out` goes on with the same stride.
  bool lanesWithinInnermost = false;
  /// Whether a schedule may flatten lanes: what the epilogue reads goes on from
  /// one n dim to the next, or one m dim to the next, as `out` does, or is the
  /// same along all of them.
  bool lanesMayFlatten = true;
};

/// Reports through `emitError` the first thing about `c` that cannot be
/// emitted: an extent below 1, a dim that moves an operand it may not move, or
/// an element type other than f32 and f64.
llvm::LogicalResult
verifyContraction(const Contraction &c,
                  llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

/// True for shapes whose sums are taken along k: at most 8 rows or at most 8
/// columns, both operands contiguous along one k dim of at least 64 steps, the
/// output contiguous along m or n. Such an output element is
/// L = chainsAlongDepth() chains (chain l takes k = l, l + L, ... in ascending
/// order from zero), added as a tree: chain l and l + L/2, then l and l + L/4,
/// down to one.
bool sumsAlongDepth(const Contraction &c);

/// As many as a vector of 64 bytes has lanes, whatever the target has: 16 of
/// f32, 8 of f64.
int64_t chainsAlongDepth(mlir::FloatType element);

/// Number of multiply-adds; 2 floating-point operations each.
int64_t countMultiplyAdds(const Contraction &c);

} // namespace leat

#endif // LEAT_PASSES_CPU_CONTRACTION_CONTRACTION_H
