// RUN: leat-opt %s -leat-decompose -mlir-use-nameloc-as-prefix | FileCheck %s

leat.model @m {
  // The name belongs to the result, not to every op on the way there.
  // CHECK-LABEL: func @softmax
  // CHECK: %[[M:[0-9]+]] = max %x
  // CHECK: %[[D:[0-9]+]] = sub %x, %[[M]]
  // CHECK: %[[E:[0-9]+]] = exp %[[D]]
  // CHECK: %[[S:[0-9]+]] = sum %[[E]]
  // CHECK: %p = div %[[E]], %[[S]]
  // CHECK: return %p
  func @softmax(%x: f32[4, 3]) -> (p: f32[4, 3]) {
    %p = softmax %x
    return %p }

  // What an op decomposes into may be decomposable itself.
  // CHECK-LABEL: func @linear
  // CHECK-NOT: linear
  // CHECK: matmul
  // CHECK: %y = add
  func @linear(%x: f32[4, 3], %w: f32[2, 3], %b: f32[2]) -> (y: f32[4, 2]) {
    %y = linear %x, %w, %b
    return %y }

  // Two passes over each row: no difference of large squares.
  // CHECK-LABEL: func @layer_norm
  // CHECK: %[[SUM:[0-9]+]] = sum %x, axis = 1, keepdims = true
  // CHECK: %[[MEAN:[0-9]+]] = div %[[SUM]]
  // CHECK: %[[D:[0-9]+]] = sub %x, %[[MEAN]]
  // CHECK: %[[SQUARE:[0-9]+]] = mul %[[D]], %[[D]]
  // CHECK: sum %[[SQUARE]], axis = 1, keepdims = true
  // CHECK: %[[SCALE:[0-9]+]] = rsqrt
  // CHECK: %[[N:[0-9]+]] = mul %[[D]], %[[SCALE]]
  // CHECK: %y = mul %[[N]], %w
  func @layer_norm(%x: f32[4, 3], %w: f32[3]) -> (y: f32[4, 3]) {
    %y = layer_norm %x, %w
    return %y }

  // CHECK-LABEL: func @conv_transpose
  // CHECK: conv_input_grad %x, %w, input_size = [8, 8], padding = 1, stride = 2
  // CHECK: reshape %b, shape = [1, 3, 1, 1]
  // CHECK: %y = add
  func @conv_transpose(%x: f32[2, 5, 4, 4], %w: f32[5, 3, 4, 4], %b: f32[3]) -> (y: f32[2, 3, 8, 8]) {
    %y = conv_transpose %x, %w, %b, stride = 2, padding = 1
    return %y }

  // A row of nothing but masked products is 0, not NaN.
  // CHECK-LABEL: func @attention
  // CHECK: %[[S:[0-9]+]] = matmul %q, %k, transpose_rhs = true
  // CHECK: mul %[[S]]
  // CHECK: where %m,
  // CHECK: max
  // CHECK: %[[P:[0-9]+]] = div
  // CHECK: %[[W:[0-9]+]] = where %m, %[[P]]
  // CHECK: %y = matmul %[[W]], %v
  func @attention(%q: f32[5, 2], %k: f32[4, 2], %v: f32[4, 3], %m: i1[5, 4]) -> (y: f32[5, 3]) {
    %y = attention %q, %k, %v, %m
    return %y }
}
