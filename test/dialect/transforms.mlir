// RUN: leat-opt %s -mlir-use-nameloc-as-prefix | leat-opt -mlir-use-nameloc-as-prefix | FileCheck %s
// RUN: leat-opt %s -mlir-print-op-generic | FileCheck %s --check-prefix=GENERIC
// RUN: leat-opt %s -mlir-print-op-generic | leat-opt -mlir-use-nameloc-as-prefix | FileCheck %s --check-prefix=TYPES

leat.model @m {
  param @D.w : f32[3] = ones
  param @D.b : f32 = zeros
  param @G.w : f32[3] = ones
  state @D.mean : f32[3] = zeros

  func @f(%x: f32[N], %i: i64, %w: f32[N]) -> (y: f32[N], k: i64, s: f32) {
    %y = let %x * %w
    %s = let sum(%y)
    return %y, %i, %s }
  func @loss(%x: f32[3]) -> (l: f32) {
    %l = let sum(%x * @D.w * @G.w + @D.b)
    return %l }

  // The results of the callee, then one gradient for each entry of wrt.
  // CHECK-LABEL: func @back
  // CHECK: %y, %k, %s, %d = vjp @f(%x, %i, %x) cotangent(%v, %u) wrt(w) mode(train) : f32[N], i64, f32, f32[N]
  // GENERIC: "leat.vjp"{{.*}}operandSegmentSizes = array<i32: 3, 2, 0>, wrt = ["w"]
  // TYPES: vjp @f(%{{.*}}, %{{.*}}, %{{.*}}) cotangent(%{{.*}}, %{{.*}}) wrt(w) mode(train) : f32[N], i64, f32, f32[N]
  func @back(%x: f32[N], %i: i64, %v: f32[N], %u: f32) -> (d: f32[N]) {
    %y, %k, %s, %d = vjp @f(%x, %i, %x) cotangent(%v, %u) wrt(w) mode(train)
    return %d }

  // Without wrt by all arguments of float type; numbers take the results' types.
  // CHECK-LABEL: func @back_all
  // CHECK: vjp @f(%x, %i, %x) cotangent(%v, %one) wrt(x, w)
  func @back_all(%x: f32[N], %i: i64, %v: f32[N]) -> (d: f32[N]) {
    %one = number 1
    %y, %k, %s, %d, %e = vjp @f(%x, %i, %x) cotangent(%v, %one)
    return %e }

  // CHECK-LABEL: func @lanes
  // CHECK: %y, %k, %s = vmap @f(%xs, %i, %w) in_axes(1, none, none) : f32[B, N], i64[B], f32[B]
  // GENERIC: "leat.vmap"{{.*}}in_axes = array<i64: 1, -1, -1>
  // TYPES: vmap @f(%{{.*}}, %{{.*}}, %{{.*}}) in_axes(1, none, none) : f32[B, N], i64[B], f32[B]
  func @lanes(%xs: f32[N, B], %i: i64, %w: f32[N]) -> (y: f32[B, N], k: i64[B]) {
    %y, %k, %s = vmap @f(%xs, %i, %w) in_axes(1, none, none)
    return %y, %k }

  // The axes of the result, then those of the argument.
  // CHECK-LABEL: func @matrices
  // CHECK: %j, %k = jacobian @f(%x, %i, %x) wrt(x, w) : f32[N, N], f32[N, N]
  // CHECK: %h = hessian @loss(%z) wrt(x) : f32[3, 3]
  func @matrices(%x: f32[N], %i: i64, %z: f32[3]) -> (j: f32[N, N], h: f32[3, 3]) {
    %j, %k = jacobian @f(%x, %i, %x) wrt(x, w)
    %h = hessian @loss(%z) wrt(x)
    return %j, %h }

  // CHECK-LABEL: func @groups
  // CHECK: %p = get @params : !leat.bundle<["D.w", "D.b", "G.w"]>
  // CHECK: %q = get @D.* : !leat.bundle<["D.w", "D.b", "D.mean"]>
  // CHECK: %r = bundle(@G.w = %x, @D.b = %c) : !leat.bundle<["G.w", "D.b"]>
  // CHECK: norm %p : f32
  // CHECK: call @loss(%x) with(params = %p) : f32
  // CHECK: grad @loss(%x) with(@G.* = %r, @D.b = %r) wrt(params) mode(infer)
  // CHECK: vjp @loss(%x) cotangent(%n) with(@D.w = %q) wrt(x)
  // GENERIC: "leat.grad"{{.*}}operandSegmentSizes = array<i32: 1, 2>, with = ["@G.*", "@D.b"]
  // TYPES: grad @loss(%{{.*}}) with(@G.* = %{{.*}}, @D.b = %{{.*}}) wrt(params) mode(infer)
  func @groups(%x: f32[3]) -> (l: f32) {
    %c = number 2
    %p = get @params
    %q = get @D.*
    %r = bundle(@G.w = %x, @D.b = %c)
    %n = let norm(%p)
    %l = call @loss(%x) with(params = %p)
    %l2, %g = grad @loss(%x) with(@G.* = %r, @D.b = %r) wrt(params) mode(infer)
    %l3, %d = vjp @loss(%x) cotangent(%n) with(@D.w = %q) wrt(x)
    return %l }

  // CHECK-LABEL: func @again
  // CHECK: %l = call @loss(%x) with(params = %p) checkpoint mode(train) : f32
  // CHECK: grad @loss(%x) wrt(x) checkpoint(every = 4)
  // CHECK: vjp @loss(%x) cotangent(%l) wrt(x) checkpoint(budget = 1000000) mode(infer)
  // CHECK: barrier %x, %d, %l : f32[3]
  // GENERIC: "leat.call"{{.*}}checkpoint,
  // TYPES: call @loss(%{{.*}}) with(params = %{{.*}}) checkpoint mode(train) : f32
  func @again(%x: f32[3]) -> (y: f32[3]) {
    %p = get @params
    %l = call @loss(%x) with(params = %p) checkpoint mode(train)
    %l2, %d = grad @loss(%x) wrt(x) checkpoint(every = 4)
    %l3, %e = vjp @loss(%x) cotangent(%l) wrt(x) checkpoint(budget = 1000000) mode(infer)
    %y = barrier %x, %d, %l
    return %y }

  // Other values for states go to every transform; lanes of results lie where out_axes says.
  // CHECK-LABEL: func @given
  // CHECK: %l, %t = jvp @loss(%x) tangent(%x) with(params = %p) wrt(x) : f32, f32
  // CHECK: %m = vmap @loss(%xs) with(@D.w = %p) in_axes(1) : f32[B]
  // CHECK: jacobian @loss(%x) with(params = %p) wrt(x) : f32[3]
  // CHECK: hessian @loss(%x) with(params = %p) wrt(x) : f32[3, 3]
  // CHECK: %y, %k, %s = vmap @f(%xs, %i, %w) in_axes(0, none, none) out_axes(1, none, 0) mode(infer) : f32[B, 3], i64, f32[3]
  // GENERIC: "leat.jvp"{{.*}}operandSegmentSizes = array<i32: 1, 1, 1>, with = ["params"]
  // GENERIC: "leat.vmap"{{.*}}operandSegmentSizes = array<i32: 1, 1>, with = ["@D.w"]
  // TYPES: vmap @f(%{{.*}}, %{{.*}}, %{{.*}}) in_axes(0, none, none) out_axes(1, none, 0) mode(infer)
  func @given(%x: f32[3], %xs: f32[3, B], %i: i64, %w: f32[B]) -> (y: f32[B, 3]) {
    %p = get @params
    %l, %t = jvp @loss(%x) tangent(%x) with(params = %p) wrt(x)
    %m = vmap @loss(%xs) with(@D.w = %p) in_axes(1)
    %j = jacobian @loss(%x) with(params = %p) wrt(x)
    %h = hessian @loss(%x) with(params = %p) wrt(x)
    %y, %k, %s = vmap @f(%xs, %i, %w) in_axes(0, none, none) out_axes(1, none, 0) mode(infer)
    return %y }

  // A map over bundles is one for each of their names; a scalar goes to all.
  // CHECK-LABEL: func @maps
  // CHECK: %l, %g, %b = grad @loss(%x) wrt(@G.*, @D.b)
  // CHECK-NOT: let
  // CHECK: %v = bundle(@G.w = %{{.*}}) : !leat.bundle<["G.w"]>
  // CHECK: return
  func @maps(%x: f32[3]) -> (w: f32[3]) {
    %l, %g, %b = grad @loss(%x) wrt(@G.*, @D.b)
    %w = get @G.*
    %v = let %w - 0.1 * %g / (1 + norm(%g))
    %t = at %v, name = "G.w"
    return %t }

  // CHECK-LABEL: func @clip(
  // CHECK-SAME: -> (y: f32[N]) custom_vjp @clip_backward {
  // GENERIC: custom_vjp = @clip_backward
  func @clip(%x: f32[N], %c: f32, %i: i64) -> (y: f32[N]) custom_vjp @clip_backward {
    %y = let minimum(%x, %c)
    return %y }
  func @clip_backward(%x: f32[N], %c: f32, %i: i64, %y: f32[N], %dy: f32[N]) -> (dx: f32[N], dc: f32) {
    %dc = let sum(%dy)
    return %dy, %dc }
}
