//===- Callee.h - what ops that run a function share -----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Syntax and typing of `call` and the transforms: `OP @f(%a, %b) ...
// mode(train) : types`, with what belongs to the transform in between.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_CALLEE_H
#define LEAT_DIALECT_CALLEE_H

#include "dialect/Dialect.h"
#include "dialect/Infer.h"
#include "mlir/IR/TypeUtilities.h"

namespace leat {

/// `(%a, %b)`. Errors: an expression, as only a `let` holds one.
mlir::ParseResult parseValues(
    mlir::OpAsmParser &parser,
    llvm::SmallVectorImpl<mlir::OpAsmParser::UnresolvedOperand> &values);

/// `@f(%a, %b)`
mlir::ParseResult parseCallee(mlir::OpAsmParser &parser,
                              mlir::OperationState &state);
/// `WORD(%a, %b)`: more operands; `count` is how many.
mlir::ParseResult parseMoreOperands(mlir::OpAsmParser &parser,
                                    mlir::OperationState &state,
                                    llvm::StringRef word, int32_t &count);
/// `with(params = %b, @G.* = %c)`, which may be left out; `count` is how many.
mlir::ParseResult parseWith(mlir::OpAsmParser &parser,
                            mlir::OperationState &state, int32_t &count);
/// `wrt(x)`; where it is left out, the attribute stays empty and inference
/// fills it in.
mlir::ParseResult parseOptionalWrt(mlir::OpAsmParser &parser,
                                   mlir::OperationState &state);
/// `mode(train) : type, type`, either of which may be left out.
mlir::ParseResult parseModeAndTypes(mlir::OpAsmParser &parser,
                                    mlir::OperationState &state);

/// Says how many operands each group of operands of the op being read has.
template <typename OpTy>
void setSegments(mlir::OpAsmParser &parser, mlir::OperationState &state,
                 llvm::ArrayRef<int32_t> sizes) {
  state.getOrAddProperties<typename OpTy::Properties>().setOperandSegmentSizes(
      parser.getBuilder().getDenseI32ArrayAttr(sizes));
}

void printCallee(mlir::OpAsmPrinter &printer, llvm::StringRef callee,
                 mlir::ValueRange inputs);
void printWith(mlir::OpAsmPrinter &printer, mlir::ArrayAttr with,
               mlir::ValueRange bundles);
void printWrt(mlir::OpAsmPrinter &printer, mlir::ArrayAttr wrt);
void printModeAndTypes(mlir::OpAsmPrinter &printer, mlir::Operation *op,
                       std::optional<llvm::StringRef> mode);

/// The arguments of `callee` of float type, by their names.
mlir::ArrayAttr floatArguments(FuncOp callee);
/// Whether result `index` of `callee` is a float of its own, and no state that
/// became a result.
bool isFloatResult(FuncOp callee, unsigned index);

/// Checks that entry `number` of `wrt` is an argument of float type, among
/// `types`, and stands there once; gives its index. `what` is what only floats
/// have, `users` who has it of arguments only.
mlir::FailureOr<unsigned>
checkFloatArgument(mlir::Operation *op, FuncOp callee, mlir::TypeRange types,
                   mlir::ArrayAttr wrt, unsigned number, llvm::StringRef what,
                   llvm::StringRef users);

/// An error at `op` if the first of `results` is no float scalar.
mlir::LogicalResult checkFloatScalar(mlir::Operation *op, FuncOp callee,
                                     llvm::ArrayRef<mlir::Type> results);

/// Sets the types of the results of `op`, which are those of @`callee` and then
/// `what`.
mlir::LogicalResult setResultTypes(mlir::Operation *op, llvm::StringRef callee,
                                   llvm::ArrayRef<mlir::Type> types,
                                   llvm::StringRef what);

/// Checks `with` of `op`: see `call`.
mlir::LogicalResult checkWith(mlir::Operation *op, mlir::ArrayAttr with,
                              mlir::ValueRange bundles, ModelTyping &model);

/// The types that the callee sees.
template <typename OpTy> llvm::SmallVector<mlir::Type> argumentTypes(OpTy op) {
  if constexpr (std::is_same_v<OpTy, VmapOp>)
    return op.getLaneTypes();
  else
    return llvm::to_vector(op.getInputs().getTypes());
}

/// The function that `op` names, or the one that takes its place, and the types
/// of its results for these arguments.
template <typename OpTy>
mlir::FailureOr<FuncOp> typeCallee(OpTy op, ModelTyping &model,
                                   llvm::SmallVector<mlir::Type> &results) {
  auto callee = model.lookup<FuncOp>(op, op.getCallee(), "function"); // C1
  if (!callee)
    return mlir::failure();
  if (model.onCall) {
    mlir::FailureOr<FuncOp> other = model.onCall(op, callee, argumentTypes(op));
    if (failed(other))
      return mlir::failure();
    callee = *other;
    op.setCallee(callee.getSymName());
  }
  // Numbers become what the signature says.
  mlir::MutableOperandRange inputs = op.getInputsMutable();
  for (auto [operand, type] : llvm::zip(inputs, callee.getArgumentTypes()))
    if (failed(model.strengthen(operand, getElementTypeOrSelf(type))))
      return mlir::failure();
  mlir::FailureOr<llvm::SmallVector<mlir::Type>> types =
      model.checkCall(op, callee, argumentTypes(op)); // C2
  if (failed(types))
    return mlir::failure();
  results = *types;
  return callee;
}

} // namespace leat

#endif // LEAT_DIALECT_CALLEE_H
