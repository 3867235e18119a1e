//===- Order.td - sorting, searching, segments ----------*- tablegen -*-===//
//
// Order is that of NumPy: a NaN is greater than every number. What sorts is
// stable: equal elements keep their order. Derivatives go through the indices.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_ORDER_TD
#define LEAT_DIALECT_ORDER_TD

include "dialect/Dialect.td"

/// An op with one axis, which `getDim` counts from the first.
class Leat_AxisDim<string mnemonic, string operand> {
  code declaration = [{
    /// `axis`, counted from the first.
    int64_t getDim();
  }];
  code definition = [{
    int64_t $cppClass::getDim() {
      return *::leat::normalizeAxis("}] # mnemonic # [{", {}, get}] # operand # [{().getType().getRank(), getAxis());
    }
  }];
}

//===----------------------------------------------------------------------===//
// Elements along an axis, by their positions
//===----------------------------------------------------------------------===//

def Leat_TakeAlongAxisOp : Leat_TensorOp<"take_along_axis",
    [Leat_VjpJvp, Leat_Batched, DeclareOpInterfaceMethods<IndexingOpInterface>]> {
  let summary = "Elements along an axis, by their positions on it";
  let description = [{
    `result[..., i, ...] = input[..., indices[..., i, ...], ...]` along `axis` (by default the last).

    - (C1) `axis` is in the input's range, which has an element along it.
    - (C2) `indices` holds integers, and has the input's shape but along `axis`.
    - (C3) checked when it runs: every index is 0 ... extent - 1.

    ```mlir
    %y = take_along_axis %x, %i, axis = 1 : f32[B, 3]
    ```
  }];
  let arguments = (ins Leat_Tensor:$input, Leat_Int:$indices, DefaultValuedAttr<Leat_I64Attr, "-1">:$axis);
  let results = (outs Leat_Tensor:$result);
  let extraClassDeclaration = Leat_AxisDim<"take_along_axis", "Input">.declaration;
  let definitions = Leat_AxisDim<"take_along_axis", "Input">.definition;
}

def Leat_AddAlongAxisOp : Leat_TensorOp<"add_along_axis",
    [Leat_VjpJvp, Leat_Batched, DeclareOpInterfaceMethods<IndexingOpInterface>]> {
  let summary = "Adds elements into a tensor of zeros, by their positions on an axis";
  let description = [{
    The transpose of `take_along_axis`: of zeros with the extent `size` along `axis` (by default
    the last), `result[..., indices[..., i, ...], ...] += updates[..., i, ...]`, added in row-major order.

    - (C1) `axis` is in the range of `updates`, and `size` is positive.
    - (C2) `indices` holds integers, and has the shape of `updates`.
    - (C3) checked when it runs: every index is 0 ... size - 1.

    ```mlir
    %t = add_along_axis %u, %i, size = 10, axis = 1 : f32[B, 10]
    ```
  }];
  let arguments = (ins Leat_Number:$updates, Leat_Int:$indices, Leat_CountAttr:$size,
                       DefaultValuedAttr<Leat_I64Attr, "-1">:$axis);
  let results = (outs Leat_Number:$result);
  let extraClassDeclaration = Leat_AxisDim<"add_along_axis", "Updates">.declaration;
  let definitions = Leat_AxisDim<"add_along_axis", "Updates">.definition;
}

//===----------------------------------------------------------------------===//
// Sorting
//===----------------------------------------------------------------------===//

def Leat_ArgsortOp : Leat_NotDifferentiable<"argsort", [Leat_Accumulates, Leat_Batched]> {
  let summary = "The positions of the elements in ascending order";
  let description = [{
    `take_along_axis(x, argsort(x))` is sorted along `axis` (by default the last); with `descending`
    in descending order. Stable: equal elements keep their order. A NaN is greater than every number.
    As `dtype` (by default i32).

    - (C1) `axis` is in the input's range.
    - (C2) `dtype` is i64 or i32.

    ```mlir
    %i = argsort %x, axis = 1 : i32[B, 10]
    ```
  }];
  let arguments = (ins Leat_Number:$input, DefaultValuedAttr<Leat_I64Attr, "-1">:$axis,
                       DefaultValuedAttr<BoolAttr, "false">:$descending, OptionalAttr<TypeAttr>:$dtype);
  let results = (outs Leat_Int:$result);
  let extraClassDeclaration = Leat_AxisDim<"argsort", "Input">.declaration;
  let definitions = Leat_AxisDim<"argsort", "Input">.definition # Leat_BatchedBy<"batchAxis">.text;
}

/// Values in order and their positions, by argsort and take_along_axis.
class Leat_Ordered<string mnemonic>
    : Leat_TensorOp<mnemonic, [Leat_KeepsNames<>.trait, DeclareOpInterfaceMethods<DecomposableOpInterface>]> {
  let definitions = Leat_KeepsNames<>.text;
  let results = (outs Leat_Number:$values, Leat_Index:$indices);
}

