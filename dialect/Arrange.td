//===- Arrange.td - tensors cut, joined and laid out anew -*- tablegen -*-===//
//
// Every op here is made of the few movements of Shape.td, and of matmul.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_ARRANGE_TD
#define LEAT_DIALECT_ARRANGE_TD

include "dialect/Dialect.td"

/// An op that is others, and needs no rules of its own.
class Leat_Arrangement<string mnemonic, Type type = Leat_Tensor, list<Trait> traits = []>
    : Leat_TensorOp<mnemonic, [DeclareOpInterfaceMethods<DecomposableOpInterface>] # traits> {
  let results = (outs type:$result);
}

//===----------------------------------------------------------------------===//
// Cutting, joining, repeating
//===----------------------------------------------------------------------===//

def Leat_SplitOp : Leat_TensorOp<"split", [Leat_VjpJvp, Leat_KeepsNames<>.trait,
                                          DeclareOpInterfaceMethods<DecomposableOpInterface>]> {
  let summary = "A tensor cut into pieces along an axis";
  let description = [{
    One result for each number in `sizes`, its extent along `axis` (by default the first); or
    `parts` results of equal extents.

    - (C1) `axis` is in the input's range.
    - (C2) either `sizes` or `parts` is given, not both.
    - (C3) the numbers in `sizes` are not negative, and their sum is the extent of `axis`.
    - (C4) `parts` is positive and divides the extent of `axis`; of a named extent that is checked
      where it is bound, and `parts` is at most 65536.

    ```mlir
    %q, %k, %v = split %x, parts = 3, axis = 1 : f32[B, 16], f32[B, 16], f32[B, 16]
    %a, %b = split %x, sizes = [40, 8], axis = 1 : f32[B, 40], f32[B, 8]
    ```
  }];
  let arguments = (ins Leat_Tensor:$input, OptionalAttr<DenseI64ArrayAttr>:$sizes, OptionalAttr<Leat_I64Attr>:$parts,
                       DefaultValuedAttr<Leat_I64Attr, "0">:$axis);
  let results = (outs Variadic<Leat_Tensor>:$pieces);
  let definitions = Leat_KeepsNames<>.text;
  let extraClassDeclaration = [{
    /// `axis`, counted from the first.
    int64_t getDim();
  }];
}

def Leat_StackOp : Leat_Arrangement<"stack"> {
  let summary = "Tensors one after the other along a new axis";
  let description = [{
    `axis` (by default the first) counts in the result.

    - (C1) there is at least one operand, and all have one element type and shape.
    - (C2) `axis` is in the result's range.

    ```mlir
    %y = stack %a, %b, axis = 1 : f32[B, 2]
    ```
  }];
  let arguments = (ins Variadic<Leat_Tensor>:$inputs, DefaultValuedAttr<Leat_I64Attr, "0">:$axis);
}

def Leat_TileOp : Leat_Arrangement<"tile"> {
  let summary = "A tensor repeated along its axes";
  let description = [{
    The tensor `repeats[i]` times one behind the other along axis `i`. There may be more numbers
    than axes: then axes of extent 1 are added in front.

    - (C1) `repeats` has at least one number for each axis, all of them positive.

    ```mlir
    %y = tile %x, repeats = [1, 3] : f32[B, 9]
    ```
  }];
  let arguments = (ins Leat_Tensor:$input, DenseI64ArrayAttr:$repeats);
}

def Leat_RollOp : Leat_Arrangement<"roll"> {
  let summary = "Elements moved along axes: what leaves at one end comes in at the other";
  let description = [{
    Element `i` along `axis` goes to `i + shift`, counted round the extent; a negative shift moves
    the other way.

    - (C1) every axis is in the input's range and named once.
    - (C2) `shift` holds one number for each axis.

    ```mlir
    %y = roll %x, shift = 1, axis = 1 : f32[B, 3]
    ```
  }];
  let arguments = (ins Leat_Tensor:$input, DenseI64ArrayAttr:$shift, DenseI64ArrayAttr:$axis);
}

