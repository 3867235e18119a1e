//===- Expand.h - transforms become ops ------------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_GRAPH_EXPAND_H
#define LEAT_PASSES_GRAPH_EXPAND_H

#include "dialect/Dialect.h"

namespace leat {

/// Marks a `grad` or `vjp` whose kept values should take no more than so many
/// bytes, or as little as can be (i64): what `--memory-budget` asks for.
inline constexpr llvm::StringLiteral kWithinAttr = "leat.within";

/// Expands the transforms in `func` and in what it calls, innermost first: the
/// callee of a transform holds none, and no call but of a function with a
/// custom_vjp, when its turn comes.
mlir::LogicalResult expandTransforms(FuncOp func);

/// The results of `vmap`, built in front of it.
mlir::FailureOr<llvm::SmallVector<mlir::Value>> expandVmap(VmapOp vmap);

/// The results of `jacobian` and `hessian`, built in front of them.
mlir::FailureOr<llvm::SmallVector<mlir::Value>>
expandJacobian(JacobianOp jacobian);
mlir::FailureOr<llvm::SmallVector<mlir::Value>>
expandHessian(HessianOp hessian);

/// A new private function in front of `beside`, without a body; `name` is made
/// unique. Arguments and results have attributes as those of functions have.
FuncOp makeFunction(FuncOp beside, const llvm::Twine &name,
                    mlir::FunctionType type,
                    llvm::ArrayRef<mlir::Attribute> argAttrs,
                    llvm::ArrayRef<mlir::Attribute> resAttrs);
/// The attribute that names an argument or result `name`.
mlir::Attribute named(mlir::Builder &b, const llvm::Twine &name);

} // namespace leat

#endif // LEAT_PASSES_GRAPH_EXPAND_H
