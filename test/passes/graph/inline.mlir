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
}