class Leat_EdgePad<string mnemonic, string what, string formula, string constraint> : Leat_Arrangement<mnemonic> {
  let summary = "Puts " # what # " round a tensor";
  let description = "Adds `low[i]` elements before and `high[i]` after axis `i`: " # formula # ". `pad` adds a constant.\n\n"
    # "- (C1) `low` and `high` hold one number per axis, none of them negative.\n- (C2) " # constraint # "\n\n"
    # "```mlir\n%y = " # mnemonic # " %x, low = [0, 1], high = [0, 1] : f32[B, 5]\n```";
  let arguments = (ins Leat_Tensor:$input, DenseI64ArrayAttr:$low, DenseI64ArrayAttr:$high);
}
def Leat_PadCircularOp : Leat_EdgePad<"pad_circular", "the elements of the other end",
    "of `a b c`, `b c | a b c | a b`", "no number exceeds the extent of its axis.">;
def Leat_PadReflectOp : Leat_EdgePad<"pad_reflect", "a mirror image",
    "of `a b c`, `c b | a b c | b a`, the ends not repeated", "every number is less than the extent of its axis, or 0.">;
def Leat_PadReplicateOp : Leat_EdgePad<"pad_replicate", "copies of the elements at its ends",
    "of `a b c`, `a a | a b c | c c`", "an axis that gets elements has one.">;

//===----------------------------------------------------------------------===//
// Diagonals and triangles
//===----------------------------------------------------------------------===//

def Leat_EyeOp : Leat_TensorOp<"eye", [DeclareOpInterfaceMethods<DifferentiableOpInterface, ["buildVjp"]>,
                                       DeclareOpInterfaceMethods<DecomposableOpInterface>,
                                       DeclareOpInterfaceMethods<CallSyntaxOpInterface>]> {
  let summary = "The identity matrix";
  let description = [{
    Ones on the diagonal of `count` rows and columns, zeros elsewhere, as `dtype` (by default f32).
    `count` is a number or the name of an extent.

    - (C1) `count` is not negative.
    - (C2) `dtype` is a number type.

    ```mlir
    %p = let 0.1 * eye(3, dtype = f64)
    ```
  }];
  let arguments = (ins AnyAttrOf<[Leat_I64Attr, StrAttr]>:$count, OptionalAttr<TypeAttr>:$dtype);
  let results = (outs Leat_Number:$result);
}

def Leat_DiagOp : Leat_Arrangement<"diag", Leat_Number> {
  let summary = "Matrices with given diagonals, and zeros elsewhere";
  let description = [{
    `result[..., i, i + offset] = input[..., i]`; a negative `offset` (by default 0) is below the
    main diagonal. The matrices are square and as small as can be. `diag_part` is its transpose.

    - (C1) `input` has rank >= 1.

    ```mlir
    %y = diag %x : f32[B, 3, 3]
    ```
  }];
  let arguments = (ins Leat_Number:$input, DefaultValuedAttr<Leat_I64Attr, "0">:$offset);
}

def Leat_DiagPartOp : Leat_Arrangement<"diag_part"> {
  let summary = "The diagonals of matrices";
  let description = [{
    `result[..., i] = input[..., i, i + offset]`, for a negative `offset` (by default 0)
    `input[..., i - offset, i]`; the last two axes are those of the matrices.

    - (C1) `input` has rank >= 2.
    - (C2) `offset` names a diagonal of the matrices.

    ```mlir
    %y = diag_part %x : f32[B, 3]
    ```
  }];
  let arguments = (ins Leat_Tensor:$input, DefaultValuedAttr<Leat_I64Attr, "0">:$offset);
}

def Leat_TraceOp : Leat_Arrangement<"trace", Leat_Number> {
  let summary = "The sums of the diagonals of matrices";
  let description = [{
    `result[...] = sum over i of input[..., i, i]`.

    - (C1) `input` has rank >= 2.

    ```mlir
    %y = trace %x : f32[B]
    ```
  }];
  let arguments = (ins Leat_Number:$input);
}

