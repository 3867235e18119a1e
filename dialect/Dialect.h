//===- Dialect.h - the leat dialect: the one header to include -*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_DIALECT_H
#define LEAT_DIALECT_DIALECT_H

#include "dialect/Extents.h"
#include "dialect/Names.h"
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

namespace mlir {
class PatternRewriter;
} // namespace mlir

namespace leat {
class ModelTyping;

/// The element type that an operand takes where it is a plain number.
enum class NumberRole {
  Settles, ///< f32: the op computes with it
  Joins,   ///< that of the op's other operands that join; f64 among numbers
  Row,     ///< i64: it counts rows
  Stays    ///< none: the op does not compute with it
};

/// What the numbers that an indexing op takes are to a person, where the op
/// stands for another one: "labels of 'cross_entropy'".
inline constexpr llvm::StringLiteral kRoleAttr = "leat.role";

/// Marks ops that take each element of their first operand into account once:
/// reductions, scans, windows.
template <typename ConcreteType>
class Accumulates : public mlir::OpTrait::TraitBase<ConcreteType, Accumulates> {
};
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
