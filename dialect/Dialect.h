//===- Dialect.h - the leat dialect: the one header to include -*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_DIALECT_H
#define LEAT_DIALECT_DIALECT_H

#include "dialect/Extents.h"
#include "dialect/ScalarBuilder.h"
#include "dialect/Syntax.h"
#include "dialect/Window.h"
#include "dialect/Written.h"
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/RegionKindInterface.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/SmallBitVector.h"

namespace leat {
class ModelTyping;
} // namespace leat

#include "dialect/Dialect.h.inc"
#include "dialect/Interfaces.h.inc"
#define GET_TYPEDEF_CLASSES
#include "dialect/Types.h.inc"
#define GET_OP_CLASSES
#include "dialect/Program.h.inc"
#define GET_OP_CLASSES
#include "dialect/Pointwise.h.inc"
#define GET_OP_CLASSES
#include "dialect/Contraction.h.inc"
#define GET_OP_CLASSES
#include "dialect/Shape.h.inc"
#define GET_OP_CLASSES
#include "dialect/Reduction.h.inc"
#define GET_OP_CLASSES
#include "dialect/Net.h.inc"
#define GET_OP_CLASSES
#include "dialect/Random.h.inc"
#define GET_OP_CLASSES
#include "dialect/Control.h.inc"
#define GET_OP_CLASSES
#include "dialect/Kernel.h.inc"

#endif // LEAT_DIALECT_DIALECT_H
