//===- Destinations.h - a value and the buffer it shall stand in -*- C++
//-*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// On tensors a destination means nothing, so every choice made here is right:
// where it cannot be had without overwriting something that is still read, a
// copy is made, here or by bufferisation.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_MEMORY_DESTINATIONS_H
#define LEAT_PASSES_MEMORY_DESTINATIONS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/DenseSet.h"

namespace leat {

/// Gives destinations within one entry.
class DestinationGiver {
public:
  DestinationGiver(mlir::func::FuncOp entry,
                   mlir::SymbolTableCollection &symbols)
      : entry(entry), symbols(symbols) {}

  /// `value`, made to stand in `dest` of the same type before the op `before`.
  mlir::Value give(mlir::Value value, mlir::Value dest,
                   mlir::Operation *before);

  /// Makes each operand of a terminator stand in its destination, all at once:
  /// one may take what stands in the destination of another.
  void giveToCarries(
      llvm::ArrayRef<std::pair<mlir::OpOperand *, mlir::Value>> carries);

  /// Destinations for what loops carry and branches yield.
  void giveToControlFlow();

  /// Memory of their own for launches that still have none and whose results
  /// a loop starts from or a region reads. Bufferisation would put them where
  /// one region copies them to, which another region may overwrite.
  void keepSharedApart();

private:
  bool computeInto(mlir::Value value, mlir::Value dest,
                   mlir::Operation *before);
  bool makeLastUser(mlir::Operation *op, mlir::Value dest,
                    mlir::Operation *before);
  bool giveToBranches(mlir::scf::IfOp branches, unsigned result,
                      mlir::Value dest);
  bool giveToInit(mlir::scf::ForOp loop, mlir::OpResult result,
                  mlir::Value dest);

  mlir::func::FuncOp entry;
  mlir::SymbolTableCollection &symbols;
  /// Results of branches that have a destination.
  llvm::DenseSet<mlir::OpResult> given;
};

/// What the first value of a loop's carry is a reshape of, if `value` is the
/// loop's result; what `value` is a reshape of otherwise.
mlir::Value loopRoot(mlir::Value value);

} // namespace leat

#endif // LEAT_PASSES_MEMORY_DESTINATIONS_H
