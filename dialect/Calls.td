//===- Calls.td - calls, derivatives, lanes -*- tablegen -*-===//
//
// The part of Program.td that runs functions, which includes it where it belongs.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_CALLS_TD
#define LEAT_DIALECT_CALLS_TD

include "dialect/Types.td"

/// An op that runs a function of the model, perhaps with other values for its states.
class Leat_FunctionOp<string mnemonic>
    : Leat_ProgramOp<mnemonic, [DeclareOpInterfaceMethods<ModelTypedOpInterface>, AttributesOpInterface,
                                FunctionUseOpInterface, Leat_ResultNames, AttrSizedOperandSegments]> {
  let results = (outs Variadic<AnyType>:$results);
}

/// One that takes derivatives of it.
class Leat_DerivativeOp<string mnemonic> : Leat_FunctionOp<mnemonic> {
  let extraClassDeclaration = [{
    static bool differentiates() { return true; }
  }];
}

def Leat_CallOp : Leat_FunctionOp<"call"> {
  let summary = "Calls a function";
  let description = [{
    Extents of the callee are bound by the arguments. `mode(train)` or `mode(infer)`
    says how layers such as dropout behave; otherwise the caller's mode holds.

    `with(params = %b)` gives the function the tensors of a bundle in the place of its
    states, all of which `%b` must hold; so do the derivatives and `vmap`.

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

def Leat_GradOp : Leat_DerivativeOp<"grad"> {
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

    The estimate adds up the results of all ops of the function, as if each were kept, and
    for a loop the carried values of every trip, or of those that `save` says; what is
    computed again counts while its own gradient is computed. What the way back makes, and
    memory that ops share, do not count. `--memory-budget` counts memory as it will be.

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

def Leat_VjpOp : Leat_DerivativeOp<"vjp"> {
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

def Leat_JvpOp : Leat_DerivativeOp<"jvp"> {
  let summary = "A function's results and how they move with its arguments";
  let description = [{
    Forward mode: the arguments that `wrt` names move along the tangents, one each, in
    the same order; the other arguments and the states stay. Results: those of the
    callee, then the tangent of each of them that is of float type; the others have
    none. Where `wrt` is left out, all arguments of float type move. What `with` gives stays.

    - (C1) the callee is a function of the model, and the arguments match.
    - (C2) every entry of `wrt` is an argument of float type, named once.
    - (C3) there are as many tangents as entries of `wrt`.
    - (C4) a tangent has the type of its argument.
    - (C5) `with` is as in `call`.

    ```mlir
    %y, %y_dot = jvp @f(%x, %w) tangent(%v) wrt(x)
    %z, %z_dot = jvp @f(%x, %w) tangent(%v) with(params = %fast) wrt(x)
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<AnyType>:$inputs, Variadic<AnyType>:$tangents,
                       Variadic<AnyType>:$bundles, ArrayAttr:$wrt, OptionalAttr<ArrayAttr>:$with,
                       OptionalAttr<StrAttr>:$mode);
  let builders = [OpBuilder<(ins "::mlir::TypeRange":$results, "::mlir::FlatSymbolRefAttr":$callee,
                                 "::mlir::ValueRange":$inputs, "::mlir::ValueRange":$tangents,
                                 "::mlir::ArrayAttr":$wrt, "::mlir::StringAttr":$mode), [{
    build($_builder, $_state, results, callee, inputs, tangents, ::mlir::ValueRange(), wrt,
          ::mlir::ArrayAttr(), mode);
  }]>];
}

def Leat_VmapOp : Leat_FunctionOp<"vmap"> {
  let summary = "A function over many lanes";
  let description = [{
    Runs the callee once for each row of the arguments that have an axis number in
    `in_axes`, all rows at once: lane i takes row i along that axis, and an argument with
    `none` whole. Every result gets the lanes as a new first axis, or where `out_axes`
    says: one number for each result, the lanes' axis in it, or `none` for what is the same
    in all lanes and is handed on once. A bundle in `with` is one for all lanes.

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
    - (C6) `with` is as in `call`.
    - (C7) `out_axes`, where given, has an axis or `none` for each result of the callee.
    - (C8) an axis in `out_axes` is at most the number of axes that the result has in a lane.
    - (C9) a result with `none` in `out_axes` is the same in all lanes.

    ```mlir
    %ys = vmap @f(%xs, %w) in_axes(0, none)
    %columns = vmap @f(%xs, %w) in_axes(0, none) out_axes(1)
    %zs = vmap @f(%xs, %w) with(params = %fast) in_axes(0, none)
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<AnyType>:$inputs, Variadic<AnyType>:$bundles,
                       DenseI64ArrayAttr:$in_axes, OptionalAttr<DenseI64ArrayAttr>:$out_axes,
                       OptionalAttr<ArrayAttr>:$with, OptionalAttr<StrAttr>:$mode);
  let builders = [OpBuilder<(ins "::mlir::TypeRange":$results, "::mlir::FlatSymbolRefAttr":$callee,
                                 "::mlir::ValueRange":$inputs, "::mlir::DenseI64ArrayAttr":$in_axes,
                                 "::mlir::StringAttr":$mode), [{
    build($_builder, $_state, results, callee, inputs, ::mlir::ValueRange(), in_axes,
          ::mlir::DenseI64ArrayAttr(), ::mlir::ArrayAttr(), mode);
  }]>];
  let extraClassDeclaration = [{
    /// Stands in `in_axes` and `out_axes` for `none`.
    static constexpr int64_t kNone = -1;
    /// The axis of the lanes in result `index`, which is no state, or kNone.
    int64_t getOutAxis(unsigned index) {
      return getOutAxes() ? (*getOutAxes())[index] : 0;
    }
    /// The types of the arguments of one lane; their axes are in range.
    ::llvm::SmallVector<::mlir::Type> getLaneTypes();
  }];
}

class Leat_DerivativeMatrix<string mnemonic> : Leat_DerivativeOp<mnemonic> {
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<AnyType>:$inputs, Variadic<AnyType>:$bundles,
                       ArrayAttr:$wrt, OptionalAttr<ArrayAttr>:$with, OptionalAttr<StrAttr>:$mode);
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
    - (C4) `with` is as in `call`.

    ```mlir
    %j = jacobian @f(%x) wrt(x)
    %k = jacobian @f(%x) with(params = %fast) wrt(x)
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
    - (C4) `with` is as in `call`.

    ```mlir
    %h = hessian @f(%x) wrt(x)
    ```
  }];
}

#endif // LEAT_DIALECT_CALLS_TD