def Leat_SortOp : Leat_Ordered<"sort"> {
  let summary = "Elements in ascending order, and where they were";
  let description = [{
    The elements sorted along `axis` (by default the last), with `descending` in descending order, and
    their positions. Stable: equal elements keep their order. A NaN is greater than every number.
    In an expression: `take_along_axis(%x, argsort(%x))`. The derivative moves with the elements.

    - (C1) `axis` is in the input's range.

    ```mlir
    %v, %i = sort %x, axis = 1 : f32[B, 10], i32[B, 10]
    ```
  }];
  let arguments = (ins Leat_Number:$input, DefaultValuedAttr<Leat_I64Attr, "-1">:$axis,
                       DefaultValuedAttr<BoolAttr, "false">:$descending);
}

def Leat_TopKOp : Leat_Ordered<"top_k"> {
  let summary = "The largest elements, and where they are";
  let description = [{
    The `k` largest elements along `axis` (by default the last) in descending order, with
    `largest = false` the smallest in ascending order, and their positions; of equal elements the
    first ones. A NaN is greater than every number. The derivative goes to the elements that are taken.

    - (C1) `axis` is in the input's range.
    - (C2) `k` is 1 ... extent.

    ```mlir
    %v, %i = top_k %x, k = 3, axis = 1 : f32[B, 3], i32[B, 3]
    ```
  }];
  let arguments = (ins Leat_Number:$input, Leat_I64Attr:$k, DefaultValuedAttr<Leat_I64Attr, "-1">:$axis,
                       DefaultValuedAttr<BoolAttr, "true">:$largest);
}

def Leat_SearchsortedOp : Leat_NotDifferentiable<"searchsorted", [Leat_Batched]> {
  let summary = "Where values stand in a sorted vector";
  let description = [{
    How many elements of `sorted`, which is ascending along its last axis, are less than each of
    `values`; with `right`, less or equal. As `dtype` (by default i32). Where `sorted` does not
    ascend, the result is some position, 0 ... n. A NaN is greater than every number.

    - (C1) both operands have one element type.
    - (C2) `sorted` is a vector; or both have one rank, and equal extents but for the last axis.
    - (C3) `dtype` is i64 or i32.

    ```mlir
    %i = searchsorted %edges, %x : i32[B]
    ```
  }];
  let arguments = (ins Leat_Number:$sorted, Leat_Number:$values, DefaultValuedAttr<BoolAttr, "false">:$right,
                       OptionalAttr<TypeAttr>:$dtype);
  let results = (outs Leat_Int:$result);
}

//===----------------------------------------------------------------------===//
// Segments
//===----------------------------------------------------------------------===//

class Leat_Segments<string mnemonic, Type type, list<Trait> traits = []>
    : Leat_TensorOp<mnemonic, [DeclareOpInterfaceMethods<DecomposableOpInterface>] # traits> {
  let results = (outs type:$result);
}

/// Takes numbers of rows, and says what they are to a person.
defvar Leat_Indexing = DeclareOpInterfaceMethods<IndexingOpInterface, ["getIndexRole"]>;

def Leat_SegmentSumOp : Leat_Segments<"segment_sum", Leat_Number, [Leat_Indexing]> {
  let summary = "Sums of the rows of each segment";
  let description = [{
    `result[s] = sum of input[i] where ids[i] == s`, s = 0 ... segments - 1, added in the order of the
    rows; an empty segment has 0. The ids need no order.

    - (C1) `ids` is a vector of integers, one for each row of `input`.
    - (C2) `segments` is positive.
    - (C3) checked when it runs: every id is 0 ... segments - 1.

    ```mlir
    %y = segment_sum %x, %ids, segments = 4 : f32[4, 16]
    ```
  }];
  let arguments = (ins Leat_Number:$input, Leat_Int:$ids, Leat_CountAttr:$segments);
}

def Leat_BincountOp : Leat_Segments<"bincount", Leat_Number, [Leat_Indexing]> {
  let summary = "How often each number occurs";
  let description = [{
    `result[n]` is how often n occurs among `numbers`, n = 0 ... bins - 1, as i64; with `weights`, the sum of
    their elements there, in their element type.

    - (C1) `numbers` holds integers.
    - (C2) `bins` is positive.
    - (C3) `weights`, where given, has the shape of `numbers`.
    - (C4) checked when it runs: every number is 0 ... bins - 1.

    ```mlir
    %y = bincount %labels, bins = 10 : i64[10]
    ```
  }];
  let arguments = (ins Leat_Int:$numbers, Optional<Leat_Number>:$weights, Leat_CountAttr:$bins);
}

def Leat_HistogramOp : Leat_Segments<"histogram", Leat_Int> {
  let summary = "How many elements lie between edges";
  let description = [{
    `result[b]` is the number of elements x of `input` with `edges[b] <= x < edges[b + 1]`, as i64; the last bin
    has its right edge too. What lies outside of the edges is not counted. The edges ascend.

    - (C1) both operands have one element type.
    - (C2) `edges` is a vector of two numbers or more.

    ```mlir
    %y = histogram %x, %edges : i64[10]
    ```
  }];
  let arguments = (ins Leat_Number:$input, Leat_Number:$edges);
}

#endif // LEAT_DIALECT_ORDER_TD
