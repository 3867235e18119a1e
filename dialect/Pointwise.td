//===- Pointwise.td - one scalar function over tensors --*- tablegen -*-===//
//
// One line an op: its scalar op for code generation and its derivative by each
// operand, applied to `d`, in the notation of `dialect/gradients/Expr.h`:
// x (or a, b, c) are the operands and y is the result.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_POINTWISE_TD
#define LEAT_DIALECT_POINTWISE_TD

include "dialect/Dialect.td"

/// A pointwise op. `scalar` is the C++ expression that builds one element; `symbol` stands for the op in expressions,
/// if it has one.
class Leat_Pointwise<string mnemonic, string scalar, list<string> differentials, list<Trait> traits = [],
                     string symbol = "">
    : Leat_TensorOp<mnemonic, [DeclareOpInterfaceMethods<PointwiseOpInterface>, Leat_VjpJvp, Leat_Batched,
                               DeclareOpInterfaceMethods<NumberTypingOpInterface>]
                              # !if(!empty(symbol), []<Trait>, [DeclareOpInterfaceMethods<InfixOpInterface>]<Trait>)
                              # traits> {
  let results = (outs Leat_Tensor:$result);
  /// How the result type follows from the operands.
  code inference = [{
    ::mlir::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *, std::optional<::mlir::Location> loc,
                                                      Adaptor op, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      return ::leat::inferPointwise("}] # mnemonic # [{", loc, op.getOperands(), types);
    }
  }];
  /// The `NumberRole` of operand `operand`.
  string numberRole = "::leat::NumberRole::Joins";
  let definitions = !if(!empty(symbol), "", [{
    ::llvm::StringRef $cppClass::getInfixSymbol() { return "}] # symbol # [{"; }
  }]) # [{
    ::leat::NumberRole $cppClass::getNumberRole([[maybe_unused]] unsigned operand) { return }] # numberRole # [{; }
    ::mlir::Value $cppClass::buildScalar(::mlir::OpBuilder &builder, ::mlir::ValueRange args,
                                         ::mlir::Type element) {
      [[maybe_unused]] ::leat::ScalarBuilder b{builder, getLoc(), element, args.back().getType()};
      return }] # scalar # [{;
    }
    ::mlir::Value $cppClass::buildDifferential(::mlir::OpBuilder &builder, unsigned operand, ::mlir::Value d_) {
      [[maybe_unused]] ::leat::Expr d(builder, getLoc(), d_), y(builder, getLoc(), getResult());
      [[maybe_unused]] auto in = [&](unsigned i) { return ::leat::Expr(builder, getLoc(), getOperation()->getOperand(i)); };
      switch (operand) {
      }] # !interleave(!foreach(i, !range(!size(differentials)),
                       "case " # i # ": return (" # differentials[i] # ").value;"), "\n      ") # [{
      default: return {};
      }
    }
    ::llvm::SmallVector<::mlir::Value> $cppClass::buildVjp(::mlir::OpBuilder &builder, ::mlir::ValueRange cotangents,
                                                           const ::llvm::SmallBitVector &wanted) {
      return ::leat::pointwiseVjp(*this, builder, cotangents, wanted);
    }
    ::mlir::FailureOr<::llvm::SmallVector<::mlir::Value>>
    $cppClass::buildJvp(::mlir::OpBuilder &builder, ::mlir::ValueRange tangents) {
      return ::leat::pointwiseJvp(*this, builder, tangents);
    }
  }] # Leat_BatchedBy<"batchPointwise">.text # inference;
}

class Leat_UnaryOf<Type type, string mnemonic, string scalar, string differential, string meaning, string symbol = "">
    : Leat_Pointwise<mnemonic, scalar, [differential], [], symbol> {
  let summary = meaning;
  let description = "`y = " # meaning # "`, pointwise.\n\n```mlir\n%y = " # mnemonic # " %x : f32[B, 3]\n```";
  let arguments = (ins type:$input);
}
class Leat_Unary<string mnemonic, string scalar, string differential, string meaning>
    : Leat_UnaryOf<Leat_Float, mnemonic, scalar, differential, meaning>;

