//===- Types.td - types of the leat dialect -------------*- tablegen -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_TYPES_TD
#define LEAT_DIALECT_TYPES_TD

include "dialect/Dialect.td"
include "mlir/IR/AttrTypeBase.td"

class Leat_Type<string name, string mnem> : TypeDef<Leat_Dialect, name> {
  let mnemonic = mnem;
}

def Leat_Deferred : Leat_Type<"Deferred", "deferred"> {
  let summary = "A type that is not known yet";
  let description = [{
    The type of every value while the region of a `leat.model` is being read.
    Inference replaces it before the verifier runs, so no valid module holds it.
  }];
}

def Leat_Bundle : Leat_Type<"Bundle", "bundle"> {
  let summary = "An ordered set of named tensors";
  let description = [{
    The gradients by a group of states, in the order of their declaration.
    `leat-thread-state` dissolves bundles into their tensors.

    ```mlir
    %loss, %g = grad @loss(%x) wrt(params)   // %g : !leat.bundle<["w", "b"]>
    %gw = at %g, name = "w"
    ```
  }];
  let parameters = (ins "::mlir::ArrayAttr":$names);
  let assemblyFormat = "`<` $names `>`";
}

#endif // LEAT_DIALECT_TYPES_TD
