//===- Contraction.td - sums of products ----------------*- tablegen -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_CONTRACTION_TD
#define LEAT_DIALECT_CONTRACTION_TD

include "dialect/Dialect.td"

class Leat_Contraction<string mnemonic, list<Trait> traits = []>
    : Leat_TensorOp<mnemonic, [Leat_VjpJvp, Leat_Batched, DeclareOpInterfaceMethods<ContractionOpInterface>] # traits> {
  let results = (outs Leat_Float:$result);
}

def Leat_MatmulOp : Leat_Contraction<"matmul"> {
  let summary = "Matrix product, batched over leading axes";
  let description = [{
    `result[..., m, n] = sum over k of lhs[..., m, k] * rhs[..., k, n]`. With
    `transpose_lhs` (`transpose_rhs`) the last two axes of that operand are read in the
    other order. Leading axes broadcast.

    - (C1) both operands have one float element type and rank >= 2.
    - (C2) the extents along k agree.
    - (C3) the leading axes broadcast.

    ```mlir
    %c = matmul %a, %b : f32[B, 4]
    ```
  }];
  let arguments = (ins Leat_Float:$lhs, Leat_Float:$rhs,
                       DefaultValuedAttr<BoolAttr, "false">:$transpose_lhs,
                       DefaultValuedAttr<BoolAttr, "false">:$transpose_rhs);
}

def Leat_LinearOp : Leat_Contraction<"linear", [DeclareOpInterfaceMethods<DecomposableOpInterface>]> {
  let summary = "Affine map of the last axis: input weight^T + bias";
  let description = [{
    `result[..., o] = sum over i of input[..., i] * weight[o, i] + bias[o]`: the
    weight is stored (out, in), as in PyTorch.

    - (C1) all operands have one float element type.
    - (C2) `weight` has rank 2 and as many columns as `input`, of rank >= 1, has features.
    - (C3) `bias`, where given, is `[o]`.

    ```mlir
    %y = let linear(%x, @fc1.weight, @fc1.bias)
    ```
  }];
  let arguments = (ins Leat_Float:$input, Leat_Float:$weight, Optional<Leat_Float>:$bias);
}

/// Convolution with `n` spatial dimensions, n = 1, 2, 3.
class Leat_Convolution<string mnemonic> : Leat_Contraction<mnemonic> {
  dag windowAttributes = (ins
    DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$stride,
    DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$padding,
    DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$dilation,
    DefaultValuedAttr<Leat_CountAttr, "1">:$groups);
  let extraClassDeclaration = [{
    /// How the window moves: see Window.h.
    ::leat::Window getWindow();
  }];
}

def Leat_ConvOp : Leat_Convolution<"conv"> {
  let summary = "Convolution (cross-correlation) over 1 to 3 spatial dimensions";
  let description = [{
    `result[n, o, p] = bias[o] + sum over c, k of input[n, c, p * stride + k * dilation - padding] * weight[o, c, k]`
    with zeros outside the input, p and k spatial positions; input is NC..., weight OI...
    `stride`, `padding` and `dilation` (by default 1, 0 and 1) hold one number per spatial
    dimension, or one for all; `padding` is the same on both sides. Other padding is a `pad` before it:
    `conv(pad(%x, low = [0, 0, 1, 0], high = [0, 0, 0, 2]), @w)`.

    - (C1) all operands have one float element type.
    - (C2) `input` and `weight` have one rank, 3 to 5.
    - (C3) `stride` and `dilation` are positive, `padding` is not negative; each has 1 or n numbers.
    - (C4) `groups` divides the channels of input and result; `weight` has channels / groups of the input's.
    - (C5) the dilated kernel fits into the padded input.
    - (C6) `bias`, where given, is `[o]`.

    ```mlir
    %y = let conv(%x, @c1.weight, @c1.bias, padding = 3)
    ```
  }];
  let arguments = !con((ins Leat_Float:$input, Leat_Float:$weight, Optional<Leat_Float>:$bias), windowAttributes);
}

def Leat_ConvInputGradOp : Leat_Convolution<"conv_input_grad"> {
  let summary = "The convolution's transpose by its input";
  let description = [{
    The linear map from the result of a `conv` back to an input of spatial extents
    `input_size`: the derivative by the input, applied to `cotangent`.

    - (C1) both operands have one float element type and one rank, 3 to 5.
    - (C2) a `conv` of an input of that size with `weight` has the shape of `cotangent`;
      `input_size` holds one number per spatial dimension.

    ```mlir
    %dx = conv_input_grad %dy, %w, input_size = [28, 28], padding = 3 : f32[B, 1, 28, 28]
    ```
  }];
  let arguments = !con((ins Leat_Float:$cotangent, Leat_Float:$weight, DenseI64ArrayAttr:$input_size), windowAttributes);
}

def Leat_ConvFilterGradOp : Leat_Convolution<"conv_filter_grad"> {
  let summary = "The convolution's transpose by its weight";
  let description = [{
    The linear map from the result of a `conv` back to a weight of spatial extents
    `kernel_size`: the derivative by the weight, applied to `cotangent`.

    - (C1) both operands have one float element type and one rank, 3 to 5.
    - (C2) a `conv` of `input` with a weight of that size has the shape of `cotangent`;
      `kernel_size` holds one number per spatial dimension.

    ```mlir
    %dw = conv_filter_grad %x, %dy, kernel_size = [7, 7], padding = 3 : f32[32, 1, 7, 7]
    ```
  }];
  let arguments = !con((ins Leat_Float:$input, Leat_Float:$cotangent, DenseI64ArrayAttr:$kernel_size), windowAttributes);
}

def Leat_ConvTransposeOp : Leat_TensorOp<"conv_transpose", [DeclareOpInterfaceMethods<DecomposableOpInterface>]> {
  let summary = "Transposed convolution over 1 to 3 spatial dimensions";
  let description = [{
    `result[n, o, p] = bias[o] + sum over c, k, q of input[n, c, q] * weight[c, o, k]` where
    p = q * stride + k * dilation - padding: what `conv` does to an input, the other way round,
    with the conventions of PyTorch. The weight is stored (in, out / groups, ...). Defaults are those
    of `conv`, and 0 of `output_padding`. Of n positions the result has
    `(n - 1) * stride - 2 * padding + dilation * (kernel - 1) + output_padding + 1`.

    - (C1) all operands have one float element type.
    - (C2) `input` and `weight` have one rank, 3 to 5.
    - (C3) `stride` and `dilation` are positive, `padding` is not negative; each has 1 or n numbers.
    - (C4) `groups` divides the channels of `input`, of which `weight` has as many.
    - (C5) `output_padding` has 1 or n numbers, each 0 ... stride - 1.
    - (C6) `bias`, where given, has as many elements as the result has channels.
    - (C7) the result has at least one element along each spatial dimension.

    ```mlir
    %y = let conv_transpose(%x, @up.weight, @up.bias, stride = 2, padding = 1, output_padding = 1)
    ```
  }];
  let arguments = (ins Leat_Float:$input, Leat_Float:$weight, Optional<Leat_Float>:$bias,
    DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$stride,
    DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$padding,
    DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$output_padding,
    DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$dilation,
    DefaultValuedAttr<Leat_CountAttr, "1">:$groups);
  let results = (outs Leat_Float:$result);
}

#endif // LEAT_DIALECT_CONTRACTION_TD
