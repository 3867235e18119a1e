//===- Random.td - draws from counter-based generators --*- tablegen -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_RANDOM_TD
#define LEAT_DIALECT_RANDOM_TD

include "dialect/Dialect.td"

/// A draw. In a model, `normal @rng : f32[B]`; pure, `normal key(%k) : f32[B]`.
class Leat_Random<string mnemonic, dag parameters, list<Trait> traits = []>
    : Leat_Op<mnemonic, [DeclareOpInterfaceMethods<ModelTypedOpInterface>,
                         DeclareOpInterfaceMethods<RandomOpInterface, ["setKey"]>,
                         DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
                         DeclareOpInterfaceMethods<SymbolUserOpInterface>,
                         Leat_VjpJvp, Leat_Batched] # traits> {
  let hasCustomAssemblyFormat = 1;
  let arguments = !con((ins Optional<Leat_Key>:$key, OptionalAttr<FlatSymbolRefAttr>:$rng, TypeAttr:$type),
                       parameters);
  let results = (outs Leat_Tensor:$result);
  let hasVerifier = 1;
  /// The parameters in the order in which they are written: ODS sorts its own list.
  let extraClassDeclaration = [{
    static ::llvm::ArrayRef<::llvm::StringRef> getParameterNames() {
      static constexpr std::array<::llvm::StringRef, }] # !size(parameters) # [{> names = {}] # !interleave(!foreach(i, !range(!size(parameters)),
        "\"" # !getdagname(parameters, i) # "\""), ", ") # [{};
      return names;
    }
  }];
  let extraClassDefinition = [{
    ::mlir::ParseResult $cppClass::parse(::mlir::OpAsmParser &parser, ::mlir::OperationState &state) {
      return ::leat::parseRandomOp(parser, state, getParameterNames());
    }
    void $cppClass::print(::mlir::OpAsmPrinter &printer) {
      ::leat::printRandomOp(printer, *this, getParameterNames());
    }
    ::mlir::LogicalResult $cppClass::inferInModel(::leat::ModelTyping &model) {
      return ::leat::inferWritten(*this, getTypeAttr(), model);
    }
    ::mlir::LogicalResult $cppClass::verifySymbolUses(::mlir::SymbolTableCollection &symbols) {
      return getRngAttr() ? ::leat::verifyGenerator(*this, getRngAttr(), symbols) : ::mlir::success();
    }
    void $cppClass::setKey(::mlir::Value key) {
      getKeyMutable().assign(key);
      removeRngAttr();
    }
    // A draw from a state advances it; the pure form has no effect.
    void $cppClass::getEffects(::llvm::SmallVectorImpl<::mlir::MemoryEffects::EffectInstance> &effects) {
      if (getRngAttr())
        effects.emplace_back(::mlir::MemoryEffects::Write::get());
    }
    ::llvm::SmallVector<::mlir::Value> $cppClass::buildVjp(::mlir::OpBuilder &, ::mlir::ValueRange,
                                                           const ::llvm::SmallBitVector &) {
      return ::llvm::SmallVector<::mlir::Value>((*this)->getNumOperands());
    }
    ::mlir::FailureOr<::llvm::SmallVector<::mlir::Value>> $cppClass::buildJvp(::mlir::OpBuilder &, ::mlir::ValueRange) {
      return ::llvm::SmallVector<::mlir::Value>(1);
    }
  }] # Leat_BatchedBy<"batchDraw">.text # definitions;
}

/// What the descriptions of all draws share.
class Leat_RandomText<string mnemonic, string what, string constraint, string parameters> {
  string text = what # " Bits come from Philox4x32-10 (Salmon et al. 2011), keyed by the seed, at the draw number of the\n"
    # "state and the row-major position of the element.\n\n"
    # "- (C1) the op either names an `rng` state, declared `= seed`, or has a `key`, a tensor i64[2] of seed and draw number.\n"
    # "- (C2) " # constraint # "\n- (C3) the result has the type that is written.\n\n```mlir\n%x = " # mnemonic # " @rng " # parameters # "\n```";
}

def Leat_UniformOp : Leat_Random<"uniform", (ins DefaultValuedAttr<F64Attr, "0.0">:$low, DefaultValuedAttr<F64Attr, "1.0">:$high)> {
  let summary = "Uniform draws from [low, high)";
  let description = Leat_RandomText<"uniform", "Uniform draws from [low, high), by default [0, 1).",
    "the element type is a float and low < high.", "(-1.0, 1.0) : f32[B, 2]">.text;
}
def Leat_NormalOp : Leat_Random<"normal", (ins DefaultValuedAttr<F64Attr, "0.0">:$mean, DefaultValuedAttr<F64Attr, "1.0">:$std)> {
  let summary = "Normal draws";
  let description = Leat_RandomText<"normal", "Normal draws of mean `mean` (by default 0) and standard deviation `std` (by default 1), by Box-Muller.",
    "the element type is a float and std >= 0.", ": f32[B, 2]">.text;
}
def Leat_RandintOp : Leat_Random<"randint", (ins Leat_I64Attr:$low, Leat_I64Attr:$high)> {
  let summary = "Uniform integers from low to high, both included";
  let description = Leat_RandomText<"randint", "Uniform integers from low to high, both included.",
    "the element type is an integer and low <= high; the range has at most 2**32 numbers.", "(1, T) : i64[B]">.text;
}
def Leat_BernoulliOp : Leat_Random<"bernoulli", (ins DefaultValuedAttr<F64Attr, "0.5">:$p)> {
  let summary = "1 with probability p, else 0";
  let description = Leat_RandomText<"bernoulli", "1 with probability `p` (by default 0.5), else 0.",
    "0 <= p <= 1.", "(0.1) : f32[B, 256]">.text;
}

