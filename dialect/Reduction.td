//===- Reduction.td - reductions, scans and windows -----*- tablegen -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_REDUCTION_TD
#define LEAT_DIALECT_REDUCTION_TD

include "dialect/Dialect.td"

//===----------------------------------------------------------------------===//
// Reductions
//===----------------------------------------------------------------------===//

class Leat_ReductionAxes<string mnemonic> {
  code text = [{
    ::llvm::SmallVector<int64_t> $cppClass::getAxes() {
      return *::leat::normalizeAxes("}] # mnemonic # [{", {}, getInput().getType().getRank(), getAxis());
    }
  }];
}
/// The shape rule of a reduction, and its axes.
class Leat_ReductionShape<string mnemonic> {
  code text = [{
    ::mlir::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *, std::optional<::mlir::Location> loc,
                                                      Adaptor op, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      return ::leat::inferReduction("}] # mnemonic # [{", loc, op.getInput(), op.getAxis(), op.getKeepdims(), types);
    }
  }] # Leat_ReductionAxes<mnemonic>.text;
}

/// A reduction over the axes `axis` (all of them where it is left out).
class Leat_Reduction<string mnemonic, string what, Type type, list<Trait> traits = []>
    : Leat_TensorOp<mnemonic, [Leat_VjpJvp, Leat_Batched, Leat_Accumulates] # traits> {
  let summary = what;
  let description = what # ", over the axes `axis`; over all of them where it is left out.\n"
    # "With `keepdims` reduced axes stay with extent 1. A negative axis counts from the end.\n\n"
    # "- (C1) every axis is in the input's range and named once.\n\n"
    # "```mlir\n%y = " # mnemonic # " %x, axis = 1 : f32[B]\n```";
  let arguments = (ins type:$input, OptionalAttr<DenseI64ArrayAttr>:$axis,
                       DefaultValuedAttr<BoolAttr, "false">:$keepdims);
  let results = (outs type:$result);
  let extraClassDeclaration = [{
    /// The axes that are reduced, counted from the first and ascending.
    ::llvm::SmallVector<int64_t> getAxes();
  }];
  let definitions = Leat_ReductionShape<mnemonic>.text # Leat_BatchedBy<"batchReduction">.text;
}

def Leat_SumOp : Leat_Reduction<"sum", "The sum", Leat_Number>;
def Leat_ProdOp : Leat_Reduction<"prod", "The product", Leat_Number>;
def Leat_MaxOp : Leat_Reduction<"max", "The largest element (NaN wins)", Leat_Number>;
def Leat_MinOp : Leat_Reduction<"min", "The smallest element (NaN wins)", Leat_Number>;
def Leat_MeanOp : Leat_Reduction<"mean", "The mean", Leat_Float, [DeclareOpInterfaceMethods<DecomposableOpInterface>]>;
def Leat_VarOp : Leat_Reduction<"var", "The variance, divided by n, or by n - 1 with `unbiased`", Leat_Float,
                                [DeclareOpInterfaceMethods<DecomposableOpInterface>]> {
  let arguments = (ins Leat_Float:$input, OptionalAttr<DenseI64ArrayAttr>:$axis,
                       DefaultValuedAttr<BoolAttr, "false">:$keepdims,
                       DefaultValuedAttr<BoolAttr, "false">:$unbiased);
  let extraClassDeclaration = [{
    /// The axes that are reduced, counted from the first and ascending.
    ::llvm::SmallVector<int64_t> getAxes();
    /// What the sum of squares is divided by.
    int64_t getDivisor();
  }];
}
def Leat_LogsumexpOp : Leat_Reduction<"logsumexp", "log(sum(e ** x)), without overflow", Leat_Float,
                                      [DeclareOpInterfaceMethods<DecomposableOpInterface>]>;

/// A reduction that is others, and needs no rules of its own.
class Leat_ComposedReduction<string mnemonic, string what, string constraints = "", string example = "axis = 1 : f32[B]">
    : Leat_TensorOp<mnemonic, [DeclareOpInterfaceMethods<DecomposableOpInterface>]> {
  let summary = what;
  let description = what # ", over the axes `axis`; over all of them where it is left out.\n"
    # "With `keepdims` reduced axes stay with extent 1. A negative axis counts from the end.\n\n"
    # "- (C1) every axis is in the input's range and named once.\n" # constraints
    # "\n```mlir\n%y = " # mnemonic # " %x, " # example # "\n```";
  let extraClassDeclaration = [{
    /// The axes that are reduced, counted from the first and ascending.
    ::llvm::SmallVector<int64_t> getAxes();
  }];
}

