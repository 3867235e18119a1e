//===- Net.td - layers ----------------------------------*- tablegen -*-===//
//
// Every op here decomposes into the other families; a special derivative or a
// fast lowering is an extra. Losses have a file of their own.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_NET_TD
#define LEAT_DIALECT_NET_TD

include "dialect/Dialect.td"

class Leat_Net<string mnemonic, list<Trait> traits = []>
    : Leat_TensorOp<mnemonic, [DeclareOpInterfaceMethods<DecomposableOpInterface>] # traits> {
  let results = (outs Leat_Float:$result);
}

class Leat_SoftmaxLike<string mnemonic, string formula> : Leat_Net<mnemonic, [Leat_VjpJvp, Leat_Batched]> {
  let summary = formula # " along an axis";
  let description = "`" # formula # "` along `axis` (by default the last), x being shifted by its largest element.\n\n"
    # "- (C1) `axis` is in the input's range.\n\n```mlir\n%y = " # mnemonic # " %x, axis = 1 : f32[B, 10]\n```";
  let arguments = (ins Leat_Float:$input, DefaultValuedAttr<Leat_I64Attr, "-1">:$axis);
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
def Leat_SoftmaxOp : Leat_SoftmaxLike<"softmax", "e ** x / sum(e ** x)">;
def Leat_LogSoftmaxOp : Leat_SoftmaxLike<"log_softmax", "x - log(sum(e ** x))">;

def Leat_NormalizeOp : Leat_Net<"normalize"> {
  let summary = "Shifts and scales channels by given statistics";
  let description = [{
    `(input - mean) / sqrt(variance + eps) * weight + bias`, the four vectors running
    along axis 1, the channels.

    - (C1) all operands have one float element type.
    - (C2) `input` has rank >= 2; `mean`, `variance`, `weight` and `bias` are vectors of its channels.

    ```mlir
    %y = normalize %x, %mean, %var, %g, %b, eps = 1e-5 : f32[B, 32, 28, 28]
    ```
  }];
  let arguments = (ins Leat_Float:$input, Leat_Float:$mean, Leat_Float:$variance, Leat_Float:$weight,
                       Leat_Float:$bias, DefaultValuedAttr<F64Attr, "1e-5">:$eps);
}

//===----------------------------------------------------------------------===//
// Normalisation by an example's own statistics
//===----------------------------------------------------------------------===//

def Leat_StandardizeOp : Leat_Net<"standardize", [Leat_VjpJvp, Leat_Batched]> {
  let summary = "Mean 0 and variance 1 along axes";
  let description = [{
    `(input - mean(input)) / sqrt(var(input) + eps)` over the axes `axis`, var being divided by
    n, in two passes; without `center`, `input / sqrt(mean(input ** 2) + eps)`. The norms below
    are made of it.

    - (C1) there is an axis; each is in the input's range and named once.
    - (C2) `eps` is not negative.

    ```mlir
    %y = standardize %x, axis = [2, 3] : f32[B, 3, 28, 28]
    ```
  }];
  let arguments = (ins Leat_Float:$input, DenseI64ArrayAttr:$axis, DefaultValuedAttr<F64Attr, "1e-5">:$eps,
                       DefaultValuedAttr<BoolAttr, "true">:$center);
  let extraClassDeclaration = [{
    /// The axes, counted from the first and ascending.
    ::llvm::SmallVector<int64_t> getAxes();
    /// input - mean(input), or the input without `center`.
    ::mlir::Value buildCentered(::mlir::OpBuilder &builder);
    /// 1 / sqrt(var(input) + eps) of what buildCentered gives, the axes with extent 1.
    ::mlir::Value buildScale(::mlir::OpBuilder &builder, ::mlir::Value centered);
  }];
  let definitions = Leat_BatchedBy<"batchReduction">.text;
}

/// A norm with an affine map behind it: `affine` is nothing, a weight, or a weight and a bias.
class Leat_Norm<string mnemonic> : Leat_Net<mnemonic> {
  let extraClassDeclaration = [{
    /// The weight and the bias; null where there is none.
    ::mlir::Value getWeight() { return getAffine().empty() ? ::mlir::Value() : getAffine()[0]; }
    ::mlir::Value getBias() { return getAffine().size() < 2 ? ::mlir::Value() : getAffine()[1]; }
  }];
}

def Leat_LayerNormOp : Leat_Norm<"layer_norm"> {
  let summary = "Normalises each example over its last axes";
  let description = [{
    `standardize` over the last `dims` axes, then `* weight + bias` (Ba et al. 2016). `affine`
    is nothing, a weight, or a weight and a bias.

    - (C1) all operands have one float element type.
    - (C2) `dims` is at least 1 and at most the rank of `input`.
    - (C3) there are at most two of `affine`, each with the last `dims` extents of `input`.
    - (C4) `eps` is not negative.

    ```mlir
    %y = layer_norm %x, %g, %b : f32[B, T, 64]
    ```
  }];
  let arguments = (ins Leat_Float:$input, Variadic<Leat_Float>:$affine, DefaultValuedAttr<Leat_I64Attr, "1">:$dims,
                       DefaultValuedAttr<F64Attr, "1e-5">:$eps);
}

def Leat_RmsNormOp : Leat_Norm<"rms_norm"> {
  let summary = "Divides each example by the root of its mean square over its last axes";
  let description = [{
    `input / sqrt(mean(input ** 2) + eps)` over the last `dims` axes, then `* weight + bias`
    (Zhang & Sennrich 2019). `affine` is nothing, a weight, or a weight and a bias.

    - (C1) all operands have one float element type.
    - (C2) `dims` is at least 1 and at most the rank of `input`.
    - (C3) there are at most two of `affine`, each with the last `dims` extents of `input`.
    - (C4) `eps` is not negative.

    ```mlir
    %y = rms_norm %x, %g : f32[B, T, 64]
    ```
  }];
  let arguments = (ins Leat_Float:$input, Variadic<Leat_Float>:$affine, DefaultValuedAttr<Leat_I64Attr, "1">:$dims,
                       DefaultValuedAttr<F64Attr, "1e-5">:$eps);
}

def Leat_GroupNormOp : Leat_Norm<"group_norm"> {
  let summary = "Normalises each example over groups of its channels";
  let description = [{
    The channels, axis 1, in `groups` groups: `standardize` over the channels of a group and
    all spatial dimensions, then `* weight + bias` along the channels (Wu & He 2018). `affine` is
    nothing, a weight, or a weight and a bias.

    - (C1) all operands have one float element type.
    - (C2) `input` has rank >= 2; there are at most two of `affine`, vectors of its channels.
    - (C3) `groups` is positive and divides the number of channels.
    - (C4) `eps` is not negative.

    ```mlir
    %y = group_norm %x, %g, %b, groups = 8 : f32[B, 32, 28, 28]
    ```
  }];
  let arguments = (ins Leat_Float:$input, Variadic<Leat_Float>:$affine, Leat_I64Attr:$groups,
                       DefaultValuedAttr<F64Attr, "1e-5">:$eps);
}

def Leat_InstanceNormOp : Leat_Norm<"instance_norm"> {
  let summary = "Normalises each channel of each example over space";
  let description = [{
    `standardize` over all spatial dimensions, then `* weight + bias` along the channels, axis
    1 (Ulyanov et al. 2016). `affine` is nothing, a weight, or a weight and a bias.

    - (C1) all operands have one float element type.
    - (C2) `input` has rank >= 3; there are at most two of `affine`, vectors of its channels.
    - (C3) `eps` is not negative.

    ```mlir
    %y = instance_norm %x : f32[B, 32, 28, 28]
    ```
  }];
  let arguments = (ins Leat_Float:$input, Variadic<Leat_Float>:$affine, DefaultValuedAttr<F64Attr, "1e-5">:$eps);
}

def Leat_L2NormalizeOp : Leat_Net<"l2_normalize"> {
  let summary = "Vectors of length 1 along an axis";
  let description = [{
    `input / max(|input|, eps)`, |input| being the length along `axis` (by default the last). The
    derivative at a vector shorter than `eps` is that of input / eps.

    - (C1) `axis` is in the input's range.
    - (C2) `eps` is positive.

    ```mlir
    %y = l2_normalize %x : f32[B, 64]
    ```
  }];
  let arguments = (ins Leat_Float:$input, DefaultValuedAttr<Leat_I64Attr, "-1">:$axis,
                       DefaultValuedAttr<F64Attr, "1e-12">:$eps);
}

//===----------------------------------------------------------------------===//
// Attention
//===----------------------------------------------------------------------===//

def Leat_AttentionOp : Leat_Net<"attention"> {
  let summary = "Scaled dot-product attention";
  let description = [{
    `softmax(query key^T * scale, masked) value` (Vaswani et al. 2017) over the last two axes,
    [..., queries, features], [..., keys, features] and [..., keys, outputs]; the axes before
    them broadcast. `scale` is 1 / sqrt(features) where it is 0.

    With `heads`, features and outputs hold that many heads side by side: each is attended by
    itself, and the result holds them side by side again.

    `mask`, which broadcasts to [..., queries, keys] (with `heads`, [..., heads, queries, keys]),
    says by i1 which keys a query sees, or by floats what is added to the products. With
    `causal`, query i sees keys 0 ... i; with `window` = w, keys i - w + 1 ... i + w - 1. The
    result of a query that `mask` of i1, `causal` and `window` let see nothing is 0.

    - (C1) `query`, `key` and `value` have one float element type; a mask has that or i1.
    - (C2) they have rank >= 2; queries and keys have as many features, keys are as many as
      values; the axes before them broadcast.
    - (C3) `heads` is positive and divides features and outputs.
    - (C4) `window` is not negative; 0 is none.
    - (C5) `mask` broadcasts to the products.

    ```mlir
    %y = attention %q, %k, %v, heads = 8, causal = true : f32[B, T, 512]
    ```
  }];
  let arguments = (ins Leat_Float:$query, Leat_Float:$key, Leat_Float:$value, Optional<Leat_Tensor>:$mask,
                       DefaultValuedAttr<Leat_I64Attr, "1">:$heads, DefaultValuedAttr<F64Attr, "0.0">:$scale,
                       DefaultValuedAttr<BoolAttr, "false">:$causal, DefaultValuedAttr<Leat_I64Attr, "0">:$window);
}

//===----------------------------------------------------------------------===//
// Layers that train and infer differently
//===----------------------------------------------------------------------===//

/// Names states of the model, which the model's verifier looks up.
defvar Leat_SymbolUser = DeclareOpInterfaceMethods<SymbolUserOpInterface>;

def Leat_BatchNormOp : Leat_ShortOp<"batch_norm", [InferTypeOpAdaptor, DeclareOpInterfaceMethods<ModalOpInterface>,
                                                     Leat_SymbolUser]> {
  let summary = "Batch normalisation with running statistics";
  let description = [{
    In training, normalises each channel (axis 1) by the mean and biased variance of
    the batch, and moves the states `mean` and `variance` towards the batch's mean and
    unbiased variance by `momentum`: constants to a gradient, also where a later call reads
    them. In inference, normalises by the states (Ioffe & Szegedy 2015; running variance as in
    PyTorch).

    - (C1) `input` has rank >= 2; `weight`, `bias` and both states are vectors of its channels.
    - (C2) all have one float element type.
    - (C3) `mean` and `variance` name states of the model.

    ```mlir
    %y = let batch_norm(%x, @bn.weight, @bn.bias, mean = @bn.mean, variance = @bn.var)
    ```
  }];
  let arguments = (ins Leat_Float:$input, Leat_Float:$weight, Leat_Float:$bias,
                       FlatSymbolRefAttr:$mean, FlatSymbolRefAttr:$variance,
                       DefaultValuedAttr<F64Attr, "0.1">:$momentum, DefaultValuedAttr<F64Attr, "1e-5">:$eps);
  let results = (outs Leat_Float:$result);
}

def Leat_DropoutOp : Leat_ShortOp<"dropout", [InferTypeOpAdaptor, DeclareOpInterfaceMethods<ModalOpInterface>,
                                                 Leat_SymbolUser]> {
  let summary = "Zeroes elements at random while training";
  let description = [{
    In training, `input * m / (1 - p)` with m = 0 with probability `p`, else 1, drawn
    from the state `rng`; in inference, the input (Srivastava et al. 2014).

    - (C1) `0 <= p < 1`.
    - (C2) `rng` names a generator: a state declared `= seed`.

    ```mlir
    %y = dropout @rng %x, p = 0.5 : f32[B, 256]
    ```
  }];
  let arguments = (ins Leat_Float:$input, FlatSymbolRefAttr:$rng, DefaultValuedAttr<F64Attr, "0.5">:$p);
  let results = (outs Leat_Float:$result);
}

//===----------------------------------------------------------------------===//
// Embeddings
//===----------------------------------------------------------------------===//

def Leat_TimestepEmbeddingOp : Leat_Net<"timestep_embedding", [Leat_VjpJvp, Leat_Batched]> {
  let summary = "Sines and cosines of a time";
  let description = [{
    `result[i] = [cos(t[i] f_0) ... cos(t[i] f_{h-1}), sin(t[i] f_0) ... sin(t[i] f_{h-1})]` with
    h = dim / 2 and f_j = period ** (-j / h), as `dtype` (by default f32; Ho et al. 2020).

    The derivative is that by a time of float type.

    - (C1) `time` has rank 1.
    - (C2) `dim` is even and positive; `period` is positive.
    - (C3) `dtype` is a float type.

    ```mlir
    %e = timestep_embedding %t, dim = 16 : f32[B, 16]
    ```
  }];
  let arguments = (ins Leat_Number:$time, Leat_I64Attr:$dim, DefaultValuedAttr<F64Attr, "10000.0">:$period,
                       OptionalAttr<TypeAttr>:$dtype);
  let definitions = Leat_BatchedBy<"batchImages">.text;
  let extraClassDeclaration = [{
    /// The frequencies f_0 ... f_{h-1}, of the result's element type.
    ::mlir::Value buildFrequencies(::mlir::OpBuilder &builder);
  }];
}

#endif // LEAT_DIALECT_NET_TD
