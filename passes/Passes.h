//===- Passes.h - every pass of the compiler -------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_PASSES_H
#define LEAT_PASSES_PASSES_H

#include "mlir/Pass/Pass.h"

namespace leat {
#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "passes/Passes.h.inc"
} // namespace leat

#endif // LEAT_PASSES_PASSES_H