def Leat_StdOp : Leat_ComposedReduction<"std",
    "The standard deviation: the root of `var`, with a slope of 0 where that is 0"> {
  let arguments = (ins Leat_Float:$input, OptionalAttr<DenseI64ArrayAttr>:$axis,
                       DefaultValuedAttr<BoolAttr, "false">:$keepdims,
                       DefaultValuedAttr<BoolAttr, "false">:$unbiased);
  let results = (outs Leat_Float:$result);
  let definitions = Leat_ReductionShape<"std">.text;
}

def Leat_VectorNormOp : Leat_ComposedReduction<"vector_norm",
    "The length of vectors, sum(|x| ** p) ** (1 / p), or the largest |x| where `p` is inf"> {
  let description = [{
    `sum(|x| ** p) ** (1 / p)`, by default with `p` = 2, or the largest `|x|` where `p` is `inf`, over the
    axes `axis`; over all of them where it is left out. With `keepdims` reduced axes stay with extent 1.
    A negative axis counts from the end.

    The elements are one vector, whatever the number of axes: of a matrix it is the Frobenius norm.
    The slope at 0 is taken as 0. `norm` is the length of a bundle.

    - (C1) every axis is in the input's range and named once.
    - (C2) `p` is at least 1.

    ```mlir
    %y = vector_norm %x, axis = 1, p = 1 : f32[B]
    ```
  }];
  let arguments = (ins Leat_Float:$input, OptionalAttr<DenseI64ArrayAttr>:$axis,
                       DefaultValuedAttr<BoolAttr, "false">:$keepdims, DefaultValuedAttr<F64Attr, "2.0">:$p);
  let results = (outs Leat_Float:$result);
  let definitions = Leat_ReductionAxes<"vector_norm">.text;
}

class Leat_BoolReduction<string mnemonic, string what>
    : Leat_ComposedReduction<mnemonic, what, "", "axis = 1 : i1[B]"> {
  let arguments = (ins Leat_Bool:$input, OptionalAttr<DenseI64ArrayAttr>:$axis,
                       DefaultValuedAttr<BoolAttr, "false">:$keepdims);
  let results = (outs Leat_Bool:$result);
  let definitions = Leat_ReductionShape<mnemonic>.text;
}
def Leat_AnyOp : Leat_BoolReduction<"any", "Whether one element or more is true (of none: false)">;
def Leat_AllOp : Leat_BoolReduction<"all", "Whether every element is true (of none: true)">;

def Leat_CountNonzeroOp : Leat_ComposedReduction<"count_nonzero",
    "How many elements are not 0, as `dtype` (by default i64; a NaN is not 0)",
    "- (C2) `dtype` is i64 or i32.\n", "axis = 1 : i64[B]"> {
  let arguments = (ins Leat_Tensor:$input, OptionalAttr<DenseI64ArrayAttr>:$axis,
                       DefaultValuedAttr<BoolAttr, "false">:$keepdims, OptionalAttr<TypeAttr>:$dtype);
  let results = (outs Leat_Int:$result);
  let definitions = Leat_ReductionAxes<"count_nonzero">.text;
}

def Leat_CovOp : Leat_TensorOp<"cov", [DeclareOpInterfaceMethods<DecomposableOpInterface>]> {
  let summary = "The covariances of variables";
  let description = [{
    `result[i, j]` is the covariance of rows `i` and `j`: a row holds the observations of one
    variable. Divided by n - 1, n being their number, or by n where `unbiased = false`.

    - (C1) `input` has rank 2.

    ```mlir
    %c = cov %x : f32[3, 3]
    ```
  }];
  let arguments = (ins Leat_Float:$input, DefaultValuedAttr<BoolAttr, "true">:$unbiased);
  let results = (outs Leat_Float:$result);
}

