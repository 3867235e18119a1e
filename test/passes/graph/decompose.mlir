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

  // A contraction whose axes lie as in a matrix product needs no transpose.
  // CHECK-LABEL: func @scores
  // CHECK-NOT: transpose %
  // CHECK: %y = matmul %q, %k, transpose_rhs = true
  // CHECK-NEXT: return %y
  func @scores(%q: f32[2, 5, 3], %k: f32[2, 7, 3]) -> (y: f32[2, 5, 7]) {
    %y = einsum %q, %k, equation = "bqd,bkd->bqk"
    return %y }

  // Where a term has no axis of its own it is a product and a sum.
  // CHECK-LABEL: func @vector
  // CHECK-NOT: matmul
  // CHECK: %[[P:[0-9]+]] = mul
  // CHECK: %y = sum %[[P]], axis = 1
  func @vector(%a: f32[4, 3], %x: f32[3]) -> (y: f32[4]) {
    %y = einsum %a, %x, equation = "ij,j->i"
    return %y }

  // A diagonal is a slice of the flat matrix.
  // CHECK-LABEL: func @trace
  // CHECK: %[[F:[0-9]+]] = reshape %x, shape = [9]
  // CHECK: %[[D:[0-9]+]] = slice %[[F]], axis = 0, step = 4, stop = 9
  // CHECK: %y = sum %[[D]]
  func @trace(%x: f32[3, 3]) -> (y: f32) {
    %y = trace %x
    return %y }

  // CHECK-LABEL: func @split
  // CHECK: slice %x, axis = 1, stop = 2
  // CHECK: slice %x, axis = 1, start = 2, stop = 6
  func @split(%x: f32[4, 6]) -> (a: f32[4, 2], b: f32[4, 4]) {
    %a, %b = split %x, sizes = [2, 4], axis = 1
    return %a, %b }

  // CHECK-LABEL: func @top_k
  // CHECK: %[[I:[0-9]+]] = argsort %x, axis = 1, descending = true
  // CHECK: %[[K:[a-z0-9]+]] = slice %[[I]], axis = 1, stop = 2
  // CHECK: take_along_axis %x, %[[K]], axis = 1
  func @top_k(%x: f32[4, 6]) -> (v: f32[4, 2], i: i32[4, 2]) {
    %v, %i = top_k %x, k = 2
    return %v, %i }

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
