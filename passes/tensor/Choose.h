//===- Choose.h - the better of two candidates and its place ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One step of a search for the extreme of a line: argmax, argmin and the places
// of a max pool.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_TENSOR_CHOOSE_H
#define LEAT_PASSES_TENSOR_CHOOSE_H

#include "mlir/IR/Builders.h"

namespace leat::tensor {

/// A scalar and where it stands, an integer; -1 stands for nothing found yet.
struct Candidate {
  mlir::Value value;
  mlir::Value place;
};

/// The value that no element of `type` is worse than: -inf or the smallest
/// integer where the largest is sought, else inf or the largest integer.
mlir::Value worstValue(mlir::OpBuilder &b, mlir::Location loc, mlir::Type type,
                       bool largest);

/// `next` if it is better than `best`, and else `best`, as value and place. The
/// first of equals wins, and a NaN wins over every number. Where `allowed` is
/// given and false, `best` stays.
llvm::SmallVector<mlir::Value> chooseBetter(mlir::OpBuilder &b,
                                            mlir::Location loc, Candidate next,
                                            Candidate best, bool largest,
                                            mlir::Value allowed = {});

} // namespace leat::tensor

#endif // LEAT_PASSES_TENSOR_CHOOSE_H