class Leat_ArgReduction<string mnemonic, string what> : Leat_NotDifferentiable<mnemonic, [Leat_Accumulates, Leat_Batched]> {
  let summary = "The position of the " # what # " element";
  let description = "The position of the first " # what # " element along `axis` (NaN wins), as `dtype` (by default i32).\n"
    # "With `keepdims` the axis stays with extent 1.\n\n"
    # "- (C1) `axis` is in the input's range.\n- (C2) `dtype` is i64 or i32.\n\n"
    # "```mlir\n%i = " # mnemonic # " %x, axis = 1 : i32[B]\n```";
  let arguments = (ins Leat_Number:$input, Leat_I64Attr:$axis, DefaultValuedAttr<BoolAttr, "false">:$keepdims,
                       OptionalAttr<TypeAttr>:$dtype);
  let results = (outs Leat_Int:$result);
  let extraClassDeclaration = [{
    /// `axis`, counted from the first.
    int64_t getDim();
  }];
  let definitions = [{
    int64_t $cppClass::getDim() {
      return *::leat::normalizeAxis("}] # mnemonic # [{", {}, getInput().getType().getRank(), getAxis());
    }
  }] # Leat_BatchedBy<"batchAxis">.text # Leat_InferredBy<"inferArgReduction", mnemonic>.text;
}
def Leat_ArgmaxOp : Leat_ArgReduction<"argmax", "largest">;
def Leat_ArgminOp : Leat_ArgReduction<"argmin", "smallest">;

//===----------------------------------------------------------------------===//
// Scans
//===----------------------------------------------------------------------===//

class Leat_Scan<string mnemonic, string what, Type type = Leat_Number, string note = "">
    : Leat_TensorOp<mnemonic, [Leat_VjpJvp, Leat_Batched, Leat_Accumulates]> {
  let summary = "Running " # what # " along an axis";
  let description = "`result[i] = " # what # " of input[0] ... input[i]` along `axis` (by default the first); with `reverse`, of\n"
    # "input[i] ... input[n - 1].\n" # note # "\n"
    # "- (C1) `axis` is in the input's range.\n\n```mlir\n%y = " # mnemonic # " %x : f32[T]\n```";
  let arguments = (ins type:$input, DefaultValuedAttr<Leat_I64Attr, "0">:$axis,
                       DefaultValuedAttr<BoolAttr, "false">:$reverse);
  let results = (outs type:$result);
  let extraClassDeclaration = [{
    /// `axis`, counted from the first.
    int64_t getDim();
  }];
  let definitions = [{
    int64_t $cppClass::getDim() {
      return *::leat::normalizeAxis("}] # mnemonic # [{", {}, getInput().getType().getRank(), getAxis());
    }
  }] # Leat_BatchedBy<"batchAxis">.text # Leat_InferredBy<"inferAlongAxis", mnemonic>.text;
}
def Leat_CumsumOp : Leat_Scan<"cumsum", "sum">;
def Leat_CumprodOp : Leat_Scan<"cumprod", "product">;
defvar Leat_ExtremeNote = "NaN wins. Of equal elements the last one, in the direction of the scan, has the derivative.\n";
def Leat_CummaxOp : Leat_Scan<"cummax", "maximum", Leat_Number, Leat_ExtremeNote>;
def Leat_CumminOp : Leat_Scan<"cummin", "minimum", Leat_Number, Leat_ExtremeNote>;
def Leat_LogcumsumexpOp : Leat_Scan<"logcumsumexp", "log(sum(e ** x))", Leat_Float, "Without overflow; -inf is a term of 0.\n">;

//===----------------------------------------------------------------------===//
// Windows
//===----------------------------------------------------------------------===//

/// An op over windows of the spatial dimensions of an NC... tensor.
class Leat_Window<string mnemonic, list<Trait> traits = []> : Leat_TensorOp<mnemonic, [Leat_Accumulates, Leat_Batched] # traits> {
  dag windowAttributes = (ins
    DenseI64ArrayAttr:$kernel,
    DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$stride,
    DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$padding);
  let extraClassDeclaration = [{
    /// How the window moves: see Window.h.
    ::leat::Window getWindow();
  }];
  let definitions = Leat_BatchedBy<"batchImages">.text;
  string rules = "`kernel`, `stride` (by default the kernel) and `padding` (by default 0) hold one\n"
    # "number per spatial dimension, or one for all.\n\n"
    # "- (C1) `input` has rank 3 to 5: [batch, channels, ...].\n"
    # "- (C2) `kernel` and `stride` are positive; `padding` is not negative and at most half the kernel;\n"
    # "  each has 1 or n numbers.\n"
    # "- (C3) the kernel fits into the padded input.\n";
}

