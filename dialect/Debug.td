//===- Debug.td - what finds faults in a model ----------*- tablegen -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_DEBUG_TD
#define LEAT_DIALECT_DEBUG_TD

include "dialect/Dialect.td"

/// An op that tells a person something and gives no value.
def Leat_Reports : NativeOpTrait<"Reports"> {
  let cppNamespace = "::leat";
}

/// Tensors, and the buffers that they become: the op stays until there is code.
def Leat_Reported : AnyTypeOf<[Leat_Tensor, AnyMemRef]> {
  let summary = "a tensor";
}

/// An op that tells a person something and gives no value. It runs once wherever the
/// program comes by, in the order of the program, and changes no value.
class Leat_ReportOp<string mnemonic> : Leat_Op<mnemonic, [
    Leat_Reports, MemoryEffects<[MemRead, MemWrite]>, DeclareOpInterfaceMethods<ModelTypedOpInterface>]> {
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

def Leat_PrintOp : Leat_ReportOp<"print"> {
  let summary = "Writes values to stderr while the program runs";
  let description = [{
    Each value, of any type and shape, as NumPy prints it: of more than 1000 elements only
    the first and last three of each axis. Before it stands `label`, or without one the
    value's name; of several values `label: name`. A label alone is a line of its own. `as`
    gives a value another name. What is printed, and the order, depend neither on threads
    nor on fusion.

    The op runs wherever the program comes by: in every trip of a loop, in the branch that
    is taken. A gradient or tangent prints once, with the values; what it computes again is
    not printed again. Under `vmap` a value that differs from lane to lane is printed once
    for all of them, lanes first. Nothing is printed behind an `assert` that failed.

    - (C1) there is a label or a value.
    - (C2) each value has a name.

    ```mlir
    print %x
    print "loss", %l
    print "layer 1", %h, %g as gradient
    ```
  }];
  let arguments = (ins Variadic<Leat_Reported>:$values, OptionalAttr<StrAttr>:$label,
                       StrArrayAttr:$names, OptionalAttr<TypeArrayAttr>:$types);
}

def Leat_AssertOp : Leat_ReportOp<"assert"> {
  let summary = "Ends the call with an error where a condition does not hold";
  let description = [{
    All elements of the condition must hold. Otherwise the call fails with `text`, the place
    of this op, how many elements do not hold and which is the first. The first `assert`
    that fails in program order is reported. As with all errors found while running, a
    state that the call writes is lost.

    The op runs wherever the program comes by, as `print` does; under `vmap` the condition
    must hold in all lanes.

    - (C1) the condition is of i1, or of the bytes that these are in memory.
    - (C2) the text is not empty.

    ```mlir
    assert %positive, "the variance is not positive"
    ```
  }];
  let arguments = (ins Leat_Reported:$condition, StrAttr:$text);
}

#endif // LEAT_DIALECT_DEBUG_TD
