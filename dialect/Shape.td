//===- Shape.td - moving elements, making tensors -------*- tablegen -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_SHAPE_TD
#define LEAT_DIALECT_SHAPE_TD

include "dialect/Dialect.td"

/// A linear op that moves elements.
class Leat_Movement<string mnemonic, list<Trait> traits = []> : Leat_TensorOp<mnemonic, [Leat_VjpJvp, Leat_Batched] # traits> {
  let results = (outs Leat_Tensor:$result);
}

def Leat_ReshapeOp : Leat_Movement<"reshape"> {
  let summary = "The same elements, in row-major order, in another shape";
  let description = [{
    An extent in `shape` is a number, the name of an extent, or, once, -1: then it
    is computed.

    - (C1) every extent is one of these.
    - (C2) the element counts agree.

    ```mlir
    %y = reshape %x, shape = [B, -1] : f32[B, 6272]
    ```
  }];
  let arguments = (ins Leat_Tensor:$input, ArrayAttr:$shape);
  let hasFolder = 1;
}

def Leat_TransposeOp : Leat_Movement<"transpose"> {
  let summary = "The axes in another order";
  let description = [{
    Axis `i` of the result is axis `axes[i]` of the input; the reverse order where
    `axes` is left out.

    - (C1) `axes` is a permutation of the input's axes.

    ```mlir
    %y = transpose %x, axes = [1, 0] : f32[3, B]
    ```
  }];
  let arguments = (ins Leat_Tensor:$input, OptionalAttr<DenseI64ArrayAttr>:$axes);
  let hasFolder = 1;
  let extraClassDeclaration = [{
    /// Axis `i` of the result is axis `getPermutation()[i]` of the input.
    ::llvm::SmallVector<int64_t> getPermutation();
  }];
}

def Leat_BroadcastToOp : Leat_Movement<"broadcast_to"> {
  let summary = "Stretches extents of 1 and adds leading axes";
  let description = [{
    An extent in `shape` is a number or the name of an extent.

    - (C1) every extent is one of these.
    - (C2) the input's shape broadcasts to `shape`, by NumPy's rule.

    ```mlir
    %y = broadcast_to %x, shape = [B, 3] : f32[B, 3]
    ```
  }];
  let arguments = (ins Leat_Tensor:$input, ArrayAttr:$shape);
  let hasFolder = 1;
}

def Leat_SqueezeOp : Leat_Movement<"squeeze", [DeclareOpInterfaceMethods<DecomposableOpInterface>]> {
  let summary = "Removes axes of extent 1";
  let description = [{
    The input without the axes `axis`.

    - (C1) every axis is in the input's range, named once and has extent 1.

    ```mlir
    %y = squeeze %x, axis = 1 : f32[B]
    ```
  }];
  let arguments = (ins Leat_Tensor:$input, DenseI64ArrayAttr:$axis);
}

def Leat_UnsqueezeOp : Leat_Movement<"unsqueeze", [DeclareOpInterfaceMethods<DecomposableOpInterface>]> {
  let summary = "Adds axes of extent 1";
  let description = [{
    The input with the new axes `axis`, which count in the result.

    - (C1) every axis is in the result's range and named once.

    ```mlir
    %y = unsqueeze %x, axis = 1 : f32[B, 1]
    ```
  }];
  let arguments = (ins Leat_Tensor:$input, DenseI64ArrayAttr:$axis);
}

def Leat_SliceOp : Leat_Movement<"slice"> {
  let summary = "Every step-th element of a range along one axis";
  let description = [{
    Elements `start, start + step, ...` below `stop` along `axis`; negative `start`
    and `stop` count from the end. `start` is by default 0, `stop` the extent, `step` 1.

    - (C1) `axis` is in the input's range and `step` is positive.
    - (C2) `0 <= start <= stop <= extent`, after negative ones are counted from the end.

    ```mlir
    %y = slice %x, axis = 1, start = 2, stop = 5 : f32[B, 3]
    ```
  }];
  let arguments = (ins Leat_Tensor:$input, Leat_I64Attr:$axis, DefaultValuedAttr<Leat_I64Attr, "0">:$start,
                       OptionalAttr<Leat_I64Attr>:$stop, DefaultValuedAttr<Leat_I64Attr, "1">:$step);
  let hasFolder = 1;
  let extraClassDeclaration = [{
    /// `axis`, counted from the first.
    int64_t getDim();
    /// `start`, counted from the beginning; the extent must be known if it is
    /// negative.
    int64_t getOffset();
  }];
}