def Leat_RademacherOp : Leat_Random<"rademacher", (ins), [DeclareOpInterfaceMethods<DecomposableOpInterface>]> {
  let summary = "1 or -1, with equal chances";
  let description = Leat_RandomText<"rademacher", "1 or -1, with equal chances: `2 * bernoulli(0.5) - 1`.",
    "the element type is a number.", ": f32[B, 256]">.text;
}

def Leat_PermutationOp : Leat_Random<"permutation", (ins), [DeclareOpInterfaceMethods<DecomposableOpInterface>]> {
  let summary = "The numbers 0 ... n - 1 in random order";
  let description = Leat_RandomText<"permutation", "The numbers 0 ... n - 1 in random order, n being the extent of the last axis;"
    # " one permutation for each row. It is the `argsort` of\nuniform draws of f64. `table[%p]` shuffles rows.",
    "the element type is i64 or i32, and the rank at least 1.", ": i64[N]">.text;
}

def Leat_CategoricalOp : Leat_ShortOp<"categorical", [InferTypeOpAdaptor, Leat_VjpJvp, Leat_Batched,
    DeclareOpInterfaceMethods<RandomOpInterface, ["setKey"]>, DeclareOpInterfaceMethods<DecomposableOpInterface>,
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "Class numbers, drawn by their logits";
  let description = [{
    Along the last axis of `logits`, class c with probability `softmax(logits)[c]`, as `dtype` (by default
    i32): `argmax(logits - log(-log(u)))`, u being `uniform` draws of the logits' shape (of f32 for f16 and
    bf16), after Gumbel (1954). A class of logit -inf is not drawn where there is another.

    - (C1) the op either names an `rng` state, declared `= seed`, or has a `key` in front of the logits, a
      tensor i64[2] of seed and draw number.
    - (C2) `logits` has rank >= 1.
    - (C3) `dtype` is i64 or i32.

    ```mlir
    %i = categorical @rng %logits : i32[B]
    %j = categorical %k, %logits, dtype = i64 : i64[B]
    ```
  }];
  let arguments = (ins Optional<Leat_Key>:$key, Leat_Float:$logits, OptionalAttr<FlatSymbolRefAttr>:$rng,
                       OptionalAttr<TypeAttr>:$dtype);
  let results = (outs Leat_Int:$result);
  let definitions = [{
    void $cppClass::setKey(::mlir::Value key) {
      getKeyMutable().assign(key);
      removeRngAttr();
    }
    void $cppClass::getEffects(::llvm::SmallVectorImpl<::mlir::MemoryEffects::EffectInstance> &effects) {
      if (getRngAttr())
        effects.emplace_back(::mlir::MemoryEffects::Write::get());
    }
    ::llvm::SmallVector<::mlir::Value> $cppClass::buildVjp(::mlir::OpBuilder &, ::mlir::ValueRange,
                                                           const ::llvm::SmallBitVector &) {
      return ::llvm::SmallVector<::mlir::Value>((*this)->getNumOperands());
    }
    ::mlir::FailureOr<::llvm::SmallVector<::mlir::Value>> $cppClass::buildJvp(::mlir::OpBuilder &, ::mlir::ValueRange) {
      return ::llvm::SmallVector<::mlir::Value>(1);
    }
  }];
}

def Leat_AdvanceOp : Leat_NotDifferentiable<"advance", [Leat_Batched]> {
  let summary = "The next value of an rng state";
  let description = [{
    The seed with the draw number plus one.

    - (C1) `key` has 2 elements.

    ```mlir
    %k2 = advance %k : i64[2]
    ```
  }];
  let arguments = (ins Leat_Key:$key);
  let results = (outs Leat_Key:$result);
}

def Leat_RandomBitsOp : Leat_NotDifferentiable<"random_bits"> {
  let summary = "Raw random bits";
  let description = [{
    The first `words` 32-bit words (1 or 2, by default 1) of the stream that each element owns, along a new last
    axis: word `e * words + w` of the Philox4x32-10 stream of `key` for element `e`, in row-major order.
    An extent in `shape` is a number or the name of an extent.

    - (C1) `words` is 1 or 2; the extents of `shape` are not negative.
    - (C2) `key` has 2 elements.

    ```mlir
    %b = random_bits %k, shape = [128, 2], words = 2 : i32[128, 2, 2]
    ```
  }];
  let arguments = (ins Leat_Key:$key, ArrayAttr:$shape, DefaultValuedAttr<Leat_I64Attr, "1">:$words);
  let results = (outs Leat_Index:$result);
}

#endif // LEAT_DIALECT_RANDOM_TD
