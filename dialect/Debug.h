//===- Debug.h - what finds faults in a model ------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Ops that tell a person something. Few passes have to know of them, so they
// are no part of Dialect.h.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_DEBUG_H
#define LEAT_DIALECT_DEBUG_H

#include "dialect/Dialect.h"
#include "dialect/Infer.h"

namespace leat {

/// Marks ops that tell a person something and give no value: they run once, in
/// the order of the program, and what is computed again does not run them
/// again.
template <typename ConcreteType>
class Reports : public mlir::OpTrait::TraitBase<ConcreteType, Reports> {};

/// Makes these ops known to the dialect.
void registerDebugOps(LeatDialect &dialect);

} // namespace leat

#define GET_OP_CLASSES
#include "dialect/Debug.h.inc"

#endif // LEAT_DIALECT_DEBUG_H
