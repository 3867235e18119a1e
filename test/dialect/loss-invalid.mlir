// RUN: leat-opt %s -split-input-file -verify-diagnostics

// mse_loss (C1)
leat.model @m {
  func @f(%x: f32[3], %z: f64[3]) -> (y: f32) {
    // expected-error@+1 {{mse_loss: operands have different element types}}
    %y = mse_loss %x, %z
    return %y }
}

// -----

// mse_loss (C2)
leat.model @m {
  func @f(%x: f32[3], %z: f32[4]) -> (y: f32) {
    // expected-error@+1 {{mse_loss: shapes do not broadcast}}
    %y = mse_loss %x, %z
    return %y }
}

// -----

// mse_loss (C3)
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{mse_loss: reduction is max, expected none, mean or sum}}
    %y = mse_loss %x, %x, reduction = max
    return %y }
}

// -----

// l1_loss (C1)
leat.model @m {
  func @f(%x: f32[3], %z: f64[3]) -> (y: f32) {
    // expected-error@+1 {{l1_loss: operands have different element types}}
    %y = l1_loss %x, %z
    return %y }
}

// -----

// l1_loss (C2)
leat.model @m {
  func @f(%x: f32[3], %z: f32[4]) -> (y: f32) {
    // expected-error@+1 {{l1_loss: shapes do not broadcast}}
    %y = l1_loss %x, %z
    return %y }
}

// -----

// l1_loss (C3)
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{l1_loss: reduction is max, expected none, mean or sum}}
    %y = l1_loss %x, %x, reduction = max
    return %y }
}

// -----

// smooth_l1_loss (C1)
leat.model @m {
  func @f(%x: f32[3], %z: f64[3]) -> (y: f32) {
    // expected-error@+1 {{smooth_l1_loss: operands have different element types}}
    %y = smooth_l1_loss %x, %z
    return %y }
}

// -----

// smooth_l1_loss (C2)
leat.model @m {
  func @f(%x: f32[3], %z: f32[4]) -> (y: f32) {
    // expected-error@+1 {{smooth_l1_loss: shapes do not broadcast}}
    %y = smooth_l1_loss %x, %z
    return %y }
}

// -----

// smooth_l1_loss (C3)
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{smooth_l1_loss: reduction is max, expected none, mean or sum}}
    %y = smooth_l1_loss %x, %x, reduction = max
    return %y }
}

// -----

// huber_loss (C1)
leat.model @m {
  func @f(%x: f32[3], %z: f64[3]) -> (y: f32) {
    // expected-error@+1 {{huber_loss: operands have different element types}}
    %y = huber_loss %x, %z
    return %y }
}

// -----

// huber_loss (C2)
leat.model @m {
  func @f(%x: f32[3], %z: f32[4]) -> (y: f32) {
    // expected-error@+1 {{huber_loss: shapes do not broadcast}}
    %y = huber_loss %x, %z
    return %y }
}

// -----

// huber_loss (C3)
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{huber_loss: reduction is max, expected none, mean or sum}}
    %y = huber_loss %x, %x, reduction = max
    return %y }
}

// -----

// gaussian_nll_loss (C1)
leat.model @m {
  func @f(%x: f32[3], %z: f64[3]) -> (y: f32) {
    // expected-error@+1 {{gaussian_nll_loss: operands have different element types}}
    %y = gaussian_nll_loss %x, %z, %x
    return %y }
}

// -----

// gaussian_nll_loss (C2)
leat.model @m {
  func @f(%x: f32[3], %z: f32[4]) -> (y: f32) {
    // expected-error@+1 {{gaussian_nll_loss: shapes do not broadcast}}
    %y = gaussian_nll_loss %x, %z, %x
    return %y }
}

// -----

// gaussian_nll_loss (C3)
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{gaussian_nll_loss: reduction is max, expected none, mean or sum}}
    %y = gaussian_nll_loss %x, %x, %x, reduction = max
    return %y }
}

// -----

// kl_normal (C1)
leat.model @m {
  func @f(%x: f32[3], %z: f64[3]) -> (y: f32) {
    // expected-error@+1 {{kl_normal: operands have different element types}}
    %y = kl_normal %x, %z
    return %y }
}

