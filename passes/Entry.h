//===- Entry.h - what a compiled function is called with -------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An entry is a public `func.func` of the model; a kernel is a private function
// that entries launch. Their arguments are told apart by attributes, from the
// graph stage's results to machine code (docs/abi.md):
//   func.func @fit(%x: ... {leat.name = "x"},              an input
//                  %w: ... {leat.state = @fc.weight},      a state, in the slab
//                  %m: ... {leat.state = [@m.a, @m.b]},    states, packed
//                  %l: ... {leat.name = "loss", leat.output},
//                  %a: memref<4096xi8> {leat.arena})
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_ENTRY_H
#define LEAT_PASSES_ENTRY_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/SmallVector.h"

namespace leat {

/// Marks the argument of an entry that takes a result; it has a name too.
inline constexpr llvm::StringLiteral kOutputAttr = "leat.output";
/// Marks an argument or result of an entry that is a tensor of i1 to its caller
/// and of bytes to its body.
inline constexpr llvm::StringLiteral kBoolAttr = "leat.bool";
/// Marks the argument of an entry that is its arena.
inline constexpr llvm::StringLiteral kArenaAttr = "leat.arena";
/// Of a kernel on buffers: bytes of scratch that its last argument is, 0 where
/// it needs none. A declaration with it stands for a kernel compiled before.
inline constexpr llvm::StringLiteral kScratchAttr = "leat.scratch";
/// Of a kernel on its way to machine code: the type it had on buffers.
inline constexpr llvm::StringLiteral kBufferTypeAttr = "leat.buffer_type";
/// Of a module: array of {name, type}, all states of the model in slab order.
inline constexpr llvm::StringLiteral kStatesAttr = "leat.states";
/// Of a module: array of dictionaries, one for each entry (docs/abi.md).
inline constexpr llvm::StringLiteral kEntriesAttr = "leat.entries";

/// Bytes to which every buffer of the ABI is aligned.
inline constexpr int64_t kBufferAlignment = 64;

/// `bytes`, rounded up to the next multiple of kBufferAlignment.
int64_t alignToBuffer(int64_t bytes);

/// Bytes of one element in memory: i1 is one byte, an index eight.
int64_t elementBytes(mlir::Type type);

/// Bytes of all elements of a type of static shape.
int64_t byteSize(mlir::ShapedType type);

/// The public functions of a module that have a body, in order.
llvm::SmallVector<mlir::func::FuncOp> findEntries(mlir::ModuleOp module);

/// The state that argument or result attributes bind, a symbol; an array of
/// symbols for states that stand behind each other in the slab and are bound as
/// one tensor; null for what is no state.
mlir::Attribute stateOf(mlir::DictionaryAttr attributes);

/// The names in what stateOf() found; none for null.
llvm::SmallVector<mlir::StringAttr> stateNames(mlir::Attribute state);

/// The index of the argument that carries the unit attribute `name`, or none.
std::optional<unsigned> findMarkedArgument(mlir::func::FuncOp function,
                                           llvm::StringRef name);

/// A state and where it lies in the slab.
struct StateSlot {
  llvm::StringRef name;
  mlir::RankedTensorType type;
  int64_t offset;
};

/// The slab of a module: its states in order, each at the next multiple of
/// kBufferAlignment. Errors: an element of `leat.states` that is no {name,
/// type}, a type of dynamic shape.
mlir::FailureOr<llvm::SmallVector<StateSlot>>
layoutStates(mlir::ModuleOp module);

/// Sets `key` in the dictionary that `leat.entries` keeps for `entry`.
void setEntryFact(mlir::func::FuncOp entry, llvm::StringRef key,
                  mlir::Attribute value);

/// What `leat.entries` says of `entry`, or null.
mlir::DictionaryAttr entryFacts(mlir::func::FuncOp entry);

} // namespace leat

#endif // LEAT_PASSES_ENTRY_H