class Leat_BinaryOf<Type type, string mnemonic, string scalar, string da, string db, string meaning,
                    list<Trait> traits = [], string symbol = "">
    : Leat_Pointwise<mnemonic, scalar, [da, db], traits, symbol> {
  let summary = meaning;
  let description = "`y = " # meaning # "`, pointwise with broadcasting.\n\n"
    # "- (C1) `a` and `b` have one element type.\n- (C2) their shapes broadcast.\n\n"
    # "```mlir\n%y = " # mnemonic # " %a, %b : f32[B, 3]\n```";
  let arguments = (ins type:$lhs, type:$rhs);
}
class Leat_Binary<string mnemonic, string scalar, string da, string db, string meaning, list<Trait> traits = [],
                  string symbol = "">
    : Leat_BinaryOf<Leat_Number, mnemonic, scalar, da, db, meaning, traits, symbol>;

//===----------------------------------------------------------------------===//
// Unary
//===----------------------------------------------------------------------===//

def Leat_NegOp : Leat_UnaryOf<Leat_Number, "neg", "b.neg(args[0])", "-d", "-x", "-"> { let hasFolder = 1; }
// abs'(0) = sign(0) = 0.
def Leat_AbsOp : Leat_UnaryOf<Leat_Number, "abs", "b.abs(args[0])", "d * sign(in(0))", "|x|">;
def Leat_SignOp : Leat_UnaryOf<Leat_Number, "sign", "b.sign(args[0])", "zero()", "-1, 0 or 1 by the sign of x">;
def Leat_FloorOp : Leat_Unary<"floor", "b.math<::mlir::math::FloorOp>(args)", "zero()", "the largest integer <= x">;
def Leat_CeilOp : Leat_Unary<"ceil", "b.math<::mlir::math::CeilOp>(args)", "zero()", "the smallest integer >= x">;
def Leat_RoundOp : Leat_Unary<"round", "b.math<::mlir::math::RoundEvenOp>(args)", "zero()", "the nearest integer, ties to even">;
def Leat_ExpOp : Leat_Unary<"exp", "b.math<::mlir::math::ExpOp>(args)", "d * y", "e ** x">;
def Leat_Expm1Op : Leat_Unary<"expm1", "b.math<::mlir::math::ExpM1Op>(args)", "d * (y + 1)", "e ** x - 1">;
def Leat_LogOp : Leat_Unary<"log", "b.math<::mlir::math::LogOp>(args)", "d / in(0)", "the natural logarithm of x">;
def Leat_Log1pOp : Leat_Unary<"log1p", "b.math<::mlir::math::Log1pOp>(args)", "d / (in(0) + 1)", "log(1 + x)">;
def Leat_SqrtOp : Leat_Unary<"sqrt", "b.math<::mlir::math::SqrtOp>(args)", "d / (y * 2)", "the square root of x">;
def Leat_RsqrtOp : Leat_Unary<"rsqrt", "b.rsqrt(args[0])", "d * (y / in(0)) * -0.5", "1 / sqrt(x)">;
def Leat_ReciprocalOp : Leat_Unary<"reciprocal", "b.div(b.number(1), args[0])", "-(d * y * y)", "1 / x">;
def Leat_SquareOp : Leat_UnaryOf<Leat_Number, "square", "b.mul(args[0], args[0])", "d * in(0) * 2", "x * x">;
def Leat_SinOp : Leat_Unary<"sin", "b.math<::mlir::math::SinOp>(args)", "d * cos(in(0))", "sin(x)">;
def Leat_CosOp : Leat_Unary<"cos", "b.math<::mlir::math::CosOp>(args)", "-(d * sin(in(0)))", "cos(x)">;
def Leat_TanhOp : Leat_Unary<"tanh", "b.math<::mlir::math::TanhOp>(args)", "d * (Expr(1.0) - y * y)", "tanh(x)">;
def Leat_ErfOp : Leat_Unary<"erf", "b.math<::mlir::math::ErfOp>(args)",
  "d * exp(-(in(0) * in(0))) * 1.1283791670955126", "the error function of x">;
