// RUN: leat-opt %s | leat-opt | FileCheck %s
// RUN: leat-opt -mlir-print-op-generic %s | leat-opt | FileCheck %s

leat.model @shape {
  config @K = 4

  // CHECK-LABEL: func @reshape
  func @reshape(%x: f32[B, 3, 4], %y: f32[A, B]) -> (a: f32[B, 12], b: f32[6, ?], c: f32[B, A], d: f32[B, 3, 2, 2]) {
    // Names cancel: B * 3 * 4 / B = 12.
    // CHECK: reshape %{{.*}}, shape = [B, -1] : f32[B, 12]
    %a = reshape %x, shape = [B, -1]
    // CHECK: reshape %{{.*}}, shape = [6, -1] : f32[6, ?]
    %b = reshape %x, shape = [6, -1]
    // CHECK: reshape %{{.*}}, shape = [B, -1] : f32[B, A]
    %c = reshape %y, shape = [B, -1]
    // CHECK: reshape %{{.*}}, shape = [B, 3, 2, -1] : f32[B, 3, 2, 2]
    %d = reshape %x, shape = [B, 3, 2, -1]
    return %a, %b, %c, %d }

  // CHECK-LABEL: func @transpose
  func @transpose(%x: f32[B, 3, 4]) -> (a: f32[4, 3, B], b: f32[3, B, 4]) {
    // CHECK: transpose %{{.*}} : f32[4, 3, B]
    %a = transpose %x
    // CHECK: transpose %{{.*}}, axes = [1, 0, 2] : f32[3, B, 4]
    %b = transpose %x, axes = [1, 0, 2]
    return %a, %b }

  // CHECK-LABEL: func @axes_of_extent_1
  func @axes_of_extent_1(%x: f32[B, 1, 3], %v: f32[B]) -> (a: f32[B, 5, 3], b: f32[B, 3], c: f32[1, B, 1]) {
    // CHECK: broadcast_to %{{.*}}, shape = [B, 5, 3] : f32[B, 5, 3]
    %a = broadcast_to %x, shape = [B, 5, 3]
    // CHECK: squeeze %{{.*}}, axis = 1 : f32[B, 3]
    %b = squeeze %x, axis = 1
    // CHECK: unsqueeze %{{.*}}, axis = [0, -1] : f32[1, B, 1]
    %c = unsqueeze %v, axis = [0, -1]
    return %a, %b, %c }

  // CHECK-LABEL: func @pieces
  func @pieces(%x: f32[B, 10]) -> (a: f32[B, 3], b: f32[B, 4], c: f32[2, 10], d: f32[B, 22], e: f32[B, 7], f: f32[B, 10]) {
    // CHECK: slice %{{.*}}, axis = 1, start = 2, stop = 5 : f32[B, 3]
    %a = slice %x, axis = 1, start = 2, stop = 5
    // CHECK: slice %{{.*}}, axis = -1, step = 3 : f32[B, 4]
    %b = slice %x, axis = -1, step = 3
    // CHECK: slice %{{.*}}, axis = 0, start = -2 : f32[2, 10]
    %c = slice %x, axis = 0, start = -2
    // 1 + 10 + 9 * 1 + 2
    // CHECK: pad %{{.*}}, high = [0, 2], interior = [0, 1], low = [0, 1], value = 0.5 : f32[B, 22]
    %d = pad %x, low = [0, 1], high = [0, 2], interior = [0, 1], value = 0.5
    // CHECK: concat %{{.*}}, %{{.*}}, axis = 1 : f32[B, 7]
    %e = concat %a, %b, axis = 1
    // CHECK: flip %{{.*}}, axis = 1 : f32[B, 10]
    %f = flip %x, axis = 1
    return %a, %b, %c, %d, %e, %f }

  // CHECK-LABEL: func @tables
  func @tables(%t: f32[10, 16], %i: i64[B, 2]) -> (a: f32[B, 2, 16], b: f32[10, 16], c: i8[B, 2, 5]) {
    // CHECK: index %{{.*}}, %{{.*}} : f32[B, 2, 16]
    %a = index %t, %i
    // CHECK: scatter_add %{{.*}}, %{{.*}}, rows = 10 : f32[10, 16]
    %b = scatter_add %a, %i, rows = 10
    // CHECK: one_hot %{{.*}}, depth = 5, dtype = i8 : i8[B, 2, 5]
    %c = one_hot %i, depth = 5, dtype = i8
    return %a, %b, %c }

  // CHECK-LABEL: func @creation
  func @creation(%x: f32[B], %t: i64) -> (a: i64[B], b: f32[B, K], c: f64[K], d: i64[2, 3], e: f32[4], g: f64[4, 4], h: f32[B, B]) {
    // CHECK: full %{{.*}} : i64[B]
    %a = full %t : i64[B]
    // CHECK: full 0.5 : f32[B, K]
    %b = full 0.5 : f32[B, K]
    // CHECK: full K : f64[K]
    %c = full K : f64[K]
    // CHECK: iota axis = 1, dtype = i64, shape = [2, 3] : i64[2, 3]
    %d = iota shape = [2, 3], dtype = i64, axis = 1
    // CHECK: iota axis = 1, dtype = i32, shape = [B, K] : i32[B, 4]
    %g = iota shape = [B, K], dtype = i32, axis = 1
    // CHECK: iota dtype = f32, shape = [B] : f32[B]
    %h = iota shape = [B], dtype = f32
    // CHECK: full B : f32[B]
    %i = full B : f32[B]
    // CHECK: let linspace(0.1, 1, K) : f32[4]
    %e = let linspace(0.1, 1, K)
    // CHECK: let eye(K, dtype = f64) : f64[4, 4]
    %z = let eye(K, dtype = f64)
    // CHECK: eye count = B : f32[B, B]
    %y = eye count = B
    return %a, %b, %c, %d, %e, %z, %y }
}
