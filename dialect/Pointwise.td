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

/// `note` is more to know: kinks, specials, accuracy.
class Leat_UnaryOf<Type type, string mnemonic, string scalar, string differential, string meaning, string symbol = "",
                   string note = "">
    : Leat_Pointwise<mnemonic, scalar, [differential], [], symbol> {
  let summary = meaning;
  let description = "`y = " # meaning # "`, pointwise." # !if(!empty(note), "", " " # note)
    # "\n\n```mlir\n%y = " # mnemonic # " %x : f32[B, 3]\n```";
  let arguments = (ins type:$input);
}
class Leat_Unary<string mnemonic, string scalar, string differential, string meaning, string note = "">
    : Leat_UnaryOf<Leat_Float, mnemonic, scalar, differential, meaning, "", note>;
/// `formula` of `x[0]`, in f32 where x is narrower.
class Leat_Formula<string mnemonic, string formula, string differential, string meaning, string note = "">
    : Leat_Unary<mnemonic, "::leat::inSingle(b, args, [&](::llvm::ArrayRef<::leat::Real> x) { return " # formula # "; })",
                 differential, meaning, note>;
/// A function of libm in f64, rounded.
class Leat_Libm<string mnemonic, string op, string differential, string meaning, string note = "">
    : Leat_Unary<mnemonic, "::leat::inDouble<::mlir::math::" # op # ">(b, args)", differential, meaning, note>;
/// A function of dialect/Special.h, in f64, rounded.
class Leat_Special<string mnemonic, string function, string differential, string meaning, string note = "">
    : Leat_Unary<mnemonic, "::leat::inDouble(b, args, [&](::llvm::ArrayRef<::leat::Real> x) { return ::leat::special::"
                           # function # "; })", differential, meaning, note>;

class Leat_BinaryOf<Type type, string mnemonic, string scalar, string da, string db, string meaning,
                    list<Trait> traits = [], string symbol = "", string note = "">
    : Leat_Pointwise<mnemonic, scalar, [da, db], traits, symbol> {
  let summary = meaning;
  let description = "`y = " # meaning # "`, pointwise with broadcasting." # !if(!empty(note), "", " " # note) # "\n\n"
    # "- (C1) both operands have one element type.\n- (C2) their shapes broadcast.\n\n"
    # "```mlir\n%y = " # mnemonic # " %a, %b : f32[B, 3]\n```";
  let arguments = (ins type:$lhs, type:$rhs);
}
class Leat_Binary<string mnemonic, string scalar, string da, string db, string meaning, list<Trait> traits = [],
                  string symbol = "", string note = "">
    : Leat_BinaryOf<Leat_Number, mnemonic, scalar, da, db, meaning, traits, symbol, note>;

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
def Leat_Expm1Op : Leat_Unary<"expm1", "b.math<::mlir::math::ExpM1Op>(args)", "d * (y + 1)", "e ** x - 1", "In f32 within 4 ulp.">;
def Leat_LogOp : Leat_Unary<"log", "b.math<::mlir::math::LogOp>(args)", "d / in(0)", "the natural logarithm of x">;
def Leat_Log1pOp : Leat_Unary<"log1p", "b.math<::mlir::math::Log1pOp>(args)", "d / (in(0) + 1)", "log(1 + x)">;
def Leat_SqrtOp : Leat_Unary<"sqrt", "b.math<::mlir::math::SqrtOp>(args)", "d / (y * 2)", "the square root of x">;
def Leat_RsqrtOp : Leat_Unary<"rsqrt", "b.rsqrt(args[0])", "d * (y / in(0)) * -0.5", "1 / sqrt(x)">;
def Leat_ReciprocalOp : Leat_Unary<"reciprocal", "b.div(b.number(1), args[0])", "-(d * y * y)", "1 / x">;
def Leat_SquareOp : Leat_UnaryOf<Leat_Number, "square", "b.mul(args[0], args[0])", "d * in(0) * 2", "x * x">;
def Leat_SinOp : Leat_Unary<"sin", "b.math<::mlir::math::SinOp>(args)", "d * cos(in(0))", "sin(x)">;
def Leat_CosOp : Leat_Unary<"cos", "b.math<::mlir::math::CosOp>(args)", "-(d * sin(in(0)))", "cos(x)">;
def Leat_TanhOp : Leat_Unary<"tanh", "b.math<::mlir::math::TanhOp>(args)", "d * (Expr(1.0) - y * y)", "tanh(x)",
  "In f32 within 5 ulp.">;
