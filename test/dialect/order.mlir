// RUN: leat-opt %s | leat-opt | FileCheck %s
// RUN: leat-opt -mlir-print-op-generic %s | leat-opt | FileCheck %s

leat.model @order {
  state @rng = seed
  // CHECK-LABEL: func @sorted
  func @sorted(%x: f32[B, 6]) -> (a: i32[B, 6], b: f32[B, 6], c: i32[B, 6], d: f32[B, 2], e: i32[B, 2], f: f32[B, 6]) {
    // CHECK: argsort %{{.*}}, axis = 1, descending = true : i32[B, 6]
    %a = argsort %x, axis = 1, descending = true
    // CHECK: %b, %c = sort %{{.*}} : f32[B, 6], i32[B, 6]
    %b, %c = sort %x
    // CHECK: top_k %{{.*}}, k = 2 : f32[B, 2], i32[B, 2]
    %d, %e = top_k %x, k = 2 : f32[B, 2], i32[B, 2]
    // CHECK: let take_along_axis(%{{.*}}, argsort(%{{.*}}))
    %f = let take_along_axis(%x, argsort(%x))
    return %a, %b, %c, %d, %e, %f }

  // CHECK-LABEL: func @searched
  func @searched(%x: f32[B, 3], %edges: f32[5]) -> (a: i64[B, 3], b: i64[4]) {
    // CHECK: searchsorted %{{.*}}, %{{.*}}, dtype = i64, right = true : i64[B, 3]
    %a = searchsorted %edges, %x, right = true, dtype = i64
    // CHECK: histogram %{{.*}}, %{{.*}} : i64[4]
    %b = histogram %x, %edges
    return %a, %b }

  // CHECK-LABEL: func @segments
  func @segments(%x: f32[B, 3], %i: i64[B], %w: f32[B], %at: i32[B, 3])
      -> (a: f32[4, 3], b: i64[4], c: f32[4], d: f32[B, 7]) {
    // CHECK: segment_sum %{{.*}}, %{{.*}}, segments = 4 : f32[4, 3]
    %a = segment_sum %x, %i, segments = 4
    // CHECK: bincount %{{.*}}, bins = 4 : i64[4]
    %b = bincount %i, bins = 4
    // CHECK: bincount %{{.*}}, %{{.*}}, bins = 4 : f32[4]
    %c = bincount %i, %w, bins = 4
    // CHECK: add_along_axis %{{.*}}, %{{.*}}, size = 7 : f32[B, 7]
    %d = add_along_axis %x, %at, size = 7
    return %a, %b, %c, %d }

  // CHECK-LABEL: func @drawn
  func @drawn(%x: f32[B, 3]) -> (a: i64[N], b: i32[B]) {
    // CHECK: permutation @rng : i64[N]
    %a = permutation @rng : i64[N]
    // CHECK: categorical @rng %{{.*}} : i32[B]
    %b = categorical @rng %x
    return %a, %b }
}
