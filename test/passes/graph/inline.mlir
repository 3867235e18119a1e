// RUN: leat-opt %s -leat-inline -mlir-use-nameloc-as-prefix | FileCheck %s

leat.model @m {
  // A private function is dropped when its calls are gone.
  // CHECK-NOT: @square
  func private @square(%x: f32[4]) -> (y: f32[4]) {
    %p = mul %x, %x
    return %p }

  // Values keep the names that they have in the callee.
  // CHECK-LABEL: func @calls
  // CHECK-NEXT: %p = mul %x, %x
  // CHECK-NEXT: %p_0 = mul %p, %p
  // CHECK-NEXT: return %p_0
  func @calls(%x: f32[4]) -> (y: f32[4]) {
    %a = call @square(%x)
    %b = call @square(%a)
    return %b }

  // A public function stays.
  // CHECK-LABEL: func @outer
  // CHECK-NEXT: %p = mul %x, %x
  // CHECK-NEXT: %p_0 = mul %p, %p
  func @outer(%x: f32[4]) -> (y: f32[4]) {
    %y = call @calls(%x)
    return %y }

  // So does what is still to be differentiated.
  // CHECK-LABEL: func private @loss
  // CHECK-NEXT: mul %x, %x
  func private @loss(%x: f32[4]) -> (l: f32) {
    %s = call @square(%x)
    %l = sum %s
    return %l }
  // CHECK-LABEL: func @slope
  func @slope(%x: f32[4]) -> (d: f32[4]) {
    %l, %d = grad @loss(%x) wrt(x)
    return %d }
}
