//===- Syntax.h - the short form of a model --------------------*- C++ -*-===//
//
// What the ops of all families share when they are read and printed: types such
// as f32[B, 784], numbers such as 1e-3, attributes written `name = value`.
// Inside a `leat.model` every value is read with the type !leat.deferred and
// typed when the model ends (see Infer.h).
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_SYNTAX_H
#define LEAT_DIALECT_SYNTAX_H

#include "mlir/IR/OpImplementation.h"

namespace leat {

/// Holds, for an attribute that was written with names of configs, what was
/// written: {axis = "A"}. The attribute itself holds the values.
inline constexpr llvm::StringLiteral kConfigAttr = "leat.config";
/// The types of the results that a person wrote (ArrayAttr of TypeAttr):
/// checked by inference, and dropped as soon as inference knows as much.
inline constexpr llvm::StringLiteral kAssertedAttr = "leat.asserted";
/// Marks a `convert` that inference inserted for a number; not printed in
/// infix.
inline constexpr llvm::StringLiteral kImplicitAttr = "leat.implicit";

/// `f32`, `f32[B, 784]` or any MLIR type.
mlir::ParseResult parseShortType(mlir::OpAsmParser &parser, mlir::Type &type);

/// The element type that a keyword such as `f32` names, or null.
mlir::Type elementTypeFromKeyword(mlir::MLIRContext *context,
                                  llvm::StringRef keyword);

/// `1`, `-1`, `0.5`, `1e-3`, `2e4`, `inf`: an IntegerAttr (i64) or a FloatAttr
/// (f64). MLIR's own parser refuses the fourth and fifth. With `optional` no
/// number is no error and leaves `value` null.
mlir::ParseResult parseNumber(mlir::OpAsmParser &parser, mlir::Attribute &value,
                              bool optional = false);

/// Prints a double so that parseNumber reads the same bits back.
void printNumber(llvm::raw_ostream &os, double value);

/// A value of `name = value`: number, true, false, element type, name of a
/// config or extent (a StringAttr), "string", @symbol, or a list of these in
/// brackets.
mlir::ParseResult parseLiteral(mlir::OpAsmParser &parser,
                               mlir::Attribute &value);
void printLiteral(llvm::raw_ostream &os, mlir::Attribute value);

/// The attribute that op `op` accepts as its `name` for a literal: an integer
/// may become a float or a list of one, a list of integers an array. Null if
/// none fits.
mlir::Attribute coerceLiteral(mlir::OperationName op, mlir::StringAttr name,
                              mlir::Attribute literal);

/// Adds `name = literal` to an op that is being read: coerced, or, if it holds
/// names, put aside for inference. Fails with a diagnostic at `loc`.
mlir::ParseResult addLiteral(mlir::OpAsmParser &parser, llvm::SMLoc loc,
                             mlir::OperationState &state, llvm::StringRef name,
                             mlir::Attribute literal);

/// The integer that a literal is; true and false are none.
std::optional<int64_t> integerOf(mlir::Attribute literal);
/// The number that a literal is; true is 1.
double numberOf(mlir::Attribute literal);

/// `@name`, as the symbol of the op being read.
mlir::ParseResult parseSymbol(mlir::OpAsmParser &parser,
                              mlir::OperationState &state);
/// Prints ` @name`.
void printSymbol(mlir::OpAsmPrinter &printer, llvm::StringRef name);

/// The type that a person wrote for result `index` of an op, or null.
mlir::Type assertedType(mlir::Operation *op, unsigned index = 0);

/// `: type, type` after an op in short form, one for each result or none.
mlir::ParseResult parseResultTypes(mlir::OpAsmParser &parser,
                                   mlir::OperationState &state);
/// Prints ` : type, type`: what a person wrote and inference could not confirm
/// yet, or the types of the results.
void printResultTypes(mlir::OpAsmPrinter &printer, mlir::Operation *op);

/// Adds a deferred result, and reads `: type` behind it.
mlir::ParseResult parseAssertedType(mlir::OpAsmParser &parser,
                                    mlir::OperationState &state);

/// The same for an op without operands, or `: () -> type` outside of a model.
mlir::ParseResult parseResultType(mlir::OpAsmParser &parser,
                                  mlir::OperationState &state);

/// Reads discardable attributes and `: type`, which may be left out, or outside
/// a model `: (types of operands) -> type` (`full`); resolves `operands`, which
/// are written at `loc`. Several results have `: type, type` and `-> (type,
/// type)`.
mlir::ParseResult
parseSignature(mlir::OpAsmParser &parser, mlir::OperationState &state,
               mlir::SMLoc loc,
               llvm::ArrayRef<mlir::OpAsmParser::UnresolvedOperand> operands,
               llvm::SmallVectorImpl<mlir::Type> &types, bool &full);
/// Prints what parseSignature reads.
void printSignature(mlir::OpAsmPrinter &printer, mlir::Operation *op);

/// `mnemonic %a, %b, name = value : type`.
mlir::ParseResult parseShortOp(mlir::OpAsmParser &parser,
                               mlir::OperationState &state);
void printShortOp(mlir::OpAsmPrinter &printer, mlir::Operation *op);

/// Prints `, name = value` for the attributes that differ from their defaults.
/// `first` says that nothing stands before; names in `skip` are left out.
void printLiterals(mlir::OpAsmPrinter &printer, mlir::Operation *op, bool first,
                   llvm::ArrayRef<llvm::StringRef> skip = {});

/// A term such as `adam(lr = cosine(1e-3, warmup = 100))`: a dictionary of
/// `name`, `args` (array) and `options` (dictionary), whose values may be terms
/// again.
mlir::ParseResult parseTerm(mlir::OpAsmParser &parser,
                            mlir::DictionaryAttr &term);
void printTerm(mlir::OpAsmPrinter &printer, mlir::DictionaryAttr term);

/// Whether the op stands in a leat.model, where types may be left out.
bool inModel(mlir::Operation *op);

} // namespace leat

#endif // LEAT_DIALECT_SYNTAX_H