def Leat_PadOp : Leat_Movement<"pad"> {
  let summary = "Puts a constant round a tensor";
  let description = [{
    Adds `low[i]` elements of `value` (by default 0) before and `high[i]` after axis `i`,
    and `interior[i]` (by default 0) between two elements.

    - (C1) `low`, `high` and `interior` hold one number per axis, none of them negative.

    ```mlir
    %y = pad %x, low = [0, 1], high = [0, 1] : f32[B, 5]
    ```
  }];
  let arguments = (ins Leat_Tensor:$input, DenseI64ArrayAttr:$low, DenseI64ArrayAttr:$high,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$interior,
                       DefaultValuedAttr<F64Attr, "0.0">:$value);
}

def Leat_ConcatOp : Leat_Movement<"concat"> {
  let summary = "Tensors one after the other along an axis";
  let description = [{
    Along `axis` (by default the first) stand the elements of each operand in turn.

    - (C1) there is at least one operand, and all have one element type and rank.
    - (C2) `axis` is in the operands' range; the other extents agree.

    ```mlir
    %y = concat %a, %b, axis = 1 : f32[B, 5]
    ```
  }];
  let arguments = (ins Variadic<Leat_Tensor>:$inputs, DefaultValuedAttr<Leat_I64Attr, "0">:$axis);
  let extraClassDeclaration = [{
    /// `axis`, counted from the first.
    int64_t getDim();
  }];
}

def Leat_FlipOp : Leat_Movement<"flip"> {
  let summary = "Elements along axes in the other direction";
  let description = [{
    Element `i` along each of the axes `axis` goes to `extent - 1 - i`.

    - (C1) every axis is in the input's range and named once.

    ```mlir
    %y = flip %x, axis = 1 : f32[B, 3]
    ```
  }];
  let arguments = (ins Leat_Tensor:$input, DenseI64ArrayAttr:$axis);
  let extraClassDeclaration = [{
    /// The axes, counted from the first and ascending.
    ::llvm::SmallVector<int64_t> getAxes();
  }];
}

def Leat_IndexOp : Leat_Movement<"index", [DeclareOpInterfaceMethods<NumberTypingOpInterface>,
                                            DeclareOpInterfaceMethods<IndexingOpInterface>]> {
  let summary = "Rows of a table, by their numbers";
  let description = [{
    `result[i..., j...] = table[indices[i...], j...]`; in an expression, `table[%i]`.

    - (C1) `table` has rank >= 1 and at least one row.
    - (C2) `indices` holds integers.
    - (C3) checked when it runs: every index is 0 ... rows - 1.

    ```mlir
    %y = index %table, %i : f32[B, 16]
    ```
  }];
  let arguments = (ins Leat_Tensor:$table, Leat_Int:$indices);
  let definitions = [{
    ::leat::NumberRole $cppClass::getNumberRole(unsigned operand) {
      return operand == 1 ? ::leat::NumberRole::Row : ::leat::NumberRole::Settles;
    }
  }];
}

def Leat_ScatterAddOp : Leat_Movement<"scatter_add", [DeclareOpInterfaceMethods<IndexingOpInterface>]> {
  let summary = "Adds rows into a table of zeros, by their numbers";
  let description = [{
    The transpose of `index`: row `r` of the result, which has `rows` rows, is the sum
    of the rows of `updates` whose index is `r`, added in row-major order.

    - (C1) the shape of `indices` is the beginning of the shape of `updates`.
    - (C2) `indices` holds integers.
    - (C3) `rows` is positive.
    - (C4) checked when it runs: every index is 0 ... rows - 1.

    ```mlir
    %t = scatter_add %u, %i, rows = 10 : f32[10, 16]
    ```
  }];
  let arguments = (ins Leat_Number:$updates, Leat_Int:$indices, Leat_CountAttr:$rows);
}

