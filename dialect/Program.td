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

    With `custom_vjp @g` reverse mode takes gradients from `@g` instead of from the ops of the
    function. Forward mode knows no rule then.

    ```mlir
    func @loss(%x: f32[B, 2]) -> (loss: f32) { %l = let mean(%x * %x)  return %l }
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

/// An op that runs a function of the model, perhaps with other values for its states.
class Leat_FunctionOp<string mnemonic, list<Trait> traits = []>
    : Leat_ProgramOp<mnemonic, [DeclareOpInterfaceMethods<ModelTypedOpInterface>, AttributesOpInterface,
                                Leat_ResultNames] # traits> {
  let results = (outs Variadic<AnyType>:$results);
}

def Leat_CallOp : Leat_FunctionOp<"call", [AttrSizedOperandSegments]> {
  let summary = "Calls a function";
  let description = [{
    Extents of the callee are bound by the arguments. `mode(train)` or `mode(infer)`
    says how layers such as dropout behave; otherwise the caller's mode holds.

    `with(params = %b)` gives the function the tensors of a bundle in the place of its
    states, all of which `%b` must hold; so do `grad` and `vjp`.

    With `checkpoint` a gradient keeps nothing of the function but its arguments and the
    states that it reads, and computes it again on the way back: less memory for more
    time. Gradients are the same to the last bit, random numbers too. `jvp` and `vmap`
    of what holds the call go through it as through any other.

    - (C1) the callee is a function of the model.
    - (C2) the arguments match its signature in number, element type, rank and extents.
    - (C3) in `with` stand `params` or a pattern of states that matches, and a bundle that
      holds all of them; none is named twice.
    - (C4) the function writes no state that `with` replaces.

    ```mlir
    %y = call @logits(%x) mode(train) : f32[B, 10]
    %l = call @loss(%x) with(params = %fast)
    %h = call @block(%x) checkpoint
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<AnyType>:$inputs, Variadic<AnyType>:$bundles,
                       OptionalAttr<ArrayAttr>:$with, UnitAttr:$checkpoint, OptionalAttr<StrAttr>:$mode);
  let builders = [OpBuilder<(ins "::mlir::TypeRange":$results, "::mlir::FlatSymbolRefAttr":$callee,
                                 "::mlir::ValueRange":$inputs, "::mlir::StringAttr":$mode), [{
    build($_builder, $_state, results, callee, inputs, ::mlir::ValueRange(), ::mlir::ArrayAttr(),
          ::mlir::UnitAttr(), mode);
  }]>];
}

