// RUN: leat-opt %s -split-input-file -verify-diagnostics -leat-thread-state

leat.model @m {
  // expected-error@+2 {{calls itself; recursion is not supported}}
  // expected-note@+1 {{through @f}}
  func @f(%x: f32) -> (y: f32) {
    %y = call @g(%x)
    return %y }
  // expected-note@+1 {{through @g}}
  func @g(%x: f32) -> (y: f32) {
    %y = call @f(%x)
    return %y }
}

// -----

leat.model @m {
  param @w : f32 = zeros
  // expected-error@+1 {{@f has an argument 'w' and uses the state of the same name}}
  func @f(%w: f32) -> (y: f32) {
    %s = get @w
    %y = mul %s, %w
    return %y }
}

// -----

// A bundle is no value that a loop may carry.
leat.model @m {
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{a bundle can only be read by 'at', 'norm', pointwise maps and 'with'}}
    %l, %g = grad @loss(%x) wrt(params)
    %y = for %t = 1 to 2 carry(%a = %g) { yield %a }
    return %l }
}

// -----

// call (C4)
leat.model @m {
  param @w : f32 = zeros
  func @g(%x: f32) -> (y: f32) {
    set @w = %x
    return %x }
  func @f(%x: f32) -> (y: f32) {
    %b = get @params
    // expected-error@+1 {{@g writes @w, which 'with' replaces}}
    %y = call @g(%x) with(params = %b)
    return %y }
}

// -----

// func (C3)
leat.model @m {
  param @w : f32 = zeros
  // expected-error@+1 {{@f uses @w, expected no state in a function with a custom_vjp and in the one that it names}}
  func @f(%x: f32) -> (y: f32) custom_vjp @b {
    %s = get @w
    %y = mul %s, %x
    return %y }
  func @b(%x: f32, %y: f32, %d: f32) -> (dx: f32) { return %d }
}

// -----

// What passes for the derivative of a function is none of what calls it.
leat.model @m {
  // expected-error@+2 {{calls itself; recursion is not supported}}
  // expected-note@+1 {{through @f}}
  func @f(%x: f32) -> (y: f32) custom_vjp @b {
    %y = exp %x
    return %y }
  // expected-note@+1 {{through @b}}
  func @b(%x: f32, %y: f32, %d: f32) -> (dx: f32) {
    %z = call @f(%x)
    %dx = mul %z, %d
    return %dx }
}

// -----

// while (C6)
leat.model @m {
  state @rng = seed
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{writes @rng in its condition, expected that in its body only}}
    %y = while carry(%a = %x) {
      %u = uniform @rng : f32
      %m = let %u < 0.5
      condition %m } do {
      %b = let %a + 1
      yield %b }
    return %y }
}

// -----

// vmap (C6), as call (C4)
leat.model @m {
  param @w : f32 = zeros
  func @g(%x: f32, %v: f32) -> (y: f32) {
    set @w = %v
    return %x }
  func @f(%xs: f32[4], %v: f32) -> (y: f32[4]) {
    %b = get @params
    // expected-error@+1 {{@g writes @w, which 'with' replaces}}
    %y = vmap @g(%xs, %v) with(params = %b) in_axes(0, none)
    return %y }
}
