// RUN: leat-opt %s | leat-opt | FileCheck %s
// RUN: leat-opt -mlir-print-op-generic %s | leat-opt | FileCheck %s

leat.model @loss {
  // CHECK-LABEL: func @regression
  func @regression(%x: f32[B, 3], %t: f32[3]) -> (a: f32, b: f32[B, 3], c: f32, d: f32, e: f32, f: f32[B, 3], g: f32) {
    // CHECK: mse_loss %{{.*}}, %{{.*}} : f32
    %a = mse_loss %x, %t
    // CHECK: l1_loss %{{.*}}, %{{.*}}, reduction = none : f32[B, 3]
    %b = l1_loss %x, %t, reduction = none
    // CHECK: smooth_l1_loss %{{.*}}, %{{.*}}, beta = 0.5 : f32
    %c = smooth_l1_loss %x, %t, beta = 0.5
    // CHECK: huber_loss %{{.*}}, %{{.*}}, delta = 2, reduction = sum : f32
    %d = huber_loss %x, %t, delta = 2, reduction = sum
    // CHECK: gaussian_nll_loss %{{.*}}, %{{.*}}, %{{.*}}, full = true : f32
    %e = gaussian_nll_loss %x, %t, %x, full = true
    // CHECK: kl_normal %{{.*}}, %{{.*}}, reduction = none : f32[B, 3]
    %f = kl_normal %x, %x, reduction = none
    // CHECK: kl_normal %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : f32
    %g = kl_normal %x, %x, %t, %t
    return %a, %b, %c, %d, %e, %f, %g }

  // CHECK-LABEL: func @classes
  func @classes(%x: f32[B, 10], %label: i64[B]) -> (a: f32, b: f32[B], c: f32, d: f32[B], e: f32, f: f32) {
    // CHECK: cross_entropy %{{.*}}, %{{.*}} : f32
    %a = cross_entropy %x, %label
    // CHECK: cross_entropy %{{.*}}, %{{.*}}, label_smoothing = 0.1, reduction = none : f32[B]
    %b = cross_entropy %x, %label, label_smoothing = 0.1, reduction = none
    // CHECK: nll_loss %{{.*}}, %{{.*}} : f32
    %c = nll_loss %x, %label
    // CHECK: soft_cross_entropy %{{.*}}, %{{.*}}, reduction = none : f32[B]
    %d = soft_cross_entropy %x, %x, reduction = none
    // CHECK: bce_with_logits %{{.*}}, %{{.*}} : f32
    %e = bce_with_logits %x, %x
    // CHECK: hinge_loss %{{.*}}, %{{.*}}, margin = 2 : f32
    %f = hinge_loss %x, %x, margin = 2
    return %a, %b, %c, %d, %e, %f }

  // CHECK-LABEL: func @vectors
  func @vectors(%a: f32[B, 4, 8]) -> (l: f32, c: f32[B, 8]) {
    // CHECK: triplet_margin_loss %{{.*}}, %{{.*}}, %{{.*}}, margin = 0.2 : f32
    %l = triplet_margin_loss %a, %a, %a, margin = 0.2
    // CHECK: cosine_similarity %{{.*}}, %{{.*}}, axis = 1 : f32[B, 8]
    %c = cosine_similarity %a, %a, axis = 1
    return %l, %c }

  // A number takes the element type of the other operands.
  // CHECK-LABEL: func @numbers
  // CHECK: let bce_with_logits(%{{.*}}, 1)
  func @numbers(%x: f64[B]) -> (l: f64) {
    %l = let bce_with_logits(%x, 1)
    return %l }
}
