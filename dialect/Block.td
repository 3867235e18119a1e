//===- Block.td - parts of networks, and files of them --*- tablegen -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_BLOCK_TD
#define LEAT_DIALECT_BLOCK_TD

include "dialect/Dialect.td"

/// An op that is gone once its model is read (Applications.h, Reading.h).
class Leat_ReadingOp<string mnemonic, list<Trait> traits = []> : Leat_Op<mnemonic, traits> {
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

def Leat_BlockOp : Leat_ReadingOp<"block", [Symbol, HasParent<"ModelOp">, IsolatedFromAbove, SingleBlock,
                                            DeclareOpInterfaceMethods<OpAsmOpInterface, ["getDefaultDialect"]>]> {
  let summary = "A part of networks, with its own parameters";
  let description = [{
    A function that declares `param`, `state` and `const` among its statements: each `apply`
    under a new name makes its own ones. `config` declares numbers, or what is true or false, that
    an `apply` chooses, some with defaults: a literal, a config, or an extent of an argument. In the shapes of what is declared stand numbers, configs, and extents
    of the arguments that are known where the block is applied. Types of results may be left
    out; an unwritten result has the type of what is returned.

    A block is instantiated when its model is read, so that the printed form of a model holds
    functions and full names instead: there is no generic form of `block`, `apply`, `repeat`
    and `include`. What no `apply` names is read but not typed.

    - (C1) a block stands in a model in the short form.
    - (C2) it declares params, states and consts only, and ends with `return`, which has
      as many values as the block has results.
    - (C3) names of configs are distinct.
    - (C4) an extent in the shape of a param, state or const is known where the block is
      applied first.
    - (C5) no block applies itself, applications are 10000 at most, and at most 256 inside of
      each other.

    ```mlir
    block @dense(%x: f32[B, I]) config(O, scale = 1) -> (y: f32[B, O]) {
      param @weight : f32[O, I] = kaiming_normal   param @bias : f32[O] = zeros
      %y = let scale * relu(linear(%x, @weight, @bias))
      return %y }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, StrArrayAttr:$arg_names, TypeArrayAttr:$arg_types,
                       StrArrayAttr:$result_names, TypeArrayAttr:$result_types, StrArrayAttr:$configs,
                       DictionaryAttr:$defaults);
  let regions = (region SizedRegion<1>:$body);
}

class Leat_Application<string mnemonic, dag more>
    : Leat_ReadingOp<mnemonic, [DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let arguments = !con((ins FlatSymbolRefAttr:$block, StrAttr:$scope, DictionaryAttr:$configs,
                            Variadic<AnyType>:$inputs, UnitAttr:$checkpoint), more);
  let results = (outs Variadic<AnyType>:$results);
}

def Leat_ApplyOp : Leat_Application<"apply", (ins)> {
  let summary = "Runs a block under a name";
  let description = [{
    What the block declares as `@w` is the model's `@NAME.w`. In a block that itself is
    applied as `e`, it is `@e.NAME.w`. To apply a block again under the same name, with the
    same configs, is to share its parameters. They stand in the model's order where the
    first `apply` of the name stands. Behind it may stand `checkpoint`, as behind a `call`.

    - (C1) `apply` stands in a function or block in the short form.
    - (C2) the block is one of the model, and the arguments match it.
    - (C3) every config is one of the block, and those without a default are given; a value is
      a number, true or false, a config of the block that `apply` stands in or of the model, or
      an extent of that block's arguments that is known where the block is applied.
    - (C4) a name is used for one block with the same configs, and no declaration has it.

    ```mlir
    %h = apply @dense as fc1 (%x) {O = 64}
    %y = apply @dense as fc2 (%h) {O = 64} checkpoint
    ```
  }];
}

def Leat_RepeatOp : Leat_Application<"repeat", (ins AnyAttr:$count, OptionalAttr<AnyAttr>:$every)> {
  let summary = "Runs a block several times, each time with parameters of its own";
  let description = [{
    `repeat 3 apply @f as n (%x, %m)` is `apply @f as n.0`, then `n.1` and `n.2`; the results
    of one are the first arguments of the next, and the other arguments stay.

    With `checkpoint` a gradient keeps only what goes into each of them, with
    `checkpoint(every = n)` what goes into every n-th one, and computes the n from there on
    again.

    - (C1) `repeat` stands in a function or block in the short form.
    - (C2) the number is positive: an integer, or a config that is one.
    - (C3) the block has no more results than arguments.
    - (C4) `every` is positive: an integer, or a config that is one.

    ```mlir
    %h = repeat 12 apply @layer as layers (%x) {D = 512}
    %y = repeat 12 apply @layer as more (%h) {D = 512} checkpoint(every = 4)
    ```
  }];
}

def Leat_IncludeOp : Leat_ReadingOp<"include", [HasParent<"ModelOp">]> {
  let summary = "The declarations of another file";
  let description = [{
    In its place stand all declarations of the one `leat.model` in that file. The path is
    relative to the file that includes. A file that is included twice counts once. A config that
    both files declare has the value of the one that includes.

    - (C1) `include` stands in a model in the short form, which is read from a file, or by
      a program that says which folder its text belongs to.
    - (C2) the path is relative, and leads to a file in the folder of the model or below.
    - (C3) the file can be read and holds one `leat.model`.
    - (C4) no file includes itself.
    - (C5) a config that both files declare is a number in both, or true or false in both.

    ```mlir
    include "blocks.mlir"
    ```
  }];
  let arguments = (ins StrAttr:$path);
}

#endif // LEAT_DIALECT_BLOCK_TD