def Leat_ErfOp : Leat_Unary<"erf", "b.math<::mlir::math::ErfOp>(args)",
  "d * exp(-(in(0) * in(0))) * 1.1283791670955126", "the error function of x",
  "In f32 within 5 ulp.">;
def Leat_SigmoidOp : Leat_Unary<"sigmoid", "b.sigmoid(args[0])", "d * y * (Expr(1.0) - y)", "1 / (1 + e ** -x)">;
def Leat_SoftplusOp : Leat_Unary<"softplus", "b.softplus(args[0])", "d * sigmoid(in(0))", "log(1 + e ** x)">;
// relu'(0) = 0. The cotangent is masked, not multiplied: no 0 * inf.
def Leat_ReluOp : Leat_UnaryOf<Leat_Number, "relu", "b.max(args[0], b.number(0))", "where(y > 0, d, 0)", "max(x, 0)">;
def Leat_SiluOp : Leat_Unary<"silu", "b.mul(args[0], b.sigmoid(args[0]))",
  "d * sigmoid(in(0)) * (in(0) * (Expr(1.0) - sigmoid(in(0))) + 1)", "x * sigmoid(x)",
  "In f32 within 60 ulp: 3 where e ** x is above 2 ** -126.">;
def Leat_GeluOp : Leat_Pointwise<"gelu", "isTanh() ? ::leat::inSingle(b, args, ::leat::geluTanh) : b.gelu(args[0])",
                                 ["::leat::geluSlope(d, in(0), isTanh())"]> {
  let summary = "x * Phi(x), Phi the normal distribution function";
  let description = [{
    `y = x * Phi(x)`, pointwise, Phi the normal distribution function (Hendrycks & Gimpel 2016). With
    `approximate = "tanh"` it is `x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x ** 3)))`, which
    differs by up to 5e-4 and is what GPT-2 was trained with. In f32 within 12 ulp: 3 where the result is
    above 2 ** -126 by the tanh, 5 without.

    - (C1) `approximate` is "none" or "tanh".

    ```mlir
    %y = gelu %x : f32[B, 3]
    %z = gelu %x, approximate = "tanh" : f32[B, 3]
    ```
  }];
  let arguments = (ins Leat_Float:$input, DefaultValuedAttr<StrAttr, "\"none\"">:$approximate);
  let inference = "";
  let extraClassDeclaration = [{
    bool isTanh() { return getApproximate() == "tanh"; }
  }];
}

//===----------------------------------------------------------------------===//
// Activations
//===----------------------------------------------------------------------===//

def Leat_LeakyReluOp : Leat_Formula<"leaky_relu", "::leat::select(x[0] > 0, x[0], x[0] * getSlope().convertToDouble())",
    "where(in(0) > 0, d, d * getSlope().convertToDouble())", "x where x > 0, else slope * x", "`slope` (by default 0.01) is the derivative at 0."> {
  let arguments = (ins Leat_Float:$input, DefaultValuedAttr<F64Attr, "0.01">:$slope);
}
// The exponential of a large x would be inf, and inf * 0 in the second derivative NaN.
def Leat_EluOp : Leat_Formula<"elu", "::leat::elu(x[0], getAlpha().convertToDouble())",
    "where(in(0) > 0, d, d * exp(minimum(in(0), 0)) * getAlpha().convertToDouble())",
    "x where x > 0, else alpha * (e ** x - 1)", "`alpha` (by default 1) is the derivative at 0 (Clevert et al. 2015)."> {
  let arguments = (ins Leat_Float:$input, DefaultValuedAttr<F64Attr, "1.0">:$alpha);
}
def Leat_SoftsignOp : Leat_Formula<"softsign", "x[0] / (::leat::abs(x[0]) + 1)", "d / square(abs(in(0)) + 1)", "x / (1 + |x|)">;
def Leat_LogSigmoidOp : Leat_Formula<"log_sigmoid", "::leat::logSigmoid(x[0])", "d * sigmoid(-in(0))",
  "log(sigmoid(x))", "Neither overflows nor loses digits far out.">;
