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
}
