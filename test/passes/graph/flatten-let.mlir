// RUN: leat-opt %s -leat-flatten-let -mlir-use-nameloc-as-prefix | FileCheck %s

leat.model @m {
  config @T = 8
  param @w : f32[4] = zeros
  // A constant is computed by a function beside its declaration.
  // CHECK: const @c = linspace(0, 1, T) * 2
  // CHECK: func @c.init() -> (c: f32[8]) {
  // CHECK-NEXT: %[[L:.*]] = linspace count = T, start = 0, stop = 1
  // CHECK: %[[P:.*]] = mul %[[L]]
  // CHECK: return %[[P]]
  const @c = linspace(0, 1, T) * 2

  // The name belongs to the op that makes the value.
  // CHECK-LABEL: func @names
  // CHECK-NEXT: %[[R:[0-9]+]] = relu %x
  // CHECK-NEXT: %[[TWO:[0-9]+]] = number 2
  // CHECK-NEXT: %y = mul %[[R]], %[[TWO]]
  // CHECK-NEXT: return %y
  func @names(%x: f32[4]) -> (y: f32[4]) {
    %y = let relu(%x) * 2
    return %y }

  // Reading a config is a number; reading a param stays.
  // CHECK-LABEL: func @configs
  // CHECK-NOT: get @T
  // CHECK: get @w
  // CHECK: number 8
  // CHECK-NOT: get @T
  func @configs(%x: f32[4]) -> (y: f32[4]) {
    %y = let (%x + @w) * T
    return %y }

  // A let in a loop.
  // CHECK-LABEL: func @loop
  // CHECK-NOT: let
  // CHECK: return
  func @loop(%x: f32[4]) -> (y: f32[4]) {
    %y = for %t = 1 to 3 carry(%a = %x) {
      %b = let %a * %x + 1
      yield %b }
    return %y }

  // What a person wrote of a type stays on the op, to be checked later.
  // CHECK-LABEL: func @asserted
  // CHECK: %y = reshape %{{.*}}, shape = [-1, 3] : f32[M, 3]
  func @asserted(%x: f32[B, 6], %z: f32[M, 3]) -> (y: f32[M, 3]) {
    %y = let reshape(%x * 2, shape = [-1, 3]) : f32[M, 3]
    return %y }
}