def Leat_MishOp : Leat_Formula<"mish", "::leat::mish(x[0])", "::leat::mishSlope(d, in(0))", "x * tanh(softplus(x))",
  "In f32 within 60 ulp: 3 where e ** x is above 2 ** -126 (Misra 2019).">;
def Leat_HardSigmoidOp : Leat_Formula<"hard_sigmoid", "::leat::hardSigmoid(x[0])",
  "where(abs(in(0)) < 3, d * 0.16666666666666666, 0)", "min(max(x / 6 + 1 / 2, 0), 1)", "The derivative at -3 and 3 is 0.">;
def Leat_HardSiluOp : Leat_Formula<"hard_silu", "x[0] * ::leat::hardSigmoid(x[0])", "::leat::hardSiluSlope(d, in(0))",
  "x * hard_sigmoid(x)", "The derivative at -3 is 0, at 3 it is 1 (Howard et al. 2019).">;
def Leat_HeavisideOp : Leat_UnaryOf<Leat_Number, "heaviside", "b.heaviside(args[0])", "zero()", "1 where x >= 0, else 0", "",
  "NaN gives NaN. The derivative is 0 everywhere.">;

def Leat_ClipOp : Leat_Pointwise<"clip", "b.clip(args[0], lowerBound(), upperBound())",
                                 ["::leat::clipSlope(d, in(0), lowerBound(), upperBound())"]> {
  let summary = "x kept between two bounds";
  let description = [{
    `y = min(max(x, lo), hi)`, pointwise; a bound that is left out does not bind. With `lo = -1, hi = 1` it
    is known as hardtanh. NaN stays NaN. The derivative is 1 from `lo` to `hi`, both included, else 0.

    - (C1) at least one of `lo` and `hi` is given.
    - (C2) `lo` is at most `hi`.
    - (C3) bounds of integers are integers that the element type holds.

    ```mlir
    %y = clip %x, lo = -1, hi = 1 : f32[B, 3]
    ```
  }];
  let arguments = (ins Leat_Number:$input, OptionalAttr<F64Attr>:$lo, OptionalAttr<F64Attr>:$hi);
  let inference = "";
  let extraClassDeclaration = [{
    /// The bounds, where they are given.
    std::optional<double> lowerBound();
    std::optional<double> upperBound();
  }];
}

//===----------------------------------------------------------------------===//
// Functions of libm
//===----------------------------------------------------------------------===//

