// RUN: leat-opt %s -verify-diagnostics -leat-differentiate

leat.model @m {
  func private @f(%x: f32) -> (l: f32) {
    // expected-error@+1 {{has no derivative, but a gradient goes through it; 'stop_gradient' makes its operand a constant}}
    %y = for %t = 1 to 3 carry(%a = %x) { yield %a }
    return %y }
  func @g(%x: f32) -> (l: f32, d: f32) {
    %l, %d = grad @f(%x) wrt(x)
    return %l, %d }
}
