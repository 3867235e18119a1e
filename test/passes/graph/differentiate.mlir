// RUN: leat-opt %s -leat-flatten-let -leat-differentiate -leat-inline -canonicalize -cse -leat-fold-let -mlir-use-nameloc-as-prefix | FileCheck %s

leat.model @m {
  // The derivative has the names of what it is the derivative of.
  // CHECK-LABEL: func @chain
  // CHECK-NEXT: %h = let exp(%x)
  // CHECK-NEXT: %y = let sin(%h)
  // CHECK-NEXT: %d_y = let %y + %y
  // CHECK-NEXT: %d_h = let %d_y * cos(%h)
  // CHECK-NEXT: %d_x = let %d_h * %h
  // CHECK-NEXT: return %d_x
  func private @chain_loss(%x: f32[4]) -> (l: f32) {
    %h = exp %x
    %y = sin %h
    %l = let sum(%y * %y)
    return %l }
  func @chain(%x: f32[4]) -> (dx: f32[4]) {
    %l, %d = grad @chain_loss(%x) wrt(x)
    return %d }

  // What is computed of the input's gradient can be fused with it: no reshape is between them.
  // The weight gets one product over all rows.
  // CHECK-LABEL: func @linear
  // CHECK: %d_h = let matmul(%d_y, %w) : f32[2, 3, 4]
  // CHECK: %d_w = let matmul(%{{.*}}, reshape(%h, shape = [6, 4]), transpose_lhs = true)
  // CHECK-NEXT: %d_b = let sum(%d_y, axis = [0, 1])
  // CHECK-NEXT: %d_x = let %d_h * cos(%x)
  func private @linear_loss(%x: f32[2, 3, 4], %w: f32[5, 4], %b: f32[5]) -> (l: f32) {
    %h = sin %x
    %y = linear %h, %w, %b
    %l = let sum(%y * %y)
    return %l }
  func @linear(%x: f32[2, 3, 4], %w: f32[5, 4], %b: f32[5]) -> (dx: f32[2, 3, 4], dw: f32[5, 4], db: f32[5]) {
    %l, %dx, %dw, %db = grad @linear_loss(%x, %w, %b) wrt(x, w, b)
    return %dx, %dw, %db }

  // Nothing is computed for what needs no gradient: tanh is not derived.
  // CHECK-LABEL: func @activity
  // CHECK-NEXT: %c = let tanh(%z)
  // CHECK-NEXT: return %c
  func private @activity_loss(%x: f32[4], %z: f32[4]) -> (l: f32) {
    %c = tanh %z
    %l = let sum(%x * %c)
    return %l }
  func @activity(%x: f32[4], %z: f32[4]) -> (dx: f32[4]) {
    %l, %d = grad @activity_loss(%x, %z) wrt(x)
    return %d }

  // The gradient by what the loss does not depend on is zero.
  // CHECK-LABEL: func @independent
  // CHECK-NEXT: %[[Z:.*]] = number 0 : f32[4]
  // CHECK-NEXT: return %[[Z]]
  func private @constant_loss(%x: f32[4], %z: f32[4]) -> (l: f32) {
    %s = stop_gradient %x
    %l = let sum(%s * %z)
    return %l }
  func @independent(%x: f32[4], %z: f32[4]) -> (dx: f32[4]) {
    %l, %d = grad @constant_loss(%x, %z) wrt(x)
    return %d }

  // A value that is used twice has the sum of two cotangents.
  // CHECK-LABEL: func @fan_out
  // CHECK-NEXT: %d_x = let cos(%x) + %z
  // CHECK-NEXT: return %d_x
  func private @fan_out_loss(%x: f32[4], %z: f32[4]) -> (l: f32) {
    %l = let sum(%x * %z + sin(%x))
    return %l }
  func @fan_out(%x: f32[4], %z: f32[4]) -> (dx: f32[4]) {
    %l, %d = grad @fan_out_loss(%x, %z) wrt(x)
    return %d }

  // A derivative can be derived.
  // CHECK-LABEL: func @second
  // CHECK: return
  func private @cube(%x: f32) -> (y: f32) {
    %y = let %x * %x * %x
    return %y }
  func private @slope(%x: f32) -> (dx: f32) {
    %y, %d = grad @cube(%x) wrt(x)
    return %d }
  func @second(%x: f32) -> (ddx: f32) {
    %y, %d = grad @slope(%x) wrt(x)
    return %d }
  // Forward, each tangent stands behind its value and has its name.
  // CHECK-LABEL: func @forward
  // CHECK-NEXT: %h = let exp(%x)
  // CHECK-NEXT: %h_dot = let %v * %h
  // CHECK-NEXT: %y = let sin(%h)
  // CHECK-NEXT: %y_dot = let %h_dot * cos(%h)
  // CHECK-NEXT: return %y, %y_dot
  func private @forward_of(%x: f32[4]) -> (y: f32[4]) {
    %h = exp %x
    %y = sin %h
    return %y }
  func @forward(%x: f32[4], %v: f32[4]) -> (y: f32[4], y_dot: f32[4]) {
    %y, %y_dot = jvp @forward_of(%x) tangent(%v) wrt(x)
    return %y, %y_dot }

  // Only %x moves: neither tanh nor the second result is derived, and integers
  // have no tangent. Two arguments that are one value move apart.
  // CHECK-LABEL: func @forward_activity
  // CHECK-NEXT: %[[Z:.*]] = number 0 : f32[4]
  // CHECK-NEXT: %c = let tanh(%x)
  // CHECK-NEXT: %[[D:.*]] = let %v * %c
  // CHECK-NEXT: return %[[D]], %[[Z]]
  func private @product(%x: f32[4], %z: f32[4]) -> (y: f32[4], i: i64[4], c: f32[4]) {
    %c = tanh %z
    %y = let %x * %c
    %i = let i64(%x)
    return %y, %i, %c }
  func @forward_activity(%x: f32[4], %v: f32[4]) -> (y_dot: f32[4], c_dot: f32[4]) {
    %y, %i, %c, %y_dot, %c_dot = jvp @product(%x, %x) tangent(%v) wrt(x)
    return %y_dot, %c_dot }

  // The tangent of a conversion is of its type.
  // CHECK-LABEL: func @forward_convert
  // CHECK-NEXT: %[[D:.*]] = let f64(%v)
  // CHECK-NEXT: return %[[D]]
  func private @widen(%x: f32[4]) -> (y: f64[4]) {
    %y = let f64(%x)
    return %y }
  func @forward_convert(%x: f32[4], %v: f32[4]) -> (y_dot: f64[4]) {
    %y, %y_dot = jvp @widen(%x) tangent(%v) wrt(x)
    return %y_dot }

  // Nested: forward over reverse, and the other way round, give 6 x v.
  // CHECK-LABEL: func @forward_over_reverse
  // CHECK-NOT: {{jvp|grad}}
  // CHECK: return
  func @forward_over_reverse(%x: f32, %v: f32) -> (hv: f32) {
    %g, %hv = jvp @slope(%x) tangent(%v) wrt(x)
    return %hv }
  // CHECK-LABEL: func @reverse_over_forward
  // CHECK-NOT: {{jvp|grad}}
  // CHECK: return
  func private @push(%x: f32, %v: f32) -> (d: f32) {
    %y, %d = jvp @cube(%x) tangent(%v) wrt(x)
    return %d }
  func @reverse_over_forward(%x: f32, %v: f32) -> (hv: f32) {
    %d, %hv = grad @push(%x, %v) wrt(x)
    return %hv }
}
