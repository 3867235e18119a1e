// RUN: leat-opt %s | leat-opt | FileCheck %s
// RUN: leat-opt -mlir-print-op-generic %s | leat-opt | FileCheck %s

// Names of extents survive, and sizes follow the textbook formula.
leat.model @contraction {
  config @H = 28
  param @fc1.weight : f32[10, 784] = zeros
  param @fc1.bias : f32[10] = zeros

  // CHECK-LABEL: func @matmul
  func @matmul(%a: f32[B, 3, M], %b: f32[M, 5], %c: f32[7, 5]) -> (x: f32[B, 3, 5], y: f32[B, 3, 7], z: f32[5, 5]) {
    // CHECK: matmul %{{.*}}, %{{.*}} : f32[B, 3, 5]
    %x = matmul %a, %b
    // CHECK: matmul %{{.*}}, %{{.*}}, transpose_rhs = true : f32[B, 3, 7]
    %y = matmul %x, %c, transpose_rhs = true
    // CHECK: matmul %{{.*}}, %{{.*}}, transpose_lhs = true : f32[5, 5]
    %z = matmul %c, %c, transpose_lhs = true
    return %x, %y, %z }

  // CHECK-LABEL: func @matmul_broadcasts_batches
  func @matmul_broadcasts_batches(%a: f32[B, 1, 2, 3], %b: f32[4, 3, 5]) -> (y: f32[B, 4, 2, 5]) {
    // CHECK: matmul {{.*}} : f32[B, 4, 2, 5]
    %y = matmul %a, %b
    return %y }

  // CHECK-LABEL: func @linear
  func @linear(%x: f32[B, 784], %v: f32[784]) -> (y: f32[B, 10], w: f32[10]) {
    // CHECK: let linear(%{{.*}}, @fc1.weight, @fc1.bias) : f32[B, 10]
    %y = let linear(%x, @fc1.weight, @fc1.bias)
    %w = let linear(%v, @fc1.weight)
    return %y, %w }

  // CHECK-LABEL: func @conv
  func @conv(%x: f32[B, 4, H, W], %w: f32[8, 4, 3, 3], %b: f32[8]) -> (y: f32[B, 8, H, W], s: f32[B, 8, 13, ?]) {
    // A "same" convolution keeps the extents, known or not.
    // CHECK: conv %{{.*}}, %{{.*}}, %{{.*}}, padding = 1 : f32[B, 8, H, W]
    %y = conv %x, %w, %b, padding = 1
    // (28 - 3) / 2 + 1 = 13
    // CHECK: conv %{{.*}}, %{{.*}}, stride = 2 : f32[B, 8, 13, ?]
    %s = conv %x, %w, stride = 2
    return %y, %s }

  // CHECK-LABEL: func @conv_of_other_ranks_and_groups
  func @conv_of_other_ranks_and_groups(%x: f32[2, 4, 9], %w: f32[6, 2, 3], %v: f32[1, 1, 5, 6, 7], %k: f32[1, 1, 2, 3, 4]) -> (y: f32[2, 6, 9], z: f32[1, 1, 2, 2, 4]) {
    // (9 + 2 * 2 - 2 * (3 - 1) - 1) / 1 + 1 = 9
    // CHECK: conv {{.*}}, dilation = 2, groups = 2, padding = 2 : f32[2, 6, 9]
    %y = conv %x, %w, padding = 2, dilation = 2, groups = 2
    // CHECK: conv {{.*}}, stride = [2, 2, 1] : f32[1, 1, 2, 2, 4]
    %z = conv %v, %k, stride = [2, 2, 1]
    return %y, %z }

  // CHECK-LABEL: func @conv_gradients
  func @conv_gradients(%x: f32[B, 4, 28, 28], %w: f32[8, 2, 3, 3], %d: f32[B, 8, 14, 14]) -> (dx: f32[B, 4, 28, 28], dw: f32[8, 2, 3, 3]) {
    // CHECK: conv_input_grad {{.*}}, groups = 2, input_size = [28, 28], padding = 1, stride = 2 : f32[B, 4, 28, 28]
    %dx = conv_input_grad %d, %w, input_size = [28, 28], stride = 2, padding = 1, groups = 2
    // CHECK: conv_filter_grad {{.*}}, groups = 2, kernel_size = [3, 3], padding = 1, stride = 2 : f32[8, 2, 3, 3]
    %dw = conv_filter_grad %x, %d, kernel_size = [3, 3], stride = 2, padding = 1, groups = 2
    return %dx, %dw }

  // CHECK-LABEL: func @conv_transpose
  func @conv_transpose(%x: f32[B, 4, 14, 14], %w: f32[4, 3, 3, 3], %b: f32[6]) -> (y: f32[B, 6, 28, 28]) {
    // CHECK: conv_transpose {{.*}}, groups = 2, output_padding = 1, padding = 1, stride = 2 : f32[B, 6, 28, 28]
    %y = conv_transpose %x, %w, %b, stride = 2, padding = 1, output_padding = 1, groups = 2
    return %y }
}
