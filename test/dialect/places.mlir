// Errors point at the operand, attribute or type that is wrong, in a statement
// and inside of an expression; notes point at what it disagrees with.
// RUN: not leat-opt %s -split-input-file -mlir-print-op-on-diagnostic=false 2>&1 | FileCheck %s --match-full-lines --strict-whitespace

leat.model @attribute {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    %y = softmax %x, axis = 2
//      CHECK:{{.*}}:7:22: error: softmax: axis 2 is out of range for a tensor of rank 2
// CHECK-NEXT:    %y = softmax %x, axis = 2
// CHECK-NEXT:                     ^
    return %y }
}

// -----

leat.model @operand_in_expression {
  param @w : f32[10, 20] = zeros
  func @f(%x: f32[B, 3]) -> (y: f32) {
    %y = let 2 * mean(linear(relu(%x), @w))
//      CHECK:{{.*}}: error: linear: input has 3 features, weight (out, in) expects 20: f32[B, 3] and f32[10, 20]
// CHECK-NEXT:    %y = let 2 * mean(linear(relu(%x), @w))
// CHECK-NEXT:                                       ^
    return %y }
}

// -----

leat.model @element_type {
  func @f(%x: f32[3], %i: i64[3]) -> (y: f32[3]) {
    %y = let exp(%x) * (%x + %i)
//      CHECK:{{.*}}: error: add: operands have different element types: f32[3] and i64[3]; convert one of them, as in f32(...)
// CHECK-NEXT:    %y = let exp(%x) * (%x + %i)
// CHECK-NEXT:                             ^
    return %y }
}

// -----

leat.model @operand_type {
  func @f(%x: f32[3], %i: i64[3]) -> (y: f32[3]) {
    %y = let %x + exp(%i)
//      CHECK:{{.*}}: error: 'leat.exp' op operand 0 is i64[3], expected a tensor of floats (f64, f32, bf16 or f16)
// CHECK-NEXT:    %y = let %x + exp(%i)
// CHECK-NEXT:                      ^
    return %y }
}

// -----

leat.model @agree {
  func @g(%image: f32[B, 4], %label: i64[B]) -> (y: f32[B, 4]) { return %image }
  func @f(%x: f32[8, 4], %l: i64[7]) -> (y: f32[8, 4]) {
    %y = call @g(%x, %l)
//      CHECK:{{.*}}: error: 'leat.call' op extent 'B' of @g is 8 by argument 'image' and 7 by argument 'label'
// CHECK-NEXT:    %y = call @g(%x, %l)
// CHECK-NEXT:                     ^
//      CHECK:{{.*}}: note: argument 'image' is f32[8, 4]
// CHECK-NEXT:    %y = call @g(%x, %l)
// CHECK-NEXT:                 ^
    return %y }
}

// -----

leat.model @signature {
  func @f(%x: f32[4]) -> (a: f32[4], y: f32[H, 2]) {
    %y = relu %x : f32[K]
//      CHECK:{{.*}}: error: 'leat.relu' op the extent 'K' of f32[K] is neither a config of the model nor an extent of the function's signature
// CHECK-NEXT:    %y = relu %x : f32[K]
// CHECK-NEXT:                   ^
    return %x, %y }
}

// -----

leat.model @returned {
  func @f(%x: f32[4]) -> (a: f32[4], y: f32[5]) {
    return %x, %x
//      CHECK:{{.*}}: error: 'leat.return' op result 'y' of @f is declared as f32[5], but the value is f32[4]
// CHECK-NEXT:    return %x, %x
// CHECK-NEXT:               ^
  }
}

// -----

leat.model @patterns {
  param @w : f32 = zeros
  func @g(%x: f32) -> (y: f32) { return %x }
  func @f(%x: f32) -> (y: f32) {
    %l, %d = grad @g(%x) wrt(x, @D.*)
//      CHECK:{{.*}}: error: 'leat.grad' op '@D.*' is no argument, and no float param or state of the model matches it
// CHECK-NEXT:    %l, %d = grad @g(%x) wrt(x, @D.*)
// CHECK-NEXT:                                ^
    return %l }
}
