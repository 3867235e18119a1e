//===- States.h - the states of a model in slab order ----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_STATES_H
#define LEAT_PASSES_STATES_H

#include "dialect/Dialect.h"

namespace leat {

/// A param, state or const of a model.
struct ModelState {
  mlir::Operation *op;
  mlir::StringAttr name;
  mlir::RankedTensorType type;
};

/// `type` without the names of its extents.
mlir::RankedTensorType plainType(mlir::Type type);

/// All states of `model`, in the order in which they stand in the slab: params,
/// then the others, each in the order of their declarations.
llvm::SmallVector<ModelState> statesOf(ModelOp model);

} // namespace leat

#endif // LEAT_PASSES_STATES_H
