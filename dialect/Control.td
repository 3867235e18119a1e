//===- Control.td - loops -------------------------------*- tablegen -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_CONTROL_TD
#define LEAT_DIALECT_CONTROL_TD

include "dialect/Dialect.td"

def Leat_ForOp : Leat_Op<"for", [DeclareOpInterfaceMethods<ModelTypedOpInterface>, SingleBlock,
                                 DeclareOpInterfaceMethods<OpAsmOpInterface, ["getDefaultDialect", "getAsmResultNames"]>]> {
  let summary = "Counted loop with carried values";
  let description = [{
    Runs its region for the counter `first`, ..., `last`, both included, upwards (`to`)
    or downwards (`downto`). Values in `carry` go from one trip to the next; those in
    the yield's `stack` are stacked along a new leading axis, one slice per trip in the
    order of the trips.

    - (C1) the region yields one value per carried one, of the same type.
    - (C2) there is one result per carried value, then one per stacked value.
    - (C3) the loop runs at least once.

    ```mlir
    %x0, %path = for %t = T downto 1 carry(%x = %xT) {
      %y = let %x * 0.5
      yield %y stack(%y) }
    ```
  }];
  let arguments = (ins Leat_I64Attr:$first, Leat_I64Attr:$last, BoolAttr:$down, Variadic<AnyType>:$inits);
  let results = (outs Variadic<AnyType>:$results);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The number of times that the region runs.
    int64_t getTripCount() {
      return (getDown() ? getFirst() - getLast() : getLast() - getFirst()) + 1;
    }
  }];
}

def Leat_YieldOp : Leat_Op<"yield", [Terminator, Pure, AttrSizedOperandSegments]> {
  let summary = "Ends the region of `for`, `let` or `const`";
  let description = [{
    Gives the values that a trip hands on, and those that are stacked.

    ```mlir
    yield %x stack(%x)
    ```
  }];
  let arguments = (ins Variadic<AnyType>:$inputs, Variadic<AnyType>:$stacked);
  let hasCustomAssemblyFormat = 1;
}

#endif // LEAT_DIALECT_CONTROL_TD
