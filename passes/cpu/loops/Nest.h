//===- Nest.h - loops around the points of a group -------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_LOOPS_NEST_H
#define LEAT_PASSES_CPU_LOOPS_NEST_H

#include "passes/cpu/loops/Fuse.h"

namespace leat::loops {

/// Emits scf, arith, memref and vector ops for `group` at the insertion point
/// of `b`, which must be dominated by all operands. At most one scf.parallel,
/// and none if `threads` is 1 or the group too small. The statements' ops stay.
void emitNest(mlir::OpBuilder &b, Group &group, unsigned threads);

} // namespace leat::loops

#endif // LEAT_PASSES_CPU_LOOPS_NEST_H
