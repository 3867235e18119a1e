//===- Packing.h - the lane operand copied into panels ---------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A panel holds a strip of lanes, one register tile wide, for one block of k:
//   panels[panel][k][lane]      lanes beyond the last are zero
// so that the micro-kernel walks memory in order whatever the operand's own
// strides were. Three ways to fill it:
//   lanes contiguous            vectors copied
//   k contiguous                squares transposed in registers
//   neither (flipped kernels)   element by element
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_CONTRACTION_PACKING_H
#define LEAT_PASSES_CPU_CONTRACTION_PACKING_H

#include "passes/cpu/contraction/MicroKernel.h"

namespace leat {

enum class PackMethod { Copy, Transpose, Gather };

/// What the strides of the lane operand ask for.
PackMethod packMethod(const RowsAndLanes &r);

/// A run of panels of one shape to be filled.
struct PanelFill {
  mlir::Value source;      // the lane operand, flat
  mlir::Value sourceBase;  // offset of lane 0 of the first panel, at k = 0
  mlir::Value count;       // number of panels
  mlir::Value destination; // flat
  int64_t sourcePitch = 0; // from a panel to the next, in the source
  int64_t panelPitch = 0;  // the same in the destination
  PanelShape shape;
  DepthRange depth;
};

/// Emits the copy. With PackMethod::Transpose and several k dims in the lane
/// operand, `depth` must lie within one step of the outer dims or cover whole
/// steps of them. Up to one vector's worth of depth beyond the block is
/// written.
void emitPacking(CodeBuilder &b, const RowsAndLanes &r, const PanelFill &fill,
                 mlir::VectorType vectorType);

/// A copy of the lane operand in which flattened lanes (r.laneParts) lie one
/// after the other. For the pixels {oh, ow} of an unstrided convolution and
/// k = {c, kh, kw} it is flat[kw][h][ow] with h over all rows of all channels:
/// a step of kh or c just starts some rows further down, so that only the taps
/// of one kernel row are copied ("im2col" would copy all). In general every k
/// dim that moves by whole steps of the outermost part is a shift, every other
/// one a copy.
struct FlatShape {
  struct Copy {
    int64_t extent, source, flat; // strides in the operand and in the copy
  };
  llvm::SmallVector<Copy> copies;
  /// Of each dim of r.laneDepth: its extent, and its stride in the copy.
  llvm::SmallVector<DepthDim> depth;
  int64_t steps = 1;  // of the outermost part, in one copy
  int64_t within = 1; // elements in each
  int64_t elements = 0;
};

FlatShape flatShape(const RowsAndLanes &r, int64_t lanes);

/// Emits the copy.
void emitFlattening(CodeBuilder &b, const RowsAndLanes &r,
                    const FlatShape &shape, mlir::Value source,
                    mlir::Value sourceBase, mlir::Value destination,
                    mlir::VectorType vectorType);

/// Emits table[k] = offset of flat depth k in an operand with `dims`.
void emitDepthTable(CodeBuilder &b, llvm::ArrayRef<DepthDim> dims,
                    mlir::Value table);

} // namespace leat

#endif // LEAT_PASSES_CPU_CONTRACTION_PACKING_H
