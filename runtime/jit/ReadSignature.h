//===- ReadSignature.h - signatures from a compiled module -----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From the attributes that the passes leave on a module to what the runtime
// needs of it: the only place that knows both.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_JIT_READSIGNATURE_H
#define LEAT_RUNTIME_JIT_READSIGNATURE_H

#include "mlir/IR/BuiltinOps.h"
#include "runtime/Signature.h"

namespace leat {

/// What a compiled model offers: its entries and its states, in order.
struct ModelSignature {
  std::vector<rt::EntrySignature> entries;
  std::vector<rt::TensorSignature> states;

  /// The entry of that name, or null.
  const rt::EntrySignature *find(std::string_view name) const;
};

/// Reads `leat.entries` and `leat.states` of a module that has been through
/// `leat-lower-launch` (docs/abi.md). Errors: an attribute that is missing or
/// of another form; an element type that the runtime does not have.
rt::Result<ModelSignature> readSignature(mlir::ModuleOp module);

} // namespace leat

#endif // LEAT_RUNTIME_JIT_READSIGNATURE_H