def Leat_GradOp : Leat_FunctionOp<"grad", [AttrSizedOperandSegments]> {
  let summary = "A function's results and the gradients of its first one";
  let description = [{
    Results: those of the callee, then one gradient per entry of `wrt`: an argument's
    name gives a tensor, `params` or a pattern of states (`@D.*`) a bundle.

    `checkpoint(every = n)` computes the calls of a chain, n at a time, again on the way
    back: only what goes in at every n-th one is kept. The chain is what the callee calls,
    or, while that is a single function, what this one calls. `checkpoint(budget = BYTES)`
    chooses by itself what is computed again, with the fewest operations for which what
    is kept takes, by the estimate below, no more than that. Gradients stay the same to
    the last bit.

    The estimate adds up the results of all ops of the function, as if each were kept; what
    is computed again counts while its own gradient is computed. `--memory-budget` counts
    memory as it will be.

    - (C1) the callee is a function of the model, and the arguments match.
    - (C2) its first result is a float scalar.
    - (C3) every entry of `wrt` is an argument of float type, or a pattern that matches.
    - (C4) `checkpoint` has one option: `every`, at least 1, or `budget`, at least 0.
    - (C5) with `every`, the chain has at least two calls.
    - (C6) with `budget`, there is a choice that keeps no more.

    ```mlir
    %l, %gx = grad @loss(%x, %y) wrt(x)
    %l2, %g = grad @loss(%x, %y) wrt(params)
    %l3, %h = grad @loss(%x, %y) with(params = %fast) wrt(params)
    %l4, %k = grad @loss(%x, %y) wrt(params) checkpoint(every = 4)
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<AnyType>:$inputs, Variadic<AnyType>:$bundles,
                       ArrayAttr:$wrt, OptionalAttr<ArrayAttr>:$with, OptionalAttr<DictionaryAttr>:$checkpoint,
                       OptionalAttr<StrAttr>:$mode);
  let builders = [OpBuilder<(ins "::mlir::TypeRange":$results, "::mlir::FlatSymbolRefAttr":$callee,
                                 "::mlir::ValueRange":$inputs, "::mlir::ArrayAttr":$wrt,
                                 "::mlir::DictionaryAttr":$checkpoint, "::mlir::StringAttr":$mode), [{
    build($_builder, $_state, results, callee, inputs, ::mlir::ValueRange(), wrt, ::mlir::ArrayAttr(),
          checkpoint, mode);
  }]>];
}

def Leat_VjpOp : Leat_FunctionOp<"vjp", [AttrSizedOperandSegments]> {
  let summary = "A function's results and cotangents taken back to its arguments";
  let description = [{
    Reverse mode from any results: one cotangent is given for each result of the callee
    that is of float type, in their order. Results: those of the callee, then one
    gradient per entry of `wrt`, as in `grad`, which is `vjp` from a one. Where `wrt` is
    left out, by all arguments of float type.

    - (C1) the callee is a function of the model, and the arguments match.
    - (C2) there are as many cotangents as results of float type, of their types.
    - (C3) every entry of `wrt` is an argument of float type, or a pattern that matches.
    - (C4) `checkpoint` is as in `grad`.

    ```mlir
    %y, %x_bar = vjp @f(%x, %w) cotangent(%v) wrt(x)
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<AnyType>:$inputs, Variadic<AnyType>:$cotangents,
                       Variadic<AnyType>:$bundles, ArrayAttr:$wrt, OptionalAttr<ArrayAttr>:$with,
                       OptionalAttr<DictionaryAttr>:$checkpoint, OptionalAttr<StrAttr>:$mode);
}

def Leat_JvpOp : Leat_FunctionOp<"jvp", [AttrSizedOperandSegments]> {
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
}

def Leat_VmapOp : Leat_FunctionOp<"vmap"> {
  let summary = "A function over many lanes";
  let description = [{
    Runs the callee once for each row of the arguments that have an axis number in
    `in_axes`, all rows at once: lane i takes row i along that axis, and an argument with
    `none` whole. Every result gets the lanes as a new first axis.

    A draw from a state is one draw for all lanes, of which lane i has row i: the lane
    counts as the first axis of the result. The draw number moves on once. A pure draw,
    `normal key(%k)`, is what its key says in every lane.

    Where lanes may go different ways, by the bound of a `for` or the condition of a `while`
    or `if`, a loop takes one after the other; so it does where an op has no rule for lanes.

    - (C1) the callee is a function of the model, and in each lane the arguments match.
    - (C2) `in_axes` has an axis or `none` for each argument, and an axis for at least one.
    - (C3) an axis is in the range of its argument, and all these axes have one extent.
    - (C4) the function writes no state a value that differs from lane to lane.
    - (C5) where lanes may go different ways, they draw from no state.

    ```mlir
    %ys = vmap @f(%xs, %w) in_axes(0, none)
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<AnyType>:$inputs, DenseI64ArrayAttr:$in_axes,
                       OptionalAttr<StrAttr>:$mode);
  let extraClassDeclaration = [{
    /// Stands in `in_axes` for `none`.
    static constexpr int64_t kNone = -1;
    /// The types of the arguments of one lane; their axes are in range.
    ::llvm::SmallVector<::mlir::Type> getLaneTypes();
  }];
}

class Leat_DerivativeMatrix<string mnemonic> : Leat_FunctionOp<mnemonic> {
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<AnyType>:$inputs, ArrayAttr:$wrt,
                       OptionalAttr<StrAttr>:$mode);
}

def Leat_JacobianOp : Leat_DerivativeMatrix<"jacobian"> {
  let summary = "All derivatives of a function's first result";
  let description = [{
    For each entry of `wrt` a tensor with the axes of the result, then those of the
    argument. It is made of columns by forward mode where the argument has no more
    elements than the result, and of rows by reverse mode otherwise, all at once.

    - (C1) the callee is a function of the model, and the arguments match.
    - (C2) its first result is of float type.
    - (C3) every entry of `wrt` is an argument of float type.

    ```mlir
    %j = jacobian @f(%x) wrt(x)
    ```
  }];
}

def Leat_HessianOp : Leat_DerivativeMatrix<"hessian"> {
  let summary = "All second derivatives of a function's first result";
  let description = [{
    A tensor with the axes of the argument twice: the Jacobian of the gradient, by
    forward over reverse mode.

    - (C1) the callee is a function of the model, and the arguments match.
    - (C2) its first result is a float scalar.
    - (C3) `wrt` names one argument of float type.

    ```mlir
    %h = hessian @f(%x) wrt(x)
    ```
  }];
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

def Leat_GetOp : Leat_ProgramOp<"get", [DeclareOpInterfaceMethods<ModelTypedOpInterface>, AttributesOpInterface,
                                        MemoryEffects<[MemRead]>]> {
  let summary = "Reads a param, state, const or config, or a bundle of states";
  let description = [{
    `params` is the bundle of all params, and a pattern that ends with `*` the one of all
    float params and states whose names begin so. In an expression, `@name` and `params`.

    - (C1) the name is declared in the model, or is a pattern that matches.

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