def Leat_TanOp : Leat_Libm<"tan", "TanOp", "d * (y * y + 1)", "tan(x)">;
def Leat_AsinOp : Leat_Libm<"asin", "AsinOp", "d / sqrt((Expr(1.0) - in(0)) * (in(0) + 1))", "the angle whose sine is x">;
def Leat_AcosOp : Leat_Libm<"acos", "AcosOp", "-(d / sqrt((Expr(1.0) - in(0)) * (in(0) + 1)))", "the angle whose cosine is x">;
def Leat_AtanOp : Leat_Libm<"atan", "AtanOp", "d / (in(0) * in(0) + 1)", "the angle whose tangent is x">;
def Leat_SinhOp : Leat_Libm<"sinh", "SinhOp", "d * cosh(in(0))", "(e ** x - e ** -x) / 2">;
def Leat_CoshOp : Leat_Libm<"cosh", "CoshOp", "d * sinh(in(0))", "(e ** x + e ** -x) / 2">;
def Leat_AsinhOp : Leat_Libm<"asinh", "AsinhOp", "d / hypot(in(0), 1)", "the number whose sinh is x">;
def Leat_AcoshOp : Leat_Libm<"acosh", "AcoshOp", "d / (sqrt(in(0) - 1) * sqrt(in(0) + 1))", "the number >= 0 whose cosh is x">;
def Leat_AtanhOp : Leat_Libm<"atanh", "AtanhOp", "d / ((Expr(1.0) - in(0)) * (in(0) + 1))", "the number whose tanh is x">;
def Leat_Log2Op : Leat_Libm<"log2", "Log2Op", "d / (in(0) * 0.6931471805599453)", "the logarithm of x to the base 2">;
def Leat_Exp2Op : Leat_Libm<"exp2", "Exp2Op", "d * y * 0.6931471805599453", "2 ** x">;
def Leat_ErfcOp : Leat_Libm<"erfc", "ErfcOp", "-(d * exp(-(in(0) * in(0))) * 1.1283791670955126)", "1 - erf(x)",
  "Keeps its digits where it is small.">;

//===----------------------------------------------------------------------===//
// Special functions
//===----------------------------------------------------------------------===//

def Leat_LgammaOp : Leat_Special<"lgamma", "lgamma(x[0])", "d * digamma(in(0))", "log(|Gamma(x)|)",
  "Infinite at 0, -1, -2, ... The error of f64 is within 2e-15 times max(1, |y|).">;
def Leat_DigammaOp : Leat_Special<"digamma", "polygamma(0, x[0])", "d * trigamma(in(0))", "the derivative of log(Gamma(x))",
  "-inf at 0, inf at -0, NaN at -1, -2, ... The error of f64 is within 2e-15 times max(1, |y|) for x > 0; near "
  "the poles of x < 0 the rounding of x shows.">;
def Leat_TrigammaOp : Leat_Special<"trigamma", "polygamma(1, x[0])", "d * polygamma(in(0), 2)", "the derivative of digamma(x)",
  "The same as `polygamma` of order 1.">;
def Leat_PolygammaOp : Leat_Pointwise<"polygamma",
    "::leat::inDouble(b, args, [&](::llvm::ArrayRef<::leat::Real> x) { return ::leat::special::polygamma(getOrder(), x[0]); })",
    ["d * polygamma(in(0), getOrder() + 1)"]> {
  let summary = "the derivative of digamma(x) of some order";
  let description = [{
    `y` is the derivative of digamma of order `order` at x, pointwise: 0 is digamma itself. An even order
    gives NaN at the negative integers, an odd order inf.

    - (C1) `order` is from 0 to 32, also where a derivative makes one of it.

    ```mlir
    %y = polygamma %x, order = 2 : f32[B, 3]
    ```
  }];
  let arguments = (ins Leat_Float:$input, Leat_I64Attr:$order);
  let inference = "";
  let hasVerifier = 1;
}
def Leat_NdtrOp : Leat_Special<"ndtr", "ndtr(x[0])", "d * exp(in(0) * in(0) * -0.5) * 0.3989422804014327",
  "Phi(x), the normal distribution function", "All digits hold in both tails.">;
def Leat_LogNdtrOp : Leat_Special<"log_ndtr", "logNdtr(x[0])", "d / erfcx(in(0) * -0.7071067811865476) * 0.7978845608028654",
  "log(Phi(x)), Phi the normal distribution function">;
def Leat_NdtriOp : Leat_Special<"ndtri", "ndtri(x[0])", "d * exp(y * y * 0.5) * 2.5066282746310002",
  "the quantile x of the normal distribution", "-inf at 0, inf at 1, NaN outside.">;
def Leat_ErfinvOp : Leat_Special<"erfinv", "erfinv(x[0])", "d * exp(y * y) * 0.886226925452758", "the number whose erf is x",
  "Infinite at -1 and 1, NaN outside.">;
