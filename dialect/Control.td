//===- Control.td - loops and branches ------------------*- tablegen -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_CONTROL_TD
#define LEAT_DIALECT_CONTROL_TD

include "dialect/Dialect.td"

/// An op with regions that see the values around it.
class Leat_ControlOp<string mnemonic, list<Trait> traits = []>
    : Leat_Op<mnemonic, [DeclareOpInterfaceMethods<ModelTypedOpInterface>, SingleBlock, RecursiveMemoryEffects,
                         DeclareOpInterfaceMethods<ControlOpInterface>,
                         DeclareOpInterfaceMethods<OpAsmOpInterface, ["getDefaultDialect", "getAsmResultNames"]>]
                        # traits> {
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
}

def Leat_ForOp : Leat_ControlOp<"for", [AttrSizedOperandSegments, DeclareOpInterfaceMethods<LoopOpInterface, ["getRows"]>,
                                        AttributesOpInterface,
                                        DeclareOpInterfaceMethods<ExtentAttributesOpInterface>]> {
  let summary = "Counted loop with carried values";
  let description = [{
    Runs its region for the counter `first`, ..., `last`, both included, upwards (`to`)
    or downwards (`downto`). Values in `carry` go from one trip to the next. Those in
    `over` are taken apart along their leading axis, one row a trip; those in the yield's
    `stack` are put together along a new leading axis, one row a trip. Rows are in the
    order of the trips, or against it with `rows = backward`: the first trip has the last
    row then.

    A bound may be a value, an i64 scalar. The region may then run not at all, and the
    results are what the loop started from. With `max_trips`, which `over`, `stack` and
    gradients need then, there are that many rows: rows of a stack that no trip makes are
    0, and more trips are an error at run time. A gradient runs the trips again, from
    carried values that it keeps; with `save = all` it keeps whatever it needs. With
    `save = every n` it keeps the carried values of every n-th trip, and from each of them
    it computes those of the n trips behind it again: of N trips, N / n and n are kept at a
    time instead of N, and each runs once more. n near the root of N keeps the least.

    - (C1) the region yields one value per carried one, of the same type; its arguments
      are the counter, the carried values and the rows.
    - (C2) there is one result per carried value, then one per stacked value.
    - (C3) with bounds that are known, the loop runs at least once, and `max_trips` times at most.
    - (C4) bounds that are values are i64 scalars.
    - (C5) a loop with a bound that is a value has `max_trips` if it has rows.
    - (C6) a value in `over` has a row for each trip.
    - (C7) `every` is at least 1, and such a loop has known bounds and no `max_trips`.

    ```mlir
    %x0, %path = for %t = T downto 1 carry(%x = %xT) {
      %y = let %x * 0.5
      yield %y stack(%y) }
    %h = for %t = 1 to %n, max_trips = 100 carry(%h = %h0) over(%x = %xs) {
      %h1 = let tanh(%x + %h)
      yield %h1 }
    ```
  }];
  let arguments = (ins OptionalAttr<Leat_I64Attr>:$first, OptionalAttr<Leat_I64Attr>:$last,
                       BoolAttr:$down, OptionalAttr<Leat_I64Attr>:$max_trips, UnitAttr:$save_all,
                       UnitAttr:$backward, Optional<AnyType>:$first_value,
                       Optional<AnyType>:$last_value, Variadic<AnyType>:$inits, Variadic<AnyType>:$over,
                       OptionalAttr<Leat_I64Attr>:$save_every);
  let results = (outs Variadic<AnyType>:$results);
  let regions = (region SizedRegion<1>:$body);
  let extraClassDeclaration = [{
    /// The number of times that the region runs, if the bounds are known.
    std::optional<int64_t> getTripCount() {
      if (!getFirst() || !getLast())
        return std::nullopt;
      return (getDown() ? *getFirst() - *getLast() : *getLast() - *getFirst()) + 1;
    }
    ::mlir::Value getCounter() { return getBody().getArgument(0); }
  }];
}

def Leat_WhileOp : Leat_ControlOp<"while", [DeclareOpInterfaceMethods<LoopOpInterface, ["getOver", "getRows"]>]> {
  let summary = "Loop until a condition fails";
  let description = [{
    Before each trip the first region decides by the carried values whether there is
    one; the second region is the trip. With `max_trips`, which `stack` and gradients
    need, a condition that holds after so many trips is an error at run time. Stacks have
    `max_trips` rows; those that no trip makes are 0. `save = all` is as in `for`.

    - (C1) both regions take the carried values, and the second one yields them, of the same types.
    - (C2) the condition is a scalar i1.
    - (C3) there is one result per carried value, then one per stacked value.
    - (C4) a loop that stacks has `max_trips`.
    - (C5) `max_trips` is at least 1.
    - (C6) the condition writes no state and draws no random numbers.

    ```mlir
    %x = while carry(%x = %x0), max_trips = 50 {
      %more = let abs(%x * %x - %a) > 1e-6
      condition %more } do {
      %y = let (%x + %a / %x) / 2
      yield %y }
    ```
  }];
  let arguments = (ins OptionalAttr<Leat_I64Attr>:$max_trips, UnitAttr:$save_all, Variadic<AnyType>:$inits);
  let results = (outs Variadic<AnyType>:$results);
  let regions = (region SizedRegion<1>:$condition, SizedRegion<1>:$body);
}

def Leat_IfOp : Leat_ControlOp<"if"> {
  let summary = "One of two regions";
  let description = [{
    Runs the first region where the condition holds, otherwise the second. Both yield the
    results. Without results the second region, and a `yield` at the end, may be left out:
    that is for writing states.

    - (C1) the condition is a scalar i1.
    - (C2) both regions yield as many values as there are results, of the same types.
    - (C3) nothing is stacked.

    ```mlir
    %y = if %large { %a = let %x / 2  yield %a } else { yield %x }
    if %better { set @best = %loss }
    ```
  }];
  let arguments = (ins AnyType:$condition);
  let results = (outs Variadic<AnyType>:$results);
  let regions = (region SizedRegion<1>:$then_region, SizedRegion<1>:$else_region);
}

def Leat_YieldOp : Leat_Op<"yield", [Terminator, Pure, AttrSizedOperandSegments]> {
  let summary = "Ends the region of `for`, `while`, `if`, `let` or `const`";
  let description = [{
    Gives the values that a trip hands on, and those that are stacked.

    ```mlir
    yield %x stack(%x)
    ```
  }];
  let arguments = (ins Variadic<AnyType>:$inputs, Variadic<AnyType>:$stacked);
  let hasCustomAssemblyFormat = 1;
}

def Leat_ConditionOp : Leat_Op<"condition", [Terminator, Pure, HasParent<"WhileOp">]> {
  let summary = "Ends the first region of `while`";
  let description = [{
    Says whether there is another trip.

    ```mlir
    condition %more
    ```
  }];
  let arguments = (ins AnyType:$more);
  let hasCustomAssemblyFormat = 1;
}

#endif // LEAT_DIALECT_CONTROL_TD