// -----

// kl_normal (C2)
leat.model @m {
  func @f(%x: f32[3], %z: f32[4]) -> (y: f32) {
    // expected-error@+1 {{kl_normal: shapes do not broadcast}}
    %y = kl_normal %x, %z
    return %y }
}

// -----

// kl_normal (C3)
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{kl_normal: reduction is max, expected none, mean or sum}}
    %y = kl_normal %x, %x, reduction = max
    return %y }
}

// -----

// bce_with_logits (C1)
leat.model @m {
  func @f(%x: f32[3], %z: f64[3]) -> (y: f32) {
    // expected-error@+1 {{bce_with_logits: operands have different element types}}
    %y = bce_with_logits %x, %z
    return %y }
}

// -----

// bce_with_logits (C2)
leat.model @m {
  func @f(%x: f32[3], %z: f32[4]) -> (y: f32) {
    // expected-error@+1 {{bce_with_logits: shapes do not broadcast}}
    %y = bce_with_logits %x, %z
    return %y }
}

// -----

// bce_with_logits (C3)
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{bce_with_logits: reduction is max, expected none, mean or sum}}
    %y = bce_with_logits %x, %x, reduction = max
    return %y }
}

// -----

// hinge_loss (C1)
leat.model @m {
  func @f(%x: f32[3], %z: f64[3]) -> (y: f32) {
    // expected-error@+1 {{hinge_loss: operands have different element types}}
    %y = hinge_loss %x, %z
    return %y }
}

// -----

// hinge_loss (C2)
leat.model @m {
  func @f(%x: f32[3], %z: f32[4]) -> (y: f32) {
    // expected-error@+1 {{hinge_loss: shapes do not broadcast}}
    %y = hinge_loss %x, %z
    return %y }
}

// -----

// hinge_loss (C3)
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{hinge_loss: reduction is max, expected none, mean or sum}}
    %y = hinge_loss %x, %x, reduction = max
    return %y }
}

// -----

// smooth_l1_loss (C4)
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{smooth_l1_loss: beta is 0, expected a positive number}}
    %y = smooth_l1_loss %x, %x, beta = 0
    return %y }
}

// -----

// huber_loss (C4)
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{huber_loss: delta is 0, expected a positive number}}
    %y = huber_loss %x, %x, delta = 0
    return %y }
}

// -----

// gaussian_nll_loss (C4)
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{gaussian_nll_loss: eps is 0, expected a positive number}}
    %y = gaussian_nll_loss %x, %x, %x, eps = 0
    return %y }
}

// -----

// kl_normal (C4)
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{kl_normal: got 3 operands, expected mean and logvar, or those and the prior's}}
    %y = kl_normal %x, %x, %x
    return %y }
}

// -----

// cross_entropy (C1)
leat.model @m {
  func @f(%x: f32[3], %l: i64[3]) -> (y: f32) {
    // expected-error@+1 {{cross_entropy: expected logits [B, C], got f32[3]}}
    %y = cross_entropy %x, %l
    return %y }
}

// -----

// cross_entropy (C2): type
leat.model @m {
  func @f(%x: f32[4, 3], %l: f32[4]) -> (y: f32) {
    // expected-error@+1 {{cross_entropy: indices are f32[4], expected integers}}
    %y = cross_entropy %x, %l
    return %y }
}

// -----

// cross_entropy (C2): count
leat.model @m {
  func @f(%x: f32[4, 3], %l: i64[5]) -> (y: f32) {
    // expected-error@+1 {{cross_entropy: expected one label per row of logits, got f32[4, 3] and i64[5]}}
    %y = cross_entropy %x, %l
    return %y }
}

// -----

// cross_entropy (C4)
leat.model @m {
  func @f(%x: f32[4, 3], %l: i64[4]) -> (y: f32) {
    // expected-error@+1 {{cross_entropy: label_smoothing is 2, expected 0 ... 1}}
    %y = cross_entropy %x, %l, label_smoothing = 2
    return %y }
}

// -----