def Leat_ErfcxOp : Leat_Special<"erfcx", "erfcx(x[0])", "d * (in(0) * y * 2 - 1.1283791670955126)", "e ** (x * x) * erfc(x)",
  "The derivative, 2 x y - 2 / sqrt(pi), loses about x ** 2 units in the last place for large x.">;
def Leat_I0eOp : Leat_Special<"i0e", "i0e(x[0])", "d * (i1e(in(0)) - sign(in(0)) * y)",
  "e ** -|x| * I_0(x), I_0 the modified Bessel function of the first kind", "The derivative at 0 is 0.">;
def Leat_I1eOp : Leat_Special<"i1e", "i1e(x[0])",
  "d * (i0e(in(0)) - where(in(0) == 0, 0.5, y / where(in(0) == 0, 1, in(0))) - sign(in(0)) * y)",
  "e ** -|x| * I_1(x), I_1 the modified Bessel function of the first kind">;
def Leat_LogI0Op : Leat_Special<"log_i0", "logI0(x[0])", "d * (i1e(in(0)) / i0e(in(0)))",
  "log(I_0(x)), I_0 the modified Bessel function of the first kind", "Does not overflow: the von Mises distribution's normaliser.">;
def Leat_LogI1Op : Leat_Special<"log_i1", "logI1(x[0])", "d * (i0e(in(0)) / i1e(in(0)) - Expr(1.0) / in(0))",
  "log(I_1(x)), I_1 the modified Bessel function of the first kind", "Does not overflow; NaN for x < 0.">;

//===----------------------------------------------------------------------===//
// Logic
//===----------------------------------------------------------------------===//

def Leat_LogicalNotOp : Leat_UnaryOf<Leat_Bool, "logical_not", "b.logicalNot(args[0])", "zero()", "not x"> { let hasFolder = 1; }

/// Functions of the beta distribution: decomposed into a loop (IncompleteBeta.cpp), so that derivatives by
/// all operands, of any order, are those of the loop.
class Leat_Beta<string mnemonic, string last, string meaning, string more>
    : Leat_TensorOp<mnemonic, [DeclareOpInterfaceMethods<DecomposableOpInterface>,
                               DeclareOpInterfaceMethods<NumberTypingOpInterface>]> {
  let summary = meaning;
  let description = meaning # ", of `a` and `b` above 0, pointwise: the distribution function of Beta(a, b) is "
    # "`betainc(a, b, x)`, its quantile `betaincinv(a, b, p)`. " # more
    # " Computed in f64 (continued fraction of DLMF 8.17.22); the error of I is within 3e-16 (a + b) log(a + b) + 1e-14, "
    # "for a and b up to 1e5. NaN where `" # last # "` is not in [0, 1], or a or b not above 0.\n\n"
    # "- (C1) all operands have one float element type, and broadcast.\n\n```mlir\n%y = " # mnemonic
    # " %a, %b, %" # last # " : f64[N]\n```";
  let arguments = !con((ins Leat_Float:$a, Leat_Float:$b), !dag(ins, [Leat_Float], [last]));
  let results = (outs Leat_Float:$result);
  let definitions = [{
    ::mlir::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *, std::optional<::mlir::Location> loc,
                                                      Adaptor op, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      return ::leat::inferPointwise("}] # mnemonic # [{", loc, op.getOperands(), types); // C1
    }
    ::leat::NumberRole $cppClass::getNumberRole(unsigned) { return ::leat::NumberRole::Joins; }
  }];
}
def Leat_BetaincOp : Leat_Beta<"betainc", "x", "The regularised incomplete beta function I_x(a, b)", "">;
def Leat_BetaincinvOp : Leat_Beta<"betaincinv", "p", "The x for which I_x(a, b) is p", "By bisection of logit(x).">;

def Leat_StopGradientOp : Leat_UnaryOf<Leat_Tensor, "stop_gradient", "args[0]", "zero()", "x, as a constant for derivatives">;

