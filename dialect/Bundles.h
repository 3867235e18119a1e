//===- Bundles.h - maps over groups of states ------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A bundle is a value of the language only: what is computed from bundles is
// computed for the tensors of each name, and `leat-thread-state` dissolves the
// rest.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_BUNDLES_H
#define LEAT_DIALECT_BUNDLES_H

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/Support/LogicalResult.h"

namespace leat {

class GetOp;
class LetOp;
class ModelTyping;

/// Whether `get` names a group of states: `params`, unless something is
/// declared under that name, or a pattern that ends with `*`.
bool readsBundle(GetOp get, const ModelTyping &model);

/// The type of the bundle that `get` reads; an error where nothing matches.
mlir::FailureOr<mlir::Type> typeOfBundle(GetOp get, ModelTyping &model);

/// Whether the expression reads bundles, so that its ops must stand for
/// themselves.
bool mapsBundles(LetOp let, const ModelTyping &model);

/// Replaces the expression by its ops, those that map bundles by one for each
/// name and a `bundle` of their results, and types them.
mlir::LogicalResult expandBundles(LetOp let, ModelTyping &model);

} // namespace leat

#endif // LEAT_DIALECT_BUNDLES_H
