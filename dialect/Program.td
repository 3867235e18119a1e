//===- Program.td - models, functions, state, transforms -*- tablegen -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_PROGRAM_TD
#define LEAT_DIALECT_PROGRAM_TD

include "dialect/Types.td"
include "mlir/Interfaces/CallInterfaces.td"
include "mlir/Interfaces/FunctionInterfaces.td"
include "mlir/IR/RegionKindInterface.td"

class Leat_ProgramOp<string mnemonic, list<Trait> traits = []> : Leat_Op<mnemonic, traits> {
  let hasCustomAssemblyFormat = 1;
}
/// Every result keeps its own name: `%loss, %g = grad ...`.
defvar Leat_ResultNames = DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>;
defvar Leat_DefaultDialect = DeclareOpInterfaceMethods<OpAsmOpInterface, ["getDefaultDialect"]>;

//===----------------------------------------------------------------------===//
// The model and its declarations
//===----------------------------------------------------------------------===//

def Leat_ModelOp : Leat_ProgramOp<"model", [SymbolTable, IsolatedFromAbove, NoTerminator, NoRegionArguments,
                                            SingleBlock, Symbol, Leat_DefaultDialect]> {
  let summary = "All declarations of a model";
  let description = [{
    Holds configs, constants, parameters, state, functions and trainers, in any order.
    Inside, types may be left out, and the prefix `leat.` too.

    ```mlir
    leat.model @line {
      param @w : f32 = ones
      func @y(%x: f32[N]) -> (y: f32[N]) { %y = let @w * %x  return %y } }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name);
  let regions = (region SizedRegion<1>:$body);
}

def Leat_ConfigOp : Leat_ProgramOp<"config", [Symbol, HasParent<"ModelOp">]> {
  let summary = "A number that may be set from outside";
  let description = [{
    Used as an extent in shapes and as a number in expressions and attributes;
    `--set NAME=VALUE` overrides it.

    ```mlir
    config @H = 256
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, AnyAttr:$value);
}

def Leat_ConstOp : Leat_ProgramOp<"const", [Symbol, HasParent<"ModelOp">, SingleBlock]> {
  let summary = "A tensor computed once";
  let description = [{
    ```mlir
    const @abar = cumprod(1 - @beta)
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name);
  let regions = (region SizedRegion<1>:$body);
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The value that the expression yields.
    ::mlir::Value getYielded();
  }];
}

class Leat_StateLike<string mnemonic> : Leat_ProgramOp<mnemonic, [Symbol, HasParent<"ModelOp">]> {
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttr:$type, StrAttr:$init, DictionaryAttr:$options);
  let hasVerifier = 1;
}

def Leat_ParamOp : Leat_StateLike<"param"> {
  let summary = "A learnable tensor";
  let description = [{
    Initialisers: `zeros`, `ones`, `constant(v)`, `uniform(low, high)`, `normal(mean, std)`,
    `xavier_uniform`, `xavier_normal`, `kaiming_uniform`, `kaiming_normal` (`gain`, `mode`),
    `orthogonal`, `identity`; reproducible from the seed and the name.

    - (C1) the initialiser is one of these.
    - (C2) the type is a tensor of known extents.

    ```mlir
    param @fc1.weight : f32[H, 784] = kaiming_normal
    ```
  }];
}

def Leat_StateOp : Leat_StateLike<"state"> {
  let summary = "A tensor that lives on between calls but is not learnt";
  let description = [{
    Running statistics, counters, and generators (`= seed`, an i64[2] of seed and draw number).

    - (C1) the initialiser is one of a `param`'s, or `seed`.
    - (C2) the type is a tensor of known extents; i64[2] for `seed`.

    ```mlir
    state @rng = seed
    state @bn.mean : f32[32] = zeros
    ```
  }];
}

def Leat_TrainerOp : Leat_ProgramOp<"trainer", [Symbol, HasParent<"ModelOp">]> {
  let summary = "A training step: forward, backward, update";
  let description = [{
    Expands to a function of the loss's arguments that returns its results, and updates
    the parameters that `wrt` names (`params`, or a pattern such as `@D.*`).

    - (C1) the loss is a function whose first result is a float scalar.
    - (C2) `wrt` matches at least one parameter.
    - (C3) the optimizer and schedule are known, and so are their options.

    ```mlir
    trainer @fit minimizes @loss wrt(params) using adam(lr = cosine(1e-3, warmup = 100)) clip_norm(1.0)
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, FlatSymbolRefAttr:$loss, ArrayAttr:$wrt,
                       DictionaryAttr:$optimizer, DictionaryAttr:$clauses);
}

def Leat_AlternateOp : Leat_ProgramOp<"alternate", [Symbol, HasParent<"ModelOp">,
                                                    DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "Trainers in turns";
  let description = [{
    - (C1) every name is a trainer and every count is positive.

    ```mlir
    alternate @gan (5 @fit_D, 1 @fit_G)
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, DenseI64ArrayAttr:$counts, ArrayAttr:$trainers);
}

def Leat_OptimizerOp : Leat_ProgramOp<"optimizer", [Symbol, IsolatedFromAbove, SingleBlock, Leat_DefaultDialect]> {
  let summary = "The update rule of one parameter";
  let description = [{
    A function of a parameter, its gradient and its slots, which start from their
    initialisers; returns the new parameter and the new slots. It holds for every
    shape. `config` declares its options; `step` is the number of the update, from 1.

    - (C1) there are at least two arguments, and as many results as arguments but the gradient.

    ```mlir
    optimizer @momentum(%w, %g, %v = zeros) config(lr = 0.1, beta = 0.9) {
      %v1 = let beta * %v + %g
      %w1 = let %w - lr * %v1
      return %w1, %v1 }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, ArrayAttr:$arg_names, ArrayAttr:$slot_inits, DictionaryAttr:$options);
  let regions = (region SizedRegion<1>:$body);
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

def Leat_FuncOp : Leat_ProgramOp<"func", [IsolatedFromAbove, SingleBlock, FunctionOpInterface, Leat_DefaultDialect,
                                          DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmBlockArgumentNames"]>]> {
  let summary = "A function of named tensors";
  let description = [{
    Arguments and results have names. Extents of equal name must agree over the
    signature; they are bound at the call.

    - (C1) names of arguments are distinct, and so are names of results.
    - (C2) the region returns values of the declared types.

    ```mlir
    func @loss(%x: f32[B, 2]) -> (loss: f32) { %l = let mean(%x * %x)  return %l }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<FunctionType>:$function_type,
                       OptionalAttr<StrAttr>:$sym_visibility,
                       OptionalAttr<DictArrayAttr>:$arg_attrs, OptionalAttr<DictArrayAttr>:$res_attrs);
  let regions = (region AnyRegion:$body);
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The attribute that names an argument or a result.
    static constexpr ::llvm::StringLiteral kNameAttr = "leat.name";
    /// The attribute that marks an argument or result that stands for a state.
    static constexpr ::llvm::StringLiteral kStateAttr = "leat.state";

    ::llvm::StringRef getArgName(unsigned index);
    ::llvm::StringRef getResultName(unsigned index);
    /// The index of the argument `name`, if there is one.
    std::optional<unsigned> findArg(::llvm::StringRef name);

    ::llvm::ArrayRef<::mlir::Type> getArgumentTypes() { return getFunctionType().getInputs(); }
    ::llvm::ArrayRef<::mlir::Type> getResultTypes() { return getFunctionType().getResults(); }
    ::mlir::Region *getCallableRegion() { return &getBody(); }
  }];
}

def Leat_ReturnOp : Leat_ProgramOp<"return", [Terminator, Pure]> {
  let summary = "Ends a function";
  let description = [{
    ```mlir
    return %y
    ```
  }];
  let arguments = (ins Variadic<AnyType>:$inputs);
}

def Leat_CallOp : Leat_ProgramOp<"call", [DeclareOpInterfaceMethods<ModelTypedOpInterface>, Leat_ResultNames]> {
  let summary = "Calls a function";
  let description = [{
    Extents of the callee are bound by the arguments. `mode(train)` or `mode(infer)`
    says how layers such as dropout behave; otherwise the caller's mode holds.

    - (C1) the callee is a function of the model.
    - (C2) the arguments match its signature in number, element type, rank and extents.

    ```mlir
    %y = call @logits(%x) mode(train) : f32[B, 10]
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<AnyType>:$inputs, OptionalAttr<StrAttr>:$mode);
  let results = (outs Variadic<AnyType>:$results);
}

def Leat_GradOp : Leat_ProgramOp<"grad", [DeclareOpInterfaceMethods<ModelTypedOpInterface>, Leat_ResultNames]> {
  let summary = "A function's results and the gradients of its first one";
  let description = [{
    Results: those of the callee, then one gradient per entry of `wrt`: an argument's
    name gives a tensor, `params` or a pattern of states (`@D.*`) a bundle.

    - (C1) the callee is a function of the model, and the arguments match.
    - (C2) its first result is a float scalar.
    - (C3) every entry of `wrt` is an argument of float type, or a pattern that matches.

    ```mlir
    %l, %gx = grad @loss(%x, %y) wrt(x)
    %l2, %g = grad @loss(%x, %y) wrt(params)
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<AnyType>:$inputs, ArrayAttr:$wrt, OptionalAttr<StrAttr>:$mode);
  let results = (outs Variadic<AnyType>:$results);
}

def Leat_JvpOp : Leat_ProgramOp<"jvp", [DeclareOpInterfaceMethods<ModelTypedOpInterface>, Leat_ResultNames,
                                        AttrSizedOperandSegments]> {
  let summary = "A function's results and how they move with its arguments";
  let description = [{
    Forward mode: the arguments that `wrt` names move along the tangents, one each, in
    the same order; the other arguments and the states stay. Results: those of the
    callee, then the tangent of each of them that is of float type; the others have
    none. Where `wrt` is left out, all arguments of float type move.

    - (C1) the callee is a function of the model, and the arguments match.
    - (C2) every entry of `wrt` is an argument of float type, named once.
    - (C3) there are as many tangents as entries of `wrt`.
    - (C4) a tangent has the type of its argument.

    ```mlir
    %y, %y_dot = jvp @f(%x, %w) tangent(%v) wrt(x)
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<AnyType>:$inputs, Variadic<AnyType>:$tangents,
                       ArrayAttr:$wrt, OptionalAttr<StrAttr>:$mode);
  let results = (outs Variadic<AnyType>:$results);
}

//===----------------------------------------------------------------------===//
// Values of the program
//===----------------------------------------------------------------------===//

def Leat_LetOp : Leat_ProgramOp<"let", [DeclareOpInterfaceMethods<ModelTypedOpInterface>, SingleBlock,
                                        Leat_DefaultDialect]> {
  let summary = "An expression in infix";
  let description = [{
    `+ - * / ** == <> < <= > >=` (`<>`: not equal), calls `op(..., attribute = v)` and `@function(...)`,
    states `@name`, configs `@T` or `T`, rows `table[%i]`. Numbers take the element
    type of what they meet. The first pass replaces a let by its ops.

    ```mlir
    %d = let sqrt(%a) * %x + (1 - %a) * %eps
    ```
  }];
  let results = (outs AnyType:$result);
  let regions = (region SizedRegion<1>:$body);
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The value that the expression yields.
    ::mlir::Value getYielded();
  }];
}

def Leat_GetOp : Leat_ProgramOp<"get", [DeclareOpInterfaceMethods<ModelTypedOpInterface>,
                                        MemoryEffects<[MemRead]>]> {
  let summary = "Reads a param, state, const or config";
  let description = [{
    - (C1) the name is declared in the model.

    ```mlir
    %w = get @fc1.weight : f32[H, 784]
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$state);
  let results = (outs AnyType:$result);
}

def Leat_SetOp : Leat_ProgramOp<"set", [DeclareOpInterfaceMethods<ModelTypedOpInterface>,
                                        MemoryEffects<[MemWrite]>]> {
  let summary = "Writes a param or state";
  let description = [{
    - (C1) the name is a param or state of the model.
    - (C2) the value has its type.

    ```mlir
    set @bn.mean = %m
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$state, AnyType:$value);
}

def Leat_AtOp : Leat_ShortOp<"at", [Pure, DeclareOpInterfaceMethods<ModelTypedOpInterface>]> {
  let summary = "One tensor of a bundle";
  let description = [{
    - (C1) the bundle holds that name.

    ```mlir
    %gw = at %g, name = "fc1.weight" : f32[H, 784]
    ```
  }];
  let arguments = (ins AnyType:$bundle, StrAttr:$name);
  let results = (outs AnyType:$result);
}

def Leat_NumberOp : Leat_ProgramOp<"number", [Pure, ConstantLike, DeclareOpInterfaceMethods<ModelTypedOpInterface>,
                                              DeclareOpInterfaceMethods<DifferentiableOpInterface, ["buildVjp"]>]> {
  let summary = "A constant: one number everywhere";
  let description = [{
    A tensor, usually a scalar, whose elements all are `value`, held as f64 and rounded once.

    - (C1) `value` is representable: an integer where the element type is one.

    ```mlir
    %one = number 1 : f32
    ```
  }];
  let arguments = (ins F64Attr:$value);
  let results = (outs Leat_Tensor:$result);
  let hasFolder = 1;
  let hasVerifier = 1;
}

#endif // LEAT_DIALECT_PROGRAM_TD
