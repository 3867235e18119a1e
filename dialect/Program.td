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

//===----------------------------------------------------------------------===//
// The model and its declarations
//===----------------------------------------------------------------------===//

def Leat_ModelOp : Leat_ProgramOp<"model", [SymbolTable, IsolatedFromAbove, NoTerminator, NoRegionArguments,
                                            SingleBlock, Symbol, Leat_DefaultDialect]> {
  let summary = "All declarations of a model";
  let description = [{
    Holds configs, constants, parameters, states, functions, blocks, optimizers and trainers,
    in any order. Inside, types may be left out, and the prefix `leat.` too.

    - (C1) outside of functions stand declarations only.

    ```mlir
    leat.model @line {
      param @w : f32 = ones
      func @y(%x: f32[N]) -> (y: f32[N]) { %y = let @w * %x  return %y } }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name);
  let regions = (region SizedRegion<1>:$body);
  let hasVerifier = 1;
}

def Leat_ConfigOp : Leat_ProgramOp<"config", [Symbol, HasParent<"ModelOp">, AttributesOpInterface]> {
  let summary = "A number, or true or false, that may be set from outside";
  let description = [{
    Used as an extent in shapes and as a number in expressions and attributes;
    `--set NAME=VALUE` overrides it. It may follow from configs above it by `+ - * /` and
    parentheses; a quotient of integers is one where it can be. One that is true or false stands in attributes of that kind,
    and in expressions it is an i1. One without a value is what a file to be included asks for.

    - (C1) a value stands here, in a file that includes this one, or is set from outside.

    ```mlir
    config @H = 256
    config @gates = 4 * H
    config @causal = true
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, AnyAttr:$value);
  let extraClassDeclaration = [{
    /// The value, if it is an integer.
    std::optional<int64_t> getInteger();
  }];
}

def Leat_ConstOp : Leat_ProgramOp<"const", [Symbol, HasParent<"ModelOp">, SingleBlock, AttributesOpInterface]> {
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

class Leat_StateLike<string mnemonic>
    : Leat_ProgramOp<mnemonic, [Symbol, HasParent<"ModelOp">, AttributesOpInterface]> {
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

def Leat_TrainerOp : Leat_ProgramOp<"trainer", [Symbol, HasParent<"ModelOp">, AttributesOpInterface]> {
  let summary = "A training step: forward, backward, update";
  let description = [{
    Expands to a function of the loss's arguments that returns its results, and updates
    the parameters that `wrt` names (`params`, or a pattern such as `@D.*`).

    - (C1) the loss is a function whose first result is a float scalar.
    - (C2) `wrt` matches at least one parameter.
    - (C3) the optimizer and schedule are known, and so are their options.

    Behind the optimizer may stand `clip_norm(limit)`, `ema(decay)` and the `checkpoint` of
    `grad`.

    ```mlir
    trainer @fit minimizes @loss wrt(params) using adam(lr = cosine(1e-3, warmup = 100)) clip_norm(1.0)
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, FlatSymbolRefAttr:$loss, ArrayAttr:$wrt,
                       DictionaryAttr:$optimizer, DictionaryAttr:$clauses);
}

def Leat_AlternateOp : Leat_ProgramOp<"alternate", [Symbol, HasParent<"ModelOp">, AttributesOpInterface,
                                                    DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "Trainers in turns";
  let description = [{
    A step of `@gan` is a step of the trainer whose turn it is. The states `@gan.step` and
    `@gan.total` count its steps, so that a run that goes on from a saved state goes on in
    the same turn.

    - (C1) every name is a trainer and every count is positive.
    - (C2) the trainers change different parameters.

    ```mlir
    alternate @gan (5 @fit_D, 1 @fit_G)
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, DenseI64ArrayAttr:$counts, ArrayAttr:$trainers);
}

def Leat_OptimizerOp : Leat_ProgramOp<"optimizer", [Symbol, IsolatedFromAbove, SingleBlock, Leat_DefaultDialect,
                                                    AttributesOpInterface]> {
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
                                          AttributesOpInterface,
                                          DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmBlockArgumentNames"]>]> {
  let summary = "A function of named tensors";
  let description = [{
    Arguments and results have names. Extents of equal name must agree over the
    signature; they are bound at the call.

    - (C1) names of arguments are distinct, and so are names of results.
    - (C2) the region returns values of the declared types.
    - (C3) the function that `custom_vjp` names takes the arguments, then the results, then a
      cotangent for each float result, and returns a gradient for each float argument, all of
      the types of what they belong to; neither function touches states.
    - (C4) a value behind an argument's type is one of that type: as deep as its rank, with lists of
      its extents, where those have no name, and of one length side by side; of integers or of true
      and false where its elements are.
    - (C5) a function without a body, which a file to be included asks for, is defined in another
      file of the model, with the same signature but for names.

    A value behind an argument's type is what the argument is for a caller outside of the model
    that does not give it; calls in the model give all arguments.

    With `custom_vjp @g` reverse mode takes gradients from `@g` instead of from the ops of the
    function. Forward mode knows no rule then.

    ```mlir
    func @loss(%x: f32[B, 2]) -> (loss: f32) { %l = let mean(%x * %x)  return %l }
    func @scaled(%x: f32[B], %s: f32[K] = [0.5, 2]) -> (y: f32[B]) { %y = let %x * sum(%s)  return %y }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<FunctionType>:$function_type,
                       OptionalAttr<StrAttr>:$sym_visibility, OptionalAttr<FlatSymbolRefAttr>:$custom_vjp,
                       OptionalAttr<DictArrayAttr>:$arg_attrs, OptionalAttr<DictArrayAttr>:$res_attrs);
  let regions = (region AnyRegion:$body);
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The attribute that names an argument or a result.
    static constexpr ::llvm::StringLiteral kNameAttr = "leat.name";
    /// The attribute that marks an argument or result that stands for a state.
    static constexpr ::llvm::StringLiteral kStateAttr = "leat.state";
    /// The attribute with the value of an argument that a caller leaves out.
    static constexpr ::llvm::StringLiteral kDefaultAttr = "leat.default";

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

include "dialect/Calls.td"

//===----------------------------------------------------------------------===//
// Values of the program
//===----------------------------------------------------------------------===//

def Leat_LetOp : Leat_ProgramOp<"let", [DeclareOpInterfaceMethods<ModelTypedOpInterface>, SingleBlock,
                                        Leat_DefaultDialect, Leat_ResultNames]> {
  let summary = "An expression in infix";
  let description = [{
    `+ - * / ** == <> < <= > >=` (`<>`: not equal), calls `op(..., attribute = v)` and `@function(...)`,
    states `@name`, configs and extents of the signature `@T` or `T`, rows `table[%i]`. Numbers
    take the element type of what they meet. The first pass replaces a let by its ops.

    Where the outermost part is an op of several results, or a call, all of them have names.

    - (C1) an op of several results is the outermost part.
    - (C2) an expression with several names is an op of several results or a call.

    ```mlir
    %d = let sqrt(%a) * %x + (1 - %a) * %eps
    %v, %i = let top_k(abs(%x), k = 3)
    ```
  }];
  let results = (outs Variadic<AnyType>:$results);
  let regions = (region SizedRegion<1>:$body);
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The values that the expression yields, one for each result.
    ::mlir::ValueRange getYielded();
  }];
}

def Leat_GetOp : Leat_ProgramOp<"get", [DeclareOpInterfaceMethods<ModelTypedOpInterface>, AttributesOpInterface,
                                        MemoryEffects<[MemRead]>]> {
  let summary = "Reads a param, state, const or config, or a bundle of states";
  let description = [{
    `params` is the bundle of all params, and a pattern that ends with `*` the one of all
    float params and states whose names begin so. In an expression, `@name` and `params`.

    The name of an extent of the signature around is its size, a number as a config is.

    - (C1) the name is declared in the model or by the signature around, or is a pattern that
      matches.

    ```mlir
    %w = get @fc1.weight : f32[H, 784]
    %p = get @params
    %d = get @D.*
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$state);
  let results = (outs AnyType:$result);
}

def Leat_SetOp : Leat_ProgramOp<"set", [DeclareOpInterfaceMethods<ModelTypedOpInterface>, AttributesOpInterface,
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

def Leat_AtOp : Leat_ShortOp<"at", [Pure, DeclareOpInterfaceMethods<ModelTypedOpInterface>, AttributesOpInterface]> {
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

def Leat_BundleOp : Leat_ProgramOp<"bundle", [Pure, DeclareOpInterfaceMethods<ModelTypedOpInterface>,
                                              AttributesOpInterface]> {
  let summary = "Tensors as a bundle";
  let description = [{
    Each tensor stands for a param or state. A map over bundles in an expression,
    `%w - 0.1 * %g`, becomes one for each of their names, and a bundle of the results.

    - (C1) there is at least one name, and none stands twice.
    - (C2) each is a float param or state of the model, and its tensor has its type.

    ```mlir
    %b = bundle(@fc1.weight = %w, @fc1.bias = %c)
    ```
  }];
  let arguments = (ins Variadic<AnyType>:$tensors, ArrayAttr:$names);
  let results = (outs AnyType:$result);
}

def Leat_NormOp : Leat_ShortOp<"norm", [Pure, DeclareOpInterfaceMethods<ModelTypedOpInterface>, AttributesOpInterface]> {
  let summary = "The length of a bundle as one vector";
  let description = [{
    The square root of the sum of the squares of all elements of all tensors.

    - (C1) `bundle` is a bundle whose tensors have one element type.

    ```mlir
    %n = let norm(%g)
    ```
  }];
  let arguments = (ins AnyType:$bundle);
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

def Leat_BarrierOp : Leat_TensorOp<"barrier", [Leat_VjpJvp, Leat_Batched]> {
  let summary = "A value, not before others";
  let description = [{
    The first operand, unchanged. What is computed from the result is computed after the
    other operands are known, and is never taken for the same as what is computed from
    the operand itself: so a gradient computes a part of a function again instead of
    keeping it. It costs nothing: kernels read the operand. Gradients and tangents go
    through the first operand alone. Only a constant goes through a barrier before
    kernels are formed.

    - (C1) there is at least one operand.

    ```mlir
    %x1 = barrier %x, %d_h
    ```
  }];
  let arguments = (ins Variadic<Leat_Tensor>:$inputs);
  let results = (outs Leat_Tensor:$result);
  let hasFolder = 1;
  let extraClassDeclaration = [{
    /// The value that the result is.
    ::mlir::Value getValue() { return getInputs().front(); }
  }];
}

#endif // LEAT_DIALECT_PROGRAM_TD