/// A question about each float.
class Leat_Classify<string mnemonic, string formula, string meaning>
    : Leat_Pointwise<mnemonic, "[&](::leat::Real x) { return " # formula # "; }(::leat::Real(b, args[0])).value", ["zero()"]> {
  let summary = "whether x is " # meaning;
  let description = "Whether x is " # meaning # ", as i1, pointwise.\n\n```mlir\n%y = " # mnemonic # " %x : i1[B, 3]\n```";
  let arguments = (ins Leat_Float:$input);
  let results = (outs Leat_Bool:$result);
  let inference = [{
    ::mlir::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *, std::optional<::mlir::Location> loc,
                                                      Adaptor op, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      return ::leat::inferComparison("}] # mnemonic # [{", loc, op.getOperands(), types);
    }
  }];
}
def Leat_IsnanOp : Leat_Classify<"isnan", "x != x", "NaN">;
def Leat_IsinfOp : Leat_Classify<"isinf", "::leat::abs(x) == std::numeric_limits<double>::infinity()", "inf or -inf">;
def Leat_IsfiniteOp : Leat_Classify<"isfinite", "::leat::abs(x) < std::numeric_limits<double>::infinity()",
                                    "neither NaN nor infinite">;

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
def Leat_FloorDivOp : Leat_Binary<"floor_div", "b.floorDiv(args[0], args[1])", "zero()", "zero()", "floor(a / b)", [], "",
  "As Python's `//`: the quotient of the exact a and b, rounded down. Floats divide by 0 as `/` does; integers divided "
  "by 0 give 0, and the smallest integer by -1 wraps.">;
def Leat_ModOp : Leat_Binary<"mod", "b.mod(args[0], args[1])", "d", "-(d * floorDiv(in(0), in(1)))",
  "a - b * floor(a / b)", [], "",
  "As Python's `%`: exact, with the sign of b. By 0 floats give NaN and integers 0.">;
def Leat_Atan2Op : Leat_BinaryOf<Leat_Float, "atan2", "::leat::inDouble<::mlir::math::Atan2Op>(b, args)",
  "d * in(1) / (in(0) * in(0) + in(1) * in(1))", "-(d * in(0) / (in(0) * in(0) + in(1) * in(1)))",
  "the angle of the point (b, a)">;
def Leat_HypotOp : Leat_BinaryOf<Leat_Float, "hypot",
  "::leat::inSingle(b, args, [](::llvm::ArrayRef<::leat::Real> x) { return ::leat::hypot(x[0], x[1]); })",
  "d * in(0) / where(y > 0, y, 1)", "d * in(1) / where(y > 0, y, 1)", "sqrt(a * a + b * b)", [Commutative], "",
  "Neither overflows nor underflows on the way. The derivative at (0, 0) is 0.">;
def Leat_LogaddexpOp : Leat_BinaryOf<Leat_Float, "logaddexp",
  "::leat::inSingle(b, args, [](::llvm::ArrayRef<::leat::Real> x) { return ::leat::logaddexp(x[0], x[1]); })",
  "d * sigmoid(in(0) - in(1))", "d * sigmoid(in(1) - in(0))", "log(e ** a + e ** b)", [Commutative], "",
  "In f32 within 4 ulp of the largest of |a|, |b| and |y|: where y is near 0, digits cancel.">;
// By a at 0 the derivative is log b, and 0 where that is infinite or NaN; by b it is a / b, and 0 at 0 / 0.
def Leat_XlogyOp : Leat_BinaryOf<Leat_Float, "xlogy",
  "::leat::inSingle(b, args, [](::llvm::ArrayRef<::leat::Real> x) { return ::leat::xlogy(x[0], x[1]); })",
  "d * log(where(in(0) == 0, where(in(1) > 0, in(1), 1), in(1)))",
  "d * in(0) / where(in(0) == 0, where(in(1) == 0, 1, in(1)), in(1))", "a * log(b)", [], "",
  "0 where a is 0, also where log(b) is infinite or NaN, unless b is NaN.">;

