//===- EntryFormer.h - a function as a sequence of launches ----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FormKernels.cpp makes launches of the groups of a block, FormControl.cpp
// loops and branches with launches in them.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_KERNEL_ENTRYFORMER_H
#define LEAT_PASSES_KERNEL_ENTRYFORMER_H

#include "dialect/Debug.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/IRMapping.h"
#include "passes/kernel/FusionPlan.h"
#include "llvm/ADT/MapVector.h"

namespace leat {

/// Turns groups into kernels.
class KernelFormer {
public:
  explicit KernelFormer(mlir::ModuleOp module)
      : module(module), builder(module.getContext()) {}

  /// The kernel of a group, an earlier one if that is the same.
  mlir::FlatSymbolRefAttr kernelFor(const FusionGroup &group);

private:
  mlir::ModuleOp module;
  mlir::OpBuilder builder;
  /// Kernels by their text: equal ones are compiled once.
  llvm::StringMap<mlir::FlatSymbolRefAttr> kernels;
};

/// How functions become entries.
struct FormOptions {
  bool fuse = true;       ///< group ops; otherwise each is a kernel
  bool checkNan = false;  ///< check every float input, state and result
  bool printPlan = false; ///< emit the plans as remarks
};

/// Turns a function into an entry, a sequence of launches, loops and branches.
class EntryFormer {
public:
  EntryFormer(FuncOp func, KernelFormer &kernels, mlir::ModuleOp module,
              const FormOptions &options)
      : func(func), kernels(kernels), options(options),
        b(mlir::OpBuilder::atBlockEnd(module.getBody())) {}

  /// Fails with a diagnostic at an op that no kernel can hold.
  mlir::LogicalResult form();

private:
  /// An input of a pack, and where it stands there.
  struct Place {
    mlir::Value packed;
    int64_t offset, elements;
  };

  void createEntry();
  void findPlaces();
  mlir::LogicalResult formBlock(mlir::Block &block);
  void launch(const FusionGroup &group);
  void checkIndices(const FusionGroup &group);
  void checkArguments();
  mlir::Value destinationOf(mlir::Value output, mlir::Location loc);
  void write(mlir::Value value, const Place &place, mlir::Location loc);
  mlir::Value reshaped(mlir::Value value, mlir::RankedTensorType type,
                       mlir::Location loc);
  /// What stands for `value` in the entry, in its shape.
  mlir::Value formed(mlir::Value value);
  /// Sees to it that packed tensors hold what `output` is.
  void place(mlir::Value output, mlir::Value result, mlir::Location loc);

  // Loops and branches: see FormControl.cpp.
  mlir::LogicalResult formControl(mlir::Operation *op);
  mlir::LogicalResult formFor(ForOp op);
  mlir::LogicalResult formWhile(WhileOp op);
  mlir::LogicalResult formIf(IfOp op);
  void formPrint(PrintOp op);
  mlir::LogicalResult formRegion(mlir::Region &region);
  mlir::LogicalResult formTrip(ForOp op, mlir::Value trips, mlir::Value trip,
                               mlir::Value first, mlir::ValueRange arguments,
                               llvm::SmallVectorImpl<mlir::Value> &handed);
  mlir::LogicalResult formRows(mlir::Region &trip, mlir::Value row,
                               mlir::ValueRange stacks,
                               llvm::SmallVectorImpl<mlir::Value> &handed);
  mlir::Value tripsOf(ForOp op, mlir::Value &first);
  mlir::Value boundOf(mlir::Value value, std::optional<int64_t> number,
                      mlir::Location loc);
  void checkTrips(mlir::Operation *op, mlir::Value trips, int64_t most);
  mlir::Value zeros(mlir::Operation *loop, mlir::Type type);
  mlir::Value rowOf(mlir::Value rows, mlir::Value row, mlir::Type type,
                    mlir::Location loc);
  mlir::Value withRow(mlir::Value stack, mlir::Value row, mlir::Value value,
                      mlir::Location loc);

  FuncOp func;
  KernelFormer &kernels;
  FormOptions options;
  mlir::OpBuilder b;
  mlir::IRMapping map;
  unsigned launches = 0;
  /// What is checked already, and the bounds that it has there.
  llvm::DenseSet<std::pair<mlir::Value, int64_t>> checked;
  /// Where values that are computed here are packed.
  llvm::MapVector<mlir::Value, llvm::SmallVector<Place>> places;
};

} // namespace leat

#endif // LEAT_PASSES_KERNEL_ENTRYFORMER_H
