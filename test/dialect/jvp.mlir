// RUN: leat-opt %s -mlir-use-nameloc-as-prefix | leat-opt -mlir-use-nameloc-as-prefix | FileCheck %s
// RUN: leat-opt %s -mlir-print-op-generic | FileCheck %s --check-prefix=GENERIC
// RUN: leat-opt %s -mlir-print-op-generic | leat-opt | FileCheck %s --check-prefix=TYPES

leat.model @m {
  func @f(%x: f32[N], %i: i64, %w: f32[N]) -> (y: f32[N], k: i64) {
    %y = let %x * %w
    return %y, %i }

  // The results of the callee, then the tangents of those that are floats.
  // CHECK-LABEL: func @named
  // CHECK: %y, %k, %y_dot = jvp @f(%x, %i, %x) tangent(%v) wrt(w) mode(train) : f32[N], i64, f32[N]
  // GENERIC: "leat.jvp"{{.*}}operandSegmentSizes = array<i32: 3, 1, 0>, wrt = ["w"]
  // TYPES: jvp @f(%{{.*}}, %{{.*}}, %{{.*}}) tangent(%{{.*}}) wrt(w) mode(train) : f32[N], i64, f32[N]
  func @named(%x: f32[N], %i: i64, %v: f32[N]) -> (y: f32[N]) {
    %y, %k, %y_dot = jvp @f(%x, %i, %x) tangent(%v) wrt(w) mode(train)
    return %y_dot }

  // All arguments of float type move where nothing is said.
  // CHECK-LABEL: func @all
  // CHECK: jvp @f(%x, %i, %x) tangent(%v, %u) wrt(x, w)
  func @all(%x: f32[N], %i: i64, %v: f32[N], %u: f32[N]) -> (y: f32[N]) {
    %y, %k, %y_dot = jvp @f(%x, %i, %x) tangent(%v, %u)
    return %y_dot }

  // A number takes the type of the argument that it moves.
  // CHECK-LABEL: func @number
  // CHECK: %one = number 1 : f64
  // CHECK: jvp @square(%x) tangent(%one) wrt(x)
  func @square(%x: f64) -> (y: f64) { %y = let %x * %x  return %y }
  func @number(%x: f64) -> (d: f64) {
    %one = number 1
    %y, %d = jvp @square(%x) tangent(%one)
    return %d }
}
