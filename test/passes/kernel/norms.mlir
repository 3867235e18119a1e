// RUN: leat-opt %s -leat-decompose -leat-form-kernels=print-plan=true 2>&1 | FileCheck %s

// What reduces rows and uses them again is one kernel: the rows are the common prefix.
leat.model @norms {
  // CHECK: fusion plan of @layer_norm:
  // CHECK-NEXT: 0 loops {{.*}} [32x64]
  // CHECK-NOT: {{^1 }}
  func @layer_norm(%x: f32[32, 64], %w: f32[64], %b: f32[64]) -> (y: f32[32, 64]) {
    %y = layer_norm %x, %w, %b
    return %y }

  // CHECK: fusion plan of @rms_norm:
  // CHECK-NEXT: 0 loops {{.*}} [2x16x64]
  // CHECK-NOT: {{^1 }}
  func @rms_norm(%x: f32[2, 16, 64], %w: f32[64]) -> (y: f32[2, 16, 64]) {
    %y = rms_norm %x, %w
    return %y }

  // The reshapes round it are free.
  // CHECK: fusion plan of @group_norm:
  // CHECK-NEXT: 0 loops {{.*}} [2x4x8x10x10]
  // CHECK-NOT: {{^1 }}
  func @group_norm(%x: f32[2, 32, 10, 10], %w: f32[32], %b: f32[32]) -> (y: f32[2, 32, 10, 10]) {
    %y = group_norm %x, %w, %b, groups = 4
    return %y }

  // CHECK: fusion plan of @l2_normalize:
  // CHECK-NEXT: 0 loops {{.*}} [80x64]
  // CHECK-NOT: {{^1 }}
  func @l2_normalize(%x: f32[80, 64]) -> (y: f32[80, 64]) {
    %y = l2_normalize %x
    return %y }

  // The products with what is done to them, their softmax, the sum of the values.
  // CHECK: fusion plan of @attention:
  // CHECK: contraction matmul_mul
  // CHECK: loops {{.*}} [2x70x70]
  // CHECK: contraction matmul
  // CHECK-NOT: {{^[4-9] }}
  func @attention(%q: f32[2, 70, 8], %k: f32[2, 70, 8], %v: f32[2, 70, 8]) -> (y: f32[2, 70, 8]) {
    %y = attention %q, %k, %v, causal = true
    return %y }
}