//===----------------------------------------------------------------------===//
// Tensors from nothing
//===----------------------------------------------------------------------===//

def Leat_OneHotOp : Leat_NotDifferentiable<"one_hot", [Leat_Batched, DeclareOpInterfaceMethods<IndexingOpInterface>]> {
  let summary = "1 at the position of each index, else 0";
  let description = [{
    `result[i..., c] = 1 if indices[i...] == c else 0`, c = 0 ... depth - 1, as `dtype` (by default f32).

    - (C1) `depth` is positive.
    - (C2) `indices` holds integers.
    - (C3) checked when it runs: every index is 0 ... depth - 1.

    ```mlir
    %y = one_hot %i, depth = 10 : f32[B, 10]
    ```
  }];
  let arguments = (ins Leat_Int:$indices, Leat_CountAttr:$depth, OptionalAttr<TypeAttr>:$dtype);
  let results = (outs Leat_Tensor:$result);
}

/// An op whose result type is written by the person.
class Leat_Shaped<string mnemonic, list<Trait> traits = []>
    : Leat_Op<mnemonic, [Pure, DeclareOpInterfaceMethods<ModelTypedOpInterface>,
                         Leat_VjpJvp] # traits> {
  let hasCustomAssemblyFormat = 1;
}

def Leat_FullOp : Leat_Shaped<"full", [Leat_Batched, DeclareOpInterfaceMethods<ExtentAttributesOpInterface>]> {
  let summary = "One value everywhere";
  let description = [{
    Every element is `value`, a scalar, or `number`, converted to the element type
    of the result. In a model `number` may be the name of a config.

    - (C1) either `value` or `number` is given, not both.
    - (C2) `value` is a scalar.
    - (C3) the result has the type that is written.

    ```mlir
    %y = full %t : i64[N]
    %z = full 0.5 : f32[N]
    ```
  }];
  let arguments = (ins Optional<Leat_Tensor>:$value, OptionalAttr<F64Attr>:$number, TypeAttr:$type);
  let results = (outs Leat_Tensor:$result);
  let hasVerifier = 1;
}

def Leat_IotaOp : Leat_TensorOp<"iota", [DeclareOpInterfaceMethods<DifferentiableOpInterface, ["buildVjp"]>]> {
  let summary = "Counts along an axis";
  let description = [{
    The position along `axis` (by default the first), in a tensor of `shape` and element type `dtype`.
    An extent in `shape` is a number or the name of an extent.

    - (C1) `axis` is in the range of `shape`, whose extents are not negative.
    - (C2) `dtype` is a number type.

    ```mlir
    %i = iota shape = [10], dtype = i64 : i64[10]
    %j = iota shape = [B, T], dtype = i32, axis = 1 : i32[B, T]
    ```
  }];
  let arguments = (ins ArrayAttr:$shape, TypeAttr:$dtype, DefaultValuedAttr<Leat_I64Attr, "0">:$axis);
  let results = (outs Leat_Number:$result);
  let extraClassDeclaration = [{
    /// `axis`, counted from the first.
    int64_t getDim();
  }];
}

def Leat_LinspaceOp : Leat_TensorOp<"linspace", [DeclareOpInterfaceMethods<DifferentiableOpInterface, ["buildVjp"]>,
                                                 DeclareOpInterfaceMethods<DecomposableOpInterface>,
                                                 DeclareOpInterfaceMethods<CallSyntaxOpInterface>]> {
  let summary = "Evenly spaced numbers";
  let description = [{
    `count` numbers from `start` to `stop`, both included, as `dtype` (by default f32).

    - (C1) `count` is positive.
    - (C2) `dtype` is a float type.

    ```mlir
    const @beta = linspace(1e-4, 0.02, T)
    ```
  }];
  let arguments = (ins F64Attr:$start, F64Attr:$stop, Leat_CountAttr:$count, OptionalAttr<TypeAttr>:$dtype);
  let results = (outs Leat_Float:$result);
}

#endif // LEAT_DIALECT_SHAPE_TD
