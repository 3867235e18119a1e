//===- Emit.h - code for one contraction -----------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_CONTRACTION_EMIT_H
#define LEAT_PASSES_CPU_CONTRACTION_EMIT_H

#include "mlir/IR/Builders.h"
#include "passes/cpu/contraction/Schedule.h"

namespace leat {

/// What happens to finished sums. `sums` holds `lanes` elements of the output
/// that lie at equal steps along laneDim(c), the m or n dim that moves `out`
/// least (n of a row-major product, pixels of a convolution in NCHW); `index`
/// gives the place of the first: one index per batch, m and n dim of the
/// contraction, in that order. Unless lanesWithinInnermost is set the lanes may
/// go on in the next row, which then follows without a gap. `mask` (vector of
/// i1) is null if every lane is used. The result is stored.
///
/// The callback is called for few places of the code, each inside loops. It
/// must not read what `out` held before, and what it does for a place must not
/// depend on other places.
using Epilogue = llvm::function_ref<mlir::Value(
    mlir::OpBuilder &b, mlir::Location loc, mlir::Value sums,
    mlir::ValueRange index, int64_t lanes, mlir::Value mask)>;

/// Emits scf, vector, arith and memref ops for `c` at the insertion point.
///
/// lhs, rhs, out: memrefs of c.element with static identity layout, addressed
/// by flat offset. scratch: memref<?xi8> or memref<Nxi8>, 64-byte aligned, of
/// at least scratchBytes(c, s); null if that is 0. epilogue may be null.
/// `schedule` is one for which isValidSchedule holds. Fails with a diagnostic
/// at `loc` if `c` does not verify, the schedule is not valid, or an operand
/// is not such a memref.
llvm::LogicalResult emitContraction(mlir::OpBuilder &builder,
                                    mlir::Location loc, const Contraction &c,
                                    const Schedule &schedule, mlir::Value lhs,
                                    mlir::Value rhs, mlir::Value out,
                                    mlir::Value scratch, Epilogue epilogue);

} // namespace leat

#endif // LEAT_PASSES_CPU_CONTRACTION_EMIT_H
