// RUN: leat-opt %s | leat-opt | FileCheck %s
// RUN: leat-opt -mlir-print-op-generic %s | leat-opt | FileCheck %s

leat.model @net {
  state @rng = seed
  state @mean : f32[3] = zeros
  state @var : f32[3] = ones

  // CHECK-LABEL: func @losses
  func @losses(%x: f32[B, 10], %label: i64[B]) -> (a: f32[B, 10], b: f32[B, 10], c: f32) {
    // CHECK: softmax %{{.*}}, axis = 0 : f32[B, 10]
    %a = softmax %x, axis = 0
    // CHECK: log_softmax %{{.*}} : f32[B, 10]
    %b = log_softmax %x
    // CHECK: cross_entropy %{{.*}}, %{{.*}} : f32
    %c = cross_entropy %x, %label
    return %a, %b, %c }

  // CHECK-LABEL: func @layers
  func @layers(%x: f32[B, 3, 8, 8], %v: f32[3]) -> (a: f32[B, 3, 8, 8], b: f32[B, 3, 8, 8], c: f32[B, 3, 8, 8]) {
    // CHECK: normalize {{.*}}, eps = 0.001 : f32[B, 3, 8, 8]
    %a = normalize %x, %v, %v, %v, %v, eps = 1e-3
    // CHECK: batch_norm {{.*}}, mean = @mean, variance = @var : f32[B, 3, 8, 8]
    %b = batch_norm %a, %v, %v, mean = @mean, variance = @var
    // CHECK: dropout %{{.*}}, p = 0.1, rng = @rng : f32[B, 3, 8, 8]
    %c = dropout %b, rng = @rng, p = 0.1
    return %a, %b, %c }

  // CHECK-LABEL: func @embedding
  func @embedding(%t: i64[B]) -> (e: f32[B, 16]) {
    // CHECK: timestep_embedding %{{.*}}, dim = 16 : f32[B, 16]
    %e = timestep_embedding %t, dim = 16
    return %e }
}