/// On the bits of integers.
class Leat_Bits<string mnemonic, string scalar, string meaning, list<Trait> traits = [], string note = "">
    : Leat_BinaryOf<Leat_Int, mnemonic, scalar, "zero()", "zero()", meaning, traits, "", note>;
def Leat_BitAndOp : Leat_Bits<"bit_and", "b.logicalAnd(args[0], args[1])", "the bits that are set in a and in b", [Commutative]>;
def Leat_BitOrOp : Leat_Bits<"bit_or", "b.logicalOr(args[0], args[1])", "the bits that are set in a or in b", [Commutative]>;
def Leat_BitXorOp : Leat_Bits<"bit_xor", "b.bitXor(args[0], args[1])", "the bits that are set in one of a and b", [Commutative]>;
def Leat_BitNotOp : Leat_UnaryOf<Leat_Int, "bit_not", "b.bitNot(args[0])", "zero()", "all bits of x the other way"> { let hasFolder = 1; }
def Leat_ShiftLeftOp : Leat_Bits<"shift_left", "b.shiftLeft(args[0], args[1])", "a with its bits moved up by b places", [],
  "A b below 0, or of the width of the type and more, moves all bits out.">;
def Leat_ShiftRightOp : Leat_Bits<"shift_right", "b.shiftRight(args[0], args[1])", "a with its bits moved down by b places", [],
  "The sign moves in from above. A b below 0, or of the width of the type and more, leaves only the sign.">;

def Leat_LogicalAndOp : Leat_BinaryOf<Leat_Bool, "logical_and", "b.logicalAnd(args[0], args[1])", "zero()", "zero()", "a and b", [Commutative]> { let hasFolder = 1; }
def Leat_LogicalOrOp : Leat_BinaryOf<Leat_Bool, "logical_or", "b.logicalOr(args[0], args[1])", "zero()", "zero()", "a or b", [Commutative]> { let hasFolder = 1; }

//===----------------------------------------------------------------------===//
// Comparison, selection, conversion
//===----------------------------------------------------------------------===//

class Leat_Compare<string mnemonic, string symbol>
    : Leat_Pointwise<mnemonic, "b.compare(::leat::Comparison::" # mnemonic # ", args[0], args[1])", ["zero()", "zero()"], [],
                     symbol> {
  let summary = "a " # symbol # " b";
  let description = "`y = a " # symbol # " b` as i1, pointwise with broadcasting; a comparison with NaN is false"
    # !if(!eq(mnemonic, "ne"), " but for `<>`", "") # ".\n\n"
    # "- (C1) both operands have one element type.\n- (C2) their shapes broadcast.\n\n"
    # "```mlir\n%y = " # mnemonic # " %a, %b : i1[B, 3]\n```";
  let arguments = (ins Leat_Tensor:$lhs, Leat_Tensor:$rhs);
  let results = (outs Leat_Bool:$result);
  let hasFolder = 1;
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
  let summary = "lhs where the condition holds, else rhs";
  let description = [{
    `y = condition ? lhs : rhs`, pointwise with broadcasting.

    - (C1) `condition` is i1.
    - (C2) `lhs` and `rhs` have one element type.
    - (C3) the three shapes broadcast.

    ```mlir
    %y = where %c, %a, %b : f32[B, 3]
    ```
  }];
  let arguments = (ins Leat_Bool:$condition, Leat_Tensor:$lhs, Leat_Tensor:$rhs);
  let numberRole = "operand == 0 ? ::leat::NumberRole::Stays : ::leat::NumberRole::Joins";
  let hasFolder = 1;
  let hasCanonicalizeMethod = 1;
  let inference = [{
    ::mlir::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *, std::optional<::mlir::Location> loc,
                                                      Adaptor op, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      return ::leat::inferWhere(loc, op.getOperands(), types);
    }
  }];
}

def Leat_ConvertOp : Leat_Pointwise<"convert", "b.convert(args[0])", ["convert(d, in(0))"]> {
  let summary = "x in another element type";
  let description = [{
    `y` is x converted to `dtype`: to a float by rounding to nearest even, to an integer
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