def Leat_SigmoidOp : Leat_Unary<"sigmoid", "b.sigmoid(args[0])", "d * y * (Expr(1.0) - y)", "1 / (1 + e ** -x)">;
def Leat_SoftplusOp : Leat_Unary<"softplus", "b.softplus(args[0])", "d * sigmoid(in(0))", "log(1 + e ** x)">;
// relu'(0) = 0. The cotangent is masked, not multiplied: no 0 * inf.
def Leat_ReluOp : Leat_UnaryOf<Leat_Number, "relu", "b.max(args[0], b.number(0))", "where(y > 0, d, 0)", "max(x, 0)">;
def Leat_SiluOp : Leat_Unary<"silu", "b.mul(args[0], b.sigmoid(args[0]))",
  "d * sigmoid(in(0)) * (in(0) * (Expr(1.0) - sigmoid(in(0))) + 1)", "x * sigmoid(x)">;
def Leat_GeluOp : Leat_Unary<"gelu", "b.gelu(args[0])",
  "d * ((erf(in(0) * 0.7071067811865476) + 1) * 0.5 + in(0) * exp(in(0) * in(0) * -0.5) * 0.3989422804014327)",
  "x * Phi(x), Phi the normal distribution function">;

def Leat_LogicalNotOp : Leat_UnaryOf<Leat_Bool, "logical_not", "b.logicalNot(args[0])", "zero()", "not x">;

def Leat_StopGradientOp : Leat_UnaryOf<Leat_Tensor, "stop_gradient", "args[0]", "zero()", "x, as a constant for derivatives">;

//===----------------------------------------------------------------------===//
// Binary
//===----------------------------------------------------------------------===//

def Leat_AddOp : Leat_Binary<"add", "b.add(args[0], args[1])", "d", "d", "a + b", [Commutative], "+"> {
  let hasFolder = 1;
  let hasCanonicalizeMethod = 1;
}
def Leat_SubOp : Leat_Binary<"sub", "b.sub(args[0], args[1])", "d", "-d", "a - b", [], "-"> {
  let hasFolder = 1;
  let hasCanonicalizeMethod = 1;
}
def Leat_MulOp : Leat_Binary<"mul", "b.mul(args[0], args[1])", "d * in(1)", "d * in(0)", "a * b", [Commutative], "*"> {
  let hasFolder = 1;
  let hasCanonicalizeMethod = 1;
}
def Leat_DivOp : Leat_BinaryOf<Leat_Float, "div", "b.div(args[0], args[1])", "d / in(1)", "-(d * (y / in(1)))", "a / b", [], "/"> {
  let hasFolder = 1;
  let hasCanonicalizeMethod = 1;
}
// By the exponent the rule is 0 where the base is 0 (NumPy, PyTorch: 0 ** b).
def Leat_PowOp : Leat_BinaryOf<Leat_Float, "pow", "b.math<::mlir::math::PowFOp>(args)",
  "d * powerSlope(in(0), in(1))",
  "where(in(0) > 0, d * y * log(where(in(0) > 0, in(0), 1)), 0)", "a ** b", [], "**">;
// Ties share the derivative equally, as in PyTorch.
def Leat_MaximumOp : Leat_Binary<"maximum", "b.max(args[0], args[1])",
  "where(in(0) > in(1), d, where(in(0) == in(1), d * 0.5, 0))",
  "where(in(1) > in(0), d, where(in(0) == in(1), d * 0.5, 0))", "the larger of a and b", [Commutative]>;
def Leat_MinimumOp : Leat_Binary<"minimum", "b.min(args[0], args[1])",
  "where(in(0) < in(1), d, where(in(0) == in(1), d * 0.5, 0))",
  "where(in(1) < in(0), d, where(in(0) == in(1), d * 0.5, 0))", "the smaller of a and b", [Commutative]>;
