// RUN: leat-opt %s | leat-opt | FileCheck %s
// RUN: leat-opt -mlir-print-op-generic %s | leat-opt | FileCheck %s

leat.model @net {
  state @rng = seed
  state @mean : f32[3] = zeros
  state @var : f32[3] = ones

  // CHECK-LABEL: func @softmaxes
  func @softmaxes(%x: f32[B, 10]) -> (a: f32[B, 10], b: f32[B, 10]) {
    // CHECK: softmax %{{.*}}, axis = 0 : f32[B, 10]
    %a = softmax %x, axis = 0
    // CHECK: log_softmax %{{.*}} : f32[B, 10]
    %b = log_softmax %x
    return %a, %b }

  // CHECK-LABEL: func @norms
  func @norms(%x: f32[B, 6, 8, 8], %c: f32[6], %w: f32[8]) -> (y: f32[B, 6, 8, 8]) {
    // CHECK: standardize %{{.*}}, axis = [2, 3], center = false : f32[B, 6, 8, 8]
    %a = standardize %x, axis = [2, 3], center = false
    // CHECK: layer_norm %{{.*}}, %{{.*}}, %{{.*}} : f32[B, 6, 8, 8]
    %b = layer_norm %a, %w, %w
    // CHECK: layer_norm %{{.*}}, dims = 3 : f32[B, 6, 8, 8]
    %d = layer_norm %b, dims = 3
    // CHECK: rms_norm %{{.*}}, %{{.*}}, eps = 0.001 : f32[B, 6, 8, 8]
    %e = rms_norm %d, %w, eps = 1e-3
    // CHECK: group_norm %{{.*}}, %{{.*}}, %{{.*}}, groups = 2 : f32[B, 6, 8, 8]
    %f = group_norm %e, %c, %c, groups = 2
    // CHECK: instance_norm %{{.*}} : f32[B, 6, 8, 8]
    %g = instance_norm %f
    // CHECK: l2_normalize %{{.*}}, axis = 1 : f32[B, 6, 8, 8]
    %y = l2_normalize %g, axis = 1
    return %y }

  // CHECK-LABEL: func @attention
  func @attention(%x: f32[B, T, 12], %m: i1[T, T]) -> (y: f32[B, T, 12]) {
    // CHECK: attention %{{.*}}, %{{.*}}, %{{.*}}, causal = true, heads = 3 : f32[B, T, 12]
    %a = attention %x, %x, %x, heads = 3, causal = true
    // CHECK: attention %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, scale = 0.5, window = 4 : f32[B, T, 12]
    %y = attention %a, %x, %x, %m, scale = 0.5, window = 4
    return %y }

  // CHECK-LABEL: func @layers
  func @layers(%x: f32[B, 3, 8, 8], %v: f32[3]) -> (a: f32[B, 3, 8, 8], b: f32[B, 3, 8, 8], c: f32[B, 3, 8, 8]) {
    // CHECK: normalize {{.*}}, eps = 0.001 : f32[B, 3, 8, 8]
    %a = normalize %x, %v, %v, %v, %v, eps = 1e-3
    // CHECK: batch_norm {{.*}}, mean = @mean, variance = @var : f32[B, 3, 8, 8]
    %b = batch_norm %a, %v, %v, mean = @mean, variance = @var
    // CHECK: dropout @rng %{{.*}}, p = 0.1 : f32[B, 3, 8, 8]
    %c = dropout %b, rng = @rng, p = 0.1
    return %a, %b, %c }

  // CHECK-LABEL: func @embedding
  func @embedding(%t: i64[B]) -> (e: f32[B, 16]) {
    // CHECK: timestep_embedding %{{.*}}, dim = 16 : f32[B, 16]
    %e = timestep_embedding %t, dim = 16
    return %e }
}
