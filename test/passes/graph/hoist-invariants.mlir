// RUN: leat-opt -leat-hoist-invariants -mlir-use-nameloc-as-prefix %s | FileCheck %s

leat.model @m {
  // What is no larger than what it comes from leaves both loops; what is larger stays.
  // CHECK-LABEL: func @leaves
  // CHECK: %m = matmul %u, %v
  // CHECK: for %i
  // CHECK: for %t
  // CHECK: %large = broadcast_to
  func @leaves(%x: f32[4, 4], %u: f32[4, 2], %v: f32[2, 4], %s: f32) -> (y: f32[4, 4]) {
    %y = for %i = 1 to 2 carry(%o = %x) {
      %z = for %t = 1 to 3 carry(%a = %o) {
        %m = matmul %u, %v
        %large = broadcast_to %s, shape = [4, 4]
        %b = mul %a, %m
        %c = add %b, %large
        yield %c }
      yield %z }
    return %y }

  // A loop may run not at all: what can fail stays.
  // CHECK-LABEL: func @can_fail
  // CHECK: while
  // CHECK: %r = index
  func @can_fail(%x: f32, %table: f32[10], %i: i64) -> (y: f32) {
    %y = while carry(%a = %x) {
      %more = gt %a, %x
      condition %more } do {
      %r = index %table, %i
      %b = mul %a, %r
      yield %b }
    return %y }
}
