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

/// Emits destination[k][lane] for flattened lanes (r.laneParts), `pitch`
/// elements a row; lanes beyond the last in its vector are zero.
void emitFlattening(CodeBuilder &b, const RowsAndLanes &r, mlir::Value source,
                    mlir::Value sourceBase, mlir::Value destination,
                    int64_t pitch, mlir::VectorType vectorType);

/// Emits table[k] = offset of flat depth k in an operand with `dims`.
void emitDepthTable(CodeBuilder &b, llvm::ArrayRef<DepthDim> dims,
                    mlir::Value table);

} // namespace leat

#endif // LEAT_PASSES_CPU_CONTRACTION_PACKING_H
