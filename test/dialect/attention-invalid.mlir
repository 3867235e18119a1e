// RUN: leat-opt %s -split-input-file -verify-diagnostics

// attention (C1)
leat.model @m {
  func @f(%q: f32[5, 6], %k: f64[7, 6]) -> (y: f32) {
    // expected-error@+1 {{attention: operands have different element types}}
    %y = attention %q, %k, %k
    return %y }
}

// -----

// attention (C1): mask
leat.model @m {
  func @f(%q: f32[B, 5, 6], %k: f32[B, 7, 6], %v: f32[B, 7, 4], %m: i64[5, 7]) -> (y: f32) {
    // expected-error@+1 {{attention: the mask is i64[5, 7], expected i1 or f32}}
    %y = attention %q, %k, %v, %m
    return %y }
}

// -----

// attention (C2): rank
leat.model @m {
  func @f(%q: f32[6]) -> (y: f32) {
    // expected-error@+1 {{attention: expected operands of rank >= 2: f32[6] and f32[6] and f32[6]}}
    %y = attention %q, %q, %q
    return %y }
}

// -----

// attention (C2): features
leat.model @m {
  func @f(%q: f32[5, 6], %k: f32[7, 8]) -> (y: f32) {
    // expected-error@+1 {{attention: queries have 6 features, keys 8: f32[5, 6] and f32[7, 8] and f32[7, 8]}}
    %y = attention %q, %k, %k
    return %y }
}

// -----

// attention (C2): values
leat.model @m {
  func @f(%q: f32[5, 6], %k: f32[7, 6]) -> (y: f32) {
    // expected-error@+1 {{attention: found 7 keys and 5 values: f32[5, 6] and f32[7, 6] and f32[5, 6]}}
    %y = attention %q, %k, %q
    return %y }
}

// -----

// attention (C2): leading dimensions
leat.model @m {
  func @f(%q: f32[2, 5, 6], %k: f32[3, 5, 6]) -> (y: f32) {
    // expected-error@+1 {{attention: leading dimensions do not broadcast: f32[2, 5, 6] and f32[3, 5, 6] and f32[3, 5, 6]}}
    %y = attention %q, %k, %k
    return %y }
}

// -----

// attention (C3)
leat.model @m {
  func @f(%q: f32[B, 5, 6], %k: f32[B, 7, 6], %v: f32[B, 7, 4]) -> (y: f32) {
    // expected-error@+1 {{attention: heads is 0, expected at least 1}}
    %y = attention %q, %k, %v, heads = 0
    return %y }
}

// -----

// attention (C3): features
leat.model @m {
  func @f(%q: f32[B, 5, 6], %k: f32[B, 7, 6], %v: f32[B, 7, 4]) -> (y: f32) {
    // expected-error@+1 {{attention: 6 features can not be split into 4 heads}}
    %y = attention %q, %k, %v, heads = 4
    return %y }
}

// -----

// attention (C3): outputs
leat.model @m {
  func @f(%q: f32[B, 5, 6], %k: f32[B, 7, 6], %v: f32[B, 7, 4]) -> (y: f32) {
    // expected-error@+1 {{attention: 4 outputs can not be split into 3 heads}}
    %y = attention %q, %k, %v, heads = 3
    return %y }
}

// -----

// attention (C4)
leat.model @m {
  func @f(%q: f32[B, 5, 6], %k: f32[B, 7, 6], %v: f32[B, 7, 4]) -> (y: f32) {
    // expected-error@+1 {{attention: window is -1, expected at least 0}}
    %y = attention %q, %k, %v, window = -1
    return %y }
}

// -----

// attention (C5)
leat.model @m {
  func @f(%q: f32[B, 5, 6], %k: f32[B, 7, 6], %v: f32[B, 7, 4], %m: i1[5, 6]) -> (y: f32) {
    // expected-error@+1 {{attention: the mask i1[5, 6] does not broadcast to the products, f32[B, 5, 7]}}
    %y = attention %q, %k, %v, %m
    return %y }
}

// -----

// attention (C5): rank
leat.model @m {
  func @f(%q: f32[5, 6], %m: i1[2, 5, 5]) -> (y: f32) {
    // expected-error@+1 {{attention: the mask i1[2, 5, 5] does not broadcast to the products, f32[5, 5]}}
    %y = attention %q, %q, %q, %m
    return %y }
}
