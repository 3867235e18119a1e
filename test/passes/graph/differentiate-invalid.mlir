// RUN: leat-opt %s -split-input-file -verify-diagnostics -leat-differentiate

leat.model @m {
  func private @f(%x: f32) -> (l: f32) {
    // expected-error@+1 {{has no derivative, but a gradient goes through it; 'stop_gradient' makes its operand a constant}}
    %y = let %x * %x
    return %y }
  func @g(%x: f32) -> (l: f32, d: f32) {
    %l, %d = grad @f(%x) wrt(x)
    return %l, %d }
}

// -----

// A loop reads from outside what is no operand of it.
leat.model @m {
  func private @f(%x: f32) -> (l: f32) {
    %zero = number 0 : f32
    %y = for %t = 1 to 3 carry(%a = %zero) {
      // expected-error@+1 {{has no derivative, but a gradient goes through it}}
      %b = let %a + %x
      yield %b }
    return %y }
  func @g(%x: f32) -> (l: f32, d: f32) {
    %l, %d = grad @f(%x) wrt(x)
    return %l, %d }
}

// -----

leat.model @m {
  func private @f(%x: f32) -> (y: f32) {
    %zero = number 0 : f32
    %y = for %t = 1 to 3 carry(%a = %zero) {
      // expected-error@+1 {{has no forward derivative, but a tangent goes through it; 'stop_gradient' makes its operand a constant}}
      %b = let %a + %x
      yield %b }
    return %y }
  func @g(%x: f32, %v: f32) -> (y: f32, d: f32) {
    %y, %d = jvp @f(%x) tangent(%v) wrt(x)
    return %y, %d }
}

// -----

leat.model @m {
  func @f(%x: f32, %n: i64) -> (l: f32) {
    // expected-error@+1 {{has no 'max_trips', but a gradient goes through it}}
    %y = for %t = 1 to %n carry(%a = %x) {
      %b = let %a * %x
      yield %b }
    return %y }
  func @g(%x: f32, %n: i64) -> (l: f32, d: f32) {
    %l, %d = grad @f(%x, %n) wrt(x)
    return %l, %d }
}

// -----

// polygamma (C1), of what a derivative makes.
leat.model @m {
  func private @f(%x: f32) -> (l: f32) {
    // expected-error@+1 {{'leat.polygamma' op is of order 33, expected 0 to 32}}
    %y = polygamma %x, order = 32
    return %y }
  func @g(%x: f32) -> (l: f32, d: f32) {
    %l, %d = grad @f(%x) wrt(x)
    return %l, %d }
}
