//===- Loss.td - what training makes small --------------*- tablegen -*-===//
//
// Names, arguments and reductions as in PyTorch's functional losses.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_LOSS_TD
#define LEAT_DIALECT_LOSS_TD

include "dialect/Dialect.td"

/// How the terms of a loss become its result.
defvar Leat_LossReduction = (ins DefaultValuedAttr<StrAttr, "\"mean\"">:$reduction);

class Leat_Loss<string mnemonic, list<Trait> traits = []>
    : Leat_TensorOp<mnemonic, [DeclareOpInterfaceMethods<DecomposableOpInterface>] # traits> {
  let results = (outs Leat_Float:$result);
}

/// One term for each element of operands that broadcast. `rule` is the shape rule, if others have the same.
class Leat_PointwiseLoss<string mnemonic, string what, string formula, string more, string example,
                         string rule = "">
    : Leat_Loss<mnemonic, [DeclareOpInterfaceMethods<NumberTypingOpInterface>]> {
  let definitions = [{
    ::leat::NumberRole $cppClass::getNumberRole(unsigned) { return ::leat::NumberRole::Joins; }
  }] # !if(!empty(rule), "", Leat_InferredBy<rule, mnemonic>.text);
  let summary = what;
  let description = what # ": " # formula
    # "\n\n`reduction` is `mean` (over all terms), `sum` or `none`; by default `mean`."
    # "\n\n- (C1) all operands have one float element type."
    # "\n- (C2) their shapes broadcast."
    # "\n- (C3) `reduction` is `none`, `mean` or `sum`." # more
    # "\n\n```mlir\n" # example # "\n```";
}

//===----------------------------------------------------------------------===//
// Regression
//===----------------------------------------------------------------------===//

def Leat_MseLossOp : Leat_PointwiseLoss<"mse_loss", "Squared error", "`(input - target) ** 2`.", "",
                                        "%l = mse_loss %y, %t : f32", "inferPointwiseLoss"> {
  let arguments = !con((ins Leat_Float:$input, Leat_Float:$target), Leat_LossReduction);
}

def Leat_L1LossOp : Leat_PointwiseLoss<"l1_loss", "Absolute error", "`|input - target|`.", "",
                                       "%l = l1_loss %y, %t : f32", "inferPointwiseLoss"> {
  let arguments = !con((ins Leat_Float:$input, Leat_Float:$target), Leat_LossReduction);
}

def Leat_SmoothL1LossOp
    : Leat_PointwiseLoss<"smooth_l1_loss", "Absolute error, squared near zero",
                         "with d = input - target, `d ** 2 / (2 * beta)` where |d| < beta, else `|d| - beta / 2`.",
                         "\n- (C4) `beta` is positive.", "%l = smooth_l1_loss %y, %t, beta = 0.5 : f32"> {
  let arguments = !con((ins Leat_Float:$input, Leat_Float:$target, DefaultValuedAttr<F64Attr, "1.0">:$beta),
                       Leat_LossReduction);
}

def Leat_HuberLossOp
    : Leat_PointwiseLoss<"huber_loss", "Squared error, linear far from zero (Huber 1964)",
                         "with d = input - target, `d ** 2 / 2` where |d| < delta, else `delta * (|d| - delta / 2)`.",
                         "\n- (C4) `delta` is positive.", "%l = huber_loss %y, %t, delta = 2 : f32"> {
  let arguments = !con((ins Leat_Float:$input, Leat_Float:$target, DefaultValuedAttr<F64Attr, "1.0">:$delta),
                       Leat_LossReduction);
}

def Leat_GaussianNllLossOp
    : Leat_PointwiseLoss<"gaussian_nll_loss", "Negative log-likelihood under a normal distribution",
                         "with v = max(variance, eps), `(log(v) + (input - target) ** 2 / v) / 2`, and with `full` "
                         # "also `log(2 * pi) / 2`. A variance below `eps` has the derivative 0; in PyTorch it has that of `eps`.",
                         "\n- (C4) `eps` is positive.", "%l = gaussian_nll_loss %mean, %t, %var : f32"> {
  let arguments = !con((ins Leat_Float:$input, Leat_Float:$target, Leat_Float:$variance,
                        DefaultValuedAttr<BoolAttr, "false">:$full, DefaultValuedAttr<F64Attr, "1e-6">:$eps),
                       Leat_LossReduction);
}

