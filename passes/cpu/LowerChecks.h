//===- LowerChecks.h - checks of entries as loops over buffers --*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_LOWERCHECKS_H
#define LEAT_PASSES_CPU_LOWERCHECKS_H

#include "dialect/Dialect.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace leat {

/// What a failed check stores in the lower half of the first status word
/// (docs/abi.md).
enum class CheckCode : int32_t {
  OutOfRange = 1,
  NotANumber = 2,
  AssertFailed = 3
};

/// Turns checks of entries into calls of functions that go over a buffer, one
/// function for each kind of check, element type and size.
class CheckLowering {
public:
  explicit CheckLowering(mlir::SymbolTable &symbols) : symbols(symbols) {}

  /// Replaces `check`, a CheckOp or AssertOp, by a call that writes to `status`
  /// (a pointer to three words) if it fails and no check failed before.
  /// `buffer` is what it checks, row-major, of static shape, and begins where
  /// its memory does. `number` is that of the check in its entry.
  void lower(mlir::Operation *check, mlir::Value buffer, int32_t number,
             mlir::Value status);

private:
  mlir::func::FuncOp functionFor(mlir::MemRefType type, bool holds);

  mlir::SymbolTable &symbols;
};

} // namespace leat

#endif // LEAT_PASSES_CPU_LOWERCHECKS_H
