// RUN: leat-opt %s | leat-opt | FileCheck %s
// RUN: leat-opt -mlir-print-op-generic %s | leat-opt | FileCheck %s

leat.model @reduction {
  // CHECK-LABEL: func @reductions
  func @reductions(%x: f32[B, 3, N]) -> (a: f32, b: f32[B, N], c: f32[B, 3, 1], d: f32[3]) {
    // CHECK: sum %{{.*}} : f32
    %a = sum %x
    // CHECK: mean %{{.*}}, axis = 1 : f32[B, N]
    %b = mean %x, axis = 1
    // CHECK: max %{{.*}}, axis = -1, keepdims = true : f32[B, 3, 1]
    %c = max %x, axis = -1, keepdims = true
    // CHECK: var %{{.*}}, axis = [0, 2], unbiased = true : f32[3]
    %d = var %x, axis = [0, 2], unbiased = true
    return %a, %b, %c, %d }

  // CHECK-LABEL: func @arguments
  func @arguments(%x: f32[B, 10]) -> (i: i32[B], j: i64[1, 10]) {
    // CHECK: argmax %{{.*}}, axis = 1 : i32[B]
    %i = argmax %x, axis = 1
    // CHECK: argmin %{{.*}}, axis = 0, dtype = i64, keepdims = true : i64[1, 10]
    %j = argmin %x, axis = 0, keepdims = true, dtype = i64
    return %i, %j }

  // CHECK-LABEL: func @scans
  func @scans(%x: f32[T, 3]) -> (a: f32[T, 3], b: f32[T, 3]) {
    // CHECK: cumsum %{{.*}} : f32[T, 3]
    %a = cumsum %x
    // CHECK: cumprod %{{.*}}, axis = 1, reverse = true : f32[T, 3]
    %b = cumprod %x, axis = 1, reverse = true
    return %a, %b }

  // CHECK-LABEL: func @pools
  func @pools(%x: f32[B, 3, 28, 27]) -> (a: f32[B, 3, 14, 13], i: i32[B, 3, 14, 13], c: f32[B, 3, 14, 27]) {
    // The stride is the kernel where it is left out.
    // CHECK: max_pool %{{.*}}, kernel = 2 : f32[B, 3, 14, 13]
    %a = max_pool %x, kernel = 2
    // CHECK: max_pool_index %{{.*}}, kernel = 2 : i32[B, 3, 14, 13]
    %i = max_pool_index %x, kernel = 2
    // CHECK: avg_pool %{{.*}}, kernel = 3, padding = 1, stride = [2, 1] : f32[B, 3, 14, 27]
    %c = avg_pool %x, kernel = 3, stride = [2, 1], padding = 1
    return %a, %i, %c }

  // CHECK-LABEL: func @unpools
  func @unpools(%x: f32[B, 3, 7], %d: f32[B, 3, 3], %i: i32[B, 3, 3]) -> (a: f32[B, 3, 7], b: f32[B, 3, 3], c: f32[B, 3, 7]) {
    // CHECK: max_unpool {{.*}}, input_size = 7, kernel = 2 : f32[B, 3, 7]
    %a = max_unpool %d, %i, input_size = 7, kernel = 2
    // CHECK: max_pool_read {{.*}}, kernel = 2 : f32[B, 3, 3]
    %b = max_pool_read %x, %i, kernel = 2
    // CHECK: avg_unpool {{.*}}, input_size = 7, kernel = 2 : f32[B, 3, 7]
    %c = avg_unpool %d, input_size = 7, kernel = 2
    return %a, %b, %c }
}