def Leat_LogicalAndOp : Leat_BinaryOf<Leat_Bool, "logical_and", "b.logicalAnd(args[0], args[1])", "zero()", "zero()", "a and b", [Commutative]>;
def Leat_LogicalOrOp : Leat_BinaryOf<Leat_Bool, "logical_or", "b.logicalOr(args[0], args[1])", "zero()", "zero()", "a or b", [Commutative]>;

//===----------------------------------------------------------------------===//
// Comparison, selection, conversion
//===----------------------------------------------------------------------===//

class Leat_Compare<string mnemonic, string symbol>
    : Leat_Pointwise<mnemonic, "b.compare(::leat::Comparison::" # mnemonic # ", args[0], args[1])", ["zero()", "zero()"], [],
                     symbol> {
  let summary = "a " # symbol # " b";
  let description = "`y = a " # symbol # " b` as i1, pointwise with broadcasting; a comparison with NaN is false"
    # !if(!eq(mnemonic, "ne"), " but for `<>`", "") # ".\n\n"
    # "- (C1) `a` and `b` have one element type.\n- (C2) their shapes broadcast.\n\n"
    # "```mlir\n%y = " # mnemonic # " %a, %b : i1[B, 3]\n```";
  let arguments = (ins Leat_Tensor:$lhs, Leat_Tensor:$rhs);
  let results = (outs Leat_Bool:$result);
  let inference = [{
    ::mlir::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *, std::optional<::mlir::Location> loc,
                                                      Adaptor op, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      return ::leat::inferComparison("}] # mnemonic # [{", loc, op.getOperands(), types);
    }
  }];
}
def Leat_EqOp : Leat_Compare<"eq", "==">;
// MLIR's lexer has no token for `!=`.
def Leat_NeOp : Leat_Compare<"ne", "<>">;
def Leat_LtOp : Leat_Compare<"lt", "<">;
def Leat_LeOp : Leat_Compare<"le", "<=">;
def Leat_GtOp : Leat_Compare<"gt", ">">;
def Leat_GeOp : Leat_Compare<"ge", ">=">;

def Leat_WhereOp : Leat_Pointwise<"where", "b.select(args[0], args[1], args[2])",
    ["zero()", "where(in(0), d, 0)", "where(in(0), 0, d)"]> {
  let summary = "a where the condition holds, else b";
  let description = [{
    `y = condition ? a : b`, pointwise with broadcasting.

    - (C1) `condition` is i1.
    - (C2) `a` and `b` have one element type.
    - (C3) the three shapes broadcast.

    ```mlir
    %y = where %c, %a, %b : f32[B, 3]
    ```
  }];
  let arguments = (ins Leat_Bool:$condition, Leat_Tensor:$lhs, Leat_Tensor:$rhs);
  let numberRole = "operand == 0 ? ::leat::NumberRole::Stays : ::leat::NumberRole::Joins";
  let hasFolder = 1;
  let inference = [{
    ::mlir::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *, std::optional<::mlir::Location> loc,
                                                      Adaptor op, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      return ::leat::inferWhere(loc, op.getOperands(), types);
    }
  }];
}

def Leat_ConvertOp : Leat_Pointwise<"convert", "b.convert(args[0])", ["convert(d, in(0))"]> {
  let summary = "Another element type";
  let description = [{
    Converts to `dtype`: to a float by rounding to nearest even, to an integer
    towards zero and clamped to its range (NaN gives 0), to i1 by `x != 0`. In an expression, `f32(%x)`.

    ```mlir
    %y = convert %x, dtype = f32 : f32[B]
    ```
  }];
  let arguments = (ins Leat_Tensor:$input, TypeAttr:$dtype);
  let numberRole = "::leat::NumberRole::Stays";
  let hasFolder = 1;
  let inference = [{
    ::mlir::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *, std::optional<::mlir::Location>,
                                                      Adaptor op, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      types.push_back(::mlir::cast<::mlir::RankedTensorType>(op.getInput().getType()).clone(op.getDtype()));
      return ::mlir::success();
    }
  }];
}

#endif // LEAT_DIALECT_POINTWISE_TD
