//===- Block.h - blocks, applications and includes -------------*- C++ -*-===//
//
// Ops that are gone once their model is read, so that only what reads models
// includes this.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_BLOCK_H
#define LEAT_DIALECT_BLOCK_H

#include "dialect/Dialect.h"

#define GET_OP_CLASSES
#include "dialect/Block.h.inc"

#endif // LEAT_DIALECT_BLOCK_H
