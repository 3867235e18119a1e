// Errors that are found when functions are specialised to the extents of a call
// point at the person's own text, and say from where it was called.
// RUN: not leat-opt %s -split-input-file -mlir-print-op-on-diagnostic=false -leat-expand-trainers -leat-flatten-let -leat-thread-state "-leat-specialize=extents=B=8 entries=f" -leat-differentiate -leat-inline -leat-form-kernels -leat-lower-kernels 2>&1 | FileCheck %s --match-full-lines --strict-whitespace

leat.model @specialised {
  func @f(%x: f32[B, 6]) -> (y: f32[?, 3]) {
    %y = let reshape(reshape(%x, shape = [-1, 5]), shape = [-1, 3])
//      CHECK:{{.*}}: error: reshape: f32[8, 6] does not have as many elements as f32[?, 5]
// CHECK-NEXT:    %y = let reshape(reshape(%x, shape = [-1, 5]), shape = [-1, 3])
// CHECK-NEXT:                                 ^
    return %y }
}

// -----

leat.model @inlined {
  func @f(%x: f32[B, 6]) -> (y: f32[B]) {
    %y = call @g(%x)
    return %y }
  func @g(%x: f32[B, 6]) -> (y: f32[B]) {
    %e = slice %x, axis = 1, start = 6
    %y = max %e, axis = 1
//      CHECK:{{.*}}: error: 'leat.max' op reduces axis 1 of f32[8, 0], expected at least one element
// CHECK-NEXT:    %y = max %e, axis = 1
// CHECK-NEXT:                 ^
//      CHECK:{{.*}}: note: called from
// CHECK-NEXT:    %y = call @g(%x)
// CHECK-NEXT:         ^
    return %y }
}

// -----

leat.model @optimizer {
  param @w : f32[4] = zeros
  func @loss(%x: f32[4]) -> (l: f32) { %l = let sum(@w * %x)  return %l }
  optimizer @o(%w, %g) {
    %v = reshape %w, shape = []
//      CHECK:{{.*}}: error: reshape: f32[4] does not have as many elements as f32
// CHECK-NEXT:    %v = reshape %w, shape = []
// CHECK-NEXT:                     ^
//      CHECK:{{.*}}: note: called from
// CHECK-NEXT:  trainer @f minimizes @loss wrt(params) using @o
// CHECK-NEXT:  ^
    return %v }
  trainer @f minimizes @loss wrt(params) using @o
}
