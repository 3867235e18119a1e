// RUN: leat-opt %s -split-input-file -verify-diagnostics "-leat-specialize=extents=B=8"

leat.model @m {
  // expected-error@+1 {{extent 'N' of @f has no size}}
  func @f(%x: f32[N]) -> (y: f32[N]) { return %x }
}

// -----

// What a person knew better than inference turns out to be wrong.
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32[?, 3]) {
    // expected-error@+1 {{is written as f32[17, 3], but its type is f32[16, 3]}}
    %y = reshape %x, shape = [-1, 3] : f32[17, 3]
    return %y }
}

// -----

leat.model @m {
  func private @g(%a: f32[N], %b: f32[N]) -> (y: f32[N]) { %y = let %a + %b  return %y }
  func @f(%x: f32[B], %z: f32[7]) -> (y: f32[7]) {
    // expected-note@+2 {{argument 'a' is f32[8]}}
    // expected-error@+1 {{extent 'N' of @g is 8 by argument 'a' and 7 by argument 'b'}}
    %y = call @g(%x, %z)
    return %y }
}

// -----

// An extent that nothing binds.
leat.model @m {
  func @f(%k: i64[2]) -> (y: f32[?]) {
    // expected-error@+1 {{has an extent that is not known: f32[?]}}
    %y = normal key(%k) : f32[?]
    return %y }
}

// -----

leat.model @m {
  func private @two() -> (s: f32[N, 2]) {
    // expected-error@+1 {{has an extent that is not known: f32[N, 2]}}
    %s = full 2 : f32[N, 2]
    return %s }
  func @f() -> (s: f32[?, 2]) {
    // expected-note@+1 {{called here; a type behind the call says what its results are}}
    %s = call @two()
    return %s }
}

// -----

// An extent that no argument tells has no size as a number either.
leat.model @m {
  func private @g() -> (y: f32[N]) {
    // expected-error@+1 {{the size of the extent 'N' is not known}}
    %n = get @N : f64
    %y = full 0 : f32[N]
    return %y }
  func @f() -> (s: f32) {
    %y = call @g()
    %s = sum %y
    return %s }
}

// -----

leat.model @m {
  // expected-error@+1 {{calls itself; recursion is not supported}}
  func @f(%x: f32[4]) -> (y: f32[4]) {
    %y = call @f(%x)
    return %y }
}
