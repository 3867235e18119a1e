//===- Kernel.td - the unit of fusion and of code -------*- tablegen -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_KERNEL_TD
#define LEAT_DIALECT_KERNEL_TD

include "dialect/Dialect.td"
include "mlir/Interfaces/FunctionInterfaces.td"
include "mlir/Interfaces/DestinationStyleOpInterface.td"

def Leat_KernelOp : Leat_Op<"kernel", [IsolatedFromAbove, SingleBlock, FunctionOpInterface,
                                       DeclareOpInterfaceMethods<OpAsmOpInterface, ["getDefaultDialect"]>]> {
  let summary = "A group of ops that becomes one piece of code";
  let description = [{
    Ops that run fused. It carries no names and no locations of the model, so that equal
    groups are one kernel. Lowered alone: to linalg, or straight to micro-kernels.

    - (C1) the region returns values of the declared types.

    ```mlir
    leat.kernel @k0(%a: f32[4], %b: f32[4]) -> (f32[4]) {
      %c = add %a, %b : (f32[4], f32[4]) -> f32[4]
      return %c }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<FunctionType>:$function_type,
                       OptionalAttr<StrAttr>:$sym_visibility,
                       OptionalAttr<DictArrayAttr>:$arg_attrs, OptionalAttr<DictArrayAttr>:$res_attrs);
  let regions = (region AnyRegion:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    ::llvm::ArrayRef<::mlir::Type> getArgumentTypes() { return getFunctionType().getInputs(); }
    ::llvm::ArrayRef<::mlir::Type> getResultTypes() { return getFunctionType().getResults(); }
    ::mlir::Region *getCallableRegion() { return &getBody(); }
  }];
}

def Leat_LaunchOp : Leat_Op<"launch", [AttrSizedOperandSegments, DestinationStyleOpInterface,
                                       DeclareOpInterfaceMethods<SymbolUserOpInterface>,
                                       DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "Runs a kernel into given destinations";
  let description = [{
    `ins` are the kernel's arguments and `outs` the tensors (later buffers) that take its
    results. An operand may have another shape than the kernel's argument, if element
    type and count agree: tensors are row-major. `label` is the readable name, `work` the
    kernel's floating-point operations, the bytes of its widest float, and the bytes that
    it reads and writes.

    - (C1) the callee is a kernel, or the function that it became.
    - (C2) the operands of `ins`, then `outs`, agree with its arguments, then its results, in
      element type and number of elements.

    ```mlir
    %r = leat.launch @k0 ins(%a, %b : tensor<4xf32>, tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<AnyShaped>:$ins, Variadic<AnyShaped>:$outs,
                       OptionalAttr<StrAttr>:$label, OptionalAttr<DenseI64ArrayAttr>:$work);
  let results = (outs Variadic<AnyRankedTensor>:$results);
  let assemblyFormat = [{
    $callee `ins` `(` ($ins^ `:` type($ins))? `)` `outs` `(` ($outs^ `:` type($outs))? `)`
    attr-dict (`->` type($results)^)?
  }];
  let extraClassDeclaration = [{
    ::mlir::MutableOperandRange getDpsInitsMutable() { return getOutsMutable(); }
  }];
}

def Leat_CheckOp : Leat_Op<"check"> {
  let summary = "Stops the function with an error where a value is not as it must be";
  let description = [{
    With `below`, every element of `value` is 0 ... below - 1; without, none is a NaN.
    `role` says to a person what the elements are. Of several checks that fail the first
    in program order is reported, with its first element.

    - (C1) with `below`, which is positive, `value` holds integers, otherwise floats.

    ```mlir
    leat.check %i below 10 "indices of 'index'" : tensor<8xi64>
    leat.check %y "result of 'log'" : tensor<8xf32>
    ```
  }];
  let arguments = (ins AnyShaped:$value, OptionalAttr<I64Attr>:$below, StrAttr:$role);
  let assemblyFormat = "$value (`below` $below^)? $role attr-dict `:` type($value)";
  let hasVerifier = 1;
}

def Leat_PackOp : Leat_Op<"pack", [Pure]> {
  let summary = "Tensors behind each other, as one";
  let description = [{
    The elements of each input, row-major, one input after the other. Not code but a
    place: kernels write the inputs where they stand in the result.

    - (C1) the result has one axis, the inputs' element type and as many elements.

    ```mlir
    %g = leat.pack %gw, %gb : (tensor<4x8xf32>, tensor<16xf32>) -> tensor<48xf32>
    ```
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$inputs);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$inputs attr-dict `:` functional-type($inputs, $result)";
  let hasVerifier = 1;
}

def Leat_UnpackOp : Leat_Op<"unpack", [Pure]> {
  let summary = "One of the tensors that a tensor holds";
  let description = [{
    The elements of `packed` from `offset` on, row-major in the shape of the result. Not
    code but a place, as `pack`.

    - (C1) `packed` has one axis, the result's element type and elements enough.

    ```mlir
    %w = leat.unpack %s at 32 : (tensor<48xf32>) -> tensor<16xf32>
    ```
  }];
  let arguments = (ins AnyRankedTensor:$packed, I64Attr:$offset);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$packed `at` $offset attr-dict `:` functional-type($packed, $result)";
  let hasVerifier = 1;
}

def Leat_HideOp : Leat_Op<"hide", [Pure, SameOperandsAndResultType]> {
  let summary = "A number that folding does not see through";
  let description = [{
    The operand. In bodies of kernels it stands before the argument of a function such as
    `math.sin` that may turn out to be a constant: folding would take what the libm of the
    compiler gives, where code computes a polynomial.

    ```mlir
    %h = leat.hide %c : f32
    %s = math.sin %h : f32
    ```
  }];
  let arguments = (ins AnyType:$input);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$input attr-dict `:` type($input)";
}

#endif // LEAT_DIALECT_KERNEL_TD