class Leat_Triangle<string mnemonic, string what, string relation> : Leat_Arrangement<mnemonic, Leat_Number> {
  let summary = "The " # what # " triangles of matrices, and zeros elsewhere";
  let description = "`result[..., i, j] = input[..., i, j]` where `" # relation # "`, else 0; `offset` is 0 by default.\n\n"
    # "- (C1) `input` has rank >= 2.\n\n```mlir\n%y = " # mnemonic # " %x, offset = -1 : f32[3, 3]\n```";
  let arguments = (ins Leat_Number:$input, DefaultValuedAttr<Leat_I64Attr, "0">:$offset);
}
def Leat_TrilOp : Leat_Triangle<"tril", "lower", "j <= i + offset">;
def Leat_TriuOp : Leat_Triangle<"triu", "upper", "j >= i + offset">;

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

def Leat_OuterOp : Leat_Arrangement<"outer", Leat_Number> {
  let summary = "The products of all pairs of elements of two vectors";
  let description = [{
    `result[i, j] = lhs[i] * rhs[j]`.

    - (C1) both operands are vectors of one element type.

    ```mlir
    %y = outer %a, %b : f32[3, 4]
    ```
  }];
  let arguments = (ins Leat_Number:$lhs, Leat_Number:$rhs);
}

def Leat_EinsumOp : Leat_Arrangement<"einsum", Leat_Float> {
  let summary = "Sums of products, by Einstein's convention";
  let description = [{
    `equation` names the axes of each operand, and behind `->` those of the result, by one letter
    each. The result is the sum over all letters that it does not have, of the products of the
    elements at the letters' positions; a letter twice at one operand takes its diagonal. Without
    `->` the result has, in the order of the alphabet, the letters that stand once. Operands are
    taken from the left to the right, two at a time, as a matmul where there is one.

    - (C1) there is at least one operand, and all have one float element type.
    - (C2) `equation` has letters, `,` and one `->`, and letters for each operand; no ellipsis.
    - (C3) an operand has as many letters as axes.
    - (C4) each letter of the result stands at an operand, and once in the result.
    - (C5) a letter has one extent.

    ```mlir
    %y = einsum %q, %k, equation = "bqd,bkd->bqk" : f32[B, 9, 9]
    ```
  }];
  let arguments = (ins Variadic<Leat_Float>:$inputs, StrAttr:$equation);
}

//===----------------------------------------------------------------------===//
// Upsampling
//===----------------------------------------------------------------------===//

class Leat_Upsampling<string mnemonic, Type type> : Leat_Arrangement<mnemonic, type> {
  let arguments = (ins type:$input, DenseI64ArrayAttr:$scale);
  string rules = "\n`scale` holds one number per spatial dimension, or one for all.\n\n"
    # "- (C1) `input` has rank 3 to 5: [batch, channels, ...].\n"
    # "- (C2) `scale` has 1 or n positive numbers.\n";
}
def Leat_UpsampleNearestOp : Leat_Upsampling<"upsample_nearest", Leat_Tensor> {
  let summary = "Images enlarged by repeating elements";
  let description = "`result[..., i, j] = input[..., i / scale, j / scale]`, rounded down.\n" # rules
    # "\n```mlir\n%y = upsample_nearest %x, scale = 2 : f32[B, 3, 28, 28]\n```";
}
def Leat_UpsampleLinearOp : Leat_Upsampling<"upsample_linear", Leat_Float> {
  let summary = "Images enlarged linearly, bilinearly or trilinearly";
  let description = "Along each spatial dimension `result[j]` is interpolated between the elements round "
    # "`(j + 1 / 2) / scale - 1 / 2`;\nbeyond the ends they are continued, as in PyTorch with `align_corners=False`.\n" # rules
    # "\n```mlir\n%y = upsample_linear %x, scale = 2 : f32[B, 3, 28, 28]\n```";
}

#endif // LEAT_DIALECT_ARRANGE_TD
