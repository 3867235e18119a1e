// RUN: leat-opt -mlir-use-nameloc-as-prefix %s | leat-opt -mlir-use-nameloc-as-prefix | FileCheck %s

// Attributes in expressions and statements; types that follow.
// CHECK-LABEL: func @f
leat.model @m {
  func @f(%x: f32[B, 3], %i: i32[3]) -> (y: f32[B, 3], n: i1[B, 3], j: i32[3]) {
    // CHECK: let gelu(leaky_relu(%x, slope = 0.2), approximate = tanh) + clip(%x, lo = -1)
    %a = let gelu(leaky_relu(%x, slope = 0.2), approximate = "tanh") + clip(%x, lo = -1)
    // CHECK: let elu(%a, alpha = 1.5) * polygamma(%a, order = 3) : f32[B, 3]
    %y = let elu(%a, alpha = 1.5) * polygamma(%a, order = 3)
    // CHECK: = isnan %y : i1[B, 3]
    %n = isnan %y
    // CHECK: let bit_xor(shift_left(%i, 2), mod(%i, 7)) : i32[3]
    %j = let bit_xor(shift_left(%i, 2), mod(%i, 7))
    return %y, %n, %j }
}
