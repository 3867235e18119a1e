//===- Net.td - layers and losses -----------------------*- tablegen -*-===//
//
// Every op here decomposes into the other families; a special derivative or a
// fast lowering is an extra.
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
  let description = "`" # formula # "` along `axis` (by default the last), shifted by the largest element.\n\n"
    # "- (C1) `axis` is in range.\n\n```mlir\n%y = " # mnemonic # " %x, axis = 1 : f32[B, 10]\n```";
  let arguments = (ins Leat_Float:$input, DefaultValuedAttr<Leat_I64Attr, "-1">:$axis);
  let extraClassDeclaration = [{
    /// `axis`, counted from the first.
    int64_t getDim();
  }];
  let definitions = [{
    int64_t $cppClass::getDim() {
      return *::leat::normalizeAxis("}] # mnemonic # [{", {}, getInput().getType().getRank(), getAxis());
    }
  }] # Leat_BatchedBy<"batchAxis">.text;
}
def Leat_SoftmaxOp : Leat_SoftmaxLike<"softmax", "e ** x / sum(e ** x)">;
def Leat_LogSoftmaxOp : Leat_SoftmaxLike<"log_softmax", "x - log(sum(e ** x))">;

def Leat_CrossEntropyOp : Leat_Net<"cross_entropy", [Leat_VjpJvp,
    DeclareOpInterfaceMethods<IndexingOpInterface, ["getIndexRole"]>]> {
  let summary = "Mean negative log-likelihood of class numbers under softmax";
  let description = [{
    `mean over i of -log_softmax(logits)[i, label[i]]`, a scalar.

    - (C1) `logits` is [B, C].
    - (C2) `label` holds B integers.
    - (C3) checked when it runs: every label is 0 ... C - 1.

    ```mlir
    %l = cross_entropy %logits, %label : f32
    ```
  }];
  let arguments = (ins Leat_Float:$logits, Leat_Int:$label);
  let extraClassDeclaration = [{
    /// 1 at the label of each row, else 0: [B, C] of `element`.
    ::mlir::Value buildOneHot(::mlir::OpBuilder &builder, ::mlir::Type element);
  }];
}

def Leat_NormalizeOp : Leat_Net<"normalize"> {
  let summary = "Shifts and scales channels by given statistics";
  let description = [{
    `(input - mean) / sqrt(variance + eps) * weight + bias`, the four vectors running
    along axis 1, the channels.

    - (C1) all operands have one float element type.
    - (C2) `input` has rank >= 2 and the vectors have its number of channels.

    ```mlir
    %y = normalize %x, %mean, %var, %g, %b, eps = 1e-5 : f32[B, 32, 28, 28]
    ```
  }];
  let arguments = (ins Leat_Float:$input, Leat_Float:$mean, Leat_Float:$variance, Leat_Float:$weight,
                       Leat_Float:$bias, DefaultValuedAttr<F64Attr, "1e-5">:$eps);
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
    unbiased variance by `momentum`. In inference, normalises by the states
    (Ioffe & Szegedy 2015; running variance as in PyTorch).

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
    %y = dropout %x, rng = @rng, p = 0.5 : f32[B, 256]
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

    Differentiable by a time of float type.

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