def Leat_MaxPoolOp : Leat_Window<"max_pool", [Leat_VjpJvp]> {
  let summary = "The largest element of each window";
  let description = "The largest element of each window; padding never wins.\n" # rules
    # "\n```mlir\n%y = max_pool %x, kernel = 2 : f32[B, 32, 14, 14]\n```";
  let arguments = !con((ins Leat_Float:$input), windowAttributes);
  let results = (outs Leat_Float:$result);
  let definitions = Leat_BatchedBy<"batchImages">.text # Leat_InferredBy<"inferPool", "max_pool">.text;
}
def Leat_MaxPoolIndexOp : Leat_Window<"max_pool_index", [Leat_VjpJvp]> {
  let summary = "Where each window has its largest element";
  let description = "The row-major position, in the spatial dimensions of the input, of the first largest element of each window.\n"
    # rules # "\n```mlir\n%i = max_pool_index %x, kernel = 2 : i32[B, 32, 14, 14]\n```";
  let arguments = !con((ins Leat_Float:$input), windowAttributes);
  let results = (outs Leat_Index:$result);
}
def Leat_MaxUnpoolOp : Leat_Window<"max_unpool", [Leat_VjpJvp]> {
  let summary = "Sends each window's value back to where its largest element was";
  let description = [{
    `result[n, c, i] = sum over the windows w that hold i of cotangent[n, c, w] where index[n, c, w] == i`:
    the transpose of reading the input at `index`.

    - (C1) `cotangent` and `index` have one shape; a `max_pool` of an input of extents `input_size` has it.
    - (C2) `index` is of i32; the attributes hold what `max_pool` asks of them.

    ```mlir
    %dx = max_unpool %dy, %i, input_size = [28, 28], kernel = 2 : f32[B, 32, 28, 28]
    ```
  }];
  let arguments = !con((ins Leat_Float:$cotangent, Leat_Index:$index, DenseI64ArrayAttr:$input_size), windowAttributes);
  let results = (outs Leat_Float:$result);
}
def Leat_MaxPoolReadOp : Leat_Window<"max_pool_read", [Leat_VjpJvp]> {
  let summary = "Reads a tensor where the largest element of each window is";
  let description = [{
    `result[n, c, w] = input[n, c, index[n, c, w]]`, the index being a row-major
    spatial position: the transpose of `max_unpool`.

    - (C1) `index` has the shape of a `max_pool` of `input`.
    - (C2) `index` is of i32; the attributes hold what `max_pool` asks of them.

    ```mlir
    %y = max_pool_read %x, %i, kernel = 2 : f32[B, 32, 14, 14]
    ```
  }];
  let arguments = !con((ins Leat_Float:$input, Leat_Index:$index), windowAttributes);
  let results = (outs Leat_Float:$result);
}
def Leat_AvgPoolOp : Leat_Window<"avg_pool", [Leat_VjpJvp]> {
  let summary = "The mean of each window";
  let description = "The mean of each window; padding counts as zeros, as in PyTorch.\n" # rules
    # "\n```mlir\n%y = avg_pool %x, kernel = 2 : f32[B, 32, 14, 14]\n```";
  let arguments = !con((ins Leat_Float:$input), windowAttributes);
  let results = (outs Leat_Float:$result);
  let definitions = Leat_BatchedBy<"batchImages">.text # Leat_InferredBy<"inferPool", "avg_pool">.text;
}
def Leat_AvgUnpoolOp : Leat_Window<"avg_unpool", [Leat_VjpJvp]> {
  let summary = "Spreads each window's value evenly over its elements";
  let description = [{
    The transpose of `avg_pool`: every element gets the sum of its windows' values,
    divided by the size of the kernel.

    - (C1) an `avg_pool` of an input of extents `input_size` has the shape of `cotangent`.
    - (C2) the attributes hold what `avg_pool` asks of them.

    ```mlir
    %dx = avg_unpool %dy, input_size = [28, 28], kernel = 2 : f32[B, 32, 28, 28]
    ```
  }];
  let arguments = !con((ins Leat_Float:$cotangent, DenseI64ArrayAttr:$input_size), windowAttributes);
  let results = (outs Leat_Float:$result);
}

#endif // LEAT_DIALECT_REDUCTION_TD