def Leat_KlNormalOp
    : Leat_PointwiseLoss<"kl_normal", "Divergence of diagonal normal distributions",
                         "KL(p, q) for each coordinate of p, with `mean` and the logarithm of the variance `logvar`, "
                         # "from q, whose mean and logarithm of the variance are `prior`: "
                         # "`(e ** (lp - lq) - 1 - (lp - lq) + (mp - mq) ** 2 / e ** lq) / 2`, computed without "
                         # "cancellation where the two are close. Without `prior`, q is the standard normal distribution.",
                         "\n- (C4) `prior` is nothing, or a mean and the logarithm of a variance.",
                         "%kl = kl_normal %mu, %logvar, reduction = none : f32[B, 16]"> {
  let arguments = !con((ins Leat_Float:$mean, Leat_Float:$logvar, Variadic<Leat_Float>:$prior), Leat_LossReduction);
}

//===----------------------------------------------------------------------===//
// Classification
//===----------------------------------------------------------------------===//

def Leat_BceWithLogitsOp
    : Leat_PointwiseLoss<"bce_with_logits", "Binary cross-entropy of sigmoid(input)",
                         "`(1 - target) * input + softplus(-input) * (1 + (w - 1) * target)`, finite for every finite "
                         # "input; w is `positive_weight`, 1 where it is left out.", "",
                         "%l = bce_with_logits %logits, %t : f32", "inferPointwiseLoss"> {
  let arguments = !con((ins Leat_Float:$input, Leat_Float:$target, Optional<Leat_Float>:$positive_weight),
                       Leat_LossReduction);
}

def Leat_HingeLossOp
    : Leat_PointwiseLoss<"hinge_loss", "Hinge loss", "`max(0, margin - input * target)`, targets -1 and 1.", "",
                         "%l = hinge_loss %score, %t : f32", "inferPointwiseLoss"> {
  let arguments = !con((ins Leat_Float:$input, Leat_Float:$target, DefaultValuedAttr<F64Attr, "1.0">:$margin),
                       Leat_LossReduction);
}

/// A loss of rows of classes by the numbers of the right ones.
class Leat_LabelLoss<string mnemonic, list<Trait> traits = []>
    : Leat_Loss<mnemonic, [DeclareOpInterfaceMethods<IndexingOpInterface, ["getIndexRole"]>] # traits> {
  let definitions = [{
    ::mlir::Value $cppClass::getIndexOperand() { return getLabel(); }
    int64_t $cppClass::getIndexBound() { return ::leat::sizesOf(getOperand(0))[1]; }
    std::string $cppClass::getIndexRole() { return "labels of '}] # mnemonic # [{'"; }
    ::mlir::Value $cppClass::buildOneHot(::mlir::OpBuilder &builder, ::mlir::Type element) {
      auto classes = ::leat::OneHotOp::create(builder, getLoc(), getLabel(), getIndexBound(),
                                              ::mlir::TypeAttr::get(element));
      classes->setAttr(::leat::kRoleAttr, builder.getStringAttr(getIndexRole()));
      return classes;
    }
  }];
  let extraClassDeclaration = [{
    /// 1 at the label of each row, else 0: [B, C] of `element`.
    ::mlir::Value buildOneHot(::mlir::OpBuilder &builder, ::mlir::Type element);
  }];
}

def Leat_CrossEntropyOp : Leat_LabelLoss<"cross_entropy", [Leat_VjpJvp]> {
  let summary = "Negative log-likelihood of class numbers under softmax";
  let description = [{
    For each row i, `-sum over c of t[i, c] * log_softmax(logits)[i, c]`, where t is 1 at
    `label[i]` and 0 elsewhere, or with s = `label_smoothing`, s / C everywhere and 1 - s more
    at the label (Szegedy et al. 2016). `reduction` is `mean` (over the rows), `sum` or `none`;
    by default `mean`.

    - (C1) `logits` is [B, C].
    - (C2) `label` holds B integers.
    - (C3) checked when it runs: every label is 0 ... C - 1.
    - (C4) `0 <= label_smoothing <= 1`.
    - (C5) `reduction` is `none`, `mean` or `sum`.

    ```mlir
    %l = cross_entropy %logits, %label : f32
    ```
  }];
  let arguments = !con((ins Leat_Float:$logits, Leat_Int:$label,
                        DefaultValuedAttr<F64Attr, "0.0">:$label_smoothing), Leat_LossReduction);
}