// cross_entropy (C5)
leat.model @m {
  func @f(%x: f32[4, 3], %l: i64[4]) -> (y: f32) {
    // expected-error@+1 {{cross_entropy: reduction is max, expected none, mean or sum}}
    %y = cross_entropy %x, %l, reduction = max
    return %y }
}

// -----

// nll_loss (C1)
leat.model @m {
  func @f(%x: f32[3], %l: i64[3]) -> (y: f32) {
    // expected-error@+1 {{nll_loss: expected logits [B, C], got f32[3]}}
    %y = nll_loss %x, %l
    return %y }
}

// -----

// nll_loss (C2): type
leat.model @m {
  func @f(%x: f32[4, 3], %l: f32[4]) -> (y: f32) {
    // expected-error@+1 {{nll_loss: indices are f32[4], expected integers}}
    %y = nll_loss %x, %l
    return %y }
}

// -----

// nll_loss (C2): count
leat.model @m {
  func @f(%x: f32[4, 3], %l: i64[5]) -> (y: f32) {
    // expected-error@+1 {{nll_loss: expected one label per row of logits, got f32[4, 3] and i64[5]}}
    %y = nll_loss %x, %l
    return %y }
}

// -----

// nll_loss (C4)
leat.model @m {
  func @f(%x: f32[4, 3], %l: i64[4]) -> (y: f32) {
    // expected-error@+1 {{nll_loss: reduction is max, expected none, mean or sum}}
    %y = nll_loss %x, %l, reduction = max
    return %y }
}

// -----

// soft_cross_entropy (C1)
leat.model @m {
  func @f(%x: f32[3], %z: f64[3]) -> (y: f32) {
    // expected-error@+1 {{soft_cross_entropy: operands have different element types}}
    %y = soft_cross_entropy %x, %z
    return %y }
}

// -----

// soft_cross_entropy (C2)
leat.model @m {
  func @f(%x: f32[3], %z: f32[4]) -> (y: f32) {
    // expected-error@+1 {{soft_cross_entropy: expected tensors of one shape, of rank >= 1: f32[3] and f32[4]}}
    %y = soft_cross_entropy %x, %z
    return %y }
}

// -----

// soft_cross_entropy (C3)
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{soft_cross_entropy: reduction is max, expected none, mean or sum}}
    %y = soft_cross_entropy %x, %x, reduction = max
    return %y }
}

// -----

// triplet_margin_loss (C1)
leat.model @m {
  func @f(%x: f32[3], %z: f64[3]) -> (y: f32) {
    // expected-error@+1 {{triplet_margin_loss: operands have different element types}}
    %y = triplet_margin_loss %x, %z, %x
    return %y }
}

// -----

// triplet_margin_loss (C2)
leat.model @m {
  func @f(%x: f32[3], %z: f32[4]) -> (y: f32) {
    // expected-error@+1 {{triplet_margin_loss: expected tensors of one shape, of rank >= 1: f32[3] and f32[4]}}
    %y = triplet_margin_loss %x, %z, %x
    return %y }
}

// -----

// triplet_margin_loss (C3)
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{triplet_margin_loss: reduction is max, expected none, mean or sum}}
    %y = triplet_margin_loss %x, %x, %x, reduction = max
    return %y }
}

// -----

// cosine_similarity (C1)
leat.model @m {
  func @f(%x: f32[3], %z: f64[3]) -> (y: f32) {
    // expected-error@+1 {{cosine_similarity: operands have different element types}}
    %y = cosine_similarity %x, %z
    return %y }
}

// -----

// cosine_similarity (C2)
leat.model @m {
  func @f(%x: f32[3], %z: f32[4]) -> (y: f32) {
    // expected-error@+1 {{cosine_similarity: shapes do not broadcast}}
    %y = cosine_similarity %x, %z
    return %y }
}

// -----

// cosine_similarity (C3)
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{cosine_similarity: axis 1 is out of range for a tensor of rank 1}}
    %y = cosine_similarity %x, %x, axis = 1
    return %y }
}

// -----

// cosine_similarity (C4)
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{cosine_similarity: eps is 0, expected a positive number}}
    %y = cosine_similarity %x, %x, eps = 0
    return %y }
}