def Leat_NllLossOp : Leat_LabelLoss<"nll_loss"> {
  let summary = "Negative log-likelihood of class numbers";
  let description = [{
    For each row i, `-logp[i, label[i]]`. `reduction` is `mean` (over the rows), `sum` or `none`;
    by default `mean`.

    - (C1) `logp` is [B, C].
    - (C2) `label` holds B integers.
    - (C3) checked when it runs: every label is 0 ... C - 1.
    - (C4) `reduction` is `none`, `mean` or `sum`.

    ```mlir
    %l = nll_loss %logp, %label : f32
    ```
  }];
  let arguments = !con((ins Leat_Float:$logp, Leat_Int:$label), Leat_LossReduction);
}

def Leat_SoftCrossEntropyOp : Leat_Loss<"soft_cross_entropy"> {
  let summary = "Cross-entropy of probabilities of classes under softmax";
  let description = [{
    For each row, `-sum over c of target[..., c] * log_softmax(logits)[..., c]`. `reduction` is
    `mean` (over the rows), `sum` or `none`; by default `mean`.

    - (C1) both operands have one float element type.
    - (C2) both have one shape, of rank >= 1; the classes lie along the last axis.
    - (C3) `reduction` is `none`, `mean` or `sum`.

    ```mlir
    %l = soft_cross_entropy %logits, %p : f32
    ```
  }];
  let arguments = !con((ins Leat_Float:$logits, Leat_Float:$target), Leat_LossReduction);
  let definitions = Leat_InferredBy<"inferRowLoss", "soft_cross_entropy">.text;
}

//===----------------------------------------------------------------------===//
// Distances of vectors
//===----------------------------------------------------------------------===//

def Leat_TripletMarginLossOp : Leat_Loss<"triplet_margin_loss"> {
  let summary = "An anchor is to be nearer to its like than to another";
  let description = [{
    For each row, `max(0, |anchor - positive| - |anchor - negative| + margin)`, where |a - b|
    is the length of a - b + eps along the last axis, as in PyTorch. `reduction` is `mean`
    (over the rows), `sum` or `none`; by default `mean`.

    - (C1) all operands have one float element type.
    - (C2) all have one shape, of rank >= 1.
    - (C3) `reduction` is `none`, `mean` or `sum`.

    ```mlir
    %l = triplet_margin_loss %a, %p, %n, margin = 0.2 : f32
    ```
  }];
  let arguments = !con((ins Leat_Float:$anchor, Leat_Float:$positive, Leat_Float:$negative,
                        DefaultValuedAttr<F64Attr, "1.0">:$margin, DefaultValuedAttr<F64Attr, "1e-6">:$eps),
                       Leat_LossReduction);
  let definitions = Leat_InferredBy<"inferRowLoss", "triplet_margin_loss">.text;
}

def Leat_CosineSimilarityOp : Leat_TensorOp<"cosine_similarity", [DeclareOpInterfaceMethods<DecomposableOpInterface>]> {
  let summary = "The cosine of the angle between vectors";
  let description = [{
    `sum(lhs * rhs) / (max(|lhs|, eps) * max(|rhs|, eps))` along `axis` (by default the last);
    |lhs| is the length of lhs along it.

    - (C1) both operands have one float element type.
    - (C2) their shapes broadcast.
    - (C3) `axis` is in the range of the broadcast shape.
    - (C4) `eps` is positive.

    ```mlir
    %c = cosine_similarity %a, %b : f32[B]
    ```
  }];
  let arguments = (ins Leat_Float:$lhs, Leat_Float:$rhs, DefaultValuedAttr<Leat_I64Attr, "-1">:$axis,
                       DefaultValuedAttr<F64Attr, "1e-8">:$eps);
  let results = (outs Leat_Float:$result);
}

#endif // LEAT_DIALECT_LOSS_TD
